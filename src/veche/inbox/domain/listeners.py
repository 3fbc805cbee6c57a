"""Events that a room above this one understands: it says so once, in its app's `ready`."""

from collections.abc import Callable
from typing import Any, Final

from veche.accounts.models import Account
from veche.networks.protocol import Event

# Called in the event's own transaction; may raise `NotHereYet` to see the event again a little later.
_listeners: Final[dict[type, Callable[..., Any]]] = {}


def listen(event: type, verb: Callable[..., Any]) -> None:
    """`verb` takes `account` and `event` by name. One verb for each kind of event."""
    _listeners[event] = verb


def tell(account: Account, event: Event) -> None:
    """Who has no listener yet is kept all the same: the event stands stored with its account."""
    if verb := _listeners.get(type(event)):
        verb(account=account, event=event)
