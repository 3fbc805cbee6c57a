"""What this week and the days ahead are about in one season of a Siberian town."""

from dataclasses import dataclass

from veche.demo.content.piece import Piece


@dataclass(frozen=True, slots=True)
class Hook:
    """An occasion; `days` ahead is empty for those without a date, `hour` also where only the day is known."""

    kind: str
    title: str
    days: int | None = None
    hour: int | None = None
    place: str = ""
    department: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Season:
    """`out` came out earlier this week, the first with a photo; `morning` and `today` belong to the day itself.

    `waiting` is asked about, `draft` breaks off in the middle, `idea` has no text yet, `ahead` is approved.
    """

    months: tuple[int, ...]
    out: tuple[Piece, Piece]
    morning: Piece
    today: Piece
    waiting: Piece
    draft: Piece
    idea: str
    ahead: Piece
    hooks: tuple[Hook, ...]
    photos: tuple[str, ...]  # scenes that residents send
