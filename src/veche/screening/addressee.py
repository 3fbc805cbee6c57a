"""To whom, or of whom, a humiliating word is said: «ты», an office, a name, a living being; «эй»; commas around it."""

from collections.abc import Sequence
from functools import lru_cache

from veche.screening.dictionaries import around
from veche.screening.rude_words import Word, is_person, names, word_class
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
_LOOK = around("insult", "look")
_TO_THEE = around("insult", "to_thee")
_FROM = around("insult", "from")
_HERD = around("insult", "herd")
_HERDED = around("insult", "herded")
_ALSO_OF = ("клоун", "дурак", "дура", "придур")
REMEMBERED = 50_000
REACH = 6


def addressee(words: Sequence[Token], place: int, kind: Word) -> int | None:
    """The place of the person in the sentence, or None."""
    if kind is Word.QUALITY and (person := _described(words, place)) is not None:
        return person
    herd = _oblique(words, place, kind)
    if herd is not None or not _nominative(words[place].word, kind) or (kind is not Word.HARD and _acts(words, place)):
        return herd
    before = _before(words, place, kind)
    if before is not None or (kind is Word.QUALITY and _describes_thing(words, place)):
        return before
    return _after(words, place) or _called(words, place, kind)


def _nominative(word: str, kind: Word) -> bool:
    return names(word) if kind is not Word.HARD else names(word) or not grammar(word).cases


def _before(words: Sequence[Token], place: int, kind: Word) -> int | None:
    """«Вы просто бараны», «завуч у вас психопатка»: back over fillers to a person."""
    for n in range(place - 1, max(-1, place - REACH - 1), -1):
        word = words[n].word
        if kind is not Word.HARD and words[n + 1].gap.strip(" -–—") and word not in YOU:
            return None
        if word in YOU or word in _SELVES or word in (_THEY if kind is Word.BEAST else _OTHERS) or is_person(word):
            return n
        if not (_fills(word) or _aside(words, n)):
            return None
    return None


def _after(words: Sequence[Token], place: int) -> int | None:
    """«Козлы вы», not «собака, вы приедете?»."""
    if place + 1 >= len(words):
        return None
    following = words[place + 1]
    return place + 1 if following.word in YOU and not following.gap.strip(" -–—") else None


def _acts(words: Sequence[Token], place: int) -> bool:
    """«У соседа собака застряла»: who does something is not what somebody is called."""
    following = words[place + 1] if place + 1 < len(words) else None
    return following is not None and following.gap == " " and grammar(following.word).parts == {"VERB"}


def _aside(words: Sequence[Token], place: int) -> bool:
    """«С почты», «в ларьке», «по благоустройству»: where the person is from."""
    own = grammar(words[place].word)
    if words[place].word in _FROM:
        return True
    led = any(token.word in _FROM for token in words[max(0, place - 3) : place])
    return led and bool(own.cases) and "Nom" not in own.cases


def _describes_thing(words: Sequence[Token], place: int) -> bool:
    """«Эти убогие самокаты»: the adjective belongs to what follows."""
    following = words[place + 1] if place + 1 < len(words) else None
    if following is None or following.gap != " ":
        return False
    return "NOUN" in grammar(following.word).parts and not is_person(following.word)


def _called(words: Sequence[Token], place: int, kind: Word) -> int | None:
    """«Эй, бараны»; or set off by commas while somebody is spoken to: «молчи, дура», «а тебе, овца, что надо»."""
    for n in range(max(0, place - 2), place):
        if words[n].word in _CALL:
            return n
    opens = place == 0 or words[place].gap.strip(" -–—") == ","
    closes = place + 1 == len(words) or "," in words[place + 1].gap
    if kind is Word.QUALITY or not (opens and closes) or len(words) == 1:
        return None
    near = range(max(0, place - 8), min(len(words), place + 8))
    return next((n for n in near if n != place and _speaks_to(words[n].word, kind)), None)


def _speaks_to(word: str, kind: Word) -> bool:
    """A pronoun or an imperative of the second person; «вы» may be said while a real beast is near."""
    if kind is Word.BEAST:
        return word in _TO_THEE or (_bids(word) and not word.endswith("те"))
    return word in TO_YOU or _bids(word)


@lru_cache(maxsize=REMEMBERED)
def _bids(word: str) -> bool:
    """An imperative and nothing else: «молчи»."""
    own = grammar(word)
    return own.imperative and own.parts == {"VERB"} and word not in _LOOK


def _oblique(words: Sequence[Token], place: int, kind: Word) -> int | None:
    """«Стадо баранов», «уберите этих клоунов»."""
    word, previous = words[place].word, words[place - 1].word if place else ""
    if previous in _HERD and (kind is Word.HARD or word in _HERDED):
        return place - 1
    if previous in _OTHERS_OF and (kind is Word.HARD or (kind is Word.SOFT and word.startswith(_ALSO_OF))):
        return place - 1
    return None


def _described(words: Sequence[Token], place: int) -> int | None:
    """«Тупые чиновники»: the person right after the adjective."""
    for n in range(place + 1, min(len(words), place + 3)):
        word = words[n].word
        if (word in YOU and n == place + 1) or is_person(word) or word_class(word) in (Word.HARD, Word.SOFT):
            return n
        if "ADJ" not in grammar(word).parts:
            return None
    return None


@lru_cache(maxsize=REMEMBERED)
def _fills(word: str) -> bool:
    """What may stand between a person and the word: no noun, no verb."""
    if word in FILL or word_class(word) is not Word.NONE:
        return True
    parts = grammar(word).parts
    return bool(parts) and parts <= {"ADJ", "ADV", "PART", "INTJ", "DET", "X"}
