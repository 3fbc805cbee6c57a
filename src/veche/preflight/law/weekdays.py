"""Kind weekday_mismatch: «в понедельник, 3 декабря», where the calendar says otherwise."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from veche.preflight.calendar import Day, days, nearest
from veche.preflight.finding import KindFinding

_NAMES = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
_FORMS = (
    r"понедельник(?:а|у|ом|е)?|пн\.?|вторник(?:а|у|ом|е)?|вт\.?|сред(?:а|у|ы|е|ой)|ср\.?|четверг(?:а|у"
    r"|ом|е)?|чт\.?|пятниц(?:а|у|ы|е|ей)|пт\.?|суббот(?:а|у|ы|е|ой)|сб\.?|воскресень(?:е|я|ю|ем)|вс\.?"
)
_DAY = re.compile(rf"(?<![\w-])({_FORMS})(?![\w])", re.IGNORECASE)
_STARTS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
_LONG = ("понед", "вторн", "сред", "четв", "пятн", "субб", "воскр")
# Between a weekday and its date: «в понедельник, 3», «понедельник утром (3», «3 декабря 2026 года, в понедельник».
_BEFORE_DATE = re.compile(
    r"(?:\s(?:утром|дн[её]м|вечером|ночью))?[,(\s·•–—-]{1,3}"
    r"(?:а именно\s|то есть\s|уже\s|это\s|с\s|со\s|до\s|на\s|к\s|в\s)?\s?"
)
_AFTER_DATE = re.compile(
    r"(?:\s?(?:г\.?|года|\d{4}\s?г(?:ода|\.)))?[,(\s·•–—-]{1,3}(?:это\s|в\s|во\s|до\s|с\s|со\s|на\s"
    r"|к\s|уже\s|выпадает на\s|приходится на\s)?(?:ближайш\w+\s|этот?\s|эту\s|следующ\w+\s)?"
)
# «до 4 декабря, в понедельник скажем»: no comma behind the weekday, so that it begins another clause.
_DEADLINE, _GOES_ON = re.compile(r"(?:до|к)\s+$", re.IGNORECASE), re.compile(r"\s[а-яё]")
_EVERY = re.compile(r"(?:кажд\w+|любой|любую|по|все|очередн\w+)\s+(?:\w+\s+и\s+)?$", re.IGNORECASE)


def weekdays(text: str, today: date) -> Iterator[KindFinding]:
    named = [
        (one.start(), one.end(), _number(one[1]))
        for one in _DAY.finditer(text)
        if not _EVERY.search(text[max(0, one.start() - 30) : one.start()])
    ]
    if not named:
        return
    dates = sorted(days(text))
    taken: set[int] = set()
    for one in dates:
        beside = _beside(text, one, named, dates)
        if beside is None or beside[0] in taken:
            continue
        taken.add(beside[0])
        day = nearest(one, today)
        if day is None or day.weekday() == beside[2]:
            continue
        start, end = min(one.start, beside[0]), max(one.end, beside[1])
        yield KindFinding(
            "weekday_mismatch",
            start,
            end,
            "error",
            f"День недели не сходится: {day.day:02}.{day.month:02}.{day.year} — {_NAMES[day.weekday()]}.",
        )


def _number(form: str) -> int:
    low = form.lower()
    return next(at for at, stems in enumerate(zip(_LONG, _STARTS, strict=True)) if low.startswith(stems))


def _beside(text: str, one: Day, named: list[tuple[int, int, int]], dates: list[Day]) -> tuple[int, int, int] | None:
    """The weekday of this date: right before it or right after it; not one that belongs to another date."""
    if _is_pair(text, one):
        return None
    before = [day for day in named if day[1] <= one.start and _BEFORE_DATE.fullmatch(text, day[1], one.start)]
    if before and not _is_listed(text, before[-1], named):
        return before[-1]
    after = [day for day in named if one.end <= day[0] and _AFTER_DATE.fullmatch(text, one.end, day[0])]
    if not after or _is_listed(text, after[0], named) or _begins_another(text, one, after[0], dates):
        return None
    return None if _begins_a_clause(text, one, after[0]) else after[0]


def _begins_a_clause(text: str, one: Day, day: tuple[int, int, int]) -> bool:
    until = _DEADLINE.search(text[max(0, one.start - 4) : one.start])
    return bool(until and "," in text[one.end : day[0]] and _GOES_ON.match(text, day[1]))


def _begins_another(text: str, one: Day, day: tuple[int, int, int], dates: list[Day]) -> bool:
    """Whether the weekday after a date belongs to the next one: «3 декабря, в пятницу 4 декабря»."""
    following = next((other for other in dates if other.start >= day[1]), None)
    if following is None or not _BEFORE_DATE.fullmatch(text, day[1], following.start):
        return False
    return "," in text[one.end : day[0]] and "," not in text[day[1] : following.start]


def _is_pair(text: str, one: Day) -> bool:
    """Whether the date ends «5 и 6 декабря», «5–6 декабря»: the weekdays are those of two days."""
    return bool(re.search(r"\d{1,2}(?:-?го)?\s?(?:и|,|–|—|-|или|по|до)\s?$", text[max(0, one.start - 8) : one.start]))


def _is_listed(text: str, day: tuple[int, int, int], named: list[tuple[int, int, int]]) -> bool:
    """Whether the weekday stands in a row: «в субботу и воскресенье», «пн–пт»."""
    return any(
        re.fullmatch(r"\s?(?:и|или|,|–|—|-|по|до)\s?(?:в\s)?", text[first[1] : second[0]])
        for first, second in pairwise(named)
        if day in (first, second)
    )
