"""Weeks made ready for the picture."""

from collections.abc import Sequence
from dataclasses import dataclass

from veche.norm.domain.year import YearWeek

# Of the picture, in its own units: a week's column, its bar, and the height of the highest bar.
COLUMN, BAR, HEIGHT = 10, 8, 56


@dataclass(frozen=True, slots=True)
class Bar:
    """`top`, `height`: of what came out; `line`: where the norm of that week stands."""

    week: YearWeek
    left: int
    top: int
    height: int
    line: int
    width: int = BAR


def bars(weeks: Sequence[YearWeek]) -> list[Bar]:
    most = max((max(week.out, week.minimum) for week in weeks), default=1)
    return [_bar(week, number, most) for number, week in enumerate(weeks)]


def _bar(week: YearWeek, number: int, most: int) -> Bar:
    height = round(HEIGHT * week.out / most)
    return Bar(week, number * COLUMN, HEIGHT - height, height, HEIGHT - round(HEIGHT * week.minimum / most))
