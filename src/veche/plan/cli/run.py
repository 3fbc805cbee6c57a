"""`veche read-plan`: read a plan or a calendar and say what would become of each row.

Exit code: 0 read, 2 the file cannot be read.
"""

import json
import sys
from argparse import Namespace
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from veche.documents import calendar, table
from veche.documents.calendar import Calendar, UnreadableCalendar, is_calendar, read_calendar
from veche.documents.table import UnreadableTable
from veche.kernel import clock
from veche.plan.reading.days import relative_day_in
from veche.plan.reading.labels import CALENDAR_PROBLEM_LABELS, REASON_LABELS, WARNING_LABELS
from veche.plan.reading.outcome import ReadPlan, Reason, UnplacedRow
from veche.plan.reading.table import read_plan
from veche.preflight.cli.refusal import refusal

# How far ahead repeated events are read.
_AHEAD = timedelta(days=366)


def run(arguments: Namespace, zone: str) -> int:
    """`zone`: the administration's."""
    today = arguments.today or clock.today(zone)
    if arguments.first and arguments.last and arguments.last < arguments.first:
        return _refuse("--to раньше, чем --from. Поменяйте их местами.")
    try:
        content = _content(arguments.file)
    except OSError as error:
        return _refuse(f"{arguments.file}: файл не открыть, {refusal(error)}.")
    try:
        found = _read(content, arguments, today, zone)
    except (UnreadableTable, UnreadableCalendar) as error:
        return _refuse(f"{arguments.file}: {error}")
    if arguments.json:
        sys.stdout.write(json.dumps(found.as_json(), ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("\n".join(_lines(found)) + "\n")
    return 0


def _content(file: Path) -> bytes:
    """One byte more than a reader takes at most, so that it says the file is too large."""
    with file.open("rb") as opened:
        return opened.read(max(table.MOST_BYTES, calendar.MOST_BYTES) + 1)


def _read(content: bytes, arguments: Namespace, today: date, zone: str) -> ReadPlan | Calendar:
    first, last = arguments.first, arguments.last
    if is_calendar(content):
        begins = first or today
        return read_calendar(content, zone=zone, first=begins, last=last or begins + _AHEAD)
    return read_plan(content, today=today, first=first, last=last, name=arguments.file.stem)


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 2


def _why(one: UnplacedRow) -> str:
    if one.moved:
        return f"{REASON_LABELS[one.reason]}, перенесено"
    relative = relative_day_in(one.text) if one.reason == Reason.NO_EXACT_DATE else ""
    return f"{REASON_LABELS[one.reason]}, «{relative}» с какого дня" if relative else REASON_LABELS[one.reason]


def _lines(found: ReadPlan | Calendar) -> list[str]:
    if isinstance(found, Calendar):
        return [
            *(f"{one.start}  {one.summary}{f', {one.location}' if one.location else ''}" for one in found.occurrences),
            *(f"{CALENDAR_PROBLEM_LABELS[one.kind]}: {one.text or one.uid}" for one in found.problems),
            f"Событий {len(found.occurrences)}, не прочитано или прочитано иначе {len(found.problems)}.",
        ]
    placed = [f"{one.date:%d.%m.%Y} {f'{one.time:%H:%M}' if one.time else '--:--'}  {one.title}" for one in found.rows]
    left = [f"строка {one.row}: {_why(one)}: {one.text}" for one in found.unplaced]
    odd = [f"строка {one.row}: {WARNING_LABELS[one.kind]}: {one.text}" for one in found.warnings]
    numbers = Counter(one.reason for one in found.unplaced)
    why = ", ".join(f"{REASON_LABELS[reason]} {number}" for reason, number in numbers.most_common())
    end = f"Встанут {len(found.rows)}, не встанут {len(found.unplaced)}{f' ({why})' if why else ''}."
    return [*placed, *left, *odd, end]
