"""Screen one comment or message for every ground: rules and models, weighed combined."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from veche.screening.contact_owner import reweighed
from veche.screening.folding import Folded, folded
from veche.screening.hits import Hit
from veche.screening.linear import (
    Head,
    chanted_words,
    combined,
    is_repetitive,
    log_odds,
    packed_sum,
    share,
    top_features,
)
from veche.screening.model_mistakes import is_calm
from veche.screening.personal import reached
from veche.screening.phrases import initial
from veche.screening.quoted import without_quotes
from veche.screening.retyped import Retyped, retyped
from veche.screening.ruling import rule_hits
from veche.screening.sentences import sentence_spans
from veche.screening.signals import repeated
from veche.screening.thresholds import DEFAULT, Thresholds
from veche.screening.tokens import WORD
from veche.screening.verdict import GROUNDS, LAW_GROUNDS, Found, Screening
from veche.screening.weighing import IN_A_SENTENCE, LOWEST_ODDS, WEIGHED, Evidence, Weighed, named, weighed

__all__ = ["DEFAULT", "GROUNDS", "LONGEST", "Found", "Screening", "Thresholds", "screen"]

# Longer texts are no comments; the cut bounds the time of a screening.
LONGEST = 20_000
# From this score a moderator sees which words the model's score comes from.
SHOWN = 0.4
WHY: dict[Weighed, str] = {
    "insult": "похоже на оскорбление",
    "threat": "похоже на угрозу",
    "spam": "похоже на рекламу",
    "illegal": "похоже на запрещённое, посмотрите",
    "personal_data": "похоже на личные данные",
}
# The number of characters in which reasons are shown.
READ_IN = 1_000
# Grounds that quoted words of others may cause.
QUOTABLE = ("insult", "threat", "spam", "illegal")
# Grounds for which a model alone is not trusted in a very repetitive text.
NOT_IF_REPETITIVE = ("insult", "threat", "illegal", "personal_data")
# Rules that need no weighing: local words, counts, and rules that were right 96 times of 100.
CERTAIN = frozenset({"local-word", "spam-flood", "insult-obscene", "insult-said"})
# An illegal offer is called spam too only if it plainly is an advertisement: of seven people who labelled such offers
# three called them both, four only illegal. At 0.8 their spam F1 differ least, 0.84 to 0.90.
PLAINLY_SPAM = 0.8
# Below 1, so that a threshold learned for an account can exclude any score. Illegal: at most «посмотреть».
MOST_SURE: dict[Weighed, float] = {"insult": 0.94, "threat": 0.94, "spam": 0.94, "illegal": 0.89, "personal_data": 0.94}
_REACHED = re.compile(r"@|\bid\s?\d{4}|\bник", re.IGNORECASE)


class _Sentence(NamedTuple):
    score: float
    start: int
    end: int


_NO_SENTENCE = _Sentence(0.0, 0, 0)
type _Placed = list[tuple[Hit, int, int]]


def screen(text: str, thresholds: Thresholds = DEFAULT) -> Screening:
    """Screen a text: every ground with its score and the words that led to it."""
    text = text[:LONGEST]
    plain, typed = _judged(text, thresholds), retyped(text)
    return _both(plain, _judged(typed.text, thresholds), typed, thresholds) if typed else plain


def _both(plain: Screening, meant: Screening, typed: Retyped, thresholds: Thresholds) -> Screening:
    """Merge the screenings of the text as written and as retyped: the higher score counts."""
    scores = {ground: max(score, meant.scores[ground]) for ground, score in plain.scores.items()}
    found = [Found(one.ground, *typed.span(one.start, one.end), one.rule, one.words) for one in meant.spans]
    return Screening(_proposed(scores, thresholds), scores, _in_order([*plain.spans, *found]))


def _judged(text: str, thresholds: Thresholds) -> Screening:
    seen = folded(text)
    hits = list(_without_chanted(rule_hits(seen, text, thresholds), seen.text))
    kept = [hit for hit in hits if not _is_locally_decent(hit, seen.text, thresholds)]
    whole = list(_of_the_whole(text))
    spans = sentence_spans(text)
    parts = [packed_sum(text[start:end]) for start, end in spans] or [packed_sum(text)]
    known = _evidence(text, [*kept, *whole], log_odds(combined(parts)))
    told = _surest_sentences(text, _placed(kept, seen), spans, parts) if spans else {}
    forgiven = {hit.ground for hit in hits if hit.score} - {hit.ground for hit in kept if hit.score}
    scores = {ground: known.rules[ground] for ground in GROUNDS}
    certain = {hit.ground: hit.score for hit in sorted([*kept, *whole], key=_sureness) if hit.rule in CERTAIN}
    for ground, score in weighed(known).items():
        surest = min(MOST_SURE[ground], max(score, certain.get(ground, 0.0), told.get(ground, _NO_SENTENCE).score))
        scores[ground] = 0.0 if ground in forgiven else round(surest, 3)
    scores["toxicity"] = share(known.log_odds["toxicity"])
    if any(scores[ground] and not known.rules[ground] for ground in NOT_IF_REPETITIVE) and is_repetitive(text):
        scores |= {ground: 0.0 for ground in NOT_IF_REPETITIVE if not known.rules[ground]}
    _lower_mistaken(text, seen.text, scores, known.rules, thresholds)
    scores |= reweighed(seen.text, text, [*kept, *whole], scores)
    found = [Found(hit.ground, *seen.span(hit.start, hit.end), hit.rule, hit.words) for hit in kept if hit.score]
    found += [Found(hit.ground, hit.start, hit.end, hit.rule, hit.words) for hit in whole]
    found += _model_findings(text, scores, known, told)
    return Screening(_proposed(scores, thresholds), scores, _in_order(found))


def _lower_mistaken(
    raw: str, text: str, scores: dict[str, float], rules: Mapping[str, float], thresholds: Thresholds
) -> None:
    """Lower scores that a known mistake of a model or a quotation caused."""
    over = [ground for ground in QUOTABLE if scores[ground] >= thresholds.of(ground)]
    if not over:
        return
    for ground in over:
        if not rules[ground] and is_calm(ground, text, raw, scores[ground]):
            scores[ground] = 0.0
    if (own := without_quotes(raw)) is not None:
        log_odds = _judged(own, thresholds).scores
        scores.update({ground: min(scores[ground], log_odds[ground]) for ground in over})


def _sureness(hit: Hit) -> float:
    return hit.score


def evidence(text: str, spoken: Mapping[Head, float]) -> Evidence:
    """What the rules find in a text combined with `spoken`, the models' log-odds; used by training."""
    text = text[:LONGEST]
    seen = folded(text)
    return _evidence(text, [*rule_hits(seen, text, DEFAULT), *_of_the_whole(text)], spoken)


def evidence_by_sentence(text: str, spoken: Mapping[str, Mapping[Head, float]]) -> list[Evidence]:
    """The same for each sentence of a longer text. `spoken`: log-odds by sentence."""
    seen = folded(text)
    placed = _placed(rule_hits(seen, text, DEFAULT), seen)
    return [_of_sentence(text, span, placed, spoken[text[slice(*span)]]) for span in sentence_spans(text)]


def _placed(hits: Sequence[Hit], seen: Folded) -> _Placed:
    """Hits with their positions in the original text."""
    return [(hit, *(seen.span(hit.start, hit.end) if hit.end else (0, 0))) for hit in hits]


def _of_sentence(text: str, span: tuple[int, int], placed: _Placed, spoken: Mapping[Head, float]) -> Evidence:
    """Evidence of one sentence. Hits without a place (against a ground) count in each sentence."""
    start, end = span
    inside = [hit for hit, first, past in placed if not past or (start <= first and past <= end)]
    return _evidence(text[start:end], inside, spoken)


def _surest_sentences(
    text: str, placed: _Placed, spans: Sequence[tuple[int, int]], parts: Sequence[int]
) -> dict[Weighed, _Sentence]:
    surest: dict[Weighed, _Sentence] = {}
    for span, part in zip(spans, parts, strict=True):
        if not placed and max(log_odds(part, IN_A_SENTENCE).values()) <= LOWEST_ODDS:
            continue
        for ground, score in weighed(_of_sentence(text, span, placed, log_odds(part)), IN_A_SENTENCE).items():
            surest[ground] = max(surest.get(ground, _NO_SENTENCE), _Sentence(score, *span))
    return surest


def _evidence(text: str, hits: Sequence[Hit], spoken: Mapping[Head, float]) -> Evidence:
    rules = dict.fromkeys(GROUNDS, 0.0)
    for hit in hits:
        rules[hit.ground] = max(rules[hit.ground], hit.score)
    spoke = frozenset(named(hit.ground, hit.rule, hit.score) for hit in hits)
    return Evidence(text, spoken, rules, spoke)


def _of_the_whole(text: str) -> Iterator[Hit]:
    """Hits of rules for the whole text, with positions in the original."""
    if repeated(text):
        yield Hit("spam", 0, len(text), "spam-flood", "одно и то же много раз", 0.7)
    if ("@" in text or "id" in text or "ник" in text) and _REACHED.search(text):
        yield from reached(text)


def _model_findings(
    text: str, scores: Mapping[str, float], known: Evidence, told: Mapping[Weighed, _Sentence]
) -> Iterator[Found]:
    """The words that a model's score comes from, for grounds without a rule's hit; within the decisive sentence."""
    for ground in WEIGHED:
        if scores[ground] >= SHOWN and not known.rules[ground]:
            sentence = told.get(ground, _NO_SENTENCE)
            at, past = (sentence.start, sentence.end) if sentence.score >= SHOWN else (0, READ_IN)
            for start, end, _share in top_features(text[at:past][:READ_IN], ground, 3):
                yield Found(ground, at + start, at + end, f"{ground}-model", WHY[ground])


def _proposed(scores: Mapping[str, float], thresholds: Thresholds) -> tuple[str, ...]:
    over = [ground for ground in GROUNDS if scores[ground] and scores[ground] >= thresholds.of(ground)]
    if "illegal" in over and "spam" in over and scores["spam"] < PLAINLY_SPAM:
        over.remove("spam")
    return tuple(sorted(over, key=lambda ground: -scores[ground]))


def _in_order(found: Iterable[Found]) -> tuple[Found, ...]:
    """In the order of the text, without those inside another of the same ground."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end, one.ground)):
        if not any(other.ground == one.ground and one.end <= other.end for other in kept[-8:]):
            kept.append(one)
    return tuple(kept)


def _without_chanted(hits: Iterable[Hit], text: str) -> Iterator[Hit]:
    """Drop threats made of a word repeated in a row («Убью убью убью убью убью»): that is nonsense or flood."""
    chanted: Collection[str] | None = None
    for hit in hits:
        if hit.ground == "threat" and text[hit.start : hit.end].isalpha():
            chanted = chanted_words(text) if chanted is None else chanted
            if text[hit.start : hit.end] in chanted:
                continue
        yield hit


def _is_locally_decent(hit: Hit, text: str, thresholds: Thresholds) -> bool:
    """Whether the hit rests on a word that people of this installation marked as decent."""
    decent = thresholds.decent_by_law if hit.ground in LAW_GROUNDS else thresholds.decent
    if not decent:
        return False
    words = WORD.findall(text[hit.start : hit.end])
    return any(not decent.isdisjoint({word, *initial(word)}) for word in words)
