"""Threats and calls to violence: a verb of violence, its mood and person, and a person as its target.

«Я тебя убью», «сожгу вашу контору», «тебя найдут» are threats; «надо повесить», «бейте их» are calls and also
`illegal`. «Нас убьют такие дороги», «не убью», «убить время» and complaints about others are neither.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from veche.screening.dictionaries import around, data
from veche.screening.hits import Hit, against
from veche.screening.phrases import initial
from veche.screening.rude_words import PERSON, Word, word_class
from veche.screening.tokens import Token
from veche.screening.wordlists import grammar, wordlist

_LISTS = {name: wordlist(groups.values()) for name, groups in data("violence").items()}
# Harmless objects of such verbs: «время», «бюджет», «тревога».
HARMLESS = _LISTS["harmless"]
VIOLENT = _STRONG, _WEAK = _LISTS["strong"], _LISTS["weak"]
_THEE = around("threat", "thee")
_THEM = around("threat", "them")
_MODAL = around("threat", "modal")
_COMPLAINS = around("threat", "complains")
_NOBODY = around("threat", "nobody")


@lru_cache(maxsize=50_000)
def violent(word: str) -> int:
    """2: a verb that needs no object, 1: one that needs a person, 0: neither."""
    if len(word) < 4:
        return 0
    strength = 2 if _STRONG.has(word) else int(_WEAK.has(word))
    return strength if strength and ("VERB" in grammar(word).parts or _STRONG.begins(word)) else 0


def threats(words: Sequence[Token]) -> Iterator[Hit]:
    """Hits in one sentence."""
    for place, token in enumerate(words):
        strength = violent(token.word)
        if not strength:
            continue
        if _not_meant(words, place):
            yield against("threat", f"not-meant-{strength}")
        else:
            yield from list(_judged(words, place, strength)) or [against("threat", f"nobody-{strength}")]


def complains(word: str) -> bool:
    """Whether the word belongs to a report of somebody else's threat: «угрожает», «полиция»."""
    return word in _COMPLAINS


def _not_meant(words: Sequence[Token], place: int) -> bool:
    before = [token.word for token in words[max(0, place - 2) : place]]
    if "не" in before or "ни" in before[-1:] or words[place].quoted:
        return True
    near = {token.word for token in words[max(0, place - 6) : place + 6]}
    complains = bool(near & _COMPLAINS) and not near & {"тебя", "тебе"}
    return complains or any(
        _LISTS["harmless"].has(token.word)
        for token in words[max(0, place - 2) : place + 4]
        if token is not words[place]
    )


def _judged(words: Sequence[Token], place: int, strength: int) -> Iterator[Hit]:
    own = grammar(words[place].word)
    target = _target(words, place, strength)
    near = [token.word for token in words[max(0, place - 4) : place + 4]]
    if (own.first_person and own.future) or _STRONG.begins(words[place].word):
        if target is not None or (strength == 2 and not _NOBODY & set(near)):
            yield _hit(
                words, place, target, "threat", "threat-will", 0.85 if target is not None else 0.65, "обещание насилия"
            )
    elif own.infinitive and _wished(words, place) and target is not None and not _by_hand(words[place].word):
        yield _hit(words, place, target, "threat", "threat-call", 0.65, "пожелание или призыв к насилию")
        yield _hit(words, place, target, "illegal", "call-to-violence", 0.7, "призыв к насилию")
    elif own.imperative and target is not None and "NOUN" not in own.parts:
        yield _hit(words, place, target, "threat", "threat-call", 0.6, "призыв к насилию")
        yield _hit(words, place, target, "illegal", "call-to-violence", 0.7, "призыв к насилию")
    elif (
        own.future
        and own.plural
        and any(word in {"тебя", "тебе", "вас", "вам"} for word in near)
        and (strength == 2 or _persons_only(words[place].word))
    ):
        yield _hit(words, place, target, "threat", "threat-they-will", 0.6, "обещание чужой расправы")


def _by_hand(word: str) -> bool:
    """Whether the verb belongs to a saying about bad work: «Руки бы оторвать»."""
    return not initial(word).isdisjoint(
        {"оторвать", "отрубить", "отрезать", "вырвать", "выбить", "сломать", "снести", "выпороть", "высечь", "надавать"}
    )


def _hit(words: Sequence[Token], place: int, target: int | None, ground: str, rule: str, score: float, why: str) -> Hit:
    other = place if target is None else target
    first, last = min(place, other), max(place, other)
    return Hit(ground, words[first].start, words[last].end, rule, f"{why}: «{words[place].word}»", score)


def _wished(words: Sequence[Token], place: int) -> bool:
    """Whether a modal word is near, or the infinitive opens the sentence: «расстрелять их всех»."""
    near = {token.word for token in words[max(0, place - 5) : place + 5]}
    return bool(near & _MODAL) or place == 0


def _target(words: Sequence[Token], place: int, strength: int) -> int | None:
    """Index of the nearest person, body part or property of a person. A weak verb needs «тебя» or more than «его»."""
    ring = [
        place + step for distance in range(1, 6) for step in (distance, -distance) if 0 <= place + step < len(words)
    ]
    for n in ring:
        word = words[n].word
        if word in _THEE or _is_victim(word) or word_class(word) is Word.HARD:
            return n
        if word in _THEM and (strength == 2 or _persons_only(words[place].word)):
            return n
        if strength == 2 and _LISTS["property"].has(word):
            return n
        if (
            word in {"того", "тех", "тому", "тем"}
            and n + 1 < len(words)
            and words[n + 1].word in {"кто", "у", "которые", "который"}
        ):
            return n
    for n in ring:
        if _LISTS["body"].has(words[n].word) or (
            strength == 1 and _LISTS["property"].has(words[n].word) and _owned(words, n)
        ):
            return n
    return None


def _owned(words: Sequence[Token], place: int) -> bool:
    return any(token.word in _THEE for token in words[max(0, place - 2) : place + 3])


@lru_cache(maxsize=50_000)
def _is_victim(word: str) -> bool:
    """Whether the word is an official or a neighbour as an object: «мэра», «этим чиновникам»."""
    cases = grammar(word).cases
    return (
        PERSON.has(word)
        and bool(cases & {"Acc", "Dat", "Gen"})
        and word not in {"город", "администрация", "власть", "люди", "народ"}
    )


@lru_cache(maxsize=50_000)
def _persons_only(word: str) -> bool:
    """Whether the verb means violence with «их» too: «вешать их надо»."""
    return not initial(word).isdisjoint(
        {
            "вешать",
            "стрелять",
            "бить",
            "мочить",
            "душить",
            "казнить",
            "отстреливать",
            "повесить",
            "похоронить",
            "порвать",
            "закопать",
            "зарыть",
            "побить",
            "утопить",
            "сгноить",
        }
    )
