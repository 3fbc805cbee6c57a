"""Answers to several comments wait some seconds and can be taken back. A room above this one holds them: it registers
how in its app's `ready`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from veche.cases.enums import How
from veche.cases.models import Case
from veche.staff.models import Person


@dataclass(frozen=True, slots=True)
class HeldAnswer:
    """`seconds`: until it leaves, 0 once it is leaving. `undone`: it was taken back or went to nobody, and its words
    are kept here. `why`: why it went to nobody, "" if it was taken back.

    `whose`: the body that it names, if the question is not ours. `undo`: address of the button that takes it back.
    """

    text: str
    how: How
    seconds: int
    undone: bool
    whose: str
    why: str
    undo: str


class Hold(Protocol):
    def __call__(self, *, case: Case, by: Person, text: str, how: How, interim: bool, whose: str) -> None:
        """Answer the case in some seconds. Raises `CaseError`."""


type Held = Callable[[Case], HeldAnswer | None]
_holders: list[tuple[Hold, Held]] = []


def hold_with(hold: Hold, held: Held) -> None:
    """`held`: the answer to the case that waits, or that was taken back some minutes ago and not given since."""
    _holders[:] = [(hold, held)]


def hold_answer(*, case: Case, by: Person, text: str, how: How, interim: bool, whose: str = "") -> None:
    """Raises `CaseError`, and nothing is sent then."""
    [(hold, _held)] = _holders
    hold(case=case, by=by, text=text, how=how, interim=interim, whose=whose)


def held_answer(case: Case) -> HeldAnswer | None:
    """None also for a case that is over."""
    [(_hold, held)] = _holders
    return held(case) if case.is_open else None
