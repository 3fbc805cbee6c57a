"""Find persons named in a text: a given name with a surname or a patronymic, by capitals and by the dictionary."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from veche.morphology.words import is_known, readings

REMEMBERED = 50_000
_WORD = re.compile(r"[А-ЯЁ][а-яё]{1,20}(?:-[А-ЯЁ][а-яё]{2,20})?")
_INITIALS = re.compile(
    r"[А-ЯЁ][а-яё\-]{2,20}\s[А-ЯЁ]\.(?:\s?[А-ЯЁ]\.)?(?!\s?[а-яё]{2})|[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?[А-ЯЁ][а-яё\-]{2,20}"
)
_SURNAME = re.compile(
    r"(?:фамилия|фамилии|зовут|гр\.|гражданин\w?|гражданка|гражданке)\s+(?:[А-ЯЁ][а-яё]+\s+)?[А-ЯЁ][а-яё]{2,20}"
)
# Streets, schools and prizes are named after people.
_BEARS = re.compile(
    r"(?:улиц\w{1,3}|\bул\.?|проспект\w?|пр-т|площад\w{1,3}|имени|\bим\.?|сквер\w?|парк\w?|театр\w?)\s?$", re.IGNORECASE
)
LIKE_SURNAME = re.compile(
    r"(?:ов|ев|ёв|ин|ын|ова|ева|ёва|ина|ына|ский|ская|ских|ко|юк|ук|ян|дзе|швили|ых|их|ов[уые]|ев[уые]|ин[уые]|ов[оы][йм]|ев[оы][йм]|ин[оы][йм]|ым)$"
)
GIVEN, PATRONYMIC, SURNAME, UNKNOWN, PLACE, OTHER = "given", "patronymic", "surname", "unknown", "place", "other"
_STRANGE = (SURNAME, UNKNOWN)


@dataclass(frozen=True, slots=True)
class Named:
    """`raw[start:end]`; `full`: a surname with a name or initials, or a name with a patronymic; else a name alone."""

    start: int
    end: int
    full: bool


def persons(raw: str) -> list[Named]:
    """Persons in the order of the original text, without names of streets and schools."""
    found = [Named(*match.span(), full=True) for way in (_INITIALS, _SURNAME) for match in way.finditer(raw)]
    found += [one for group in _groups(raw) for one in _of_group(group)]
    return sorted(
        (one for one in found if not _BEARS.search(raw[max(0, one.start - 14) : one.start])), key=lambda one: one.start
    )


def has_surname(name: str) -> bool:
    """Whether a person's name contains more than a given name and a patronymic."""
    words = _WORD.findall(name)
    return len(words) != len([word for word in words if _kind(word.lower()) in (GIVEN, PATRONYMIC)]) or "." in name


def _groups(raw: str) -> Iterator[Sequence[re.Match[str]]]:
    """Groups of capitalised words separated by single spaces."""
    group: list[re.Match[str]] = []
    for match in _WORD.finditer(raw):
        if group and raw[group[-1].end() : match.start()] != " ":
            yield group
            group = []
        group.append(match)
    if group:
        yield group


def _of_group(group: Sequence[re.Match[str]]) -> Iterator[Named]:
    """The person named by a group, if any."""
    kinds = [_kind(match[0].lower()) for match in group]
    core = next((n for n, kind in enumerate(kinds) if kind in (GIVEN, PATRONYMIC)), None)
    if core is None:
        # «Кирюша Пестерев»: two words unknown to the dictionary.
        pairs = (n for n in range(len(kinds) - 1) if kinds[n] in _STRANGE and kinds[n + 1] in _STRANGE)
        yield from (Named(group[n].start(), group[n + 1].end(), full=True) for n in list(pairs)[:1])
        return
    first = core - 1 if core and kinds[core - 1] in _STRANGE else core
    # «Лена Мороз»: a common word with a capital after a name is a surname.
    last = next((n - 1 for n in range(core + 1, len(kinds)) if kinds[n] == PLACE), min(len(kinds) - 1, core + 2))
    yield Named(group[first].start(), group[last].end(), full=last > first or kinds[core] == PATRONYMIC)


@lru_cache(maxsize=REMEMBERED)
def _kind(word: str) -> str:
    types = {reading.feats.get("NameType") for reading in readings(word)}
    if "Pat" in types:
        return PATRONYMIC
    if "Giv" in types:
        return GIVEN
    if "Geo" in types and "Sur" not in types:
        return PLACE
    if "Sur" in types or LIKE_SURNAME.search(word):
        return SURNAME
    return OTHER if is_known(word) else UNKNOWN
