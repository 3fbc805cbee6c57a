"""A thing to do, as a row of a card: what it is, why now, and the verb at its right."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Verb:
    """A link, or with `post` a button that is sent at once."""

    label: str
    url: str
    post: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """`say` is the coloured part of the second line (`tone`), `rest` the words after it, a sentence or its end.

    `things`: how many things to do the row stands for.
    """

    what: str
    icon: str
    tone: str = ""
    nets: tuple[str, ...] = ()
    say: str = ""
    rest: str = ""
    joint: str = ", "
    url: str = ""
    verbs: tuple[Verb, ...] = field(default=())
    things: int = 1


def things_of(rows: Iterable[Row]) -> int:
    return sum(row.things for row in rows)
