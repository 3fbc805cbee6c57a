"""A subject together with an intent, without a set phrase: «семена каннабиса почтой», «топор на тебя найдётся».

A subject alone is a resident's complaint, an intent alone an everyday word. Both are in `data/topics.toml`.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from veche.screening.addressee import TO_YOU
from veche.screening.dictionaries import around, data
from veche.screening.hits import Hit
from veche.screening.tokens import Token
from veche.screening.wordlists import grammar, union, wordlist

_DATA = data("topics")
_NAMES = (
    "topics",
    "papers/бумаги",
    "papers/как",
    "intents",
    "people/народ",
    "people/что",
    "people/зовут",
    "spare",
    "menace/чем",
    "menace/берегись",
    "menace/мирное",
)
_LISTS = {
    name: wordlist([_DATA[name.split("/")[0]][name.split("/")[1]]] if "/" in name else _DATA[name].values())
    for name in _NAMES
}
# Subjects that start the check; intents are too common.
SUBJECTS = union(_LISTS[name] for name in ("topics", "papers/бумаги", "people/народ", "menace/чем"))
# Words of complaints, of questions to an office and of everyday things.
EVERYDAY = _LISTS["spare"]
_COMPLAINS = around("threat", "complains")
REMEMBERED = 50_000
# Longer texts are neither offers nor shouts.
LONGEST = 30


@lru_cache(maxsize=REMEMBERED)
def _groups(word: str) -> frozenset[str]:
    return frozenset(name for name, words in _LISTS.items() if words.has(word))


def subjects(sentences: Sequence[Sequence[Token]]) -> Iterator[Hit]:
    """Hits if a whole short text is about an illegal subject and an intent."""
    words = [token for sentence in sentences for token in sentence]
    if len(words) > LONGEST:
        return
    placed: dict[str, list[Token]] = {}
    for token in words:
        for name in _groups(token.word):
            placed.setdefault(name, []).append(token)
    if "spare" not in placed:
        yield from _dealt(placed)
        yield from _called(placed)
    for sentence in sentences:
        yield from _menaced(sentence)


def _dealt(placed: dict[str, list[Token]]) -> Iterator[Hit]:
    """Offers of or searches for drugs, arms and crime; documents only when obtained outside the offices."""
    if "topics" in placed and "intents" in placed:
        for token in placed["topics"]:
            if any(other is not token for other in placed["intents"]):
                yield _hit(token, "illegal", "topic", "запретное, которое предлагают или ищут")
    if "papers/бумаги" in placed and "papers/как" in placed and "intents" in placed:
        for token in placed["papers/бумаги"]:
            yield _hit(token, "illegal", "papers-topic", "бумаги, которые предлагают в обход порядка")


def _called(placed: dict[str, list[Token]]) -> Iterator[Hit]:
    """Calls: people, what should be done to them, and an appeal to do it."""
    if {"people/народ", "people/что", "people/зовут"} <= placed.keys():
        for token in placed["people/что"]:
            yield _hit(token, "illegal", "call-topic", "похоже на призыв против людей")


def _menaced(words: Sequence[Token]) -> Iterator[Hit]:
    """Menaces: a weapon or a body part, a person addressed, and a promise or «жди»."""
    groups = [_groups(token.word) for token in words]
    with_what = [token for token, own in zip(words, groups, strict=True) if "menace/чем" in own and not token.quoted]
    if not with_what or any("menace/мирное" in own for own in groups):
        return
    said = {token.word for token in words}
    if not said & TO_YOU or said & _COMPLAINS or "не" in said:
        return
    if any("menace/берегись" in own for own in groups) or any(_promises(token.word) for token in words):
        yield _hit(with_what[0], "threat", "menace", "оружие или увечье, «тебе» или «вам» и обещание")


@lru_cache(maxsize=REMEMBERED)
def _promises(word: str) -> bool:
    """Whether the word can only be a first-person future verb."""
    own = grammar(word)
    return own.parts == {"VERB"} and own.first_person and own.future


def _hit(token: Token, ground: str, rule: str, why: str) -> Hit:
    return Hit(ground, token.start, token.end, rule, f"{why}: «{token.word}»", 0.55)
