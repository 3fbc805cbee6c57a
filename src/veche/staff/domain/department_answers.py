"""How departments answer what they are asked; the room that asks them registers who counts it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from veche.staff.models import Administration


@dataclass(frozen=True, slots=True)
class Answers:
    """Of one department lately. `usual`: how long it takes, in words; `share`: in per cent of the slowest one."""

    asked: int
    late: int
    usual: str
    share: int


@dataclass(frozen=True, slots=True)
class AnswerBook:
    """`count`: answers by id of a department, for people with `permission`; `url_name`: their own page."""

    count: Callable[[Administration], Mapping[int, Answers]]
    permission: str
    url_name: str


_known: list[AnswerBook] = []


def register(book: AnswerBook) -> None:
    _known[:] = [book]


def known_books() -> list[AnswerBook]:
    return list(_known)
