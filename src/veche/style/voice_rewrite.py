"""Rewrite the passive in the active voice: «мусор вывозится подрядчиком» becomes «мусор вывозит подрядчик».

Without an agent the verb is in the impersonal plural: «яму засыпали».
"""

from collections.abc import Sequence
from functools import lru_cache

from veche.morphology.words import inflected, readings
from veche.style.dictionary import words as listed
from veche.style.forms import as_written, in_case, infinitive
from veche.style.subjects import JOINS, accusative, agrees, goes_on, subject_before
from veche.style.text import Word

type Rewritten = tuple[int, int, str]  # first word, first word after, replacement

_WE = {"нами": ("мы", "1"), "вами": ("вы", "2"), "ими": ("они", "3")}
_HIM = {"им", "ею"}
# «летом» is no agent.
_WHEN = {"лето", "зима", "весна", "осень", "утро", "вечер", "день", "ночь"}


def active(words: Sequence[Word], aux: int, verb: int, agent: int | None) -> Rewritten | None:
    """The rewriting, or None if the form or the agent is uncertain. `aux`: index of «быть», or `verb`."""
    first = min(aux, verb)
    denied = first > 0 and words[first - 1].low == "не"
    apart = verb - first > 1 or (first < verb and words[first].feats.get("VerbForm") != "Fin")
    if _stays_passive(words[verb]) or apart or denied:
        return None
    if agent is not None and words[agent].low in _WE:
        return _ours(words, first, verb, agent)
    if goes_on(words, verb):
        return None
    doer = _doer(words, verb, agent)
    return doer and _said(words, first, verb, *doer)


def _stays_passive(verb: Word) -> bool:
    kept = listed("passive", "kept")
    return verb.lemma in kept or (verb.low.endswith("ся") and f"{verb.lemma}ся" in kept)


def _ours(words: Sequence[Word], first: int, verb: int, agent: int) -> Rewritten | None:
    """«нами установлено, что» becomes «мы установили, что»."""
    who, person = _WE[words[agent].low]
    after = words[verb + 1] if verb + 1 < len(words) else None
    if agent != first - 1 or after is None or after.text != ",":
        return None
    form = _form(words, first, verb, person=person)
    return (agent, verb + 1, as_written(words[agent].text, f"{who} {form}")) if form else None


def _doer(words: Sequence[Word], verb: int, agent: int | None) -> tuple[int, str, Word | None] | None:
    """(index after the agent, the agent in the nominative, its noun); an impersonal plural without an agent."""
    if agent is None:
        return None if any(_by(words, at) for at in _clause(words, verb)) else (verb + 1, "", None)
    phrase = in_case(words, verb + 1, "Ins", "Nom")
    if phrase is None or phrase.noun is not words[agent] or _more(words, phrase.past, {"Ins"}):
        return None
    return phrase.past, f" {phrase.text}", phrase.noun


def _clause(words: Sequence[Word], verb: int) -> range:
    ends = [at for at, word in enumerate(words) if word.pos == "PUNCT"]
    start = max((at for at in ends if at < verb), default=-1) + 1
    return range(start, min((at for at in ends if at > verb), default=len(words)))


def _by(words: Sequence[Word], at: int) -> bool:
    """Whether the word is an agent or a means, which excludes an impersonal plural: «постановлением утверждён»,
    «управлением завершена».
    """
    word = words[at]
    if word.low in _HIM:
        return True
    if word.case() != "Ins" or word.pos not in {"NOUN", "PROPN", "PRON"} or word.lemma in _WHEN:
        return False
    place = at - 1
    while place >= 0 and words[place].case() == "Ins":
        place -= 1
    return place < 0 or words[place].pos != "ADP"


def _more(words: Sequence[Word], past: int, cases: set[str]) -> bool:
    """Whether another noun would have to change too: «разведение костров, сжигание травы»."""
    while past < len(words) and words[past].case() == "Gen":
        past += 1
    if past >= len(words) or words[past].low not in JOINS:
        return False
    return any(word.case() in cases and word.pos in {"NOUN", "PROPN"} for word in words[past + 1 : past + 5])


def _said(words: Sequence[Word], first: int, verb: int, past: int, doer: str, noun: Word | None) -> Rewritten | None:
    form = _form(words, first, verb, noun=noun)
    if form is None:
        return None
    subject = subject_before(words, first)
    if subject and _auxiliary_agrees(words, first, verb):
        start = first if subject.same else subject.first
        text = f"{form}{doer}" if subject.same else f"{subject.text} {form}{doer}"
        return start, past, as_written(words[start].text, text)
    return None if noun else _subject_after(words, first, verb, form)


def _auxiliary_agrees(words: Sequence[Word], first: int, verb: int) -> bool:
    return first == verb or words[first].feats.get("Number") == words[verb].feats.get("Number")


def _subject_after(words: Sequence[Word], first: int, verb: int, form: str) -> Rewritten | None:
    """«вчера было проведено собрание» becomes «вчера провели собрание»."""
    object_ = accusative(words, verb + 1) if verb + 1 < len(words) else None
    if object_ is None or not agrees(words[object_[0] - 1], words[verb]) or _more(words, object_[0], {"Nom", "Acc"}):
        return None
    return first, object_[0], as_written(words[first].text, f"{form} {object_[1]}")


def _form(words: Sequence[Word], first: int, verb: int, *, noun: Word | None = None, person: str = "3") -> str | None:
    """The verb in the active voice, agreeing with `noun` or in the plural."""
    aspect = "Perf" if words[verb].feats.get("Variant") == "Short" else "Imp"
    number = noun.feats.get("Number", "Plur") if noun else "Plur"
    # The tense of «был», or without it of the verb itself.
    past = words[first].feats.get("Tense") == "Past"
    gender = noun.feats.get("Gender", "Masc") if noun and past and number == "Sing" else ""
    return _finite(words[verb].lemma.removesuffix("ся"), aspect, number, gender, "" if past else person)


@lru_cache(maxsize=2_000)
def _finite(verb: str, aspect: str, number: str, gender: str, person: str) -> str | None:
    """The finite form; without `person` in the past tense."""
    start = infinitive(verb, aspect)
    transitive = any("tran" in one.labels for one in readings(verb) if one.pos == "VERB")
    if start is None or start.feats.get("Aspect") != aspect or not transitive:
        return None
    tense = "Past" if not person else "Fut" if aspect == "Perf" else "Pres"
    wanted = {"Tense": tense, "Number": number, "Gender": gender, "Person": person}
    return inflected(start, VerbForm="Fin", Mood="Ind", **{name: one for name, one in wanted.items() if one})
