"""One comment or message against every ground.

Most comments hold no word that any rule knows: a look at each word, remembered from comment to comment, is their cost.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from veche.screening import threat, topics
from veche.screening.disguise import Reading, disguised, unmasked
from veche.screening.folding import Folded, folded
from veche.screening.hits import Hit
from veche.screening.insult import insults
from veche.screening.learned import learned_hits
from veche.screening.linear import scores as linear_scores
from veche.screening.obscene import obscene
from veche.screening.personal import mails, personal
from veche.screening.phrases import initial
from veche.screening.rude_words import RUDE, Word, word_class
from veche.screening.setphrases import BEGINNINGS, begun, set_phrases
from veche.screening.signals import spam_hits, trusted
from veche.screening.threat import VIOLENT, threats, violent
from veche.screening.thresholds import DEFAULT, Thresholds
from veche.screening.tokens import WORD, sentences, tokens
from veche.screening.topics import SUBJECTS, subjects
from veche.screening.verdict import GROUNDS, Found, Screening
from veche.screening.wordlists import union

__all__ = ["DEFAULT", "GROUNDS", "LONGEST", "Found", "Screening", "Thresholds", "screen"]

# Longer texts are not comments; the cut keeps the time of a screening bounded.
LONGEST = 20_000
# As many words as so long a text has, written by a person.
MOST_WORDS = 1_500
REMEMBERED = 100_000
# The model's word on these is heard only where nothing speaks against it.
ACQUITTED = {"threat": threat.acquitted, "illegal": topics.acquitted}
_OBSCENE, _RUDE, _VIOLENT, _PHRASE, _SUBJECT = 1, 2, 4, 8, 16
# What is said to or of a person is seldom an advertisement.
_PERSONAL = ("obscene", "insult", "threat", "personal_data")
# A word that is not here leads nowhere: one look instead of seven.
_TELLING = union((*RUDE, *VIOLENT, BEGINNINGS, SUBJECTS))


def screen(text: str, thresholds: Thresholds = DEFAULT) -> Screening:
    """Every ground that rules and the model see, each with its score and the words that led to it."""
    text = text[:LONGEST]
    seen = folded(text)
    linear = linear_scores(text)
    hits = [
        hit
        for hit in _hits(seen, text, thresholds)
        if trusted(hit, text, linear["spam"]) and not _forgiven(hit, seen.text, thresholds)
    ]
    found = [_found(hit, seen) for hit in hits]
    if "@" in text:
        mail = list(mails(text))
        hits += mail
        found += [Found(hit.ground, hit.start, hit.end, hit.rule, hit.words) for hit in mail]
    scores = dict.fromkeys((*GROUNDS, "toxicity"), 0.0)
    for hit in hits:
        scores[hit.ground] = max(scores[hit.ground], hit.score)
    scores["toxicity"] = linear["toxicity"]
    for hit in list(learned_hits(text, linear, scores)):
        if ACQUITTED[hit.ground](seen.text):
            continue
        scores[hit.ground] = hit.score
        found.append(Found(hit.ground, hit.start, hit.end, hit.rule, hit.words))
    for hit in spam_hits(text, linear["spam"], scores["spam"], other=any(scores[ground] for ground in _PERSONAL)):
        scores["spam"] = max(scores["spam"], hit.score)
        found.append(Found(hit.ground, hit.start, hit.end, hit.rule, hit.words))
    proposed = [ground for ground in GROUNDS if scores[ground] and scores[ground] >= thresholds.of(ground)]
    proposed.sort(key=lambda ground: -scores[ground])
    return Screening(tuple(proposed), scores, _in_order(found))


def _in_order(found: Iterable[Found]) -> tuple[Found, ...]:
    """In the order of the text; what lies inside another find of its ground is left out."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end, one.ground)):
        if not any(other.ground == one.ground and one.end <= other.end for other in kept[-8:]):
            kept.append(one)
    return tuple(kept)


def _found(hit: Hit, seen: Folded) -> Found:
    return Found(hit.ground, *seen.span(hit.start, hit.end), hit.rule, hit.words)


def _hits(seen: Folded, raw: str, thresholds: Thresholds) -> Iterator[Hit]:
    text = unmasked(seen.text)
    words = WORD.findall(text)
    if len(words) > MOST_WORDS:
        text = text[: next(islice(WORD.finditer(text), MOST_WORDS, None)).start()]
        del words[MOST_WORDS:]
    kinds = 0
    for word in words:
        kinds |= _kinds(word)
    hidden = disguised(seen.text)
    for one in hidden:
        yield Hit(
            "obscene", one.start, one.end, "obscene-disguised", f"нецензурное слово {one.way}", min(0.9, one.root.score)
        )
    if kinds & _OBSCENE:
        yield from _plainly_obscene(text, hidden)
    if kinds > _OBSCENE:
        yield from _told(text, raw, kinds)
    if thresholds.added:
        yield from _added(text, thresholds)
    yield from personal(seen.text, raw)


@lru_cache(maxsize=REMEMBERED)
def _kinds(word: str) -> int:
    """What a word may lead to."""
    kinds = _OBSCENE if obscene(word) else 0
    if not _TELLING.has(word):
        return kinds
    kinds |= _RUDE * (word_class(word) is not Word.NONE) | _VIOLENT * bool(violent(word))
    return kinds | _PHRASE * bool(begun(word)) | _SUBJECT * SUBJECTS.has(word)


def _plainly_obscene(text: str, hidden: Sequence[Reading]) -> Iterator[Hit]:
    covered = {place for one in hidden for place in range(one.start, one.end)}
    for match in WORD.finditer(text):
        root = obscene(match[0])
        if root and match.start() not in covered:
            yield Hit("obscene", *match.span(), "obscene-root", "нецензурное слово", root.score)


def _told(text: str, raw: str, kinds: int) -> Iterator[Hit]:
    """What needs the words around: insults, threats, calls, offers."""
    words = sentences(tokens(text))
    if kinds & _PHRASE:
        yield from set_phrases(words, link=any(sign in raw for sign in ("://", "@", "t.me", "www.")))
    if kinds & _SUBJECT:
        yield from subjects(words)
    for sentence in words:
        if kinds & _RUDE:
            yield from insults(sentence)
        if kinds & _VIOLENT:
            yield from threats(sentence)


def _added(text: str, thresholds: Thresholds) -> Iterator[Hit]:
    """Words that people of the site called a violation, in any form."""
    for match in WORD.finditer(text):
        forms = {match[0], *initial(match[0])}
        for word, ground in thresholds.added:
            if word.replace("ё", "е") in forms:
                yield Hit(
                    ground, *match.span(), "local-word", f"слово, которое здесь считают нарушением: «{word}»", 0.8
                )


def _forgiven(hit: Hit, text: str, thresholds: Thresholds) -> bool:
    """Whether it rests on a word that people of the site called decent."""
    if not thresholds.decent:
        return False
    words = WORD.findall(text[hit.start : hit.end])
    return any(not thresholds.decent.isdisjoint({word, *initial(word)}) for word in words)
