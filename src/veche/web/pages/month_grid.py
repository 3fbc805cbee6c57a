"""The weeks of «Месяц»: a cell for each day, and the norm beside each week."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple, TypedDict

from django.utils.formats import date_format

from veche.kernel.clock import DAY, WorkingHours, is_working_day
from veche.kit.moments import SHORT_WEEKDAYS, day_name, week_span
from veche.morphology.numerals import counted, spelled
from veche.networks.registry import NETWORKS
from veche.norm.domain.week import WeekNorm
from veche.web.addresses import address_of
from veche.web.pages.close_posts import clash
from veche.web.pages.entries import Entry
from veche.web.pages.hints import Hint
from veche.web.pages.norm_line import MOST_CELLS, cells_of, promise, stopped_by
from veche.web.pages.plan_filters import PlanFilter

# One more than that is shown too: «ещё одна» would take the same place.
MOST_IN_DAY = 3
DAY_OFF = "выходной"
# In a fuller month the pictures of formats would take a tenth of the page and help nobody to find a line.
DENSE = 150


class MonthLine(NamedTuple):
    """`move`: its number if it can be dragged; `picture`: hash of its first file, "" without one.

    `nets`: slugs of networks for badges, or `most`: «4 сети», «без TG», when it goes to most of the city's, which
    `titles` names. `state`, `say`: of its `Stand`.
    """

    hour: str
    title: str
    url: str
    icon: str
    picture: str
    state: str
    say: str
    move: int | None
    nets: tuple[str, ...]
    most: str
    titles: str


class Cell(TypedDict):
    """A dictionary: a template looks into it without a failed try.

    `kind`: classes of the element. `off`: words where the day is not what an ordinary week has.

    `more`: how many stand in the week only, at `url`. `clash`: words about posts that are too close. `hint`: an
    occasion from which nothing is planned.
    """

    kind: str
    iso: str
    number: int
    name: str
    full: str
    past: bool
    today: bool
    off: str
    lines: tuple[MonthLine, ...]
    more: str
    url: str
    clash: str
    hint: Hint | None


@dataclass(frozen=True, slots=True)
class WeekRow:
    """`promise`: the norm with one more counting publication."""

    span: str
    past: bool
    cells: tuple[Cell, ...]
    title: str
    bars: tuple[dict[str, str], ...]
    say: str
    short: bool
    url: str
    promise: str


@dataclass(frozen=True, slots=True)
class Grid:
    """What all days of a month's page share.

    `shown`: entries by day that the filter `filters` leaves; `all`: before it.
    """

    month: int
    here: date
    zone: str
    hours: WorkingHours
    networks: tuple[str, ...]
    shown: Mapping[date, Sequence[Entry]]
    all: Mapping[date, Sequence[Entry]]
    hints: Mapping[date, Hint]
    filters: PlanFilter

    def row(self, norm: WeekNorm) -> WeekRow:
        sunday = norm.monday + 6 * DAY
        past = sunday < self.here
        return WeekRow(
            span=week_span(norm.monday, sunday),
            past=past,
            cells=tuple(self._cell(norm.monday + n * DAY) for n in range(7)),
            title=f"{self._number(norm, past=past)} из {norm.minimum}",
            bars=tuple(cells_of(norm, self.zone))[:MOST_CELLS],
            say=_say(norm, past=past),
            short=norm.missing > 0 and not past and not stopped_by(norm),
            url=week_link(norm.monday),
            promise=promise(norm),
        )

    def _number(self, norm: WeekNorm, *, past: bool) -> int:
        """The week's number as the page of that week shows it."""
        has_begun = norm.monday <= self.here
        return norm.out if past or (has_begun and stopped_by(norm)) else norm.planned

    def _cell(self, day: date) -> Cell:
        entries, past = self.shown.get(day, ()), day < self.here
        off, hint = _off(day, self.hours), None if past else self.hints.get(day)
        kinds = {
            "mday-past": past,
            "mday-today": day == self.here,
            "mday-other": day.month != self.month,
            "mday-off": off == DAY_OFF,
            "mday-empty": not entries and not hint,
        }
        most = MOST_IN_DAY if len(entries) > MOST_IN_DAY + 1 else MOST_IN_DAY + 1
        return Cell(
            kind=" ".join(["mday", *(name for name, holds in kinds.items() if holds)]),
            iso=day.isoformat(),
            number=day.day,
            name=SHORT_WEEKDAYS[day.weekday()],
            full=f"{day_name(day)}, {date_format(day, 'j E')}",
            past=past,
            today=day == self.here,
            off=off,
            lines=tuple(self._line(entry) for entry in entries[:most]),
            more=f"ещё {len(entries) - most}" if len(entries) > most else "",
            url=f"{self.filters.as_week_of(day)}#d{day.isoformat()}" if len(entries) > most else "",
            clash="" if past else clash(self.all.get(day, ())),
            hint=hint,
        )

    def _line(self, entry: Entry) -> MonthLine:
        nets, most, titles = _badges(entry.nets.every, self.networks)
        return MonthLine(
            hour=entry.when.hour,
            title=entry.title,
            url=entry.url,
            icon=entry.format.icon,
            picture=entry.picture,
            state=entry.stand.state,
            say=entry.stand.say,
            move=entry.pk if entry.movable and not entry.past else None,
            nets=nets,
            most=most,
            titles=titles,
        )


@lru_cache(maxsize=1024)
def _badges(slugs: tuple[str, ...], networks: tuple[str, ...]) -> tuple[tuple[str, ...], str, str]:
    """`nets`, `most` and `titles` of a `MonthLine`. A month has a few different ones, each many times."""
    most = _most(slugs, networks)
    return (() if most else slugs, most, ", ".join(NETWORKS[slug].title for slug in slugs) if most else "")


def _most(slugs: Collection[str], networks: Sequence[str]) -> str:
    """`MonthLine.most` of what goes to `slugs`, of the city's `networks`."""
    missing = [slug for slug in networks if slug not in slugs]
    if len(networks) > 2 and not missing:
        return counted(len(slugs), "сеть", "сети", "сетей")
    if len(networks) > 3 and len(missing) == 1 and not set(slugs) - set(networks):
        return f"без {NETWORKS[missing[0]].names.badge}"
    return ""


def week_link(day: date) -> str:
    return f"{address_of('web:week')}?week={day:%G-W%V}"


def _off(day: date, hours: WorkingHours) -> str:
    works, usual = is_working_day(day, hours), day.weekday() < 5
    if works == usual:
        return ""
    return "рабочий день" if works else DAY_OFF


def _say(norm: WeekNorm, *, past: bool) -> str:
    """«вышло 2, ещё три в плане», «не хватает двух»."""
    if past:
        return "норма закрыта" if norm.out >= norm.minimum else "вышло меньше нормы"
    if stopped := stopped_by(norm):
        return f"{stopped}, прогноза нет"
    if norm.missing:
        return f"не хватает {spelled(norm.missing, 'Fem', 'Gen')}"
    ahead = norm.forecast - norm.out
    if not norm.out:
        return "всё в плане"
    return f"вышло {norm.out}, ещё {spelled(ahead, 'Fem')} в плане" if ahead else "вышло всё"
