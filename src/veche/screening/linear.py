"""Six linear models in one table of n-grams: toxicity, spam, threat, illegal offers, insult, personal data.

A text's score is the sum of the weights of its words and word pairs, divided by the length of its vector and mapped to
a probability by a logistic curve. Sums per word are cached, so that a day's comments cost little more than tokenising.
docs/model-card.md describes the training data and known failures.
"""

import json
import math
import sys
import zlib
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any, Literal

from veche.screening.features import features, lowercase, pairs, parse_gram, token_spans, tokens
from veche.screening.memory import remembered
from veche.screening.table import Table

type Head = Literal["toxicity", "spam", "threat", "illegal", "insult", "personal_data"]
HEADS: tuple[Head, ...] = ("toxicity", "spam", "threat", "illegal", "insult", "personal_data")
_PLACE = {head: place for place, head in enumerate(HEADS)}
# The log-odds of a text without known features.
NOTHING = -30.0

_FOLDER = files("veche.screening") / "model"
# Added to the squared length of each vector, about as much as one word: a text of one word is little evidence.
PRIOR = 600.0
# The words of a day's comments; more would only cost memory.
REMEMBERED = 30_000
# How often one word or sentence counts in a text: texts of the training set rarely repeat more.
MOST_OF_ONE = 4
# N-grams read at a time.
_PIECE = 8_192
# The weights of all heads and a squared length are packed into one integer, so that one addition adds them all. 40 bits
# hold the sum of 16 million n-grams of two bytes each.
_BITS = 40
_MASK, _HALF = (1 << _BITS) - 1, 1 << (_BITS - 1)
_SHIFTS = tuple(_BITS * place for place in range(len(HEADS)))
# Makes each of them positive, so that none borrows from the next.
_LIFT = sum(_HALF << shift for shift in _SHIFTS)


@dataclass(frozen=True, slots=True)
class Curve:
    """Weight sum over vector length → log-odds slope·x + bias. `unit`: the value of one step of a weight."""

    unit: float
    slope: float
    bias: float

    def odds(self, total: int, length: float) -> float:
        return max(-30.0, min(30.0, self.bias + self.slope * self.unit * total / length))


@dataclass(frozen=True, slots=True)
class Model:
    """`table`: the packed numbers of each n-gram and word pair. `step`: the value of one step of a squared length."""

    table: Table
    curves: dict[Head, Curve]
    step: float


def combined(parts: Sequence[int]) -> int:
    """The packed sum of several sentences; equal ones count at most `MOST_OF_ONE` times."""
    return sum(_few(parts))


def packed_sum(text: str) -> int:
    """The packed sum for a text of one sentence; `combined` adds several."""
    found = _few(tokens(lowercase(text)))
    return sum(map(_of_token.__getitem__, found)) + _model().table.summed(pairs(found))


def log_odds(one: int, heads: Sequence[Head] = HEADS) -> dict[Head, float]:
    """Log-odds of a packed sum; 0 is the threshold chosen by calibration. Without known features `NOTHING`."""
    totals = _unpacked(one)
    if not totals[-1]:
        return dict.fromkeys(heads, NOTHING)
    model = _model()
    length = math.sqrt(totals[-1] * model.step + PRIOR)
    return {head: model.curves[head].odds(totals[_PLACE[head]], length) for head in heads}


def share(odds: float) -> float:
    """The probability for log-odds."""
    return 1 / (1 + math.exp(-odds))


def top_features(text: str, head: Head, most: int = 5) -> list[tuple[int, int, float]]:
    """The words with the highest weights for this head: (start, end, share of the positive weight), the strongest
    first.
    """
    lowered = lowercase(text)
    text = lowered if len(lowered) == len(text) else text
    spans = token_spans(text)
    weighed = [(_one(_of_token[text[start:end]], head), start, end) for start, end in spans]
    speaking = sorted((-weight, start, end) for weight, start, end in weighed if weight > 0)
    whole = sum(weight for weight, _start, _end in speaking)
    return [(start, end, weight / whole) for weight, start, end in speaking[:most]]


def _few[T: (str, int)](found: Sequence[T]) -> Sequence[T]:
    """Keep the first `MOST_OF_ONE` occurrences of each item, in order: further repetitions are no evidence."""
    if len(found) - len(set(found)) < MOST_OF_ONE:  # no item can occur so often
        return found
    seen = Counter[T]()
    kept = []
    for one in found:
        seen[one] += 1
        if seen[one] <= MOST_OF_ONE:
            kept.append(one)
    return kept


def is_repetitive(text: str) -> bool:
    """Whether at least a third of the words occur more than `MOST_OF_ONE` times.

    No model was trained on such texts, so their scores mean nothing.
    """
    found = [token for token in tokens(lowercase(text)) if token.isalpha()]
    if len(found) - len(set(found)) < MOST_OF_ONE:
        return False
    often = (number for number in Counter(found).values() if number > MOST_OF_ONE)
    return sum(often) * 3 >= len(found)


def chanted_words(text: str) -> frozenset[str]:
    """Words that occur more than `MOST_OF_ONE` times in a row, whatever signs are between."""
    runs = groupby(token for token in tokens(text) if token.isalpha())
    return frozenset(word for word, run in runs if sum(1 for _one in run) > MOST_OF_ONE)


@remembered(REMEMBERED)
def _of_token(token: str) -> int:
    return _model().table.summed(features(token))


def _unpacked(packed: int) -> list[int]:
    """Unpack the sums, the squared length last; all others may be negative."""
    lifted = packed + _LIFT
    return [*(((lifted >> shift) & _MASK) - _HALF for shift in _SHIFTS), lifted >> _BITS * len(HEADS)]


def _one(packed: int, head: Head) -> int:
    return ((packed + _LIFT >> _SHIFTS[_PLACE[head]]) & _MASK) - _HALF


@cache
def about() -> dict[str, Any]:
    """The model's description: curves, and how rules and models are weighed."""
    told: dict[str, Any] = json.loads((_FOLDER / "model.json").read_text(encoding="utf-8"))
    return told


@cache
def _model() -> Model:
    """Load the model once, 0.5 s."""
    grams = zlib.decompress((_FOLDER / "ngrams.z").read_bytes()).decode().split("\n")
    curves = {head: Curve(**about()["curves"][head]) for head in HEADS}
    return Model(Table(map(parse_gram, grams), _rows(len(grams))), curves, about()["step"])


def _rows(count: int) -> Iterator[int]:
    """The packed numbers of each n-gram, read in pieces to avoid fragmenting the memory."""
    columns = array("h")
    columns.frombytes(zlib.decompress((_FOLDER / "weights.z").read_bytes()))
    if sys.byteorder == "big":
        columns.byteswap()
    for at in range(0, count, _PIECE):
        past = min(at + _PIECE, count)
        parts = [columns[first + at : first + past] for first in range(0, len(columns), count)]
        packed: Sequence[int] = parts.pop()
        for part in reversed(parts):
            packed = [number + (rest << _BITS) for number, rest in zip(part, packed, strict=True)]
        yield from packed
