"""A task as a row of a card: what, why now, and the button."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Verb:
    """A link or, with `post`, a button that is sent at once."""

    label: str
    url: str
    post: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """`say`: coloured part of the second line (`tone`), `rest`: the words after it.

    `things`: how many tasks the row stands for; `bar`: a meter under the words, in per cent.
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
    bar: int = 0


def things_of(rows: Iterable[Row]) -> int:
    return sum(row.things for row in rows)
