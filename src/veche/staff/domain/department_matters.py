"""What is still open at a department; rooms above register who knows it and who hands it over."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from veche.staff.models import Department, Person


@dataclass(frozen=True, slots=True)
class OpenMatter:
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Keeper:
    """`matters`: open ones of a department. `hand_over`: give them to another one, inside a transaction."""

    matters: Callable[[Department], Sequence[OpenMatter]]
    hand_over: Callable[[Department, Department, Person], None]


_keepers: list[Keeper] = []


def register(keeper: Keeper) -> None:
    if keeper not in _keepers:
        _keepers.append(keeper)


def open_matters(department: Department) -> list[OpenMatter]:
    return [matter for keeper in _keepers for matter in keeper.matters(department)]


def hand_over(department: Department, to: Department, by: Person) -> None:
    for keeper in _keepers:
        keeper.hand_over(department, to, by)
