"""Corrections: people's marks «нарушение» or «не нарушение». They move thresholds and add local words, nothing else.

Pure functions over records; the product stores the rows. Only a person's mark counts: a record without a person is
refused. Everything is recomputed from the records, so removing a mark undoes it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from veche.screening.thresholds import DEFAULT, Thresholds
from veche.screening.verdict import GROUNDS

# The number of equal marks from which they count.
ENOUGH = 3
# Bounds for moved thresholds, so that marks never disable a ground or make it match everything.
LOWEST, HIGHEST = 0.3, 0.95
_STEP = 0.01


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
    """Thresholds and local words of one account, from its own marks and those made for all accounts."""
    ours = [one for one in corrections if one.account in {"", account}]
    moved = {ground: _moved([one for one in ours if one.ground == ground], start.of(ground)) for ground in GROUNDS}
    decent, added = local_words(ours)
    return replace(start, **moved, decent=start.decent | decent, added=start.added | added)


def _moved(marks: Sequence[Correction], threshold: float) -> float:
    """The threshold nearest to `threshold` that contradicts the fewest marks; `threshold` itself on a draw."""
    if len(marks) < ENOUGH:
        return threshold
    steps = [threshold, *(round(LOWEST + _STEP * step, 2) for step in range(round((HIGHEST - LOWEST) / _STEP) + 1))]
    return min(steps, key=lambda step: (_contradicted(marks, step), abs(step - threshold)))


def _contradicted(marks: Sequence[Correction], threshold: float) -> int:
    return sum((one.score >= threshold) != one.violation for one in marks)


def local_words(corrections: Iterable[Correction]) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    """(decent words, violating words with their ground): marked alike `ENOUGH` times and never otherwise."""
    decent: dict[str, int] = {}
    added: dict[tuple[str, str], int] = {}
    for one in corrections:
        for word in set(one.words):
            if one.violation:
                added[word, one.ground] = added.get((word, one.ground), 0) + 1
            else:
                decent[word] = decent.get(word, 0) + 1
    disputed = set(decent) & {word for word, _ground in added}
    return (
        frozenset(word for word, times in decent.items() if times >= ENOUGH and word not in disputed),
        frozenset(pair for pair, times in added.items() if times >= ENOUGH and pair[0] not in disputed),
    )


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
