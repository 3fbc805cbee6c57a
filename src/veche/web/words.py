"""Free days, titles and capitals, for sentences that templates cannot build."""

from collections.abc import Sequence
from datetime import date

from veche.kernel.bidi import isolated
from veche.kit.moments import day_name
from veche.morphology.numerals import listed

_FREE = ("Свободен", "Свободен", "Свободна", "Свободен", "Свободна", "Свободна", "Свободно")


def free_days(days: Sequence[date]) -> str:
    """«Свободна пятница», «Свободны среда, пятница и суббота»."""
    if len(days) == 7:
        return "Свободны все дни"
    named = listed(day_name(day) for day in days)
    return f"{_FREE[days[0].weekday()]} {named}" if len(days) == 1 else f"Свободны {named}"


def quoted(title: str) -> str:
    """In quotes, with „inner“ ones where the title has quotes of its own."""
    return f"«{isolated(title.replace('«', '„').replace('»', '“'))}»"


def first_up(sentence: str) -> str:
    """A capital at the beginning, the rest as it is."""
    return sentence[:1].upper() + sentence[1:]
