"""Events written as text, one a line: «12 декабря, 14:00 — открытие катка, парк Победы»."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from veche.plan.reading.days import MONTH, Day, is_hour, is_vague, months_and_years_in, read_day_in, weekday_in
from veche.plan.reading.hours import read_hour_in
from veche.plan.reading.moved import day_of_move, move_of_title
from veche.plan.reading.not_items import is_cancelled_title, is_footer
from veche.plan.reading.outcome import (
    LONGEST_TITLE,
    ItemWords,
    Period,
    PlacedRow,
    PlanWarning,
    ReadPlan,
    Reason,
    UnplacedRow,
    WarningKind,
)
from veche.plan.reading.places import split_place
from veche.plan.reading.title_hours import hour_of_title
from veche.plan.reading.weeks import under_heading

_YEAR = r"(?:\s+\d{4})?(?:\s*(?:г\.|года\b|год\b))?"
_DAY = (
    r"\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}-\d{1,2}-\d{4}\b|(?<![\d.])\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?(?![\d:])"
    rf"|\b\d{{1,2}}(?:-?го)?\s*(?:[-–—]|и|по)\s*\d{{1,2}}(?:-?го)?\s*{MONTH}\b{_YEAR}"
    rf"|\b\d{{1,2}}(?:-?(?:го|е))?\s*{MONTH}(?!\w){_YEAR}"
)
_WEEKDAY = r"\b(?:понедельник|вторник|сред[ау]|четверг|пятниц[ау]|суббот[ау]|воскресенье|(?:пн|вт|ср|чт|пт|сб|вс)\b\.?)"
_HOUR = r"\b\d{1,2}:\d{2}\b|\bв\s+\d{1,2}\s*(?:ч\b\.?|час[а-я]*)"
_BETWEEN = r"[\s,;.()–—-]{0,20}+(?:\b(?:в|во|с|к|до|по|на)\s+(?=\d|пон|вто|сре|чет|пят|суб|вос))?"
# A day, weekday and hour that stand together.
_WHEN = re.compile(rf"(?:{_BETWEEN}(?:{_DAY}|{_WEEKDAY}|{_HOUR}))+", re.IGNORECASE)
_ANY_DAY = re.compile(_DAY, re.IGNORECASE)
_ANY_HOUR = re.compile(rf"{_HOUR}|\b\d{{1,2}}\.\d{{2}}\b", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:\d{1,3}[.)]\s+|[-–—•*·]\s*)")
_ONLY_MONTH = re.compile(rf"\W*(?:{MONTH}|\d{{4}}|г(?:од[а-я]*)?\.?|\s)+\W*", re.IGNORECASE)
_EDGES = " \t,;:.–—-"


def read_text(text: str, *, period: Period) -> ReadPlan:
    """Rows are numbered as lines; Places are told apart (`places`)."""
    reader = _TextReader(period)
    for number, line in enumerate(text.splitlines(), 1):
        said = " ".join(line.split())
        if said:
            reader.read(number, said)
    return reader.found


@dataclass(slots=True)
class _TextReader:
    """`under`: the day of the heading above («Понедельник, 7 декабря»), which lines without a day take."""

    period: Period
    found: ReadPlan = field(default_factory=lambda: ReadPlan(sheets=("",)))
    under: Day | None = None

    def read(self, number: int, line: str) -> None:
        day, title = self._parted(_BULLET.sub("", line, count=1) or line)
        if self._is_heading(line, day, title):
            self._leave_out(number, Reason.NOT_AN_ITEM, line)
            return
        hour, is_bad = read_hour_in(day.clock)
        move, title = move_of_title(title)
        if move:
            day = day_of_move(move, day, self.period)
            hour = read_hour_in(day.clock)[0] or hour
        if hour is None and not is_bad:
            hour, title = hour_of_title(title)
        name, place = split_place(title)
        words = ItemWords(title=name, time=hour, place=place)
        reason = Reason.CANCELLED if is_cancelled_title(line) else self._reason_against(day, name)
        if reason is not None or day.day is None:
            self._leave_out(number, reason or Reason.NO_DATE, line, day, words)
            return
        self.found.rows.append(
            PlacedRow(sheet="", row=number, date=day.day, title=name, time=hour, place=place, text=line)
        )
        self.found.warnings += (PlanWarning("", number, kind, line) for kind in _warnings(day, name, is_bad=is_bad))

    def _parted(self, line: str) -> tuple[Day, str]:
        """The day and hour of a line, and its other words."""
        parts = list(_WHEN.finditer(line))
        dated = [one for one in parts if _ANY_DAY.search(one[0]) and not is_hour(_trimmed(one[0]))]
        taken = dated[:1] if dated and (dated[0].start() == 0 or self.under is None) else []
        day = read_day_in(_trimmed(taken[0][0]), self.period) if taken else self._day_above(line)
        hours = [one for one in parts if one not in taken and _ANY_HOUR.search(one[0]) and not day.clock]
        if hours and (hours[0].start() == 0 or ":" in hours[0][0]):
            day = Day(day.day, day.reason, day.weekday, _trimmed(hours[0][0]))
            taken = [*taken, hours[0]]
        return day, _without(line, taken)

    def _day_above(self, line: str) -> Day:
        if self.under is not None:
            return self.under
        is_known = is_vague(line) or weekday_in(line) is not None
        return Day(reason=Reason.NO_EXACT_DATE if is_known else Reason.NO_DATE)

    def _is_heading(self, line: str, day: Day, title: str) -> bool:
        """Whether the line describes no event; its day, month or year is that of the lines below."""
        if not title and day.day is not None and not day.clock:
            self.under = day
            return True
        if _ONLY_MONTH.fullmatch(line) or (is_footer(line) and not _ANY_DAY.search(line)):
            if any(months_and_years_in(line)):
                self.period, self.under = under_heading(self.period, line), None
            return True
        return False

    def _reason_against(self, day: Day, title: str) -> Reason | None:
        if is_cancelled_title(title):  # behind its day: «12 декабря — отменено: каток»
            return Reason.CANCELLED
        if not title:
            return Reason.NO_TITLE
        if day.reason is not None:
            return day.reason
        return Reason.PAST_DATE if day.day and day.day < self.period.today else None

    def _leave_out(
        self, number: int, reason: Reason, line: str, day: Day | None = None, words: ItemWords | None = None
    ) -> None:
        self.found.unplaced.append(UnplacedRow("", number, reason, line, day.day if day else None, words))


def _warnings(day: Day, title: str, *, is_bad: bool) -> Iterator[WarningKind]:
    if day.is_mismatched:
        yield WarningKind.WEEKDAY_MISMATCH
    if is_bad:
        yield WarningKind.BAD_TIME
    if len(title) > LONGEST_TITLE:
        yield WarningKind.TOO_LONG


def _trimmed(text: str) -> str:
    return text.strip(" \t,;.()–—-")


def _without(line: str, taken: list[re.Match[str]]) -> str:
    for one in sorted(taken, key=lambda match: match.start(), reverse=True):
        before, after = line[: one.start()].rstrip(_EDGES), line[one.end() :].lstrip(_EDGES)
        line = f"{before}, {after}" if before and after else before or after
    return line.strip(_EDGES)
