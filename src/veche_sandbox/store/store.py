"""The object shared by all dialects, the control API and the public pages."""

from collections.abc import Callable, Coroutine
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from veche_sandbox.store.accounts import Accounts
from veche_sandbox.store.database import Database
from veche_sandbox.store.entries import Entries
from veche_sandbox.store.events import Events, Wakeup, Webhooks
from veche_sandbox.store.file_parts import FileParts
from veche_sandbox.store.files import Files
from veche_sandbox.store.ledger import Ledger
from veche_sandbox.store.photos import Photos
from veche_sandbox.store.polls import Polls
from veche_sandbox.store.private_messages import PrivateMessages
from veche_sandbox.store.restrictions import Restrictions
from veche_sandbox.store.rows import Action

type Listener = Callable[[Action], None]
type Chore = Callable[[], Coroutine[Any, Any, None]]


class Store:
    """`address`: the sandbox's public address without a final slash, set when it listens.

    `chores`: tasks that dialects run as long as the server runs (delivery of webhooks).
    """

    def __init__(self, path: Path) -> None:
        self.database = Database(path)
        self.wakeup = Wakeup()
        self.accounts = Accounts(self.database)
        self.entries = Entries(self.database)
        self.photos = Photos(self.database)
        self.files = Files(self.database)
        self.file_parts = FileParts(self.database)
        self.polls = Polls(self.database)
        self.private_messages = PrivateMessages(self.database)
        self.restrictions = Restrictions(self.database)
        self.events = Events(self.database, self.wakeup)
        self.webhooks = Webhooks(self.database, self.wakeup)
        self.ledger = Ledger(self.database)
        self.address = ""
        self.chores: list[Chore] = []
        self._listeners: dict[str, Listener] = {}

    def transaction(self) -> AbstractContextManager[None]:
        return self.database.transaction()

    def listen(self, network: str, listener: Listener) -> None:
        """Register a dialect's conversion of people's actions to its own events."""
        self._listeners[network] = listener

    def announce(self, network: str, action: Action) -> None:
        listener = self._listeners.get(network)
        if listener:
            listener(action)

    def close(self) -> None:
        self.database.close()
