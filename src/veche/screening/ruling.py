"""Apply all rules to one text, before weighing.

Most comments contain no word of any rule; their cost is one cached look-up per word.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from veche.screening.disguise import disguised, is_strange, unmasked
from veche.screening.disguised_word import Reading
from veche.screening.folding import Folded
from veche.screening.hits import Hit, against
from veche.screening.insult import insults
from veche.screening.memory import remembered
from veche.screening.obscene import HUMILIATING, obscene
from veche.screening.personal import personal
from veche.screening.phrases import Phrase, initial
from veche.screening.rude_words import RUDE, Word, word_class
from veche.screening.setphrases import BEGINNINGS, SetRule, anchored_at, may_hold, set_phrases
from veche.screening.spaced_words import spaced_words
from veche.screening.spelling import respelt
from veche.screening.split_words import is_fragment
from veche.screening.threat import HARMLESS, VIOLENT, complains, threats, violent
from veche.screening.thresholds import Thresholds
from veche.screening.tokens import WORD, Token, sentences, tokens
from veche.screening.topics import EVERYDAY, SUBJECTS, subjects
from veche.screening.wordlists import union

# More words than the longest comment written by a person has.
MOST_WORDS = 1_500
REMEMBERED = 50_000
_OBSCENE, _FRAGMENT, _RUDE, _VIOLENT, _PHRASE, _SUBJECT, _COMPLAINS, _HARMLESS, _EVERYDAY = (1 << n for n in range(9))
_TOLD = _RUDE | _VIOLENT | _PHRASE | _SUBJECT
# Words that are evidence against a ground anywhere in a text.
_AGAINST = (
    (_COMPLAINS, against("threat", "complains")),
    (_HARMLESS, against("threat", "harmless")),
    (_EVERYDAY, against("illegal", "everyday")),
)
# A word not in here matches no rule: one look-up instead of seven.
_RULE_WORDS = union((*RUDE, *VIOLENT, BEGINNINGS, SUBJECTS))
_NEUTRAL_WORDS = union((HARMLESS, EVERYDAY))
_TURKIC = re.compile("[ӑӗҫӳәөүңғқҗһұі]", re.IGNORECASE)


class WordTraits(NamedTuple):
    """`kinds`: rules that the word may match; `meant`: the corrected word; `phrases`: those that it may anchor."""

    kinds: int
    meant: str
    phrases: tuple[tuple[Phrase, SetRule], ...] = ()


def rule_hits(seen: Folded, raw: str, thresholds: Thresholds) -> list[Hit]:
    """Hits in one text; positions refer to the folded text."""
    text = unmasked(seen.text)
    words = WORD.findall(text)
    if len(words) > MOST_WORDS:
        text = text[: next(islice(WORD.finditer(text), MOST_WORDS, None)).start()]
        del words[MOST_WORDS:]
    traits_of_words = [_traits[word] for word in words]
    kinds = 0
    for traits in traits_of_words:
        kinds |= traits.kinds
    if kinds & _PHRASE and not may_hold(
        [traits.meant for traits in traits_of_words], [traits.phrases for traits in traits_of_words]
    ):
        kinds &= ~_PHRASE
    found = list(_hidden(seen, text, raw, kinds))
    if kinds & _TOLD:
        found += _told(text, raw, kinds)
    if thresholds.added:
        found += _added(text, thresholds)
    found += [hit for bit, hit in _AGAINST if kinds & bit]
    found += personal(seen.text, raw)
    return found


@remembered(REMEMBERED)
def _traits(word: str) -> WordTraits:
    kinds = _OBSCENE * bool(obscene(word)) | _COMPLAINS * complains(word) | _FRAGMENT * is_fragment[word]
    if _NEUTRAL_WORDS.has(word):
        kinds |= _HARMLESS * HARMLESS.has(word) | _EVERYDAY * EVERYDAY.has(word)
    meant = word
    if not _RULE_WORDS.has(word):
        meant = respelt(word)
        if meant == word:
            return WordTraits(kinds, word)
    kinds |= _RUDE * (word_class(meant) is not Word.NONE) | _VIOLENT * bool(violent(meant))
    phrases = anchored_at(meant)
    return WordTraits(kinds | _PHRASE * bool(phrases) | _SUBJECT * SUBJECTS.has(meant), meant, phrases)


def _hidden(seen: Folded, text: str, raw: str, kinds: int) -> Iterator[Hit]:
    """Obscene words, plain and disguised, and other words hidden among signs."""
    strange = is_strange(seen.text)
    hidden = disguised(seen.text, split=bool(kinds & _FRAGMENT), strange=strange)
    obscenities = [*_in_disguise(hidden), *(_plainly_obscene(text, hidden) if kinds & _OBSCENE else ())]
    if obscenities:
        yield from _russian(obscenities, seen, raw) if len(_TURKIC.findall(raw)) > 2 else obscenities
    if strange:
        yield from spaced_words(seen.text)


def _in_disguise(hidden: Iterable[Reading]) -> Iterator[Hit]:
    for one in hidden:
        score = min(0.9, one.root.score)
        yield Hit("obscene", one.start, one.end, "obscene-disguised", f"нецензурное слово {one.way}", score)
        if one.root.name in HUMILIATING:
            yield Hit("insult", one.start, one.end, "insult-obscene", "слово, которым унижают, спрятано", 0.75)


def _russian(hits: Iterable[Hit], seen: Folded, raw: str) -> Iterator[Hit]:
    """Drop hits in Chuvash, Tatar or Kazakh words: those with letters that Russian lacks."""
    for hit in hits:
        start, end = seen.span(hit.start, hit.end)
        if not _TURKIC.search(raw[start:end]):
            yield hit


def _plainly_obscene(text: str, hidden: Sequence[Reading]) -> Iterator[Hit]:
    covered = {place for one in hidden for place in range(one.start, one.end)}
    for match in WORD.finditer(text):
        root = obscene(match[0])
        if root and match.start() not in covered:
            yield Hit("obscene", *match.span(), "obscene-root", "нецензурное слово", root.score)


def _meant(token: Token) -> Token:
    word = _traits[token.word].meant
    return token if word == token.word else token._replace(word=word)


def _told(text: str, raw: str, kinds: int) -> Iterator[Hit]:
    """Hits of rules that need the surrounding words: insults, threats, calls, offers."""
    words = sentences([_meant(token) for token in tokens(text)])
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
    """Words that people of this installation marked as violations, in any form."""
    for match in WORD.finditer(text):
        forms = {match[0], *initial(match[0])}
        for word, ground in thresholds.added:
            if word.replace("ё", "е") in forms:
                yield Hit(
                    ground, *match.span(), "local-word", f"слово, которое здесь считают нарушением: «{word}»", 0.8
                )
