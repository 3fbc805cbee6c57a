"""Rows of a plan's file made ready for the page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time

from django.forms import BoundField
from django.utils.formats import date_format

from veche.kernel.clock import today
from veche.kit.moments import SHORT_WEEKDAYS, spoken
from veche.plan.domain.day_offers import offered_days
from veche.plan.domain.file_plan import FilePlan, JudgedRow
from veche.plan.enums import RowOutcome
from veche.plan.file_forms import RowForm

_ICONS: Mapping[RowOutcome, str] = {
    RowOutcome.ASK: "help-circle",
    RowOutcome.TWICE: "copy",
    RowOutcome.THERE: "calendar-event",
    RowOutcome.CHANGE: "git-compare",
    RowOutcome.PLACE: "check",
    RowOutcome.OFF: "x",
    RowOutcome.SKIP: "ban",
}
_DOUBTFUL = frozenset({RowOutcome.ASK, RowOutcome.TWICE})
_ORDER = {
    RowOutcome.ASK: 0,
    RowOutcome.CHANGE: 1,
    RowOutcome.TWICE: 2,
    RowOutcome.THERE: 2,
    RowOutcome.PLACE: 4,
    RowOutcome.OFF: 4,
}
# Filters by the word in the address: the label and the rows.
_SHOWN: Mapping[str, tuple[str, Callable[[JudgedRow], bool]]] = {
    "": ("Все", lambda _one: True),
    "ask": ("Спросим", lambda one: one.outcome == RowOutcome.ASK),
    "change": ("Изменятся", lambda one: one.outcome == RowOutcome.CHANGE),
    "known": ("Уже есть", lambda one: one.outcome in (RowOutcome.TWICE, RowOutcome.THERE)),
    "place": ("Встанут", lambda one: one.is_placed),
    "off": ("Убрали", lambda one: one.outcome == RowOutcome.OFF),
    "skip": ("Пропустим", lambda one: one.outcome == RowOutcome.SKIP),
}


@dataclass(frozen=True, slots=True)
class Line:
    """`fields`: day and hour to write, drawn without widgets: fifty rows have a hundred of them. `offers`: days for the
    first of them, as the field takes them and in words.
    """

    one: JudgedRow
    when: str
    fields: tuple["Input", ...]
    offers: tuple[tuple[str, str], ...]
    icon: str
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Input:
    name: str
    label: str
    kind: str
    value: str
    error: str


@dataclass(frozen=True, slots=True)
class Chip:
    label: str
    value: str
    number: int
    active: bool


def line_of(one: JudgedRow, zone: str, wrong: Mapping[int, RowForm], *, year: int) -> Line:
    """`year`: of the file's days."""
    form = wrong.get(one.number) or (RowForm(None, one) if one.may_mend else None)
    return Line(
        one,
        spoken(one.when, zone) if one.when else "",
        _inputs(form) if form else (),
        tuple(map(_offer, offered_days(one.row, year=year, here=today(zone)))) if form else (),
        _ICONS[one.outcome],
        one.outcome in _DOUBTFUL,
    )


def _offer(day: date) -> tuple[str, str]:
    return day.isoformat(), f"{SHORT_WEEKDAYS[day.weekday()]}, {date_format(day, 'j E')}"


def _inputs(form: RowForm) -> tuple[Input, ...]:
    return tuple(
        Input(field.html_name, str(field.label), kind, str(_shown(field)), " ".join(map(str, field.errors)))
        for field, kind in ((form["day"], "date"), (form["hour"], "time"))
    )


def _shown(field: BoundField) -> object:
    """What was typed, or the value as an input of this kind takes it."""
    value = field.value()
    return f"{value:%H:%M}" if isinstance(value, time) else value or ""


def chips(plan: FilePlan, wanted: str) -> list[Chip]:
    found = [Chip(label, name, sum(map(test, plan.rows)), name == wanted) for name, (label, test) in _SHOWN.items()]
    return [chip for chip in found if chip.number]


def shown_rows(plan: FilePlan, wanted: str) -> list[JudgedRow]:
    """Rows of a filter, those that wait for an answer first, then odd ones that stand; of an unknown filter all."""
    _label, test = _SHOWN.get(wanted, _SHOWN[""])
    return sorted(filter(test, plan.rows), key=_place_of)


def _place_of(one: JudgedRow) -> int:
    place = _ORDER.get(one.outcome, 5)
    return place - 1 if one.is_placed and one.may_mend else place
