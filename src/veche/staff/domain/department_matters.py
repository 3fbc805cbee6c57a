"""What is still open at a department; rooms above register who knows it and who hands it over."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from veche.staff.models import Department, Person


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """`url`: its page, for people with `permission`. `late`: the department has not answered by `due_at`."""

    title: str
    url: str
    permission: str
    due_at: datetime | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Handover:
    """`matters`: open ones of a department. `hand_over`: give them to another one, inside a transaction."""

    matters: Callable[[Department], Sequence[OpenMatter]]
    hand_over: Callable[[Department, Department, Person], None]


_known: list[Handover] = []


def register(found: Handover) -> None:
    if found not in _known:
        _known.append(found)


def open_matters(department: Department) -> list[OpenMatter]:
    return [matter for room in _known for matter in room.matters(department)]


def hand_over(department: Department, to: Department, by: Person) -> None:
    for room in _known:
        room.hand_over(department, to, by)
