"""Answers to several comments leave after some seconds, so that they can be taken back.

A room above this one sends them; it registers its functions in its app's `ready`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from veche.cases.enums import How
from veche.cases.models import Case
from veche.staff.models import Person


@dataclass(frozen=True, slots=True)
class DelayedAnswer:
    """An answer that has not gone to anybody yet.

    `seconds`: until it leaves, 0 once it is leaving. `undone`: it was taken back, or could not go to anybody. `why`:
    why it could not, "" if it was taken back. `whose`: the body that it names, if the question is not ours. `undo`: URL
    of the button that takes it back.
    """

    text: str
    how: How
    seconds: int
    undone: bool
    whose: str
    why: str
    undo: str


class AnswerWithDelay(Protocol):
    def __call__(self, *, case: Case, by: Person, text: str, how: How, interim: bool, whose: str) -> None:
        """Answer the case in some seconds. Raises `CaseError`."""


type FindDelayed = Callable[[Case], DelayedAnswer | None]
_registered: list[tuple[AnswerWithDelay, FindDelayed]] = []


def register(answer: AnswerWithDelay, find: FindDelayed) -> None:
    """`find`: the answer that waits, or was taken back some minutes ago and has not been given since; else None."""
    _registered[:] = [(answer, find)]


def answer_with_delay(*, case: Case, by: Person, text: str, how: How, interim: bool, whose: str = "") -> None:
    """Answer the case in some seconds. Raises `CaseError`; then nothing is sent."""
    [(answer, _find)] = _registered
    answer(case=case, by=by, text=text, how=how, interim=interim, whose=whose)


def delayed_answer(case: Case) -> DelayedAnswer | None:
    """The answer found by the registered function; None for a case that is over."""
    [(_answer, find)] = _registered
    return find(case) if case.is_open else None
