"""Days and hours in English, as templates of content plans have them, in the words that the reader knows."""

import re
from collections.abc import Mapping

_MONTHS: Mapping[str, str] = {
    "jan": "января",
    "feb": "февраля",
    "mar": "марта",
    "apr": "апреля",
    "may": "мая",
    "jun": "июня",
    "jul": "июля",
    "aug": "августа",
    "sep": "сентября",
    "oct": "октября",
    "nov": "ноября",
    "dec": "декабря",
}
_WEEKDAYS: Mapping[str, str] = {
    "mon": "понедельник",
    "tue": "вторник",
    "wed": "среда",
    "thu": "четверг",
    "fri": "пятница",
    "sat": "суббота",
    "sun": "воскресенье",
}
# What a column holds, as `columns.Columns` names it, by its heading.
_HEADINGS: Mapping[str, str] = {
    "weekday": r"weekday|day of (?:the )?week",
    "date": r"day|(?:(?:post|publish|publication|publishing) )?date",
    "time": r"(?:(?:post|publish|publishing) )?time",
    "networks": r"(?:social )?(?:channel|platform|network)s?|social(?: media)?",
    "format": r"(?:(?:content|post) )?(?:type|format)",
    "department": r"owner|responsible|assignee|department",
    "category": r"category|rubric",
    "status": r"status",
    "note": r"(?:note|comment)s?",
    "title": r"(?:(?:post|content) )?(?:title|topic|headline|subject)|post|content|description",
}
_LATIN = re.compile(r"[a-z]")
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_NUMBER = r"(\d{1,2})(?:st|nd|rd|th)?\b"
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\s+{_NUMBER}(?!:),?")
_ANY_MONTH = re.compile(rf"\b(?:{_NUMBER}\s+(?:of\s+)?)?{_MONTH}")
_WEEKDAY = re.compile(
    r"\b(mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\b\.?"
)
_CLOCK = re.compile(r"\b(\d{1,2})(?:[:.](\d{2}))?\s*([ap])\.?m\b\.?")


def in_russian(folded: str) -> str:
    """«monday, dec 7, 6:30 pm» as «понедельник, 7 декабря 18:30». `folded`: the text in small letters."""
    if not _LATIN.search(folded):
        return folded
    said = _MONTH_FIRST.sub(lambda one: f"{one[2]} {_MONTHS[one[1][:3]]}", folded)
    said = _ANY_MONTH.sub(lambda one: f"{one[1]} {_MONTHS[one[2][:3]]}" if one[1] else _MONTHS[one[2][:3]], said)
    said = _WEEKDAY.sub(lambda one: _WEEKDAYS[one[1][:3]], said)
    return _CLOCK.sub(lambda one: f"{int(one[1]) % 12 + 12 * (one[3] == 'p')}:{one[2] or '00'}", said)


def kind_of_heading(folded: str) -> str | None:
    return next((kind for kind, words in _HEADINGS.items() if re.fullmatch(words, folded)), None)
