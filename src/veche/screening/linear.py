"""Six linear models in one table of n-grams: toxicity, spam, threat, what breaks the law, insult, personal data.

A text's score is the sum of the weights of its words and of their pairs over the length of its vector, made a share of
1 by a logistic curve. Sums of words are remembered, so that a day's comments cost little more than finding their
words. docs/model-card.md says what the weights were trained on and where they fail.
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

from veche.screening.features import features, pairs, read, small, token_spans, tokens
from veche.screening.memory import remembered
from veche.screening.sentences import sentences
from veche.screening.table import Table

type Head = Literal["toxicity", "spam", "threat", "illegal", "insult", "personal_data"]
HEADS: tuple[Head, ...] = ("toxicity", "spam", "threat", "illegal", "insult", "personal_data")
_PLACE = {head: place for place, head in enumerate(HEADS)}
# The log-odds of a text of which nothing is known.
NOTHING = -30.0

_FOLDER = files("veche.screening") / "model"
# Added to each vector's length²: as much as one word. A text of one word says little about itself.
PRIOR = 600.0
# The words of a day's comments; more only costs memory.
REMEMBERED = 30_000
# How often one word, or one sentence, counts in a text: the models were trained on texts that repeat none so often.
MOST_OF_ONE = 4
# N-grams that are read at a time.
_PIECE = 8_192
# A weight for each head and a length² lie in one integer, so that adding it up adds them all. 40 bits hold the sum of
# 16 million n-grams of two bytes each.
_BITS = 40
_MASK, _HALF = (1 << _BITS) - 1, 1 << (_BITS - 1)
_SHIFTS = tuple(_BITS * place for place in range(len(HEADS)))
# Makes each of them positive, so that none borrows from the next.
_LIFT = sum(_HALF << shift for shift in _SHIFTS)


@dataclass(frozen=True, slots=True)
class Curve:
    """Weight sum over vector length → log-odds slope·x + bias. `unit`: what one step of a weight is."""

    unit: float
    slope: float
    bias: float

    def odds(self, total: int, length: float) -> float:
        return max(-30.0, min(30.0, self.bias + self.slope * self.unit * total / length))


@dataclass(frozen=True, slots=True)
class Model:
    """`table`: the numbers of each n-gram and pair of words, in one. `step`: what one step of a length² is."""

    table: Table
    curves: dict[Head, Curve]
    step: float


def voices(text: str) -> dict[Head, float]:
    """Log-odds of each head; 0 is the threshold that its calibration chose. A text of nothing known is neither."""
    return said(together(list(map(summed, sentences(text)))))


def together(parts: Sequence[int]) -> int:
    """The sum of several sentences; of the same one said again and again a few times count."""
    return sum(_few(parts))


def summed(text: str) -> int:
    """Everything that the models know of a text of one sentence; `together` adds several up."""
    found = _few(tokens(small(text)))
    return sum(map(_of_token.__getitem__, found)) + _model().table.summed(pairs(found))


def said(one: int, heads: Sequence[Head] = HEADS) -> dict[Head, float]:
    """The voices of a text by what is known of it."""
    totals = _apart(one)
    if not totals[-1]:
        return dict.fromkeys(heads, NOTHING)
    model = _model()
    length = math.sqrt(totals[-1] * model.step + PRIOR)
    return {head: model.curves[head].odds(totals[_PLACE[head]], length) for head in heads}


def share(odds: float) -> float:
    """The same, 0…1."""
    return 1 / (1 + math.exp(-odds))


def top_features(text: str, head: Head, most: int = 5) -> list[tuple[int, int, float]]:
    """The words that spoke for this head, the strongest first: (start, end, share of all that spoke for it)."""
    lowered = small(text)
    text = lowered if len(lowered) == len(text) else text
    spans = token_spans(text)
    weighed = [(_one(_of_token[text[start:end]], head), start, end) for start, end in spans]
    speaking = sorted((-weight, start, end) for weight, start, end in weighed if weight > 0)
    whole = sum(weight for weight, _start, _end in speaking)
    return [(start, end, weight / whole) for weight, start, end in speaking[:most]]


def _few[T: (str, int)](found: Sequence[T]) -> Sequence[T]:
    """In their order, each the first `MOST_OF_ONE` times: a word that is repeated a hundred times says no more."""
    if len(found) - len(set(found)) < MOST_OF_ONE:  # nothing can stand there so often
        return found
    seen = Counter[T]()
    kept = []
    for one in found:
        seen[one] += 1
        if seen[one] <= MOST_OF_ONE:
            kept.append(one)
    return kept


def rambles(text: str) -> bool:
    """Whether at least a third of the words stand there more than `MOST_OF_ONE` times: no model was trained on such a
    text, so none knows what it says."""
    found = [token for token in tokens(small(text)) if token.isalpha()]
    if len(found) - len(set(found)) < MOST_OF_ONE:
        return False
    often = (number for number in Counter(found).values() if number > MOST_OF_ONE)
    return sum(often) * 3 >= len(found)


def chanted_words(text: str) -> frozenset[str]:
    """Words that stand more than `MOST_OF_ONE` times in a row, whatever signs are between."""
    runs = groupby(token for token in tokens(text) if token.isalpha())
    return frozenset(word for word, run in runs if sum(1 for _one in run) > MOST_OF_ONE)


@remembered(REMEMBERED)
def _of_token(token: str) -> int:
    return _model().table.summed(features(token))


def _apart(packed: int) -> list[int]:
    """The sums out of one, the squared length last; all but that may be negative."""
    lifted = packed + _LIFT
    return [*(((lifted >> shift) & _MASK) - _HALF for shift in _SHIFTS), lifted >> _BITS * len(HEADS)]


def _one(packed: int, head: Head) -> int:
    return ((packed + _LIFT >> _SHIFTS[_PLACE[head]]) & _MASK) - _HALF


@cache
def about() -> dict[str, Any]:
    """Everything of the model's file: curves, and how rules and models are weighed."""
    told: dict[str, Any] = json.loads((_FOLDER / "model.json").read_text(encoding="utf-8"))
    return told


@cache
def _model() -> Model:
    """Read once, 0.5 s."""
    grams = zlib.decompress((_FOLDER / "ngrams.z").read_bytes()).decode().split("\n")
    curves = {head: Curve(**about()["curves"][head]) for head in HEADS}
    return Model(Table(map(read, grams), _rows(len(grams))), curves, about()["step"])


def _rows(count: int) -> Iterator[int]:
    """Of each n-gram its numbers in one, piece by piece: what all of them need on the way would stay as holes."""
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
