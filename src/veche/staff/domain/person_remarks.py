"""Remarks of rooms above about a person, shown on the person's page."""

from collections.abc import Callable
from typing import Final

from veche.staff.models import Person

type Remark = Callable[[Person], str]

_remarks: Final[list[Remark]] = []


def remark_by(remark: Remark) -> None:
    """Register a remark, in an app's `ready`. It returns a sentence, or "" if there is nothing to say."""
    if remark not in _remarks:
        _remarks.append(remark)


def remarks_on(person: Person) -> list[str]:
    return [said for remark in _remarks if (said := remark(person))]
