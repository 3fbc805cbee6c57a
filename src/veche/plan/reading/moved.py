"""A row that was moved: «перенесено на 15-е», «ПЕРЕНОС: каток», «отложили». Its day is the one that it was moved to."""

import re
from dataclasses import dataclass, replace

from veche.plan.reading.days import MONTH, Day, is_hour, read_day_in
from veche.plan.reading.outcome import Period, Reason

_VERB = (
    r"(?<!не )\b(?:перен(?:ос(?:им|ится|ятся|ят|а)?|[её]с(?:[её]н[аоы]?|ли|ти)?)"
    r"|сдвину(?:л[аио]?|т[аоы]?)|отлож(?:[её]н[аоы]?|ил[аи]?))\b"
)
_ANYWHERE = re.compile(_VERB, re.IGNORECASE)
# Behind the verb in a note or a title: a day, a cause, or nothing. «Перенос остановки», «Перенос выходных» are news.
_OF_THE_ROW = re.compile(
    rf"\s*(?:$|[^\w\s]|из-за\b|по\s|в связи\b|ввиду\b|(?:со?\s+\S+(?:\s+{MONTH})?\s+)?(?:(?:на|до)\s+)?"
    rf"(?:\d|{MONTH}|понед|вторн|сред[уы]|четв|пятн|субб|воскр|недел|месяц|следующ|нов|друг|более|позд|неопред|уточн))",
    re.IGNORECASE,
)
# «Если дождь, перенести» is what to do.
_AT_THE_START = re.compile(rf"^\W*{_VERB}", re.IGNORECASE)
# «Перенесено на 15.03: каток», «Каток (перенос)», «ПЕРЕНОС каток».
_BEFORE_TITLE = re.compile(rf"^\W*({_VERB}[^:!)\]—–]{{0,40}}?)\s*[:!)\]—–][\s:;—–-]*", re.IGNORECASE)
_BEHIND_TITLE = re.compile(rf"\s*[(\[]\s*({_VERB}[^)\]]{{0,40}})[)\]]\s*$", re.IGNORECASE)
_LOUD = re.compile(r"^\W*(ПЕРЕН(?:ОС|[ЕЁ]СЕН[АОЫ]?)\b(?!\s+[А-ЯЁ]{2})(?:\s+(?i:на)\s+\d[\d.]*)?)[\s:;—–-]*")
_TO = re.compile(r"(?:\b(?:на|до)\s|[-=]>|→)\s*(.+)", re.IGNORECASE)
# Where the row with «перенесено» leaves the new day to the note beside it.
_NEW_DAY = re.compile(r"^\W*(?:на|нов(?:ая дата|ый день|ый срок)|теперь)\b\W*(.+)", re.IGNORECASE)
# «Перенесено с 10 марта»: the row stands on its new day.
_FROM = re.compile(r"^\W*(?:\w+\s+)?(?:со?|из)\s+\w", re.IGNORECASE)
_EDGES = " \t\n:;,.()[]—–-"
_DAY_OF_MONTH = re.compile(rf"(\d{{1,2}})(?:\s*-?\s*(?:е|го|ое)\b|\s+числ[оа]\b|\s*$)(?!\s*{MONTH})", re.IGNORECASE)
_HOUR = re.compile(r"(?:в\s+)?\d{1,2}(?::\d{2}|\s*ч(?:ас\w*)?\.?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Move:
    """`said`: the words of the file. `to`: those of them that should name the new day, "" if there are none."""

    said: str
    to: str = ""


def move_in(text: str) -> Move | None:
    """Of a status. None if it names no move, or only the day that the row was moved from."""
    return _move(text, _ANYWHERE.search(text))


def move_in_note(text: str) -> Move | None:
    """As `move_in`, only at the beginning of a note, which may mention other moves later."""
    return _of_the_row(text, _AT_THE_START.search(text))


def move_of_title(title: str) -> tuple[Move | None, str]:
    """The move, and the title without it."""
    for pattern in (_BEFORE_TITLE, _BEHIND_TITLE, _LOUD):
        if (found := pattern.search(title)) and (move := _of_the_row(found[1], _ANYWHERE.match(found[1]))):
            return move, f"{title[: found.start()]}{title[found.end() :]}".strip()
    return None, title


def move_of_day(text: str) -> tuple[Move | None, str]:
    """The move named in a day's cell, and the text before it: «10.03, перенесено на 15.03»."""
    found = _ANYWHERE.search(text)
    if not found:
        return None, text
    before = text[: found.start()].strip(_EDGES)
    return move_in(text) or (None if before else Move(text)), before


def with_new_day(move: Move, note: str) -> Move:
    """The move with the day that the note beside it names: «на 15.03», «новая дата: 15.03»."""
    found = None if move.to else _NEW_DAY.search(note)
    return Move(f"{move.said} {note}", found[1].strip(_EDGES)) if found else move


def day_of_move(move: Move, written: Day, period: Period) -> Day:
    """`written`: the day that the row had. A number alone is of the same month, an hour alone of the same day."""
    if _HOUR.fullmatch(move.to) or is_hour(move.to):
        return replace(written, clock=move.to)
    named = read_day_in(_with_month(move.to, written, period), period)
    if named.day is not None or named.reason == Reason.IMPOSSIBLE_DATE:
        return named
    return Day(reason=Reason.NO_EXACT_DATE)


def _with_month(to: str, written: Day, period: Period) -> str:
    number = _DAY_OF_MONTH.match(to)
    if not number:
        return to
    if written.day is not None:
        return f"{number[1]}.{written.day:%m.%Y}{to[number.end() :]}"
    return f"{number[1]}.{period.month:02}{to[number.end() :]}" if period.month else to


def _of_the_row(text: str, verb: re.Match[str] | None) -> Move | None:
    return _move(text, verb) if verb and _OF_THE_ROW.match(text, verb.end()) else None


def _move(text: str, verb: re.Match[str] | None) -> Move | None:
    if verb is None:
        return None
    rest = text[verb.end() :]
    if to := _TO.search(rest):
        return Move(text, to[1].strip(_EDGES))
    return None if _FROM.search(rest) else Move(text, rest.strip(_EDGES))
