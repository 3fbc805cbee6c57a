"""Empty verbs and the nouns that carry their meaning (data/predicates.toml)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from veche.style.dictionary import table
from veche.style.nominal import is_verbal
from veche.style.text import Word, plain

_WORKS = {"работа", "мероприятие"}


@dataclass(frozen=True, slots=True)
class Carrier:
    """A noun that carries the meaning of an empty verb.

    `takes`: the case of its object and the case after rewriting; `alone`: the carrier to use if readers are asked to do
    it to themselves; `future`: the verb for the future tense, if it differs.
    """

    imperfective: str
    perfective: str
    light: frozenset[str]
    takes: dict[str, str]
    alone: "Carrier | None" = None
    future: str = ""

    def verb_for(self, light: Word) -> str:
        """The verb of the same aspect; "" if there is none."""
        if self.future and light.feats.get("Tense") == "Fut":
            return self.future
        return self.perfective if light.feats.get("Aspect") == "Perf" else self.imperfective


@cache
def carriers() -> dict[str, Carrier]:
    return {plain(noun): _carrier(*said) for noun, said in table("predicates")["nouns"].items()}


def _carrier(imperfective: str, perfective: str, kind: str, *said: str) -> Carrier:
    sets = table("predicates")["light"]
    light = frozenset(plain(verb) for one in kind.split("+") for verb in sets[one])
    takes = dict(_split(one) for one in said)
    first, _, second = takes.pop("self", "").partition(" ")
    future = takes.pop("future", "")
    at_a_place = {one: case for one, case in takes.items() if "+" in one}
    himself = Carrier(first, second, light, at_a_place) if second else None
    return Carrier(imperfective, perfective, light, takes, himself, future)


def carrier_of(word: Word) -> Carrier | None:
    """The carrier in the table of predicates, or one made for another verbal noun with the general empty verbs."""
    known = carriers().get(word.lemma)
    if known or not is_verbal(word):
        return known
    imperfective, perfective = _deeds().get(word.lemma, ("", ""))
    return Carrier(imperfective, perfective, _general(), {"Gen": "Acc"})


@cache
def _deeds() -> dict[str, tuple[str, str]]:
    return {plain(noun): (imperfective, perfective) for noun, imperfective, perfective in table("nouns")["verbs"]}


@cache
def _general() -> frozenset[str]:
    return frozenset(map(plain, table("predicates")["light"]["general"]))


def _split(rule: str) -> tuple[str, str]:
    before, _, after = rule.partition(":")
    return before, after or "="


@cache
def _passives() -> dict[str, str]:
    return {plain(verb): plain(active) for verb, active in table("predicates")["passive"].items()}


@cache
def _lights() -> frozenset[str]:
    return frozenset(plain(verb) for verbs in table("predicates")["light"].values() for verb in verbs)


def carrier_of_works(words: Sequence[Word], at: int) -> Carrier | None:
    """The carrier after «по»: «работы по замене», «мероприятия по уборке»."""
    if words[at].lemma not in _WORKS or at + 2 >= len(words) or words[at + 1].low != "по":
        return None
    deed = carrier_of(words[at + 2]) if words[at + 2].case() == "Dat" else None
    return deed and replace(deed, light=carriers()["работа"].light, alone=None)


def empty_verb_of(word: Word) -> tuple[str, bool] | None:
    """(the empty verb in the active voice, whether it is passive in the text), or None."""
    if word.lemma in _passives():
        return _passives()[word.lemma], True
    if word.lemma in _lights():
        return word.lemma, word.feats.get("Voice") == "Pass"
    return None
