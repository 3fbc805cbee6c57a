"""R02: an empty verb and a noun instead of one verb: «осуществляет контроль» instead of «контролирует»."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from veche.style.empty_verbs import Carrier, carrier_of, carrier_of_works, empty_verb_of
from veche.style.finding import RawFinding
from veche.style.predicate_rewrite import instead_of
from veche.style.text import Text, Word

AHEAD, BEHIND = 4, 6
_CROSSED = {"ADJ", "DET", "ADV", "NOUN", "PROPN", "NUM", "PART", "PRON"}


# «Не допустим нарушения прав»: somebody else's violation.
_LET = {"допускать", "допустить"}


@dataclass(frozen=True, slots=True)
class Predicate:
    """Indexes of an empty verb and its noun, and whether it is passive.

    `aux`: «быть», or `verb` without it; `deed`: the verbal noun, which differs from `noun` in «работы по замене».
    """

    aux: int
    verb: int
    noun: int
    deed: int
    passive: bool
    carrier: Carrier

    @property
    def first(self) -> int:
        return min(self.aux, self.verb, self.noun)

    @property
    def last(self) -> int:
        return max(self.verb, self.deed)


def predicates(text: Text) -> Iterator[RawFinding]:
    for sentence in text.sentences:
        words = sentence.words
        taken = -1
        for at, word in enumerate(words):
            if word.pos != "VERB" or word.quoted or at <= taken:
                continue
            if found := _predicate(words, at):
                taken = found.last
                yield _finding(text, words, found)


def _predicate(words: Sequence[Word], at: int) -> Predicate | None:
    light = empty_verb_of(words[at])
    if light is None:
        return None
    name, passive = light
    for place in (*range(at + 1, min(at + AHEAD + 1, len(words))), *range(at - 1, max(at - BEHIND, 0) - 1, -1)):
        works = carrier_of_works(words, place)
        carrier = works or carrier_of(words[place])
        if (
            carrier
            and name in carrier.light
            and words[place].pos == "NOUN"
            and not words[place].quoted
            and _case_fits(words, place, at, passive=passive)
            and _near(words, place, at)
        ):
            return Predicate(_aux(words, at), at, place, place + 2 if works else place, passive, carrier)
    return None


def _case_fits(words: Sequence[Word], noun: int, verb: int, *, passive: bool) -> bool:
    case = words[noun].case()
    if noun and words[noun - 1].pos == "ADP":
        return False
    denied = any(word.low == "не" for word in words[max(0, verb - 2) : verb])
    if denied and words[verb].lemma in _LET:
        return False
    if passive:
        return case in {"Nom", "Acc"} and not _someone_before(words, noun, verb)
    return case in {"Acc", "Nom"} or (denied and case == "Gen")


def _someone_before(words: Sequence[Word], noun: int, verb: int) -> bool:
    """Whether another subject is between the noun and its verb: «Подрядчик, проводивший ремонт»."""
    low, high = sorted((noun, verb))
    return any(word.case() == "Nom" and word.pos == "NOUN" for word in words[low + 1 : high])


def _near(words: Sequence[Word], noun: int, verb: int) -> bool:
    low, high = sorted((noun, verb))
    between = words[low + 1 : high]
    ahead = noun > verb
    allowed = _CROSSED if ahead else _CROSSED | {"ADP"}
    return all(word.pos in allowed or word.lemma in {"быть", "и"} or _participle(word) for word in between) and not (
        ahead and any(word.pos in {"NOUN", "PRON"} and word.case() in {"Acc", "Gen"} for word in between)
    )


def _participle(word: Word) -> bool:
    return word.feats.get("VerbForm") == "Part" and "Variant" not in word.feats


def _aux(words: Sequence[Word], verb: int) -> int:
    if words[verb].feats.get("Variant") == "Short":
        for place in range(verb - 1, max(verb - 3, -1), -1):
            if words[place].lemma == "быть":
                return place
    return verb


def _finding(text: Text, words: Sequence[Word], found: Predicate) -> RawFinding:
    start, end = words[found.first].start, words[found.last].end
    said = text.source[start:end]
    verb = found.carrier.verb_for(words[found.verb])
    better = f"Одним глаголом: «{verb}»." if verb else "Скажите, что именно делают."
    replacement = None
    rewritten = instead_of(
        words,
        verb=found.verb,
        aux=found.aux,
        noun=found.noun,
        deed=found.deed,
        carrier=found.carrier,
        passive=found.passive,
    )
    core = None
    if rewritten:
        first, past, replacement = rewritten
        wide = words[first].start, words[past - 1].end
        core = (start, end) if wide != (start, end) else None
        start, end = wide
    message = f"«{said}»: действие спрятано в существительном, глагол ничего не говорит. {better}"
    return RawFinding("R02", start, end, "warning", message, replacement, core=core)
