"""Russian typed in Latin letters: by sound («ti kozel»), or in the English keyboard layout («ns rjp`k»).

The text is screened as Russian; positions refer to the original text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from veche.morphology.words import is_known
from veche.screening.obscene import obscene

# The Russian letter on each key of a Latin keyboard.
KEYS = dict(zip("qwertyuiop[]asdfghjkl;'zxcvbnm,.`{}:\"<>~", "йцукенгшщзхъфывапролджэячсмитьбюехъжэбюе", strict=True))
# The longest first: «shch» is one letter.
_SOUNDS = {
    "shch": "щ", "sch": "щ", "yo": "е", "jo": "е", "zh": "ж", "kh": "х", "ts": "ц", "ch": "ч", "sh": "ш",
    "yu": "ю", "ju": "ю", "iu": "ю", "ya": "я", "ja": "я", "ye": "е", "je": "е", "ck": "к",
    "a": "а", "b": "б", "c": "ц", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "х", "i": "и", "j": "й", "k": "к",
    "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "к", "r": "р", "s": "с", "t": "т", "u": "у", "v": "в",
    "w": "в", "x": "х", "y": "ы", "z": "з", "'": "ь", "4": "ч", "6": "ш",
}  # fmt: skip
_LATIN = re.compile("[A-Za-z]{2}")
_SOUND = re.compile("|".join(map(re.escape, _SOUNDS)))
_VOWEL_Y = re.compile(r"(?<=[aeiouy])[yi](?![aouei])")
# Other spellings of endings: «stariy», «staryj», «delaesh».
_OTHERWISE = tuple((re.compile(f"{end}$"), letters) for end, letters in (("[иы][йы]", "ый"), ("ш", "шь"), ("т", "ть")))
_LATIN_WORD = re.compile(r"(?<![\w'@#./-])(?=[46]?[a-z])[a-z46][a-z'46]{0,30}(?![\w'@/]|\.[a-z])")
_KEYED = re.compile(r"(?<!\S)[a-z\[\]{};:'\"<>,.`~]{2,24}(?=[?!&)]{0,4}(?!\S))")
_UNSAYABLE = re.compile("[бвгджзйклмнпрстфхцчшщ]{4}")
# Longer texts are not typed like this, and would be screened twice.
LONGEST = 2_000
# Shares and lengths below which Russian words are chance: a single one is no evidence.
_SHARE, _LONG_ENOUGH, _MOST = 0.6, 4, 120


@dataclass(frozen=True, slots=True)
class Retyped:
    """`at[n]`: the position of the n-th character of `text` in the original text."""

    text: str
    at: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        return self.at[start], self.at[end - 1] + 1


def retyped(text: str) -> Retyped | None:
    """The Russian text, or None if nothing is typed like this, the usual case."""
    if len(text) > LONGEST or not _LATIN.search(text):
        return None
    small = text.lower()
    if len(small) != len(text) or not (_LATIN_WORD.search(small) or _KEYED.search(small)):
        return None
    found = dict(_by_sound(small)) | dict(_by_keys(small))
    return _put_together(text, found) if found else None


def _put_together(text: str, found: dict[tuple[int, int], list[tuple[str, int]]]) -> Retyped:
    pieces: list[tuple[str, int]] = []
    end = 0
    for start, past in sorted(found):
        if start >= end:
            pieces += [(char, place) for place, char in enumerate(text[end:start], end)]
            pieces += found[start, past]
            end = past
    pieces += [(char, place) for place, char in enumerate(text[end:], end)]
    return Retyped("".join(char for char, _place in pieces), tuple(place for _char, place in pieces))


type Letters = list[tuple[str, int]]


def _by_sound(text: str) -> Iterator[tuple[tuple[int, int], Letters]]:
    """All Latin words, if most of them are Russian by sound."""
    matches = list(islice(_LATIN_WORD.finditer(text), _MOST))
    words = [_sounded(match[0]) for match in matches]
    if _is_russian(words):
        for match, word in zip(matches, words, strict=True):
            yield match.span(), _spread(word, *match.span())


def _by_keys(text: str) -> Iterator[tuple[tuple[int, int], Letters]]:
    matches = list(islice(_KEYED.finditer(text), _MOST))
    words = [_keyed(match[0]) for match in matches]
    whole = _is_russian(words)
    for match, word in zip(matches, words, strict=True):
        if whole or (len(word) > _LONG_ENOUGH and _means(word.rstrip(".,"))):
            yield match.span(), _spread(word, *match.span())


def _is_russian(words: list[str]) -> bool:
    telling = [word.rstrip(".,") for word in words if len(word) >= _LONG_ENOUGH]
    return bool(telling) and len(words) > 1 and sum(map(_means, telling)) >= _SHARE * len(telling)


@lru_cache(maxsize=5_000)
def _means(word: str) -> bool:
    return is_known(word) or obscene(word) is not None


@lru_cache(maxsize=5_000)
def _sounded(word: str) -> str:
    plain = _SOUND.sub(lambda match: _SOUNDS[match[0]], _VOWEL_Y.sub("j", word))
    others = (pattern.sub(ending, plain) for pattern, ending in _OTHERWISE)
    return plain if _means(plain) else next(filter(_means, others), plain)


def _keyed(keys: str) -> str:
    """The word in Russian letters.

    A final comma or full stop is a letter only if the word can be pronounced: not in «kaputt,».
    """
    whole, stem = "".join(KEYS[key] for key in keys), keys.rstrip(".,")
    is_letter = keys == stem or (_means(whole) and not _UNSAYABLE.search(whole))
    return whole if is_letter else whole[: len(stem)] + keys[len(stem) :]


def _spread(word: str, start: int, end: int) -> Letters:
    """The letters with positions spread over the place where the word was typed."""
    return [(letter, start + (end - start) * number // len(word)) for number, letter in enumerate(word)]
