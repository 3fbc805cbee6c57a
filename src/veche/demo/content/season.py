"""The subjects of this week and the next days in one season of a Siberian town."""

from dataclasses import dataclass

from veche.demo.content.piece import Piece


@dataclass(frozen=True, slots=True)
class Hook:
    """An occasion. `days`: days ahead, None without a date; `hour`: None if only the day is known."""

    kind: str
    title: str
    days: int | None = None
    hour: int | None = None
    place: str = ""
    department: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Season:
    """`out`: published earlier this week, the first with a photo; `morning`, `today`: of the day itself.

    `waiting`: waits for approval; `draft`: unfinished; `idea`: without text; `ahead`: approved.
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
    photos: tuple[str, ...]  # scenes of residents' photos
