"""One call of a bot: the caller, and the values from path, query and body."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from veche_sandbox.store import Person, Seat, Store


@dataclass(frozen=True, slots=True)
class Call:
    """`path`, `query` and `body` hold validated values; missing parameters are absent."""

    store: Store
    bot: Person
    name: str
    path: Mapping[str, str]
    query: Mapping[str, Any]
    body: Mapping[str, Any]

    def seat(self, chat_id: int) -> Seat:
        found = self.store.accounts.seat("max", self.bot.id, chat_id)
        return found or Seat("max", self.bot.id, chat_id, "left")

    def complain(self, parameter: str, problem: str = "unknown parameter") -> None:
        self.store.ledger.complain("max", self.name, parameter, problem)
