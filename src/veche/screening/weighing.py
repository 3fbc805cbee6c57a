"""The score of a ground: rules and the linear models of the whole text, weighed together.

A rule judges a word without the rest; a model judges the whole without certainty. The precision of each rule and a few
weights per ground, both measured on lines that neither had seen, combine them into one score
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
# Grounds that are judged sentence by sentence.
IN_A_SENTENCE: tuple[Weighed, ...] = ("insult", "threat")
# Lengths in letters: below, the models have too little evidence; above, everything adds up, so only rules count.
FEWEST, MOST = 6, 1_000
LONG, MANY = 400, 12
# Bound of the log-odds: more is no more certain.
HIGHEST_ODDS = 6.0
# Temperature: spreads the scores instead of crowding them at 1, so that an account's own threshold makes a difference.
TEMPERATURE = 2.0
# Log-odds below which a text without a rule's hit cannot come near a proposal: not weighed, for speed.
LOWEST_ODDS = -1.5
# A post of a city or a newspaper is as long and as full of prices as an advertisement, and far more common.
A_POST, POSTS = 300, 2.0
TO_A_PERSON = ("obscene", "insult", "threat", "personal_data")
_LATIN = re.compile("[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Evidence:
    """`log_odds`: log-odds of the models; `rules`: the best score of each ground's rules, 0 without a hit.

    `named`: the rules for or against a ground, in the format of `named()`.
    """

    text: str
    log_odds: Mapping[Head, float]
    rules: Mapping[str, float]
    named: frozenset[str]


def named(ground: str, rule: str, score: float) -> str:
    """A rule with its ground and score: «insult insult-hard 0.75»."""
    return f"{ground} {rule} {score}"


def features(ground: Weighed, seen: Evidence, trust: Mapping[str, float]) -> list[float]:
    """The features in the order of the model's file. `trust`: the weight of each rule."""
    return [*_ruled(ground, seen, trust), *_whole(seen)]


def _ruled(ground: Weighed, seen: Evidence, trust: Mapping[str, float]) -> list[float]:
    """Features of the rules for and against this ground."""
    said = [trust.get(name, 0.0) for name in seen.named if name.startswith(ground)]
    other = any(seen.rules[one] for one in TO_A_PERSON if one != ground)
    return [max(0.0, *said, 0.0), min(0.0, *said, 0.0), float(seen.rules[ground] > 0), float(other)]


def _whole(seen: Evidence) -> list[float]:
    """Features that are the same for every ground."""
    return [
        *(max(-HIGHEST_ODDS, min(HIGHEST_ODDS, seen.log_odds[head])) for head in HEADS),
        max(-3.0, min(6.0, points(spam_signals(seen.text)))),
        min(len(seen.text), 2 * LONG) / LONG,
        min(seen.text.count(" "), MANY) / MANY,
        min(1.0, len(_LATIN.findall(seen.text)) / (1 + len(seen.text))) if _LATIN.search(seen.text) else 0.0,
    ]


def weighed(seen: Evidence, grounds: Sequence[Weighed] = WEIGHED) -> dict[Weighed, float]:
    """Score 0…1 for each ground; by default it is proposed from 0.5."""
    alone = FEWEST <= len(seen.text) <= MOST
    heard = [ground for ground in grounds if seen.rules[ground] or (alone and seen.log_odds[ground] > LOWEST_ODDS)]
    same = _whole(seen) if heard else []
    scores = dict.fromkeys(grounds, 0.0)
    scores |= {ground: _share(ground, [*_ruled(ground, seen, _trust()), *same], seen) for ground in heard}
    return scores


def _share(ground: Weighed, values: Sequence[float], seen: Evidence) -> float:
    weights, bias = _numbers()[ground]
    at = bias + sum(map(mul, weights, values)) - POSTS * (ground == "spam" and len(seen.text) > A_POST)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, at / TEMPERATURE))))


@cache
def _trust() -> dict[str, float]:
    return dict(about()["trust"])


@cache
def _numbers() -> dict[Weighed, tuple[tuple[float, ...], float]]:
    return {ground: (tuple(told["weights"]), told["bias"]) for ground, told in about()["weighing"].items()}
