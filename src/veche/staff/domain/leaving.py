"""What must be known before somebody's access is closed. Rooms above register it in their apps' `ready`."""

from collections.abc import Callable

from veche.staff.models import Person

type Warn = Callable[[Person], str]
_registered: list[Warn] = []


def register(warn: Warn) -> None:
    """`warn`: returns whole sentences about what stops working without this person; "" if nothing."""
    if warn not in _registered:
        _registered.append(warn)


def warnings_before_leaving(person: Person) -> str:
    """What all rooms say, as one text; "" if nothing."""
    return " ".join(filter(None, (warn(person) for warn in _registered)))
