"""Inflect words to match other words. Uncertain forms are None, because no form is better than a wrong one."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from veche.morphology.words import Reading, inflected, readings
from veche.style.dictionary import words as listed
from veche.style.text import Word, plain

_BEFORE = {"ADJ", "DET"}
_KEPT = ("VerbForm", "Mood", "Tense", "Number", "Person", "Gender", "Case", "Animacy", "Degree")
_ADJECTIVAL = ("Case", "Number", "Gender", "Animacy")


@lru_cache(maxsize=4_000)
def infinitive(verb: str, aspect: str = "") -> Reading | None:
    """The infinitive's reading with this aspect; «обследовать» has both."""
    found = [one for one in readings(verb) if one.pos == "VERB" and one.feats.get("VerbForm") == "Inf"]
    return next((one for one in found if one.feats.get("Aspect") == aspect), found[0] if found else None)


def verb_like(word: Word, verb: str) -> str | None:
    """`verb`, an infinitive, in the form of the verb `word`: finite, infinitive, gerund or participle."""
    start = infinitive(verb, word.feats.get("Aspect", ""))
    if start is None or word.feats.get("Voice") == "Pass":
        return None
    wanted = {name: word.feats[name] for name in _KEPT if name in word.feats}
    if wanted.get("VerbForm") == "Inf":
        return verb
    if start.feats.get("Aspect") != word.feats.get("Aspect") and not _any_aspect(wanted):
        return None
    if wanted.get("VerbForm") == "Part":
        wanted["Voice"] = "Act"
    return _first(start, wanted)


def _any_aspect(wanted: dict[str, str]) -> bool:
    """Whether the form allows both aspects, as past tense and imperative do: «Приняли участие» is «участвовали»."""
    return (wanted.get("Tense") == "Past" and wanted.get("VerbForm") == "Fin") or wanted.get("Mood") == "Imp"


def impersonal_plural(verb: str, *, past: bool) -> str | None:
    """The verb in the third person plural, without a subject: «контролируют», «проверили»."""
    start = infinitive(verb)
    if start is None:
        return None
    if past:
        return inflected(start, VerbForm="Fin", Mood="Ind", Tense="Past", Number="Plur")
    tense = "Pres" if start.feats.get("Aspect") == "Imp" else "Fut"
    return inflected(start, VerbForm="Fin", Mood="Ind", Tense=tense, Number="Plur", Person="3")


def imperative(verb: str) -> str | None:
    start = infinitive(verb)
    return start and inflected(start, VerbForm="Fin", Mood="Imp", Number="Plur", Person="2")


def same_form(word: Word, instead: str) -> str | None:
    """`instead` in the form of `word`; None unless they have the same part of speech, and nouns the same gender."""
    head, _, rest = instead.partition(" ")
    start = next((one for one in readings(head) if one.pos == word.pos or {one.pos, word.pos} <= {"ADJ", "DET"}), None)
    if word.pos == "VERB":
        form = verb_like(word, head)
    elif start is None or (word.pos == "NOUN" and start.feats.get("Gender") != word.feats.get("Gender")):
        form = None
    elif word.pos == "NOUN":
        form = inflected(start, Case=word.case(), Number=word.feats.get("Number", "Sing"))
    else:
        form = _first(start, {name: word.feats[name] for name in _ADJECTIVAL if name in word.feats})
    return f"{form} {rest}".strip() if form and not rest else None


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun with its adjectives, inflected to another case. `past`: index of the first word after it."""

    past: int
    text: str
    noun: Word


def in_case(words: Sequence[Word], at: int, before: str, after: str) -> Phrase | None:
    """The noun phrase at `at`, in the case `before`, inflected to `after`.

    None for names, numbers, quotations, coordinated nouns, and phrases with distant agreement.
    """
    head = _head(words, at, before)
    if head is None or _goes_on(words, head + 1, before):
        return None
    animacy = _animacy(words[head], before)
    forms = [_adjective(word, words[head], after, animacy) for word in words[at:head]]
    forms.append(_noun(words[head], after, animacy))
    if any(form is None for form in forms):
        return None
    return Phrase(head + 1, " ".join(form for form in forms if form), words[head])


def _head(words: Sequence[Word], at: int, case: str) -> int | None:
    for place in range(at, min(at + 4, len(words))):
        word = words[place]
        if word.case() != case or word.quoted or not word.text.islower() or "-" in word.text:
            return None
        if word.pos == "NOUN":
            return place
        if word.pos not in _BEFORE and word.feats.get("VerbForm") != "Part":
            return None
    return None


def _goes_on(words: Sequence[Word], at: int, case: str) -> bool:
    """Whether further words would have to change: «снега и льда», «графиком, утверждённым главой»."""
    if at >= len(words) or words[at].text not in {"и", "или", ",", "/", "-"}:
        return False
    return any(word.case() == case for word in words[at + 1 : at + 4]) and words[at + 1].low not in {"который", "чтобы"}


def _animacy(noun: Word, case: str) -> str:
    """ "Anim" or "Inan".

    A dative noun of both kinds («спасатель», «счётчик») is a person; otherwise the more frequent kind counts.
    """
    kinds = {one.feats.get("Animacy") for one in readings(noun.text) if _same_noun(one, noun)}
    if kinds == {"Anim", "Inan"}:
        return "Anim" if case == "Dat" or _person(noun.lemma) else "Inan"
    return noun.feats.get("Animacy", "Inan")


def _same_noun(reading: Reading, noun: Word) -> bool:
    return reading.pos == "NOUN" and plain(reading.lemma) == noun.lemma


@lru_cache(maxsize=1_000)
def _person(lemma: str) -> bool:
    """Whether the genitive plural («спасателей») is more often animate."""
    one = next((one for one in readings(lemma) if one.pos == "NOUN"), None)
    many = one and inflected(one, Case="Gen", Number="Plur")
    shares = {"Anim": 0.0, "Inan": 0.0}
    for reading in readings(many or lemma):
        if reading.feats.get("Case") == "Gen" and reading.feats.get("Animacy") in shares:
            shares[reading.feats["Animacy"]] += reading.prob
    return lemma in listed("neighbours", "persons") or shares["Anim"] > shares["Inan"]


def _noun(word: Word, case: str, animacy: str) -> str | None:
    wanted = {"Case": case, "Number": word.feats.get("Number", "Sing")}
    if case == "Acc" and word.feats.get("Animacy") != animacy:
        other = next(
            (one for one in readings(word.text) if _same_noun(one, word) and one.feats.get("Animacy") == animacy), None
        )
        return other and inflected(other, **wanted)
    return word.reading and inflected(word.reading, **wanted)


def _adjective(word: Word, noun: Word, case: str, animacy: str) -> str | None:
    if word.reading is None:
        return None
    wanted = {"Case": case, "Number": noun.feats.get("Number", "Sing")}
    if wanted["Number"] == "Sing":
        wanted["Gender"] = noun.feats.get("Gender", "Masc")
    if case == "Acc" and (wanted["Number"] == "Plur" or wanted["Gender"] == "Masc"):
        wanted["Animacy"] = animacy
    return _first(word.reading, wanted)


def _first(start: Reading, wanted: dict[str, str]) -> str | None:
    return inflected(start, **wanted) or inflected(start, **{k: v for k, v in wanted.items() if k != "Animacy"})


def as_written(said: str, instead: str) -> str:
    """`instead` with a capital if `said` has one."""
    return instead[:1].upper() + instead[1:] if said[:1].isupper() else instead
