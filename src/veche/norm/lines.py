"""Weeks made ready for the picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils.dates import MONTHS_3

from veche.kernel.clock import DAY
from veche.norm.domain.week import Counted, WeekNorm
from veche.norm.domain.year import YearWeek

# Of the picture, in its own units: a week's column, its bar, and the height of the highest bar.
COLUMN, BAR, HEIGHT = 10, 8, 56


@dataclass(frozen=True, slots=True)
class Bar:
    """`top`, `height`: of what came out; `line`: where the norm of that week stands.

    `number`: of the line of words about the week under the picture, 0 without one.
    """

    week: YearWeek
    left: int
    top: int
    height: int
    line: int
    number: int
    width: int = BAR


def bars(weeks: Sequence[YearWeek], told: Sequence[YearWeek] = ()) -> list[Bar]:
    """`told`: weeks that have a line under the picture, in its order."""
    most = max((max(week.out, week.minimum) for week in weeks), default=1)
    numbers = {week.monday: number for number, week in enumerate(told, 1)}
    return [_bar(week, place, most, numbers.get(week.monday, 0)) for place, week in enumerate(weeks)]


def _bar(week: YearWeek, place: int, most: int, number: int) -> Bar:
    height = round(HEIGHT * week.out / most)
    return Bar(week, place * COLUMN, HEIGHT - height, height, HEIGHT - round(HEIGHT * week.minimum / most), number)


@dataclass(frozen=True, slots=True)
class MonthLabel:
    """`weeks`: how many columns of the picture are of that month; `name`: "" where it would not fit."""

    name: str
    weeks: int


# A name of three letters needs two columns of a phone's picture.
LEAST_WEEKS = 2


def months(weeks: Sequence[YearWeek]) -> list[MonthLabel]:
    """The months under the picture. A week belongs to the month of its Thursday, as in ISO 8601."""
    found = groupby((week.monday + 3 * DAY).month for week in weeks)
    numbers = ((month, sum(1 for _week in own)) for month, own in found)
    return [MonthLabel(str(MONTHS_3[month]) if number >= LEAST_WEEKS else "", number) for month, number in numbers]


@dataclass(frozen=True, slots=True)
class Line:
    """One publication of a week: `say` tells what counts or why not."""

    title: str
    at: datetime
    pk: int
    say: str


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    lines: tuple[Line, ...]


_HELD = {
    "frozen": "заморожена",
    "paused": "ждёт конца паузы",
    "overdue": "не ушла в срок",
    "waits_network": "ждёт связи с сетью",
    "waits_key": "ждёт ключа",
}


def number_said(norm: WeekNorm, here: date) -> str:
    """«вышло 2 из 5»; of a week ahead what is planned: nothing can be out yet."""
    number, word = (norm.planned, "в плане") if norm.monday > here else (norm.out, "вышло")
    return f"{word} {number} из {norm.minimum}"


def parts_of(norm: WeekNorm) -> list[Part]:
    """What counts, what may, what is held and what does not count; parts without a line are left out."""
    out = [Line(one.title, one.at, one.pk, _out(one)) for one in norm.counted if one.out]
    ahead = [Line(one.title, one.at, one.pk, _ahead(one)) for one in norm.counted if not one.out]
    held = [Line(one.title, one.at, one.pk, _HELD[one.why]) for one in norm.held]
    left = [Line(one.title, one.at, one.pk, one.why.label) for one in norm.left_out]
    parts = (("Вышли и идут в счёт", out), ("Ещё могут выйти", ahead), ("Задержаны", held), ("Не в счёт", left))
    return [Part(title, tuple(lines)) for title, lines in parts if lines]


def _out(one: Counted) -> str:
    if one.past_veche:
        return "вышла мимо Вече"
    return "вышла, подтвердил человек" if one.by_person else "вышла"


def _ahead(one: Counted) -> str:
    return "выйдет сама" if one.goes else "ждёт текста, согласия или проверки"
