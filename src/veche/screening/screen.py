"""One comment or message against every ground: what rules found and what models heard, weighed together."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from veche.screening.folding import folded
from veche.screening.hits import Hit
from veche.screening.linear import Head, share, top_features, voices
from veche.screening.personal import reached
from veche.screening.phrases import initial
from veche.screening.ruling import rule_hits
from veche.screening.signals import repeated
from veche.screening.thresholds import DEFAULT, Thresholds
from veche.screening.tokens import WORD
from veche.screening.verdict import GROUNDS, Found, Screening
from veche.screening.weighing import WEIGHED, Evidence, Weighed, named, weighed

__all__ = ["DEFAULT", "GROUNDS", "LONGEST", "Found", "Screening", "Thresholds", "screen"]

# Longer texts are not comments; the cut keeps the time of a screening bounded.
LONGEST = 20_000
# From here on a moderator is shown by which words a model came to its score.
SHOWN = 0.4
WHY: dict[Weighed, str] = {
    "insult": "похоже на оскорбление по словам",
    "threat": "похоже на угрозу по словам",
    "spam": "похоже на рекламу по словам",
    "illegal": "похоже на запрещённое по словам: посмотрите",
    "personal_data": "похоже на личные данные по словам",
}
# A moderator reads no further for a reason.
TOLD = 1_000
# What needs no weighing: a word that people of the site named, a count, and rules that were right 96 times of 100.
CERTAIN = frozenset({"local-word", "spam-flood", "insult-obscene", "insult-said"})
# Never certain: what an account has learned can always stand above. Of the forbidden: «посмотреть».
MOST_SURE: dict[Weighed, float] = {"insult": 0.94, "threat": 0.94, "spam": 0.94, "illegal": 0.89, "personal_data": 0.94}
_REACHED = re.compile(r"@|\bid\s?\d{4}|\bник", re.IGNORECASE)


def screen(text: str, thresholds: Thresholds = DEFAULT) -> Screening:
    """Every ground that rules and models see, each with its score and the words that led to it."""
    text = text[:LONGEST]
    seen = folded(text)
    hits = rule_hits(seen, text, thresholds)
    kept = [hit for hit in hits if not _forgiven(hit, seen.text, thresholds)]
    whole = list(_of_the_whole(text))
    known = _evidence(text, [*kept, *whole], voices(text))
    forgiven = {hit.ground for hit in hits if hit.score} - {hit.ground for hit in kept if hit.score}
    scores = {ground: known.rules[ground] for ground in GROUNDS}
    certain = {hit.ground: hit.score for hit in sorted([*kept, *whole], key=_sureness) if hit.rule in CERTAIN}
    for ground, score in weighed(known).items():
        surest = min(MOST_SURE[ground], max(score, certain.get(ground, 0.0)))
        scores[ground] = 0.0 if ground in forgiven else round(surest, 3)
    scores["toxicity"] = share(known.voices["toxicity"])
    found = [Found(hit.ground, *seen.span(hit.start, hit.end), hit.rule, hit.words) for hit in kept if hit.score]
    found += [Found(hit.ground, hit.start, hit.end, hit.rule, hit.words) for hit in whole]
    found += _heard(text, scores, known)
    return Screening(_proposed(scores, thresholds), scores, _in_order(found))


def _sureness(hit: Hit) -> float:
    return hit.score


def evidence(text: str, spoken: Mapping[Head, float]) -> Evidence:
    """What the rules say of a text beside `spoken`, log-odds of models: training weighs this."""
    text = text[:LONGEST]
    seen = folded(text)
    return _evidence(text, [*rule_hits(seen, text, DEFAULT), *_of_the_whole(text)], spoken)


def _evidence(text: str, hits: Sequence[Hit], spoken: Mapping[Head, float]) -> Evidence:
    rules = dict.fromkeys(GROUNDS, 0.0)
    for hit in hits:
        rules[hit.ground] = max(rules[hit.ground], hit.score)
    spoke = frozenset(named(hit.ground, hit.rule, hit.score) for hit in hits)
    return Evidence(text, spoken, rules, spoke)


def _of_the_whole(text: str) -> Iterator[Hit]:
    """Hits in places of the text as it came."""
    if repeated(text):
        yield Hit("spam", 0, len(text), "spam-flood", "одно и то же много раз", 0.7)
    if ("@" in text or "id" in text or "ник" in text) and _REACHED.search(text):
        yield from reached(text)


def _heard(text: str, scores: Mapping[str, float], known: Evidence) -> Iterator[Found]:
    """By which words a model came to a score where no rule spoke."""
    for ground in WEIGHED:
        if scores[ground] >= SHOWN and not known.rules[ground]:
            for start, end, _share in top_features(text[:TOLD], ground, 3):
                yield Found(ground, start, end, f"{ground}-model", WHY[ground])


def _proposed(scores: Mapping[str, float], thresholds: Thresholds) -> tuple[str, ...]:
    over = [ground for ground in GROUNDS if scores[ground] and scores[ground] >= thresholds.of(ground)]
    return tuple(sorted(over, key=lambda ground: -scores[ground]))


def _in_order(found: Iterable[Found]) -> tuple[Found, ...]:
    """In the order of the text; what lies inside another find of its ground is left out."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end, one.ground)):
        if not any(other.ground == one.ground and one.end <= other.end for other in kept[-8:]):
            kept.append(one)
    return tuple(kept)


def _forgiven(hit: Hit, text: str, thresholds: Thresholds) -> bool:
    """Whether it rests on a word that people of the site called decent."""
    if not thresholds.decent:
        return False
    words = WORD.findall(text[hit.start : hit.end])
    return any(not thresholds.decent.isdisjoint({word, *initial(word)}) for word in words)
