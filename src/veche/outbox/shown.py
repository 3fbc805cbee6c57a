"""An act as lists of publications read it: Django takes five times as long for a model, and a month has hundreds."""

from datetime import datetime
from typing import NamedTuple

from veche.accounts.models import Account
from veche.outbox.enums import Proof

# Fields of `Act`, in the order of those of `ShownAct` after `account`.
READ = (
    *("verb", "about", "state", "due_at", "not_after", "last_call_at", "proven_at", "proof", "reason", "remote_url"),
    "confirmed_by__display_name",
)


class ShownAct(NamedTuple):
    """Fields by the names of `Act`. `confirmed_by`: the name of the person who confirmed it; None if nobody did."""

    pk: int
    account: Account
    verb: str
    about_id: int | None
    state: str
    due_at: datetime
    not_after: datetime
    last_call_at: datetime | None
    proven_at: datetime | None
    proof: str
    reason: str
    remote_url: str
    confirmed_by: str | None

    @property
    def is_confirmed_by_person(self) -> bool:
        return self.proof == Proof.PERSON

    @property
    def out_at(self) -> datetime:
        return self.last_call_at or self.proven_at or self.due_at
