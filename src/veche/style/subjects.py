"""The subject of a verb, and what it is called as an object: «вода откачивается» is «воду откачивают»."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from veche.style.forms import as_written, in_case
from veche.style.text import Word

# A subject farther away belongs to somebody else.
FAR = 6
JOINS = {"и", ",", "или", "но", "а"}
_AFTER = {"и", "или", "ни", "как", "чем", "также"}
_PARTS = {"ADJ", "DET"}


@dataclass(frozen=True, slots=True)
class Subject:
    """`first`: its first word; `text`: all from it to the verb, with the subject in the accusative. `same`: nothing has
    changed."""

    first: int
    text: str
    same: bool


def subject_before(words: Sequence[Word], verb: int) -> Subject | None:
    """The noun with its adjectives that the verb agrees with, and what stands between it and the verb."""
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
    return Subject(first, text, same=plainly(text) == plainly(said))


def accusative(words: Sequence[Word], first: int) -> tuple[int, str] | None:
    """(the first word after the noun phrase in the nominative at `first`, the phrase in the accusative)."""
    if first == 0:
        # The capital of a beginning is no name.
        words = [replace(words[0], text=words[0].text.lower()), *words[1:]] if words[0].pos != "PROPN" else words
    phrase = in_case(words, first, "Nom", "Acc")
    return (phrase.past, phrase.text) if phrase else None


def agrees(subject: Word, verb: Word) -> bool:
    """In number, and in gender where the verb shows it."""
    genders = {subject.feats.get("Gender"), verb.feats.get("Gender", subject.feats.get("Gender"))}
    number = verb.feats.get("Number")
    return subject.feats.get("Number") == number and (number == "Plur" or len(genders) == 1)


def plainly(text: str) -> str:
    return text.lower().replace("ё", "е")


def _head(words: Sequence[Word], verb: int) -> int | None:
    """The nominative nearest to the verb; nothing but what hangs on it may stand between."""
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
    """«засыпана и закатана», «является центром и гордится»: a second verb of the same subject would be left behind."""
    near = words[verb + 1 : verb + FAR]
    return any(
        word.low in JOINS and any(_predicate(other) for other in near[at + 1 : at + 4]) for at, word in enumerate(near)
    )


def _predicate(word: Word) -> bool:
    return word.pos == "VERB" and (word.feats.get("VerbForm") == "Fin" or word.feats.get("Variant") == "Short")
