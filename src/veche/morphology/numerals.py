"""Numbers in Russian sentences: the noun form for a number, and numbers in words.

Genders and cases are named as in Universal Dependencies. Plain tables, so the dictionary is not opened.
"""

from collections.abc import Iterable
from typing import Literal

type Gender = Literal["Masc", "Fem", "Neut"]
type Case = Literal["Nom", "Acc", "Gen", "Ins"]

_UP_FROM_THREE = {
    "Nom": ("три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять"),
    "Gen": ("трёх", "четырёх", "пяти", "шести", "семи", "восьми", "девяти", "десяти"),
    "Ins": ("тремя", "четырьмя", "пятью", "шестью", "семью", "восемью", "девятью", "десятью"),
}
_UP_FROM_THREE["Acc"] = _UP_FROM_THREE["Nom"]
# Zero, one and two; the accusative is the inanimate one.
_FIRST: dict[tuple[Case, Gender], tuple[str, str, str]] = {
    ("Nom", "Masc"): ("ноль", "один", "два"),
    ("Nom", "Fem"): ("ноль", "одна", "две"),
    ("Nom", "Neut"): ("ноль", "одно", "два"),
    ("Acc", "Masc"): ("ноль", "один", "два"),
    ("Acc", "Fem"): ("ноль", "одну", "две"),
    ("Acc", "Neut"): ("ноль", "одно", "два"),
    ("Gen", "Masc"): ("нуля", "одного", "двух"),
    ("Gen", "Fem"): ("нуля", "одной", "двух"),
    ("Gen", "Neut"): ("нуля", "одного", "двух"),
    ("Ins", "Masc"): ("нулём", "одним", "двумя"),
    ("Ins", "Fem"): ("нулём", "одной", "двумя"),
    ("Ins", "Neut"): ("нулём", "одним", "двумя"),
}
_PEOPLE = ("", "один", "двое", "трое", "четверо", "пятеро", "шестеро", "семеро")
_TO_PEOPLE = ("", "одному", "двоим", "троим", "четверым", "пятерым", "шестерым", "семерым")


def form(number: int, one: str, few: str, many: str) -> str:
    """The noun form for the number: 1 запись, 2 записи, 5 записей, 21 запись."""
    if number // 10 % 10 == 1:
        return many
    return {1: one, 2: few, 3: few, 4: few}.get(number % 10, many)


def counted(number: int, one: str, few: str, many: str) -> str:
    """Number and noun with a no-break space: «5 записей»."""
    return f"{number}\N{NO-BREAK SPACE}{form(number, one, few, many)}"


def spelled(number: int, gender: Gender, case: Case = "Nom") -> str:
    """The number in words up to ten, else digits: «две», «двух», «двумя»."""
    words = (*_FIRST[case, gender], *_UP_FROM_THREE[case])
    return words[number] if number < len(words) else str(number)


def grouped(number: int) -> str:
    """The number with its thousands apart: «12 304»."""
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")


def in_words(number: int, one: str, few: str, many: str, *, gender: Gender, case: Case = "Nom") -> str:
    """Number in words and noun: «две записи», «двух записей», «12 записей». All noun forms are in the same case."""
    return f"{spelled(number, gender, case)} {form(number, one, few, many)}"


def people(number: int) -> str:
    """A number of people, nominative: «двое», «четверо»; «12 человек» for larger numbers."""
    return _PEOPLE[number] if number < len(_PEOPLE) else f"{number} {form(number, 'человек', 'человека', 'человек')}"


def to_people(number: int) -> str:
    """A number of people, dative: «двоим», «четверым»; «12 людям» for larger numbers."""
    return _TO_PEOPLE[number] if number < len(_TO_PEOPLE) else f"{number} {form(number, 'человеку', 'людям', 'людям')}"


def listed(words: Iterable[str], last: str = "и") -> str:
    """Join words: «среда, пятница и суббота»; "" for none."""
    *most, end = list(words) or [""]
    return f"{', '.join(most)} {last} {end}" if most else end
