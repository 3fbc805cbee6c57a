"""A task as a row of a card: what, why now, and the button."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

# A page is looked at, not scrolled through: the rest is behind «ещё».
MOST_ROWS = 6


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


@dataclass(frozen=True, slots=True)
class Todo:
    """Rows of a card; `more` are hidden until requested by `name`. `things`: the card's number."""

    name: str
    rows: tuple[Row, ...]
    things: int
    more: int


def todo(name: str, rows: Sequence[Row], whole: str) -> Todo:
    """`whole`: name of the card that is shown with all its rows."""
    most = len(rows) if whole == name else MOST_ROWS
    return Todo(name, tuple(rows[:most]), things_of(rows), max(len(rows) - most, 0))


def things_of(rows: Iterable[Row]) -> int:
    return sum(row.things for row in rows)
