"""Everything that rules find in one text, before it is weighed.

Most comments hold no word that any rule knows: a look at each word, remembered from comment to comment, is their cost.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from veche.screening.apart import apart
from veche.screening.disguise import disguised, is_strange, unmasked
from veche.screening.folding import Folded
from veche.screening.hidden import Reading
from veche.screening.hits import Hit, against
from veche.screening.insult import insults
from veche.screening.memory import remembered
from veche.screening.obscene import HUMILIATING, obscene
from veche.screening.personal import personal
from veche.screening.phrases import Phrase, initial
from veche.screening.rude_words import RUDE, Word, word_class
from veche.screening.setphrases import BEGINNINGS, SetRule, begun, may_hold, set_phrases
from veche.screening.spelling import respelt
from veche.screening.threat import HARMLESS, VIOLENT, complains, threats, violent
from veche.screening.thresholds import Thresholds
from veche.screening.tokens import WORD, Token, sentences, tokens
from veche.screening.topics import EVERYDAY, SUBJECTS, subjects
from veche.screening.torn import is_fragment
from veche.screening.wordlists import union

# As many words as the longest comment has, written by a person.
MOST_WORDS = 1_500
REMEMBERED = 50_000
_OBSCENE, _FRAGMENT, _RUDE, _VIOLENT, _PHRASE, _SUBJECT, _COMPLAINS, _HARMLESS, _EVERYDAY = (1 << n for n in range(9))
_TOLD = _RUDE | _VIOLENT | _PHRASE | _SUBJECT
# Words that speak against a ground wherever they stand in a text.
_AGAINST = (
    (_COMPLAINS, against("threat", "complains")),
    (_HARMLESS, against("threat", "harmless")),
    (_EVERYDAY, against("illegal", "everyday")),
)
# A word that is not here leads nowhere: one look instead of seven.
_TELLING = union((*RUDE, *VIOLENT, BEGINNINGS, SUBJECTS))
_CALMING = union((HARMLESS, EVERYDAY))
_TURKIC = re.compile("[ӑӗҫӳәөүңғқҗһұі]", re.IGNORECASE)


class WordTraits(NamedTuple):
    """What one word may lead to, the word as it was meant, and the phrases that it may anchor."""

    kinds: int
    meant: str
    phrases: tuple[tuple[Phrase, SetRule], ...] = ()


def rule_hits(seen: Folded, raw: str, thresholds: Thresholds) -> list[Hit]:
    """Of one text, folded and as it came; places are those of the folded one."""
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
    if _CALMING.has(word):
        kinds |= _HARMLESS * HARMLESS.has(word) | _EVERYDAY * EVERYDAY.has(word)
    meant = word
    if not _TELLING.has(word):
        meant = respelt(word)
        if meant == word:
            return WordTraits(kinds, word)
    kinds |= _RUDE * (word_class(meant) is not Word.NONE) | _VIOLENT * bool(violent(meant))
    phrases = begun(meant)
    return WordTraits(kinds | _PHRASE * bool(phrases) | _SUBJECT * SUBJECTS.has(meant), meant, phrases)


def _hidden(seen: Folded, text: str, raw: str, kinds: int) -> Iterator[Hit]:
    """Obscene words, plain and in disguise, and what else is hidden among signs."""
    strange = is_strange(seen.text)
    hidden = disguised(seen.text, split=bool(kinds & _FRAGMENT), strange=strange)
    obscenities = [*_in_disguise(hidden), *(_plainly_obscene(text, hidden) if kinds & _OBSCENE else ())]
    if obscenities:
        yield from _russian(obscenities, seen, raw) if len(_TURKIC.findall(raw)) > 2 else obscenities
    if strange:
        yield from apart(seen.text)


def _in_disguise(hidden: Iterable[Reading]) -> Iterator[Hit]:
    for one in hidden:
        score = min(0.9, one.root.score)
        yield Hit("obscene", one.start, one.end, "obscene-disguised", f"нецензурное слово {one.way}", score)
        if one.root.name in HUMILIATING:
            yield Hit("insult", one.start, one.end, "insult-obscene", "слово, которым унижают, спрятано", 0.75)


def _russian(hits: Iterable[Hit], seen: Folded, raw: str) -> Iterator[Hit]:
    """Chuvash, Tatar or Kazakh: a word with letters that Russian lacks is no Russian root."""
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
    """What needs the words around: insults, threats, calls, offers."""
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
    """Words that people of the site called a violation, in any form."""
    for match in WORD.finditer(text):
        forms = {match[0], *initial(match[0])}
        for word, ground in thresholds.added:
            if word.replace("ё", "е") in forms:
                yield Hit(
                    ground, *match.span(), "local-word", f"слово, которое здесь считают нарушением: «{word}»", 0.8
                )
