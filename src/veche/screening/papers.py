"""Numbers of personal documents: passport, СНИЛС, ИНН, insurance policy, bank card.

Check digits exclude other numbers.
"""

import re
from collections.abc import Iterator

from veche.screening.hits import Hit

_PAPERS = (
    ("passport", 0.9, "номер паспорта", re.compile(r"(?:паспорт|серия)[^!?\n]{0,40}?(?<!\d)(\d{2}[\s-]?\d{2}"
        r"[\s,]{0,2}(?:[№n]|номер|ном\.?)?\s{0,2}\d{3}\s?\d{3})(?!\d)")),
    ("passport", 0.9, "номер паспорта", re.compile(r"(?<!\d)(\d{2}\s?\d{2}[\s,]{0,2}(?:[№n]"
        r"|номер)?\s?\d{6})(?!\d)[^.!?\n]{0,30}?паспорт")),
    ("passport", 0.7, "номер паспорта", re.compile(r"(?<![\d№])(\d{2}\s\d{2}\s\d{6})(?!\d)")),
    ("snils", 0.9, "номер СНИЛС", re.compile(r"(?<!\d)(\d{3}[- ]\d{3}[- ]\d{3}[- ]?\d{2})(?!\d)")),
    ("snils", 0.85, "номер СНИЛС", re.compile(r"снилс\D{0,30}(\d{11})(?!\d)")),
    ("inn", 0.85, "ИНН человека", re.compile(r"инн\D{0,30}(\d{12})(?!\d)")),
    ("policy", 0.85, "номер полиса", re.compile(r"полис\D{0,20}(\d{4}[\s-]?\d{4}[\s-]?\d{4}[\s-]?\d{4})(?!\d)")),
    ("birth-paper", 0.85, "свидетельство о рождении", re.compile(r"(?:свидетельств|св-во"
        r"|св\.)[^.!?\n]{0,30}?([ivxlіхv1-9]{1,5}[-–\s][а-я]{2}[\s,№n]{0,3}\d{6})(?!\d)")),
    ("licence", 0.75, "номер водительского удостоверения", re.compile(r"(?:ву|удостоверени\w+"
        r"|права)\D{0,20}(\d{2}\s?\d{2}\s?\d{6})(?!\d)")),
    ("account", 0.75, "номер счёта", re.compile(r"(?<!\d)(40817\d{15})(?!\d)")),
)  # fmt: skip
_INN = re.compile(r"(?<![\d№])(\d{12}|\d{4}\s\d{4}\s\d{4}|\d{2}\s\d{2}\s\d{6}\s\d{2})(?!\d)")
_CARD = re.compile(r"(?<![\d.,])(?:\d{4}([\s-]?)\d{4}\1\d{4}\1\d{4}|\d{16})(?![\d.,]?\d)")
_BANK = re.compile(r"карт|мир\b|сбер|тинькоф|перевод|перевед|скиньте|счет|реквизит")


# No document has a shorter number.
_SIX_DIGITS = re.compile(r"\d(?:\D*\d){5}")


def papers(text: str) -> Iterator[Hit]:
    """Hits in a folded text."""
    if not _SIX_DIGITS.search(text):
        return
    for rule, score, why, pattern in _PAPERS:
        for match in pattern.finditer(text):
            yield Hit("personal_data", *match.span(1), rule, why, score)
    for match in _INN.finditer(text):
        if _is_inn(re.sub(r"\D", "", match[0])):
            yield Hit("personal_data", *match.span(), "inn", "ИНН человека", 0.85)
    yield from _cards(text)


def _cards(text: str) -> Iterator[Hit]:
    for match in _CARD.finditer(text):
        said = _BANK.search(text[max(0, match.start() - 60) : match.end() + 40])
        if said or luhn(re.sub(r"\D", "", match[0])):
            yield Hit("personal_data", *match.span(), "card", "номер банковской карты", 0.85 if said else 0.75)


def luhn(digits: str) -> bool:
    """Whether the check digit is right, as in every bank card number (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def _is_inn(digits: str) -> bool:
    """Whether both check digits of a person's ИНН are right: weighted sums of the digits before,
    modulo 11, modulo 10.
    """
    weights = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)

    def check(count: int) -> int:
        return (
            sum(int(digit) * weight for digit, weight in zip(digits[:count], weights[-count:], strict=True)) % 11 % 10
        )

    return check(10) == int(digits[10]) and check(11) == int(digits[11])
