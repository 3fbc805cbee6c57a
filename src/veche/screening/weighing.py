"""How sure a ground is: what its rules say held against what the linear models say of the whole text.

A rule is sure of a word and knows nothing of the rest; a model knows the rest and is sure of nothing. How often each
rule was right, and a few numbers for each ground, both measured on lines that neither had seen, put them into one score
(scripts/train_screening.py).
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import mul
from typing import Literal

from veche.screening.linear import HEADS, Head, about
from veche.screening.signals import points, spam_signals

type Weighed = Literal["insult", "threat", "spam", "illegal", "personal_data"]
WEIGHED: tuple[Weighed, ...] = ("insult", "threat", "spam", "illegal", "personal_data")
# What is said to a person is said in one sentence, whatever the others tell.
IN_A_SENTENCE: tuple[Weighed, ...] = ("insult", "threat")
# Of fewer letters the models know too little, and in more everything adds up: there only a rule may speak.
FEWEST, MOST = 6, 1_000
LONG, MANY = 400, 12
# A model that shouts is no surer than one that speaks.
LOUDEST = 6.0
# Scores spread out instead of crowding at 1: an account's own threshold has something to choose from.
CALM = 2.0
# A voice so low that no text without a rule comes near to being proposed: not weighed, for speed.
SILENT = -1.5
# A post of a city or a newspaper is as long and as full of prices as an advertisement, and far more common.
A_POST, POSTS = 300, 2.0
TO_A_PERSON = ("obscene", "insult", "threat", "personal_data")
_LATIN = re.compile("[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Evidence:
    """`voices`: log-odds of the models; `rules`: the best score of each ground's rules, 0 where none spoke.

    `named`: which rules spoke for a ground or against it, each as `named()` tells it.
    """

    text: str
    voices: Mapping[Head, float]
    rules: Mapping[str, float]
    named: frozenset[str]


def named(ground: str, rule: str, score: float) -> str:
    """A rule, for one ground, when it is so sure: «insult insult-hard 0.75»."""
    return f"{ground} {rule} {score}"


def features(ground: Weighed, seen: Evidence, trust: Mapping[str, float]) -> list[float]:
    """What is weighed, in the order of the numbers in the model's file; `trust`: how far each rule is believed."""
    return [*_ruled(ground, seen, trust), *_whole(seen)]


def _ruled(ground: Weighed, seen: Evidence, trust: Mapping[str, float]) -> list[float]:
    """What rules say for this ground and against it."""
    said = [trust.get(name, 0.0) for name in seen.named if name.startswith(ground)]
    other = any(seen.rules[one] for one in TO_A_PERSON if one != ground)
    return [max(0.0, *said, 0.0), min(0.0, *said, 0.0), float(seen.rules[ground] > 0), float(other)]


def _whole(seen: Evidence) -> list[float]:
    """What is the same for every ground."""
    return [
        *(max(-LOUDEST, min(LOUDEST, seen.voices[head])) for head in HEADS),
        max(-3.0, min(6.0, points(spam_signals(seen.text)))),
        min(len(seen.text), 2 * LONG) / LONG,
        min(seen.text.count(" "), MANY) / MANY,
        min(1.0, len(_LATIN.findall(seen.text)) / (1 + len(seen.text))) if _LATIN.search(seen.text) else 0.0,
    ]


def weighed(seen: Evidence, grounds: Sequence[Weighed] = WEIGHED) -> dict[Weighed, float]:
    """0…1 for each ground; 0.5 is where it is proposed by default."""
    alone = FEWEST <= len(seen.text) <= MOST
    heard = [ground for ground in grounds if seen.rules[ground] or (alone and seen.voices[ground] > SILENT)]
    same = _whole(seen) if heard else []
    scores = dict.fromkeys(grounds, 0.0)
    scores |= {ground: _share(ground, [*_ruled(ground, seen, _trust()), *same], seen) for ground in heard}
    return scores


def _share(ground: Weighed, values: Sequence[float], seen: Evidence) -> float:
    weights, bias = _numbers()[ground]
    at = bias + sum(map(mul, weights, values)) - POSTS * (ground == "spam" and len(seen.text) > A_POST)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, at / CALM))))


@cache
def _trust() -> dict[str, float]:
    return dict(about()["trust"])


@cache
def _numbers() -> dict[Weighed, tuple[tuple[float, ...], float]]:
    return {ground: (tuple(told["weights"]), told["bias"]) for ground, told in about()["weighing"].items()}
