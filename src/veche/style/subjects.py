"""The subject of a verb and its form as an object: «вода откачивается» becomes «воду откачивают»."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from veche.style.forms import as_written, in_case
from veche.style.text import Word

# A more distant subject belongs to another verb.
FAR = 6
JOINS = {"и", ",", "или", "но", "а"}
_AFTER = {"и", "или", "ни", "как", "чем", "также"}
_PARTS = {"ADJ", "DET"}


@dataclass(frozen=True, slots=True)
class Subject:
    """`first`: index of its first word; `text`: from there to the verb, with the subject in the accusative.

    `same`: the accusative equals the nominative.
    """

    first: int
    text: str
    same: bool


def subject_before(words: Sequence[Word], verb: int) -> Subject | None:
    """The noun with adjectives that the verb agrees with, and the words between; None if uncertain."""
    head = _head(words, verb)
    if head is None or not agrees(words[head], words[verb]):
        return None
    first = head
    while first and words[first - 1].pos in _PARTS and words[first - 1].case() == "Nom":
        first -= 1
    if first and (words[first - 1].pos in {"ADP", "NUM"} or words[first - 1].low in _AFTER):
        return None
    object_ = accusative(words, first)
    if object_ is None or object_[0] != head + 1:
        return None
    said = " ".join(word.text for word in words[first:verb])
    text = " ".join([as_written(words[first].text, object_[1]), *(word.text for word in words[head + 1 : verb])])
    return Subject(first, text, same=lowercase(text) == lowercase(said))


def accusative(words: Sequence[Word], first: int) -> tuple[int, str] | None:
    """(index after the nominative noun phrase at `first`, the phrase in the accusative), or None."""
    if first == 0:
        # A capital at the beginning does not mark a name.
        words = [replace(words[0], text=words[0].text.lower()), *words[1:]] if words[0].pos != "PROPN" else words
    phrase = in_case(words, first, "Nom", "Acc")
    return (phrase.past, phrase.text) if phrase else None


def agrees(subject: Word, verb: Word) -> bool:
    """Whether they agree in number, and in gender if the verb shows it."""
    genders = {subject.feats.get("Gender"), verb.feats.get("Gender", subject.feats.get("Gender"))}
    number = verb.feats.get("Number")
    return subject.feats.get("Number") == number and (number == "Plur" or len(genders) == 1)


def lowercase(text: str) -> str:
    return text.lower().replace("ё", "е")


def _head(words: Sequence[Word], verb: int) -> int | None:
    """Index of the nearest nominative; only its dependents may be between it and the verb."""
    for place in range(verb - 1, max(verb - FAR, -1), -1):
        word = words[place]
        if word.pos == "NOUN" and word.case() == "Nom":
            return place
        hangs = word.case() == "Gen" or word.pos in {"ADP", "ADV"} or _after_preposition(words, place)
        if word.quoted or not hangs or word.low == "не":
            return None
    return None


def _after_preposition(words: Sequence[Word], at: int) -> bool:
    return at > 0 and words[at - 1].pos == "ADP" and words[at].pos in {"NOUN", "PROPN"}


def goes_on(words: Sequence[Word], verb: int) -> bool:
    """Whether a second verb has the same subject and would be left over: «засыпана и закатана», «является центром и
    гордится».
    """
    near = words[verb + 1 : verb + FAR]
    return any(
        word.low in JOINS and any(_predicate(other) for other in near[at + 1 : at + 4]) for at, word in enumerate(near)
    )


def _predicate(word: Word) -> bool:
    return word.pos == "VERB" and (word.feats.get("VerbForm") == "Fin" or word.feats.get("Variant") == "Short")
