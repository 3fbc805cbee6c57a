"""A day as people write it in a plan: «12.01», «вт, 12 янв. 2027», «31 июня», «в течение месяца»."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from veche.documents.table import Cell
from veche.plan.reading.english import in_russian
from veche.plan.reading.outcome import Period, Reason

# «мар» comes first, so «ма» is May.
_MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
MONTH = r"(янв|фев|мар|апр|ма[йея]|июн|июл|авг|сент?|окт|ноя|дек)[а-я]*\.?"
_WEEKDAYS = ("понедельник", "вторник", "сред", "четверг", "пятниц", "суббот", "воскресень")
_SHORT = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
_WEEKDAY = re.compile(rf"\b(?:({'|'.join(_WEEKDAYS)})[а-я]*|({'|'.join(_SHORT)})\b)")
_ISO = re.compile(r"\b(\d{4})[-.](\d{1,2})[-.](\d{1,2})(?!\d)")
# «2027-01-07T10:30», «…t10:30» when folded.
_ISO_HOUR = re.compile(r"(?<=\d)t(?=\d{2}:)")
_NUMERIC = re.compile(r"(?<![\d.])(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2})(?!\d))?(?![\d:])")
_DASHED = re.compile(r"\b(\d{1,2})[-,](\d{1,2})[-,](\d{4})\b")
_WORDED = re.compile(rf"(?<!\d)(\d{{1,2}})(?:-?(?:го|е|ое))?\s*{MONTH}(?:\s+(\d{{4}}))?")
_MONTH_ALONE = re.compile(rf"\b{MONTH}")
# Two days of one month: «1–7 марта», «12 и 14 января», «12-14.01», «29/30.01».
_SEVERAL = re.compile(
    rf"\b\d{{1,2}}(?:-?го)?\s*(?:[-–—,]|и|по)\s*\d{{1,2}}(?:-?го)?\s*(?:[./]\d{{1,2}}\b|{MONTH})"
    rf"|\b\d{{1,2}}/\d{{1,2}}(?:\.\d{{1,2}}(?!\d)|\s*{MONTH})"
)
# Hyphens that break no line, and the sign of minus.
_HYPHENS = str.maketrans("‐‑−", "---")
# Counted from the day on which the plan was written, which the file does not tell.
RELATIVE = r"\b(?:послезавтра|завтра|сегодня|вчера)\b"
# As a cell says it, of the cells joined by « | »: «завтра», «сегодня в 10:00», «завтра: кино».
_RELATIVE_CELL = re.compile(rf"(?:^|\| )({RELATIVE})(?=$| \||[\s,]+(?:[вкс]\s+)?\d|\s*[:,—–-])", re.IGNORECASE)
_VAGUE = re.compile(
    r"кажд|ежедн|еженед|ежемес|ежекварт|\bпо (?:понедельник|вторник|сред|четверг|пятниц|суббот|воскресень)[ая]м\b|в теч"
    r"|\bвесь\b|\bвся\b|\bвсю\b|начал|середин|конец|конц[еау]|декад|квартал|полугод|по мере|по соглас|уточн|постоянн"
    r"|регулярн|\bнедел|\bдо\b|\bпосле\b|ориентир|пример|около|не позднее|по плану|по графику|по отдельн|весн|осен"
    r"|\bпо (?:пн|вт|ср|чт|пт|сб|вс)\b|\bлет[оа]м?\b|\bбудн|\bрабоч\w+ дн|\bраза? в\b|\bчерез день|на согласован"
    r"|\bзим[аойы]|\bбез даты|дата будет|половин|кругл|^[кс]\s+\d|\?"
    rf"|{RELATIVE}"
)
_YEAR_OR_MONTH = re.compile(r"(?:\d{1,2}[./])?\d{4}(?: г(?:од[а-я]*)?\.?)?")
# What people put where there is nothing to say.
NOTHING = re.compile(r"[-–—.…_*\s]*|нет|н/д")
_TIME = re.compile(r"\b(?:в|с|к|на)?\s*(\d{1,2}):(\d{2})(?::\d{2})?(?:\s*(?:[-–—]|до)\s*\d{1,2}[:.]\d{2})?")
_TIME_AFTER = re.compile(
    r"\bв\s+(\d{1,2})[.:-](\d{2})\b(?:\s*[-–—]\s*\d{1,2}[.:]\d{2})?|\b[вс]\s+(\d{1,2})\s*(?:(?:до\s+\d{1,2}\s*)?(?:ч\b|час))"
)
# The day is exact, its hour is not.
_ALL_DAY = re.compile(r"\bв течение (?:рабочего )?дня\b")
_CLOCK = re.compile(r"(?<![\d.])([01]?\d|2[0-3])[.\-–]([0-5]\d)(?![\d.])")
# «10.00», «10.00-11.30»: no month has such a number.
_ONLY_CLOCK = re.compile(
    r"(?<![\d.])([01]?\d|2[0-3])\.(00|1[3-9]|[2-5]\d)(?![\d.])(?:\s*[-–—]\s*\d{1,2}[.:]\d{2}(?![\d.]))?"
)
# Numbers of days as Excel counts them, for the years 2009 to 2064: a cell that lost its format.
_SERIAL = range(40_000, 60_000)
_EXCEL_BEGINS = date(1899, 12, 30)
_OLDEST_YEAR = 2000
# A day without a year may be as long ago as that; else it is of the next year.
_BACK = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Day:
    """`day` or else `reason`. `weekday`: as written, Monday is 0; `clock`: the hour written beside it."""

    day: date | None = None
    reason: Reason | None = None
    weekday: int | None = None
    clock: str = ""

    @property
    def is_mismatched(self) -> bool:
        return self.day is not None and self.weekday is not None and self.day.weekday() != self.weekday


def read_day(cell: Cell, period: Period) -> Day:
    """The day of a cell, or why there is none."""
    value = cell.value
    if cell.formula_without_value:
        return Day(reason=Reason.FORMULA_WITHOUT_VALUE)
    if isinstance(value, datetime):
        clock = f"{value:%H:%M}" if value.time() != value.time().min else ""
        return _known(value.date(), clock)
    if isinstance(value, date):
        return _known(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _of_number(value, cell, period)
    return read_day_in(cell.text, period)


def read_day_in(text: str, period: Period) -> Day:
    """The day of a text."""
    said = _folded(text)
    said = _ISO_HOUR.sub(" ", said)
    if NOTHING.fullmatch(said):
        return Day(reason=Reason.NO_DATE)
    clock, said = _without_clock(_ALL_DAY.sub("", said).strip(" ,") or said)
    weekday = weekday_in(said)
    if _VAGUE.search(said) or _SEVERAL.search(said):
        return Day(reason=Reason.NO_EXACT_DATE)
    written, rest = _written(said)
    if len(set(written)) > 1:
        return Day(reason=Reason.NO_EXACT_DATE)
    if written:
        at = _CLOCK.search(rest)
        return _placed(written[0], weekday, clock or (at[0].replace(".", ":") if at else ""), period)
    number = _WEEKDAY.sub("", said).strip(" .,()")  # «среда, 3» of a plan for December
    if number.isdecimal() and period.month:
        return _placed((int(number), period.month, None), weekday, clock, period)
    without_day = weekday is not None or _MONTH_ALONE.search(said) or _YEAR_OR_MONTH.fullmatch(said)
    return Day(reason=Reason.NO_EXACT_DATE if without_day else Reason.UNREADABLE_DATE, weekday=weekday)


def weekday_in(text: str) -> int | None:
    """The weekday that a text names, Monday is 0; None if there is none, or several."""
    found = {_number_of_weekday(one) for one in _WEEKDAY.finditer(_folded(text))}
    return found.pop() if len(found) == 1 else None


def days_written_in(text: str) -> list[tuple[int, int, int | None]]:
    """Day, month and year of each day that a text names, also of those that no calendar has: «31 июня»."""
    return _written(_folded(text))[0]


def is_only_day(text: str) -> bool:
    """Whether a text is a weekday, a day of a month or both, and nothing else: «Пн, 7.12», «7 декабря»."""
    said = _folded(text)
    bare = _WEEKDAY.sub("", said).strip(" ,.;:()")
    return any(pattern.fullmatch(bare) for pattern, _parts in _PATTERNS) or (not bare and bool(said))


def is_weekday(text: str) -> bool:
    """Whether a text is the name of a weekday and nothing else."""
    return bool(_WEEKDAY.fullmatch(_folded(text).strip(" .:,")))


def is_vague(text: str) -> bool:
    """Whether a text names a time without an exact day: «в течение месяца», «по вторникам», «в декабре»."""
    said = text.casefold().replace("ё", "е")
    return bool(_VAGUE.search(said) or _MONTH_ALONE.search(said))


def relative_day_in(text: str) -> str:
    """«завтра», if one of the cells of a row, joined by « | », is that or begins so; else ""."""
    found = _RELATIVE_CELL.search(text)
    return found[1].casefold() if found else ""


def is_hour(text: str) -> bool:
    """Whether a text that could be a day and month is an hour: «10.00», as no month has such a number."""
    return _ONLY_CLOCK.fullmatch(text) is not None


def months_and_years_in(text: str) -> tuple[set[int], set[int]]:
    """Months and years of a heading: «План на март 2027 года» → {3}, {2027}."""
    said = _folded(text)
    months = {month_number(one[1]) for one in _MONTH_ALONE.finditer(said)}
    return months, {int(one) for one in re.findall(r"(?<!\d)(20[2-9]\d)(?!\d)", said)}


def month_number(word: str) -> int:
    """The month whose name begins a word."""
    return next(number for number, begins in enumerate(_MONTHS, 1) if word.startswith(begins))


def _folded(text: str) -> str:
    return in_russian(" ".join(text.casefold().replace("ё", "е").translate(_HYPHENS).split()))


def _known(day: date, clock: str = "") -> Day:
    return Day(day, clock=clock) if day.year >= _OLDEST_YEAR else Day(reason=Reason.UNREADABLE_DATE)


def _of_number(value: float, cell: Cell, period: Period) -> Day:
    """A day that Excel keeps as a number, «12.01» typed as one, or the day of the month that a heading names."""
    if int(value) in _SERIAL:
        rest = round((value - int(value)) * 24 * 60)
        return _known(_EXCEL_BEGINS + timedelta(int(value)), f"{rest // 60:02}:{rest % 60:02}" if rest else "")
    return read_day_in(cell.text, period)


def _without_clock(said: str) -> tuple[str, str]:
    """The hour written in a text, and the text without it."""
    found = _TIME.search(said) or _TIME_AFTER.search(said) or _dotted(said)
    if not found:
        return "", said
    hour, minute = (found[1], found[2]) if found[1] else (found[3], "00")
    return f"{hour}:{minute}", f"{said[: found.start()]} {said[found.end() :]}".strip()


def _dotted(said: str) -> re.Match[str] | None:
    """An hour with a dot, if the text has a day besides."""
    found = _ONLY_CLOCK.search(said)
    return found if found and _written(f"{said[: found.start()]} {said[found.end() :]}")[0] else None


def _written(said: str) -> tuple[list[tuple[int, int, int | None]], str]:
    """Each day, month and year of a text, and the text without them. «10.00» after a day is an hour."""
    found: list[tuple[int, int, int | None]] = []
    for pattern, parts in _PATTERNS:
        for one in list(pattern.finditer(said)):
            day = parts(one)
            if found and pattern is _NUMERIC and one[3] is None and _CLOCK.fullmatch(one[0]):
                continue
            found.append(day)
            said = said.replace(one[0], " ", 1)
    return found, said


def _year(text: str | None) -> int | None:
    return None if text is None else int(text) if len(text) == 4 else 2000 + int(text)


type _Parts = tuple[int, int, int | None]
_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], _Parts]], ...] = (
    (_ISO, lambda one: (int(one[3]), int(one[2]), int(one[1]))),
    (_DASHED, lambda one: (int(one[1]), int(one[2]), int(one[3]))),
    (_WORDED, lambda one: (int(one[1]), month_number(one[2]), _year(one[3]))),
    (_NUMERIC, lambda one: (int(one[1]), int(one[2]), _year(one[3]))),
)


def _placed(written: tuple[int, int, int | None], weekday: int | None, clock: str, period: Period) -> Day:
    number, month, year = written
    days = list(_days(number, month, [year] if year else _years(period)))
    if not days:
        return Day(reason=Reason.IMPOSSIBLE_DATE)
    return Day(_likeliest(days, weekday, period), weekday=weekday, clock=clock)


def _years(period: Period) -> list[int]:
    """Years that a day without one may be of."""
    if period.first and period.last:
        return list(range(period.first.year, period.last.year + 1))
    near = period.today.year
    return list(period.years) or [near - 1, near, near + 1]


def _days(number: int, month: int, years: list[int]) -> Iterator[date]:
    for year in years:
        try:
            yield date(year, month, number)
        except ValueError:  # there is no such day in that year
            continue


def _likeliest(days: list[date], weekday: int | None, period: Period) -> date:
    """Of the same day in several years: within the period, not long past, on the weekday that is written."""
    within = [day for day in days if period.has(day)] or days
    recent = [day for day in within if day >= period.today - _BACK] or within[-1:]
    return next((day for day in recent[:2] if weekday is not None and day.weekday() == weekday), recent[0])


def _number_of_weekday(found: re.Match[str]) -> int:
    return _WEEKDAYS.index(found[1]) if found[1] else _SHORT.index(found[2])
