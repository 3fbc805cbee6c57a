"""Forms of surnames and given names by their endings: most names of a register are in no dictionary."""

import re
from functools import lru_cache

from veche.preflight.words import listed

_ADJECTIVE = {
    "ий": ("ий", "ого", "его", "ому", "ему", "им", "ом", "ем", "ие", "их", "ими"),
    "ый": ("ый", "ого", "ому", "ым", "ом", "ые", "ых", "ыми"),
    "ой": ("ой", "ого", "ому", "ым", "им", "ом", "ые", "ие", "их", "ых"),
}
_FEMININE_ADJECTIVE = {"ая": ("ая", "ой", "ою", "ую"), "яя": ("яя", "ей", "ею", "юю")}
_HARD = ("", "а", "у", "ом", "ем", "е", "ы", "и", "ов", "ам", "ами", "ах")
_POSSESSIVE = ("", "а", "у", "ым", "е", "ы", "ых", "ыми")
_FEMININE_POSSESSIVE = ("а", "ой", "ою", "у")
_SOFT = ("ь", "я", "ю", "ем", "е", "и", "ью", "ей")
_SHORT = ("й", "я", "ю", "ем", "е", "и")
_FIRST = ("а", "ы", "и", "е", "у", "ой", "ою", "ей")
_FIRST_SOFT = ("я", "и", "е", "ю", "ей", "ею")
_ENDINGS = sorted(
    {
        ending
        for group in (
            *_ADJECTIVE.values(),
            *_FEMININE_ADJECTIVE.values(),
            _HARD,
            _POSSESSIVE,
            _SOFT,
            _SHORT,
            _FIRST,
            _FIRST_SOFT,
        )
        for ending in group
    }
    | {"о", "э"},
    key=len,
)
_CONSONANT = "бвгджзйклмнпрстфхцчшщ"
_FLEETING = re.compile(rf"^(.+[{_CONSONANT}ь])[ео]([{_CONSONANT}])(ь?)$")
_FLEETING_ENDS = re.compile(r"(?:ец|ок|ек|ел|ол|ень)$")
_SOFT_FLEETING = re.compile(r"^(.+)ей$")
_IRREGULAR = {"павел": "павл", "лев": "льв"}


def folded(word: str) -> str:
    return word.lower().replace("ё", "е")


@lru_cache(maxsize=200_000)
def stems(word: str) -> tuple[str, ...]:
    """What the nominative of a folded name keeps in other cases: «кузнец» → кузнец; «павел» → павел, павл."""
    first, hyphen, _ = word.partition("-")
    if hyphen:
        return tuple(f"{stem}-" for stem in stems(first))
    found = [_bare(word)]
    if word.endswith("ий"):
        found.append(word[:-1])
    if word in _IRREGULAR:
        found.append(_IRREGULAR[word])
    elif len(word) > 3 and _FLEETING_ENDS.search(word) and (match := _FLEETING.match(word)):
        found.append(match[1] + match[2])
    elif len(word) > 4 and (match := _SOFT_FLEETING.match(word)):
        found.append(match[1] + "ь")
    return tuple(dict.fromkeys(found))


def _bare(word: str) -> str:
    if len(word) > 3 and word[-2:] in {"ий", "ый", "ой", "ая", "яя"}:
        return word[:-2]
    return word[:-1] if len(word) > 2 and word[-1] in "аяйьоеиыуюэ" else word


@lru_cache(maxsize=20_000)
def candidate_stems(form: str) -> tuple[str, ...]:
    """The stems that a folded form may have, with every ending removed that some declension has."""
    first, hyphen, _ = form.partition("-")
    if hyphen:
        return tuple(f"{stem}-" for stem in candidate_stems(first))
    longest = len(form) - 2
    ends = (end for end in _ENDINGS if end and len(end) <= longest and form.endswith(end))
    return tuple(dict.fromkeys([form, *(form[: -len(end)] for end in ends)]))


@lru_cache(maxsize=20_000)
def forms(word: str) -> frozenset[str]:
    """All forms that a folded name may have, of both genders; an indeclinable name has one."""
    parts = word.split("-")
    if len(parts) > 1:
        return frozenset(f"{first}-{rest}" for first in forms(parts[0]) for rest in forms("-".join(parts[1:])))
    return frozenset([word, *(stem + end for stem, ends in _paradigms(word) for end in ends)])


def _paradigms(word: str) -> list[tuple[str, tuple[str, ...]]]:
    """(stem, endings) for each declension that the name may follow."""
    if len(word) < 2 or re.search(r"(?:[ыи]х|ко|аго|яго|ово|[иуюэ])$", word):
        # «Белых», «Шевченко», «Живаго» do not change; in common speech «Шевченки» is rare.
        return []
    two, last = word[-2:], word[-1]
    if two in _ADJECTIVE:
        return [(word[:-2], _ADJECTIVE[two]), (word[:-1], _SHORT)]
    if two in _FEMININE_ADJECTIVE:
        return [(word[:-2], _FEMININE_ADJECTIVE[two]), (word[:-1], _FIRST_SOFT)]
    if last == "а":
        # «Выдумкина, Выдумкиной», but «Проба, Пробы» and «Ирина, Ирины».
        surname = re.search(r"(?:[ое]в|[иы]н)а$", word) and word not in listed("given")
        return [(word[:-1], _FEMININE_POSSESSIVE if surname else _FIRST)]
    if last == "я":
        return [(word[:-1], _FIRST_SOFT)]
    return _masculine(word, last)


def _masculine(word: str, last: str) -> list[tuple[str, tuple[str, ...]]]:
    """Of names that end in a consonant or a soft sign."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for stem in stems(word):
        if last == "й":
            found.append((stem, _SHORT if stem == word[:-1] else ("я", "ю", "ем", "е", "и")))
        elif last == "ь":
            found.append((stem, _SOFT))
        elif last in _CONSONANT:
            found.append((stem, _HARD))
            if re.search(r"(?:[ое]в|[иы]н)$", word):
                found.append((stem, _POSSESSIVE))
            if last in "цчшщж":
                found.append((stem, ("ей", "ем", "ом")))
    return found


def is_form(form: str, word: str) -> bool:
    """Whether a folded form may belong to the folded name `word`."""
    return form == word or (form[:2] == word[:2] and form in forms(word))
