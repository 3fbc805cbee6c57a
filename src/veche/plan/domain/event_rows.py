"""Events that a calendar names in a table or in plain text, in the form in which ICS calendars are read."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from veche.documents.apart import read_apart
from veche.documents.calendar import Calendar as ReadCalendar
from veche.documents.calendar import Occurrence, Problem, UnreadableCalendar
from veche.documents.table import UnreadableTable
from veche.kernel.clock import at
from veche.plan.domain.calendar_event import ROW
from veche.plan.domain.file_rows import MOST_ROWS
from veche.plan.reading.outcome import ItemWords, Period, ReadPlan, Reason, UnplacedRow, WarningKind
from veche.plan.reading.row_text import same_title
from veche.plan.reading.table import read_plan
from veche.plan.reading.text import read_text

# What is wrong with the networks of a row says nothing of an event.
_WARNINGS = frozenset({WarningKind.WEEKDAY_MISMATCH, WarningKind.TOO_LONG, WarningKind.BAD_TIME})
# The comparison with the occasions says these of an event that was read.
_COMPARED = frozenset({Reason.PAST_DATE, Reason.DUPLICATE})
# The event of such a row takes place no longer; of any other one that was not read nobody knows.
_OVER = frozenset({Reason.CANCELLED, Reason.NOT_AN_ITEM, Reason.HIDDEN_ROW})
_WITHOUT_DAY = frozenset({Reason.NOT_AN_ITEM, Reason.NO_DATE})
_NO_EVENT = "Не нашли ни одного события. Нужен календарь ICS или таблица, в которой есть день и название."
_NO_LINE = "Не нашли ни одной строки с днём. Пишите так: 12 декабря, 14:00 — открытие катка, парк Победы."


def read_events_of_table(content: bytes, *, name: str, zone: str, today: date, first: date, last: date) -> ReadCalendar:
    """XLSX or CSV, whose columns are those of a plan. Raises `UnreadableCalendar`."""
    try:
        found = read_plan(content, today=today, name=name, read=read_apart)
    except UnreadableTable as error:
        raise UnreadableCalendar(str(error)) from error
    return _calendar(found, zone=zone, first=first, last=last, nothing=_NO_EVENT)


def read_events_of_text(text: str, *, zone: str, today: date, first: date, last: date) -> ReadCalendar:
    """One event a line. Raises `UnreadableCalendar`."""
    found = read_text(text, period=Period(today=today))
    return _calendar(found, zone=zone, first=first, last=last, nothing=_NO_LINE)


def _calendar(found: ReadPlan, *, zone: str, first: date, last: date, nothing: str) -> ReadCalendar:
    if len(found.rows) + len(found.unplaced) > MOST_ROWS:
        raise UnreadableCalendar(f"Строк больше {MOST_ROWS}. Возьмите меньший срок.")
    rows: list[tuple[date, ItemWords]] = [(one.date, one) for one in found.rows]
    rows += [(one.day, one.words) for one in found.unplaced if one.reason in _COMPARED and one.day and one.words]
    if not rows and all(one.reason in _WITHOUT_DAY for one in found.unplaced):
        raise UnreadableCalendar(nothing)
    events = [_occurrence(day, words, zone) for day, words in rows if first <= day <= last]
    return ReadCalendar(
        tuple(sorted(events, key=lambda one: one.start)), tuple(_problems(found, first=first, last=last))
    )


def _occurrence(day: date, words: ItemWords, zone: str) -> Occurrence:
    """An event whose hour is known has no known end."""
    start = at(day, words.time, zone).isoformat() if words.time else day.isoformat()
    end = start if words.time else (day + timedelta(days=1)).isoformat()
    return Occurrence(
        uid=_uid(words),
        start=start,
        end=end,
        all_day=words.time is None,
        summary=words.title,
        location=words.place or ("" if words.networks else words.where),
        recurrence=datetime.combine(day, words.time).isoformat() if words.time else day.isoformat(),
    )


def _uid(words: ItemWords) -> str:
    """A row has no id: its event is known by its name."""
    return ROW + hashlib.sha256(same_title(words.title).encode()).hexdigest()


def _problems(found: ReadPlan, *, first: date, last: date) -> Iterator[Problem]:
    for one in found.unplaced:
        if one.reason not in _COMPARED or not one.words:
            known = "" if one.reason in _OVER or one.words is None else _uid(one.words)
            yield Problem(known, one.reason.value, _place(one.sheet, one.row, one.text))
    for warning in found.warnings:
        if warning.kind in _WARNINGS:
            yield Problem("", warning.kind.value, _place(warning.sheet, warning.row, warning.text))
    for row in found.rows:
        if row.date > last:
            yield Problem("", "far_ahead", _place(row.sheet, row.row, row.text))
    yield from _long_past(found.unplaced, first)


def _long_past(rows: list[UnplacedRow], first: date) -> Iterator[Problem]:
    for one in rows:
        if one.reason in _COMPARED and one.day and one.day < first:
            yield Problem("", Reason.PAST_DATE.value, _place(one.sheet, one.row, one.text))


def _place(sheet: str, row: int, text: str) -> str:
    where = f"лист «{sheet}», строка {row}" if sheet else f"строка {row}"
    return f"{where}: {text[:300]}"
