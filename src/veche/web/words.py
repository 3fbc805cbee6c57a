"""Numbers and days in Russian words, for sentences that templates cannot build."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.dates import WEEKDAYS

from veche.kernel.bidi import isolated
from veche.kernel.clock import DAY
from veche.kernel.plurals import form

__all__ = [
    "SHORT",
    "day_name",
    "feminine",
    "first_up",
    "form",
    "free_days",
    "lasts",
    "masculine",
    "neuter",
    "of_feminine",
    "on_day",
    "people",
    "quoted",
    "things",
    "to_people",
]

_NEUTER = ("ноль", "одно", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять")
_FEMININE = (_NEUTER[0], "одна", "две", *_NEUTER[3:])
_OF_FEMININE = ("нуля", "одной", "двух", "трёх", "четырёх", "пяти", "шести", "семи", "восьми", "девяти", "десяти")
_MASCULINE = (_NEUTER[0], "один", *_NEUTER[2:])
_TO_PEOPLE = ("", "одному", "двоим", "троим", "четверым", "пятерым", "шестерым", "семерым")
_PEOPLE = ("", "один", "двое", "трое", "четверо", "пятеро", "шестеро", "семеро")
_ON = (
    "в понедельник",
    "во вторник",
    "в среду",
    "в четверг",
    "в пятницу",
    "в субботу",
    "в воскресенье",
)
_FREE = ("Свободен", "Свободен", "Свободна", "Свободен", "Свободна", "Свободна", "Свободно")
SHORT = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")


def neuter(number: int) -> str:
    """«три» for something that is «одно»; digits above ten."""
    return _NEUTER[number] if number < len(_NEUTER) else str(number)


def feminine(number: int) -> str:
    return _FEMININE[number] if number < len(_FEMININE) else str(number)


def of_feminine(number: int) -> str:
    """«не хватает двух»."""
    return _OF_FEMININE[number] if number < len(_OF_FEMININE) else str(number)


def masculine(number: int) -> str:
    return _MASCULINE[number] if number < len(_MASCULINE) else str(number)


def people(number: int) -> str:
    """«двое», «четверо»; «12 человек» of many."""
    return _PEOPLE[number] if number < len(_PEOPLE) else f"{number} {form(number, 'человек', 'человека', 'человек')}"


def to_people(number: int) -> str:
    """«двоим», «четверым»; «12 людям» of many."""
    return _TO_PEOPLE[number] if number < len(_TO_PEOPLE) else f"{number} {form(number, 'человеку', 'людям', 'людям')}"


def things(number: int, one: str, few: str, many: str) -> str:
    """«одна запись», «две записи», «пять записей»: things that are feminine."""
    return f"{feminine(number)} {form(number, one, few, many)}"


def on_day(day: date) -> str:
    return _ON[day.weekday()]


def day_name(day: date) -> str:
    return str(WEEKDAYS[day.weekday()]).lower()


def free_days(days: Sequence[date]) -> str:
    """«Свободна пятница», «Свободны среда, пятница и суббота»."""
    if len(days) == 7:
        return "Свободны все дни"
    names = [day_name(day) for day in days]
    named = " и ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
    return f"{_FREE[days[0].weekday()] if len(days) == 1 else 'Свободны'} {named}"


def lasts(span: timedelta) -> str:
    """«1 ч 40 мин», «3 дня»; never less than a minute."""
    minutes = max(int(span.total_seconds() // 60), 1)
    if minutes < 60:
        return f"{minutes}\N{NO-BREAK SPACE}мин"
    if span < 2 * DAY:
        hours, rest = divmod(minutes, 60)
        return f"{hours}\N{NO-BREAK SPACE}ч" + (f" {rest}\N{NO-BREAK SPACE}мин" if rest and hours < 10 else "")
    days = span.days
    return f"{days}\N{NO-BREAK SPACE}{form(days, 'день', 'дня', 'дней')}"


def quoted(title: str) -> str:
    """In quotes, with „inner“ ones where the title has quotes of its own."""
    return f"«{isolated(title.replace('«', '„').replace('»', '“'))}»"


def first_up(sentence: str) -> str:
    """A capital at the beginning, the rest as it is."""
    return sentence[:1].upper() + sentence[1:]
