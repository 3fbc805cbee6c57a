"""Corrections: people's marks «нарушение» or «не нарушение». They add local words and move no threshold.

Pure functions over records; the product stores the rows. Only a person's mark counts: a record without a person is
refused. Everything is recomputed from the records, so removing a mark undoes it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from veche.screening.thresholds import DEFAULT, Thresholds
from veche.screening.verdict import GROUNDS, LAW_GROUNDS

# The number of equal marks from which they count.
ENOUGH = 3
# How many people must agree before a word of a law's ground is decent: it makes that ground quieter.
TWO = 2


@dataclass(frozen=True, slots=True)
class Correction:
    """One person's mark on one ground of one text.

    `account`: where the text was written, "" for all. `score`: the ground's score at that time. `violation`: the
    person's answer. `words`: those that led to the ground or that the person selected, in lower case. `person`: who
    marked.
    """

    ground: str
    account: str
    score: float
    violation: bool
    words: tuple[str, ...]
    person: str

    def __post_init__(self) -> None:
        if self.ground not in GROUNDS:
            raise ValueError(f"«{self.ground}» — не основание. Основания: {', '.join(GROUNDS)}.")
        if not self.person:
            raise ValueError("Отметка без человека не учитывается: укажите, кто её поставил.")
        if not 0 <= self.score <= 1:
            raise ValueError(f"Оценка {self.score} вне 0…1.")


def corrected(corrections: Iterable[Correction], account: str, start: Thresholds = DEFAULT) -> Thresholds:
    """Local words of one account, from its own marks and those made for all accounts. Thresholds stay."""
    ours = [one for one in corrections if one.account in {"", account}]
    words = local_words(ours)
    return replace(
        start,
        decent=start.decent | words.decent,
        decent_by_law=start.decent_by_law | words.decent_by_law,
        added=start.added | words.added,
    )


@dataclass(frozen=True, slots=True)
class LocalWords:
    """Words marked alike `ENOUGH` times and never otherwise. `decent_by_law`: of a law's ground, by `TWO` people."""

    decent: frozenset[str]
    decent_by_law: frozenset[str]
    added: frozenset[tuple[str, str]]


def local_words(corrections: Iterable[Correction]) -> LocalWords:
    decent: dict[str, list[Correction]] = {}
    added: dict[tuple[str, str], int] = {}
    for one in corrections:
        for word in set(one.words):
            if one.violation:
                added[word, one.ground] = added.get((word, one.ground), 0) + 1
            else:
                decent.setdefault(word, []).append(one)
    disputed = set(decent) & {word for word, _ground in added}
    alike = {word: marks for word, marks in decent.items() if len(marks) >= ENOUGH and word not in disputed}
    return LocalWords(
        frozenset(alike),
        frozenset(word for word, marks in alike.items() if _agreed_by_law(marks)),
        frozenset(pair for pair, times in added.items() if times >= ENOUGH and pair[0] not in disputed),
    )


def _agreed_by_law(marks: Iterable[Correction]) -> bool:
    of_law = [one for one in marks if one.ground in LAW_GROUNDS]
    return len(of_law) >= ENOUGH and len({one.person for one in of_law}) >= TWO


def exported(corrections: Iterable[Correction]) -> str:
    """The records as JSON lines, in their order."""
    return "".join(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in corrections)


def imported(text: str) -> list[Correction]:
    """Parse what `exported` wrote. Raises ValueError with the number of the first unreadable line."""
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                found.append(_read(json.loads(line)))
            except (TypeError, ValueError, AttributeError, KeyError) as error:
                raise ValueError(f"Строка {number} не читается, ничего не принято: {error}") from error
    return found


def _read(record: Mapping[str, Any]) -> Correction:
    values = {field.name: record[field.name] for field in fields(Correction)}
    if not isinstance(values["violation"], bool):
        raise TypeError("violation — не true и не false")
    return Correction(**values | {"words": tuple(str(word).lower() for word in values["words"])})
