"""Empty verbs and the nouns that carry their sense (data/predicates.toml)."""

from dataclasses import dataclass
from functools import cache

from veche.style.dictionary import table
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
