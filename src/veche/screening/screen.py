"""One comment or message against every ground: what rules found and what models heard, weighed together."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from veche.screening.calm import is_calm
from veche.screening.folding import Folded, folded
from veche.screening.hits import Hit
from veche.screening.linear import Head, chanted_words, rambles, said, share, summed, together, top_features
from veche.screening.personal import reached
from veche.screening.phrases import initial
from veche.screening.quoted import without_quotes
from veche.screening.retyped import Retyped, retyped
from veche.screening.ruling import rule_hits
from veche.screening.sentences import sentence_spans
from veche.screening.signals import repeated
from veche.screening.thresholds import DEFAULT, Thresholds
from veche.screening.tokens import WORD
from veche.screening.verdict import GROUNDS, Found, Screening
from veche.screening.weighing import IN_A_SENTENCE, SILENT, WEIGHED, Evidence, Weighed, named, weighed
from veche.screening.whose import reweighed

__all__ = ["DEFAULT", "GROUNDS", "LONGEST", "Found", "Screening", "Thresholds", "screen"]

# Longer texts are not comments; the cut keeps the time of a screening bounded.
LONGEST = 20_000
# From here on a moderator is shown by which words a model came to its score.
SHOWN = 0.4
WHY: dict[Weighed, str] = {
    "insult": "похоже на оскорбление",
    "threat": "похоже на угрозу",
    "spam": "похоже на рекламу",
    "illegal": "похоже на запрещённое, посмотрите",
    "personal_data": "похоже на личные данные",
}
# A moderator reads no further for a reason.
TOLD = 1_000
# Grounds that somebody else's words may bring in.
TOLD_OF = ("insult", "threat", "spam", "illegal")
# What a model alone is not believed about in a text that repeats the same words over and over.
NOT_OF_RAMBLING = ("insult", "threat", "illegal", "personal_data")
# What needs no weighing: a word that people of the site named, a count, and rules that were right 96 times of 100.
CERTAIN = frozenset({"local-word", "spam-flood", "insult-obscene", "insult-said"})
# What is forbidden is called an advertisement too only when it is plainly one: of seven hands that labelled offers of
# what is forbidden three called them both, four the forbidden alone. At 0.8 their spam F1 differ least, 0.84 to 0.90.
PLAINLY_SPAM = 0.8
# Never certain: what an account has learned can always stand above. Of the forbidden: «посмотреть».
MOST_SURE: dict[Weighed, float] = {"insult": 0.94, "threat": 0.94, "spam": 0.94, "illegal": 0.89, "personal_data": 0.94}
_REACHED = re.compile(r"@|\bid\s?\d{4}|\bник", re.IGNORECASE)


class _Sentence(NamedTuple):
    score: float
    start: int
    end: int


_NOWHERE = _Sentence(0.0, 0, 0)
type _Placed = list[tuple[Hit, int, int]]


def screen(text: str, thresholds: Thresholds = DEFAULT) -> Screening:
    """Every ground that rules and models see, each with its score and the words that led to it."""
    text = text[:LONGEST]
    plain, typed = _judged(text, thresholds), retyped(text)
    return _both(plain, _judged(typed.text, thresholds), typed, thresholds) if typed else plain


def _both(plain: Screening, meant: Screening, typed: Retyped, thresholds: Thresholds) -> Screening:
    """As it came and as it was meant: what either shows is shown."""
    scores = {ground: max(score, meant.scores[ground]) for ground, score in plain.scores.items()}
    found = [Found(one.ground, *typed.span(one.start, one.end), one.rule, one.words) for one in meant.spans]
    return Screening(_proposed(scores, thresholds), scores, _in_order([*plain.spans, *found]))


def _judged(text: str, thresholds: Thresholds) -> Screening:
    seen = folded(text)
    hits = list(_without_chanted(rule_hits(seen, text, thresholds), seen.text))
    kept = [hit for hit in hits if not _forgiven(hit, seen.text, thresholds)]
    whole = list(_of_the_whole(text))
    spans = sentence_spans(text)
    parts = [summed(text[start:end]) for start, end in spans] or [summed(text)]
    known = _evidence(text, [*kept, *whole], said(together(parts)))
    told = _surest_sentences(text, _placed(kept, seen), spans, parts) if spans else {}
    forgiven = {hit.ground for hit in hits if hit.score} - {hit.ground for hit in kept if hit.score}
    scores = {ground: known.rules[ground] for ground in GROUNDS}
    certain = {hit.ground: hit.score for hit in sorted([*kept, *whole], key=_sureness) if hit.rule in CERTAIN}
    for ground, score in weighed(known).items():
        surest = min(MOST_SURE[ground], max(score, certain.get(ground, 0.0), told.get(ground, _NOWHERE).score))
        scores[ground] = 0.0 if ground in forgiven else round(surest, 3)
    scores["toxicity"] = share(known.voices["toxicity"])
    if any(scores[ground] and not known.rules[ground] for ground in NOT_OF_RAMBLING) and rambles(text):
        scores |= {ground: 0.0 for ground in NOT_OF_RAMBLING if not known.rules[ground]}
    _calm_down(text, seen.text, scores, known.rules, thresholds)
    scores |= reweighed(seen.text, text, [*kept, *whole], scores)
    found = [Found(hit.ground, *seen.span(hit.start, hit.end), hit.rule, hit.words) for hit in kept if hit.score]
    found += [Found(hit.ground, hit.start, hit.end, hit.rule, hit.words) for hit in whole]
    found += _heard(text, scores, known, told)
    return Screening(_proposed(scores, thresholds), scores, _in_order(found))


def _calm_down(
    raw: str, text: str, scores: dict[str, float], rules: Mapping[str, float], thresholds: Thresholds
) -> None:
    """Lower the scores of what a model alone mistook and of what the author only quotes."""
    over = [ground for ground in TOLD_OF if scores[ground] >= thresholds.of(ground)]
    if not over:
        return
    for ground in over:
        if not rules[ground] and is_calm(ground, text, raw, scores[ground]):
            scores[ground] = 0.0
    if (own := without_quotes(raw)) is not None:
        said = _judged(own, thresholds).scores
        scores.update({ground: min(scores[ground], said[ground]) for ground in over})


def _sureness(hit: Hit) -> float:
    return hit.score


def evidence(text: str, spoken: Mapping[Head, float]) -> Evidence:
    """What the rules say of a text beside `spoken`, log-odds of models: training weighs this."""
    text = text[:LONGEST]
    seen = folded(text)
    return _evidence(text, [*rule_hits(seen, text, DEFAULT), *_of_the_whole(text)], spoken)


def evidence_apart(text: str, spoken: Mapping[str, Mapping[Head, float]]) -> list[Evidence]:
    """The same of each sentence of several; `spoken` by its words."""
    seen = folded(text)
    placed = _placed(rule_hits(seen, text, DEFAULT), seen)
    return [_of_sentence(text, span, placed, spoken[text[slice(*span)]]) for span in sentence_spans(text)]


def _placed(hits: Sequence[Hit], seen: Folded) -> _Placed:
    """With their places in the text as it came."""
    return [(hit, *(seen.span(hit.start, hit.end) if hit.end else (0, 0))) for hit in hits]


def _of_sentence(text: str, span: tuple[int, int], placed: _Placed, spoken: Mapping[Head, float]) -> Evidence:
    """What speaks against a ground and stands nowhere speaks in each sentence."""
    start, end = span
    inside = [hit for hit, first, past in placed if not past or (start <= first and past <= end)]
    return _evidence(text[start:end], inside, spoken)


def _surest_sentences(
    text: str, placed: _Placed, spans: Sequence[tuple[int, int]], parts: Sequence[int]
) -> dict[Weighed, _Sentence]:
    surest: dict[Weighed, _Sentence] = {}
    for span, part in zip(spans, parts, strict=True):
        if not placed and max(said(part, IN_A_SENTENCE).values()) <= SILENT:
            continue
        for ground, score in weighed(_of_sentence(text, span, placed, said(part)), IN_A_SENTENCE).items():
            surest[ground] = max(surest.get(ground, _NOWHERE), _Sentence(score, *span))
    return surest


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


def _heard(
    text: str, scores: Mapping[str, float], known: Evidence, told: Mapping[Weighed, _Sentence]
) -> Iterator[Found]:
    """By which words a model came to a score where no rule spoke; of the sentence that it came from."""
    for ground in WEIGHED:
        if scores[ground] >= SHOWN and not known.rules[ground]:
            sentence = told.get(ground, _NOWHERE)
            at, past = (sentence.start, sentence.end) if sentence.score >= SHOWN else (0, TOLD)
            for start, end, _share in top_features(text[at:past][:TOLD], ground, 3):
                yield Found(ground, at + start, at + end, f"{ground}-model", WHY[ground])


def _proposed(scores: Mapping[str, float], thresholds: Thresholds) -> tuple[str, ...]:
    over = [ground for ground in GROUNDS if scores[ground] and scores[ground] >= thresholds.of(ground)]
    if "illegal" in over and "spam" in over and scores["spam"] < PLAINLY_SPAM:
        over.remove("spam")
    return tuple(sorted(over, key=lambda ground: -scores[ground]))


def _in_order(found: Iterable[Found]) -> tuple[Found, ...]:
    """In the order of the text; what lies inside another find of its ground is left out."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end, one.ground)):
        if not any(other.ground == one.ground and one.end <= other.end for other in kept[-8:]):
            kept.append(one)
    return tuple(kept)


def _without_chanted(hits: Iterable[Hit], text: str) -> Iterator[Hit]:
    """«Убью убью убью убью убью» says of nobody what it would do to whom: a word in a row is nonsense, or a flood."""
    chanted: Collection[str] | None = None
    for hit in hits:
        if hit.ground == "threat" and text[hit.start : hit.end].isalpha():
            chanted = chanted_words(text) if chanted is None else chanted
            if text[hit.start : hit.end] in chanted:
                continue
        yield hit


def _forgiven(hit: Hit, text: str, thresholds: Thresholds) -> bool:
    """Whether it rests on a word that people of the site called decent."""
    if not thresholds.decent:
        return False
    words = WORD.findall(text[hit.start : hit.end])
    return any(not thresholds.decent.isdisjoint({word, *initial(word)}) for word in words)
