"""One call of a bot: the caller, and the values from path, query and body."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from veche_sandbox.store import Membership, Person, Store


@dataclass(frozen=True, slots=True)
class Call:
    """`path`, `query` and `body` hold validated values; missing parameters are absent."""

    store: Store
    bot: Person
    name: str
    path: Mapping[str, str]
    query: Mapping[str, Any]
    body: Mapping[str, Any]

    def membership(self, chat_id: int) -> Membership:
        found = self.store.accounts.membership("max", self.bot.id, chat_id)
        return found or Membership("max", self.bot.id, chat_id, "left")

    def complain(self, parameter: str, problem: str = "unknown parameter") -> None:
        self.store.ledger.complain("max", self.name, parameter, problem)
