"""Find the person whom a humiliating word is said to or of: «ты», an office, a name, an animate noun; «эй»; commas."""

from collections.abc import Sequence
from functools import lru_cache

from veche.screening.dictionaries import around
from veche.screening.rude_words import Word, is_nominative, is_person, word_class
from veche.screening.tokens import Token
from veche.screening.wordlists import grammar

YOU = around("insult", "you")
TO_YOU = around("insult", "to_you")
FILL = around("insult", "fill")
_SELVES = around("insult", "selves")
_OTHERS = around("insult", "others")
_OTHERS_OF = around("insult", "others_of")
_THEY = around("insult", "they")
_CALL = around("insult", "call")
_EXCLAMATIONS = around("insult", "look")
_TO_THEE = around("insult", "to_thee")
_FROM = around("insult", "from")
_HERD = around("insult", "herd")
_HERDED = around("insult", "herded")
_ALSO_OF = ("клоун", "дурак", "дура", "придур")
REMEMBERED = 50_000
REACH = 6


def addressee(words: Sequence[Token], place: int, kind: Word) -> int | None:
    """Index of the word that names the person, or None."""
    if kind is Word.QUALITY and (person := _described(words, place)) is not None:
        return person
    herd = _oblique(words, place, kind)
    if (
        herd is not None
        or not _nominative(words[place].word, kind)
        or (kind is not Word.HARD and _is_actor(words, place))
    ):
        return herd
    before = _before(words, place, kind)
    if before is not None or (kind is Word.QUALITY and _describes_thing(words, place)):
        return before
    return _after(words, place) or _addressed(words, place, kind)


def _nominative(word: str, kind: Word) -> bool:
    return is_nominative(word) if kind is not Word.HARD else is_nominative(word) or not grammar(word).cases


def _before(words: Sequence[Token], place: int, kind: Word) -> int | None:
    """Search back over fillers to a person: «Вы просто бараны», «завуч у вас психопатка»."""
    for n in range(place - 1, max(-1, place - REACH - 1), -1):
        word = words[n].word
        if kind is not Word.HARD and words[n + 1].gap.strip(" -–—") and word not in YOU:
            return None
        if word in YOU or word in _SELVES or word in (_THEY if kind is Word.BEAST else _OTHERS) or is_person(word):
            return n
        if not (_is_filler(word) or _is_origin(words, n)):
            return None
    return None


def _after(words: Sequence[Token], place: int) -> int | None:
    """A «вы» right after the word: «Козлы вы», but not «собака, вы приедете?»."""
    if place + 1 >= len(words):
        return None
    following = words[place + 1]
    return place + 1 if following.word in YOU and not following.gap.strip(" -–—") else None


def _is_actor(words: Sequence[Token], place: int) -> bool:
    """Whether the word is the subject of an action and so no name for a person: «У соседа собака застряла»."""
    following = words[place + 1] if place + 1 < len(words) else None
    return following is not None and following.gap == " " and grammar(following.word).parts == {"VERB"}


def _is_origin(words: Sequence[Token], place: int) -> bool:
    """Whether the word tells where the person is from: «С почты», «в ларьке», «по благоустройству»."""
    own = grammar(words[place].word)
    if words[place].word in _FROM:
        return True
    led = any(token.word in _FROM for token in words[max(0, place - 3) : place])
    return led and bool(own.cases) and "Nom" not in own.cases


def _describes_thing(words: Sequence[Token], place: int) -> bool:
    """Whether the adjective describes a thing that follows: «Эти убогие самокаты»."""
    following = words[place + 1] if place + 1 < len(words) else None
    if following is None or following.gap != " ":
        return False
    return "NOUN" in grammar(following.word).parts and not is_person(following.word)


def _addressed(words: Sequence[Token], place: int, kind: Word) -> int | None:
    """The person addressed: «Эй, бараны», or a word set off by commas: «молчи, дура», «а тебе, овца, что надо»."""
    for n in range(max(0, place - 2), place):
        if words[n].word in _CALL:
            return n
    opens = place == 0 or words[place].gap.strip(" -–—") == ","
    closes = place + 1 == len(words) or "," in words[place + 1].gap
    if kind is Word.QUALITY or not (opens and closes) or len(words) == 1:
        return None
    near = range(max(0, place - 8), min(len(words), place + 8))
    return next((n for n in near if n != place and _addresses(words[n].word, kind)), None)


def _addresses(word: str, kind: Word) -> bool:
    """Whether the word addresses somebody: a second-person pronoun or imperative.

    «Вы» may be said near a real animal.
    """
    if kind is Word.BEAST:
        return word in _TO_THEE or (_is_imperative(word) and not word.endswith("те"))
    return word in TO_YOU or _is_imperative(word)


@lru_cache(maxsize=REMEMBERED)
def _is_imperative(word: str) -> bool:
    """Whether the word can only be an imperative: «молчи»."""
    own = grammar(word)
    return own.imperative and own.parts == {"VERB"} and word not in _EXCLAMATIONS


def _oblique(words: Sequence[Token], place: int, kind: Word) -> int | None:
    """The word in an oblique case: «Стадо баранов», «уберите этих клоунов»."""
    word, previous = words[place].word, words[place - 1].word if place else ""
    if previous in _HERD and (kind is Word.HARD or word in _HERDED):
        return place - 1
    if previous in _OTHERS_OF and (kind is Word.HARD or (kind is Word.SOFT and word.startswith(_ALSO_OF))):
        return place - 1
    return None


def _described(words: Sequence[Token], place: int) -> int | None:
    """The person right after the adjective: «Тупые чиновники»."""
    for n in range(place + 1, min(len(words), place + 3)):
        word = words[n].word
        if (word in YOU and n == place + 1) or is_person(word) or word_class(word) in (Word.HARD, Word.SOFT):
            return n
        if "ADJ" not in grammar(word).parts:
            return None
    return None


@lru_cache(maxsize=REMEMBERED)
def _is_filler(word: str) -> bool:
    """Whether the word may stand between a person and the insult: no noun, no verb."""
    if word in FILL or word_class(word) is not Word.NONE:
        return True
    parts = grammar(word).parts
    return bool(parts) and parts <= {"ADJ", "ADV", "PART", "INTJ", "DET", "X"}
