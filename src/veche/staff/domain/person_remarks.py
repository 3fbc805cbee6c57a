"""Remarks of rooms above about a person, shown on the person's page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from veche.staff.models import Person


@dataclass(frozen=True, slots=True)
class Act:
    """A button beside a remark: what it says and where it posts to."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class PersonRemark:
    say: str
    act: Act | None


type Remark = Callable[[Person], str]
type ActOf = Callable[[Person], Act | None]

_remarks: Final[dict[Remark, ActOf]] = {}


def nothing_to_press(_person: Person) -> Act | None:
    return None


def remark_by(remark: Remark, act: ActOf = nothing_to_press) -> None:
    """Register a remark, in an app's `ready`. It returns a sentence, or "" if there is nothing to say."""
    _remarks[remark] = act


def remarks_on(person: Person) -> list[PersonRemark]:
    return [PersonRemark(said, act(person)) for remark, act in _remarks.items() if (said := remark(person))]
