"""Rules made of set phrases from `data/phrases_*.toml`: a phrase, what must be near it, and exceptions."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from veche.screening.dictionaries import data
from veche.screening.hits import Hit
from veche.screening.phrases import Index, Phrase, phrase
from veche.screening.tokens import Token
from veche.screening.wordlists import WordList

REMEMBERED = 50_000
# Matches tried in one text; more occur only in walls of one word.
MOST = 400


@dataclass(frozen=True, slots=True)
class SetRule:
    """`beside`: one of these phrases must occur in the text too; `unless`: none of these may. `ground` "": none."""

    name: str
    ground: str
    score: float
    why: str
    beside: Index[None] | None
    unless: Index[None] | None
    link: bool
    also: str


def _index(said: Sequence[str], classes: dict[str, str]) -> Index[None] | None:
    return Index([(phrase(one, classes), None) for one in said]) if said else None


def _rules(name: str) -> Iterator[tuple[Phrase, SetRule]]:
    content = data(name)
    classes = content["classes"]
    for one in content["rule"]:
        beside, unless = _index(one.get("with", ()), classes), _index(one.get("unless", ()), classes)
        rule = SetRule(
            one["name"],
            one.get("ground", ""),
            one.get("score", 0.0),
            one["why"],
            beside,
            unless,
            "link" in one,
            one.get("also", ""),
        )
        for said in one["say"]:
            yield phrase(said, classes), rule


def index_of(*names: str) -> Index[SetRule]:
    """The rules of these files."""
    return Index([one for name in names for one in _rules(name)])


_INDEX = index_of("phrases_insult", "phrases_threat", "phrases_illegal", "phrases_spam")


BEGINNINGS = WordList(*_INDEX.beginnings())


@lru_cache(maxsize=REMEMBERED)
def anchored_at(word: str) -> tuple[tuple[Phrase, SetRule], ...]:
    """The phrases whose anchor may match this word; usually none."""
    return _INDEX.of(word)


def may_hold(words: Sequence[str], anchored: Sequence[Sequence[tuple[Phrase, SetRule]]]) -> bool:
    """Whether any phrase occurs in these words, ignoring sentences. `anchored`: `anchored_at` of each word.

    Most texts contain an anchor without the rest of its phrase.
    """
    tries = 0
    for place, phrases in enumerate(anchored):
        for one, _rule in phrases:
            tries += 1
            if tries > MOST or one.at(words, place):
                return True
    return False


def set_phrases(sentences: Sequence[Sequence[Token]], *, link: bool) -> Iterator[Hit]:
    """Hits in a whole text. `link`: it contains an address, a nickname or a telephone."""
    for rule, first, last in standing_rules(anchored_at, sentences, link=link):
        for ground in filter(None, (rule.ground, rule.also)):
            yield Hit(ground, first.start, last.end, rule.name, rule.why, rule.score)


def standing_rules(
    anchored: Callable[[str], Sequence[tuple[Phrase, SetRule]]], sentences: Sequence[Sequence[Token]], *, link: bool
) -> Iterator[tuple[SetRule, Token, Token]]:
    """Rules that hold in a whole text, with the first and the last word of their phrase. `anchored`: `Index.of`."""
    said = [[token.word for token in words] for words in sentences]
    settled: dict[str, bool] = {}
    for rule, first, last in _standing(anchored, sentences, said):
        if rule.name not in settled:
            settled[rule.name] = _holds(rule, said, link)
        if settled[rule.name]:
            yield rule, first, last


def _standing(
    anchored: Callable[[str], Sequence[tuple[Phrase, SetRule]]],
    sentences: Sequence[Sequence[Token]],
    said: Sequence[Sequence[str]],
) -> Iterator[tuple[SetRule, Token, Token]]:
    """Each phrase within one sentence and outside quotations: its rule, first and last word."""
    tries = 0
    for words, here in zip(sentences, said, strict=True):
        for place, token in enumerate(words):
            for one, rule in anchored(token.word):
                tries += 1
                if tries > MOST:
                    return
                found = None if token.quoted else one.at(here, place)
                if found:
                    yield rule, words[found[0]], words[found[1]]


def _holds(rule: SetRule, sentences: Sequence[Sequence[str]], link: bool) -> bool:
    if rule.unless is not None and _said(rule.unless, sentences):
        return False
    return rule.beside is None or (link and rule.link) or _said(rule.beside, sentences)


def _said(index: Index[None], sentences: Sequence[Sequence[str]]) -> bool:
    return any(
        one.at(words, place)
        for words in sentences[:200]
        for place, word in enumerate(words[:400])
        for one, _ in index.of(word)
    )
