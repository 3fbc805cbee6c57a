"""Numbers and days in Russian words, for sentences that templates cannot build."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.dates import WEEKDAYS

from veche.kernel.bidi import isolated
from veche.kernel.clock import DAY
from veche.morphology.numerals import counted, listed

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


def on_day(day: date) -> str:
    return _ON[day.weekday()]


def day_name(day: date) -> str:
    return str(WEEKDAYS[day.weekday()]).lower()


def free_days(days: Sequence[date]) -> str:
    """«Свободна пятница», «Свободны среда, пятница и суббота»."""
    if len(days) == 7:
        return "Свободны все дни"
    named = listed(day_name(day) for day in days)
    return f"{_FREE[days[0].weekday()]} {named}" if len(days) == 1 else f"Свободны {named}"


def lasts(span: timedelta) -> str:
    """«1 ч 40 мин», «3 дня»; never less than a minute."""
    minutes = max(int(span.total_seconds() // 60), 1)
    if minutes < 60:
        return f"{minutes}\N{NO-BREAK SPACE}мин"
    if span < 2 * DAY:
        hours, rest = divmod(minutes, 60)
        return (
            f"{hours}\N{NO-BREAK SPACE}ч {rest}\N{NO-BREAK SPACE}мин"
            if rest and hours < 10
            else f"{hours}\N{NO-BREAK SPACE}ч"
        )
    return counted(span.days, "день", "дня", "дней")


def quoted(title: str) -> str:
    """In quotes, with „inner“ ones where the title has quotes of its own."""
    return f"«{isolated(title.replace('«', '„').replace('»', '“'))}»"


def first_up(sentence: str) -> str:
    """A capital at the beginning, the rest as it is."""
    return sentence[:1].upper() + sentence[1:]
