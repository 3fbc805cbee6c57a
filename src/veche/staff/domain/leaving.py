"""What must be known before somebody's access is closed. The rooms above say it."""

from collections.abc import Callable

from veche.staff.models import Person

type Say = Callable[[Person], str]
_says: list[Say] = []


def say_before_leaving(say: Say) -> None:
    """`say`: whole sentences about what stops working without this person; "" if nothing."""
    if say not in _says:
        _says.append(say)


def said_before_leaving(person: Person) -> str:
    return " ".join(filter(None, (say(person) for say in _says)))
