"""Readings of disguised words: letters of other alphabets, digits, stars, spaces between letters, other layouts.

Each method yields `Reading`s: a span of the folded text and a word that may be meant. A text without unusual characters
costs one search.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

from veche.morphology.words import is_known
from veche.screening.disguised_word import MOST, Reading
from veche.screening.obscene import FORMS, Root, obscene, obscene_latin
from veche.screening.retyped import KEYS
from veche.screening.split_words import split_words

SHORTEST, LONGEST = 6, 24
_WORD = re.compile(rf"[а-я]{{{SHORTEST},{LONGEST}}}")
# Without one of these a text has no such word: one search instead of checking each word.
_CORE = re.compile(r"ху[йеяюли]|пизд|бля|[её]б[аулнеиыт]")
_BEGINNING = re.compile("ху[йеяю]|хули|наху|поху|охуе|пизд|бля|заеб|уеб|еб(?:а[нтл]|уч|ись)")
_KNOWN_FORMS = frozenset("\n".join(FORMS.values()).split())


def run_together(text: str) -> Iterator[Reading]:
    """Readings in a folded text."""
    if not _CORE.search(text):
        return
    for match in islice(_WORD.finditer(text), MOST * 20):
        word = match[0]
        if _CORE.search(word, 2) and not obscene(word) and (root := _glued(word)):
            yield Reading(*match.span(), root, "слитно с другим")


@lru_cache(maxsize=20_000)
def _glued(word: str) -> Root | None:
    """The root if the word is a dictionary word followed by an obscene one without a space."""
    if is_known(word):
        return None
    for cut in range(2, len(word) - 2):
        plain = _BEGINNING.match(word, cut) or (len(word) - cut > 3 and word[cut:] in _KNOWN_FORMS)
        if plain and (root := obscene(word[cut:])) and is_known(word[:cut]):
            return root
    return None


# Letters that a character may stand for, the likeliest first.
_MEANINGS = {
    "a": "а", "b": "бвь", "c": "сц", "d": "дб", "e": "е", "f": "ф", "g": "гд", "h": "нх", "i": "ий", "j": "йж",
    "k": "к", "l": "л", "m": "мт", "n": "нп", "o": "о", "p": "рп", "q": "а", "r": "гр", "s": "с", "t": "т",
    "u": "иу", "v": "в",
    "w": "ш", "x": "х", "y": "уый", "z": "з", "0": "о", "1": "ийл", "3": "зе", "4": "ча", "6": "бе", "7": "т",
    "8": "вб", "9": "яд", "@": "а", "$": "с", "|": "л", "!": "и", "€": "е", "¥": "у", "×": "х", "†": "т",
    "∂": "д", "∆": "а", "§": "зс", "₴": "з", "¡": "и", "№": "и", "£": "л", "μ": "му", "і": "и", "ї": "и", "є": "е",
}  # fmt: skip
_ALTERNATIVES = 48

# Places where a letter touches a sign that plain texts do not have there. Each branch begins with the sign, so that
# letters are skipped fast.
_AMONG_SIGNS = re.compile(
    r"[a-z}{><]|[0-9@$*]{1,2}[а-я]|\\/[а-я]|3[.,]14"
    r"|(?<=[а-я])(?:[0-9@$|!*#%^&~_•×ії€¥†∂∆§₴¡№£μ\U0001f300-\U0001faff\u2600-\u27bf]|[-.…=+?]{1,3}[а-я]|\.\.|…"
    r"|[()\[\]/\\«\"'][а-я]|/\\)"
)
# Without one of these characters there is no such place.
_SIGN = re.compile(
    r"[a-z0-9@$|!*#%^&~_•×ії€¥†∂∆§₴¡№£μ\U0001f300-\U0001faff\u2600-\u27bf\-=+…}{><()\[\]/\\«\"']|\.\.|[.?][а-я]"
)
_LETTER_BY_LETTER = re.compile(r"(?<![а-я])[а-я][^а-яa-z0-9\n]{1,3}[а-я](?![а-я])")
_MIXED = re.compile(
    r"(?<![а-яa-z0-9@$|!іїє€¥×†∂∆§₴¡№£μ])(?=[a-z0-9@$|!іїє€¥×†∂∆§₴¡№£μ]{0,24}[а-я])(?=[а-я]{0,24}[a-z0-9@$|!іїє€¥×†∂∆§₴¡№£μ])[а-яa-z0-9@$"
    r"|!іїє€¥×†∂∆§₴¡№£μ]{2,24}"
)
_MASK = "[*#№@%^&~_•×$\u2600-\u27bf\U0001f300-\U0001faff]"
_MASKED = re.compile(
    rf"(?<![а-я\w*])[а-я]{{0,8}}{_MASK}{{1,8}}(?!{_MASK})[а-я]{{0,14}}(?:{_MASK}{{1,6}}[а-я]{{1,8}}){{0,2}}(?![а-я])"
)
_DOTTED = re.compile(r"(?<![а-я.\-])[а-я]{1,6}(?:[-=+?]|[.…\-]{1,3})[а-я]{1,8}(?![а-я\-])")
_SPACED = re.compile(r"(?<![а-яa-z0-9])[а-яa-z0-9@](?:[^а-яa-z0-9@\n]{1,3}[а-яa-z0-9@]){2,16}(?![а-яa-z0-9])")
_CUT = re.compile(r"(?<![а-я])(?:(?:на|ни|по|до)\s)?([а-я]{1,6})(?:\.{2,4}|…)(?![а-яё])")
_LATIN = re.compile(r"(?<![a-zа-я0-9@])[a-z369'`]{3,20}(?![a-zа-я@])")
_KEYS = re.compile(r"(?<!\S)([a-z\[\]{};:'\"<>,.`~]{3,20})[?!&)]{0,4}(?!\S)")
_CUT_WORDS = frozenset(
    {"ху", "хуй", "пиз", "пизд", "бля", "бл", "еба", "заеб", "наху", "поху", "охуе", "муда", "пизде", "ебан"}
)
_AFTER_ON = re.compile(
    r"\b(?:на|ни|по|до|к)\s{1,2}х(?:\.{2,4}|…|\*{1,4}(?![а-я*])|-(?=\s|$))|\bиди(?:те)? н[а]?х?(?:\.{2,4}|…|\*{2,4})"
)
_MEET = re.compile(r"[а-я][a-z0-9@]|[a-z0-9@][а-я]")


def is_strange(text: str) -> bool:
    """Whether a folded text has separated letters, or letters among signs, digits and foreign letters."""
    return bool((_SIGN.search(text) and _AMONG_SIGNS.search(text)) or _LETTER_BY_LETTER.search(text))


def disguised(text: str, *, split: bool = True, strange: bool = True) -> list[Reading]:
    """Obscene words hidden in a folded text. `split`: it has fragments of words; `strange`: result of `is_strange`."""
    found = [*(split_words(text) if split else ()), *run_together(text)]
    if strange:
        found += [reading for way in _WAYS for reading in way(text)]
    return found


def unmasked(text: str) -> str:
    """The folded text with look-alikes replaced in words of mixed alphabets; the length is kept."""
    if not _MEET.search(text):
        return text
    return _MIXED.sub(lambda match: _likeliest(match[0]), text)


def _likeliest(word: str) -> str:
    """Replace each character by its likeliest letter; words such as «5й» and «covid19й» keep their digits."""
    if len(re.findall("[а-я]", word)) * 2 < len(word) or re.fullmatch(r"\d+[а-я]+", word):
        return word
    return "".join(_MEANINGS.get(char, char)[0] for char in word)


# Roman numerals, school classes («6б»), car plates; three digits in a row hide no letters.
_NUMBER = re.compile(r"^[хivxlcmс]+$|\d{3}|^\d+[а-я]$")


def _mixed(text: str) -> Iterator[Reading]:
    for match in islice(_MIXED.finditer(text), MOST * 4):
        root = None if _NUMBER.search(match[0]) else _by_alternatives(match[0].rstrip("!|@$"))
        if root:
            yield Reading(*match.span(), root, "с чужими буквами")


@lru_cache(maxsize=20_000)
def _by_alternatives(word: str) -> Root | None:
    choices = [_MEANINGS.get(char, char) for char in word]
    for letters in islice(product(*choices), _ALTERNATIVES):
        if root := obscene("".join(letters)):
            return root
    return None


def _plain(text: str) -> str:
    """The text without markup of bold words, if it has pairs of such marks."""
    if text.count("**") + text.count("__") < 2 or not re.search(r"(?<![а-яa-z*_])(?:\*\*|__)[^\s*_]", text):
        return text
    return re.sub(r"(?<![а-я*_])(?:\*\*|__)(?![*_])|(?<![*_])(?:\*\*|__)(?![а-я*_])", "  ", text)


# «И**** П*****»: a name reduced to its initials.
_INITIAL, _INITIAL_BEFORE = re.compile(r"[а-я][*_.]{2,}$"), re.compile(r"(?<![а-я])[а-я][*_.]{2,}\s$")


def _masked(text: str) -> Iterator[Reading]:
    text = _plain(text)
    for match in islice(_MASKED.finditer(text), MOST):
        if _INITIAL.match(match[0]) and _INITIAL_BEFORE.search(text[: match.start()][-12:]):
            continue
        root = _by_forms(match[0], 3)
        if root:
            yield Reading(*match.span(), root, "со звёздочками")


def _dotted(text: str) -> Iterator[Reading]:
    for match in islice(_DOTTED.finditer(text), MOST):
        word = match[0]
        whole = re.sub(r"[^а-я]", "", word)
        root = obscene(whole) if not _joins_words(word) else None
        root = root or _by_forms(word, 0)
        if root:
            yield Reading(*match.span(), root, "с точками")


def _joins_words(word: str) -> bool:
    """Whether each part is a word by itself: «кое-как», «м.р»."""
    return all(len(part) > 1 and is_known(part) for part in re.split(r"[^а-я]+", word))


_DRAWN = {"}{": "х", "><": "х", ")(": "х", "|/|": "и", "/\\": "л", "|-|": "н", "()": "о", "|<": "к", "/-\\": "а"}
_STROKE = re.compile(r"[}{><()|/\\]")
_CHUNK = re.compile(r"\S{0,12}(?:\}\{|><|\)\(|\|/\||/\\|\|-\||\(\)|\|<|/-\\)\S{0,12}")


def _drawn(text: str) -> Iterator[Reading]:
    r"""Words with letters drawn by signs: «}{уй», «б/\\ядь»."""
    for match in islice(_CHUNK.finditer(text), MOST) if _STROKE.search(text) else ():
        word = match[0]
        for signs in sorted(_DRAWN, key=len, reverse=True):
            word = word.replace(signs, _DRAWN[signs])
        if root := _by_alternatives(re.sub(r"[^а-яa-z0-9@]", "", word)):
            yield Reading(*match.span(), root, "буквами из знаков")


_SURE = 0.9
_ENCLOSED = re.compile(
    r"(?<![а-я])[а-я]{0,8}[()\[\]{}|/\\'\"«»\U0001f300-\U0001faff\u2600-\u27bf]{1,3}[а-я]{1,8}"
    r"(?:[()\[\]{}|/\\'\"«»\U0001f300-\U0001faff\u2600-\u27bf]{1,3}[а-я]{0,8}){0,4}"
)


def _enclosed(text: str) -> Iterator[Reading]:
    """Words with signs inside: «ху(й)ня», «пи|здец». Not if all parts are words by themselves."""
    for match in islice(_ENCLOSED.finditer(text), MOST):
        if _joins_words(match[0].strip("()[]{}|/\\'\"«»")):
            continue
        if (root := obscene(re.sub(r"[^а-я]", "", match[0]))) and root.score > _SURE:
            yield Reading(*match.span(), root, "со знаками внутри")


_PI = re.compile(r"3[.,]14\s?(?:з[дж][а-я]+|zd[a-z]+|[дd][оoаa][рp][а-я]*)")


def _pi(text: str) -> Iterator[Reading]:
    for match in islice(_PI.finditer(text), MOST):
        if root := obscene("пизда"):
            yield Reading(*match.span(), root, "числом вместо букв")


_LATIN_MASK = re.compile(r"(?<![a-z*])[a-z]{1,8}\*[a-z]{1,8}(?![a-z*])")


def _latin_masked(text: str) -> Iterator[Reading]:
    for match in islice(_LATIN_MASK.finditer(text), MOST):
        head, tail = match[0].split("*")
        if root := next(filter(None, (obscene_latin(head + letter + tail) for letter in (*"aeiouy", "ya"))), None):
            yield Reading(*match.span(), root, "со звёздочками")


@lru_cache(maxsize=20_000)
def _by_forms(word: str, more: int) -> Root | None:
    """A known obscene form whose hidden letters the signs may replace.

    `more`: letters allowed beyond the number of signs.
    """
    parts = re.split(rf"((?:{_MASK}|[.…\-=+?])+)", word)
    head, tail = parts[0], "".join(parts[2::2])
    if len(head + tail) < (2 if more == 0 else 1) or (not head and len(tail) < 3 and tail not in {"уй", "ля"}):
        return None
    if not tail and not _beginning_suffices(head, parts[1]):
        return None
    holes = len(parts) // 2
    for extra in (0, *((more,) if more else (2,) if len(parts[1]) > 1 or word[1:2] == "-" else ())):
        pattern = re.compile(
            "^" + "".join(_hidden_letters(part, extra, holes) if n % 2 else part for n, part in enumerate(parts)) + "$",
            re.MULTILINE,
        )
        if found := pattern.search(_forms_for(parts[0])):
            return obscene(found[0])
    return None


def _beginning_suffices(head: str, signs: str) -> bool:
    """Whether the letters before the signs suffice although nothing follows: «пизд*», «п**», «по***»."""
    if head in {"по", "на", "ни", "за"}:
        return signs.startswith("***")
    return head in _CUT_WORDS or (head in {"х", "п", "е", "б"} and len(signs) > 1)


def _hidden_letters(signs: str, extra: int, holes: int) -> str:
    count = 3 if "…" in signs else len(signs)
    return rf"[а-я]{{{1 if extra else count},{count + (extra if holes == 1 else extra // 2)}}}"


def _forms_for(head: str) -> str:
    return FORMS.get(head[0], "") if head else "\n".join(FORMS.values())


def _spaced(text: str) -> Iterator[Reading]:
    for match in islice(_SPACED.finditer(text), MOST):
        letters = [(found.start(), found[0]) for found in re.finditer(r"[а-яa-z0-9@]", match[0])]
        for start, end in _runs(len(letters)):
            word = "".join(letter for _at, letter in letters[start:end])
            root = _by_alternatives(word) if re.search("[а-я]", word) else obscene_latin(word)
            if root:
                yield Reading(
                    match.start() + letters[start][0], match.start() + letters[end - 1][0] + 1, root, "вразрядку"
                )
                break


def _runs(count: int) -> list[tuple[int, int]]:
    """The whole run, then runs without some letters at either side: «и х у й», «п и з д а и»."""
    return [(left, count - right) for left in range(4) for right in range(3) if count - left - right >= 3]


def _cut_short(text: str) -> Iterator[Reading]:
    if ".." not in text and "…" not in text and "*" not in text and "-" not in text:
        return
    for match in islice(_CUT.finditer(text), MOST):
        if match[1] in _CUT_WORDS and (
            root := obscene(match[1]) or obscene(match[1] + "й") or obscene(match[1] + "да")
        ):
            yield Reading(*match.span(), root, "оборвано")
    for match in islice(_AFTER_ON.finditer(text), MOST):
        if root := obscene("хуй"):
            yield Reading(*match.span(), root, "оборвано")


def _in_latin(text: str) -> Iterator[Reading]:
    for match in islice(_LATIN.finditer(text), MOST * 4):
        if root := obscene_latin(match[0].strip("'`")):
            yield Reading(*match.span(), root, "латиницей")


def _by_keys(text: str) -> Iterator[Reading]:
    for match in islice(_KEYS.finditer(text), MOST * 2):
        keys = match[1].rstrip(".,;'")
        if len(keys) < 6 and keys.isalpha():
            continue
        word = "".join(KEYS[key] for key in keys)
        if len(word) > 2 and (root := obscene(word)) and not root.sure:
            yield Reading(match.start(), match.start() + len(keys), root, "в другой раскладке")


_WAYS = (_mixed, _masked, _dotted, _enclosed, _drawn, _spaced, _cut_short, _in_latin, _latin_masked, _by_keys, _pi)
