"""Topics of municipal questions, by their words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from veche.routing.lexicon import Lexicon, data, weight_of_place
from veche.routing.words import Word

WEAK = 0.45
PHRASE = 1.6
# A topic with so much of the best one's score is meant too: «в подъезде 3 нет отопления».
NEAR = 0.6
# What is dangerous goes before what is only near it: «горит мусор» is a fire.
_FIRST: Mapping[str, float] = {"emergency": 1.5}


@dataclass(frozen=True, slots=True)
class Topic:
    """`outage`: its absence is a raised trouble. `houses`: numbers of one street that may share one trouble."""

    key: str
    name: str
    strong: Lexicon
    weak: Lexicon
    outage: bool
    houses: int


@cache
def topics() -> Mapping[str, Topic]:
    """All topics by key."""
    return {
        key: Topic(
            key,
            one["name"],
            Lexicon(one["words"]),
            Lexicon(one.get("weak", ())),
            outage=one.get("outage", False),
            houses=one.get("houses", 0),
        )
        for key, one in data("topics").items()
    }


def topic_scores(words: Sequence[Word]) -> dict[str, float]:
    """Topics with a score above nought."""
    found = {}
    for key, topic in topics().items():
        score = sum(_weighed(hit.is_phrase, words, hit.word) for hit in topic.strong.hits(words))
        # «дети» is both «дети» and «ребенок»: one word counts once.
        weak = {hit.word.start: weight_of_place(words, hit.word) for hit in topic.weak.hits(words)}
        score += WEAK * sum(weak.values())
        if score:
            found[key] = score * _FIRST.get(key, 1.0)
    return found


def near_best(scores: Mapping[str, float]) -> list[str]:
    """The best topic and those near it, the best one first."""
    order = sorted(scores, key=lambda key: -scores[key])
    return [key for key in order if scores[key] >= NEAR * scores[order[0]]]


def subject_of(words: Sequence[Word], topic: str | None) -> frozenset[str]:
    """The words that the comment says of its topic; empty without a topic."""
    if topic is None:
        return frozenset()
    return frozenset(" ".join(hit.entry) for hit in topics()[topic].strong.hits(words))


def _weighed(is_phrase: bool, words: Sequence[Word], word: Word) -> float:
    return weight_of_place(words, word) * (PHRASE if is_phrase else 1.0)
