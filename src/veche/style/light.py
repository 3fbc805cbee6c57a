"""Empty verbs and the nouns that carry their sense (data/predicates.toml)."""

from dataclasses import dataclass
from functools import cache

from veche.style.dictionary import table
from veche.style.nominal import is_verbal
from veche.style.text import Word, plain


@dataclass(frozen=True, slots=True)
class Carrier:
    """A noun that carries the sense of an empty verb; `takes`: what becomes of its object, by its beginning."""

    imperfective: str
    perfective: str
    light: frozenset[str]
    takes: dict[str, str]

    def verb_for(self, light: Word) -> str:
        """The verb of the same aspect; empty where there is none."""
        return self.perfective if light.feats.get("Aspect") == "Perf" else self.imperfective


@cache
def carriers() -> dict[str, Carrier]:
    known = table("predicates")
    return {
        plain(noun): Carrier(
            imperfective, perfective, frozenset(map(plain, known["light"][kind])), dict(_split(one) for one in takes)
        )
        for noun, (imperfective, perfective, kind, *takes) in known["nouns"].items()
    }


def carrier_of(word: Word) -> Carrier | None:
    """From the table of predicates, or for any other verbal noun with the general empty verbs."""
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


def light_of(word: Word) -> tuple[str, bool] | None:
    """(the empty verb in the active voice, whether it stands in the passive) or None."""
    if word.lemma in _passives():
        return _passives()[word.lemma], True
    if word.lemma in _lights():
        return word.lemma, word.feats.get("Voice") == "Pass"
    return None
