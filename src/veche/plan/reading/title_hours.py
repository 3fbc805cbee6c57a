"""The hour that stands before or behind a title: «10:00 Каток», «в 9 утра планёрка», «Приём граждан с 10 до 12»."""

import re
from dataclasses import replace
from datetime import time

from veche.plan.reading.days import MONTH, RELATIVE
from veche.plan.reading.hours import read_hour_in
from veche.plan.reading.outcome import ItemWords

# «12.10» may be a day.
_SIGNED = r"\d{1,2}(?::\d{2}(?!\d)|\.(?:00|1[3-9]|[2-5]\d)(?![\d.]))"
_PART = r"\s*(?:утра|вечера|ночи)\b"
_SAID = rf"\d{{1,2}}(?::\d{{2}})?{_PART}"
_WITH_UNIT = rf"\d{{1,2}}(?:\s*ч(?:ас(?:а|ов)?)?\b\.?(?:{_PART}|\s*дня\b)?|\s*дня\b|-[0-5]\d(?![\d.]))"
_HOUR = rf"(?:{_SAID}|{_SIGNED}|{_WITH_UNIT})"
# What is counted from ten to twelve besides hours: «с 10 до 12 лет», «с 10 до 12 декабря».
_COUNTED = (
    r"(?!\s*(?:%|°|лет\b|год|класс|руб|тыс|млн|проц|град|балл|чел|раз|дн|сут|нед|мес|числ|к?м\b|мм\b|кг\b|шт|школ|дом"
    rf"|{MONTH}))"
)
_END = rf"(?:{_HOUR}|\d{{1,2}}(?![\d.:/]){_COUNTED})"
_SPAN = rf"с\s+(?:{_HOUR}|\d{{1,2}})\s*(?:до|[-–—])\s*{_END}"
_SIGNED_SPAN = rf"{_SIGNED}\s*(?:до|[-–—])\s*{_SIGNED}"
_AT = rf"(?:[вк]\s+{_HOUR}|{_SPAN}|{_SIGNED_SPAN})"
_ENDS = re.compile(rf"{_SPAN}|{_SIGNED_SPAN}", re.IGNORECASE)
_BEFORE = (
    re.compile(rf"({_SIGNED})(?:\s*[-–—,]\s*|\s+)(?=[^\W\d]|[«\"])"),
    re.compile(rf"(?:{RELATIVE}[\s,]+)?({_AT}|{_SAID})(?:\s*[-–—,:.]\s*|\s+)(?=[^\W\d]|[«\"])", re.IGNORECASE),
)
_BEHIND = (
    re.compile(rf"\s*(?:\s|[,;(—–])\s*(?:{RELATIVE}[\s,]+)?({_AT})\)?\.?$", re.IGNORECASE),
    re.compile(rf"\s*(?:[,;(—–]|\s-)\s*(?:{RELATIVE}[\s,]+)?({_SIGNED}|{_SAID})\)?\.?$", re.IGNORECASE),
)
# The hours of such news are a part of it: «Воду отключат с 9 до 17», «Каток открыт с 10 до 22».
_HOURS_TELL = re.compile(
    r"отключ|перекро|перекры|огранич|закро|закры|не будет|без (?:вод|свет|газ|тепл)|работа|открыт[аоы]?\b|режим"
    r"|график|расписани|ремонт|движени|приостан|запре[тщ]",
    re.IGNORECASE,
)
_PART_BEHIND = re.compile(r"с\s+(\d{1,2})\s*(?:до|[-–—])\s*(\d{1,2})\s*(утра|дня|вечера|ночи)")


def hour_of_title(title: str) -> tuple[time | None, str]:
    """The hour, and the title without it; None and the whole title if it has none, or is about its hours."""
    at_once, *others = _BEFORE
    if found := at_once.match(title):
        hour = read_hour_in(found[1])[0]
        return (hour, title[found.end() :]) if hour else (None, title)
    if _HOURS_TELL.search(title):
        return None, title
    for found in (*(one.match(title) for one in others), *(one.search(title) for one in _BEHIND)):
        hour = _first_hour(found[1]) if found else None
        if found and hour:
            return hour, _without(title, found)
    return None, title


def with_hour_of_title(words: ItemWords) -> ItemWords:
    """The words with the hour and what is left of the title. The note keeps the end of «Приём граждан с 10 до 12»."""
    hour, title = hour_of_title(words.title)
    ends = hour is not None and _ENDS.search(words.title)
    note = "\n".join(part for part in (words.note, words.title) if part) if ends else words.note
    return replace(words, time=hour, title=title, note=note)


def _first_hour(said: str) -> time | None:
    """«С 2 до 4 дня» begins at 14: the part of the day is of both."""
    span = _PART_BEHIND.fullmatch(said.casefold())
    if span and int(span[1]) < int(span[2]):
        return read_hour_in(f"{span[1]} {span[3]}")[0]
    return read_hour_in(said)[0]


def _without(title: str, found: re.Match[str]) -> str:
    if found.end() == len(title) and found.start():
        return title[: found.start()].rstrip(" ,;:—–-")
    rest = title[found.end() :]
    return rest[:1].upper() + rest[1:] if title[:1].isupper() else rest
