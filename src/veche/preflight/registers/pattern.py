"""What to look for in a text for a name of a register: a person's surname, or the words of an organisation's name."""

import re
from dataclasses import dataclass
from functools import cache

from veche.preflight.registers.declension import folded, stems
from veche.preflight.registers.entry import Entry
from veche.preflight.words import listed

WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
DOMAIN = re.compile(r"(?:https?://)?(?:www\.)?((?:[\w-]{1,60}\.){1,4}[a-zа-я]{2,12})(?:/\S*)?", re.IGNORECASE)
_QUOTED = re.compile(r"[«\"„“]([^«»\"„“”]{2,120})[»\"“”]")
_PATRONYMIC = re.compile(r"(?:вич|вна|ична|инична|оглы|кызы|улы)$")
_CYRILLIC = re.compile(r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?|[А-ЯЁ]{2,}(?:-[А-ЯЁ]{2,})?")
_INITIAL = re.compile(r"[А-ЯЁ]")
_AFTERWARDS = re.compile(r"\s*[(,*].*$")
# Words of a name that say only what kind of organisation it is.
_FORMS = re.compile(
    r"(?:ано|нко|ооо|оо|моо|роо|мод|некоммерческ\w+|автономн\w+|общественн\w+|общероссийск\w+|международн\w+|межрегиональн\w+"
    r"|региональн\w+|религиозн\w+|благотворительн\w+|иностранн\w+|неправительственн\w+|неформальн\w+|молодежн\w+|правозащитн\w+"
    r"|террористическ\w+|экстремистск\w+|незарегистрированн\w+|так|называем\w+|ltd|inc|e\.?v|gmbh)"
)


@dataclass(frozen=True, slots=True)
class Person:
    """Folded names; `given` and `patronymic` may be one letter or empty."""

    entry: Entry
    surname: str
    given: str
    patronymic: str

    @property
    def keys(self) -> tuple[str, ...]:
        return stems(self.surname)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Folded `words` of an organisation or a pseudonym, without what says only its kind.

    `acronym`: written in capitals, matched as it is. `whole`: with its kind («движение новый рассвет»), which
    is enough by itself.
    """

    entry: Entry
    words: tuple[str, ...]
    acronym: bool
    whole: bool

    @property
    def keys(self) -> tuple[str, ...]:
        return (self.words[0],) if self.acronym else stems(self.words[0])


type Pattern = Person | Phrase


def patterns(entry: Entry) -> list[Pattern]:
    """The patterns of a name and its aliases, without repetitions."""
    found: list[Pattern] = []
    for name in (entry.name, *entry.aliases):
        person = _person(entry, name)
        found += [person] if person else _phrases(entry, name)
    return list(dict.fromkeys(found))


def _person(entry: Entry, name: str) -> Person | None:
    if any(sign in name for sign in '«"„“'):
        return None
    bare = _AFTERWARDS.sub("", name)
    words = WORD.findall(bare.replace(".", " "))
    if not 2 <= len(words) <= 4 or not all(
        _CYRILLIC.fullmatch(word) or _INITIAL.fullmatch(word) or _PATRONYMIC.search(word) for word in words
    ):
        return None
    low = [folded(word) for word in words]
    if any(word in listed("heads") or _FORMS.fullmatch(word) for word in low):
        return None
    if len(low) == 2 and all(word.isupper() for word in words) and not set(low) & listed("given"):
        return None
    return _ordered(entry, low)


def _ordered(entry: Entry, low: list[str]) -> Person | None:
    """Who is meant: «Фамилия Имя Отчество», «Имя Отчество Фамилия», «Имя Фамилия», «И. О. Фамилия»."""
    long = [word for word in low if len(word) > 1]
    if len(long) == 1:
        initials = [word for word in low if len(word) == 1]
        return Person(entry, long[0], initials[0], (initials[1:] or [""])[0])
    at = next((n for n, word in enumerate(low) if n and _PATRONYMIC.search(word) and word not in listed("given")), None)
    if at == len(low) - 1 and len(low) > 2:
        return Person(entry, low[0], low[1], low[at])
    if at is not None and at + 1 < len(low):
        return Person(entry, low[at + 1], low[at - 1], low[at])
    if low[0] in listed("given") and low[1] not in listed("given"):
        return Person(entry, low[1], low[0], "")
    return Person(entry, low[0], low[1], "")


def _phrases(entry: Entry, name: str) -> list[Pattern]:
    found: list[Pattern] = []
    whole = WORD.findall(_AFTERWARDS.sub("", name) if "(" in name and not name.startswith("(") else name)
    cores = [WORD.findall(core) for core in _QUOTED.findall(name)] or [_without_kind(whole)]
    # «Фонд «…» (Evergreen Foundation, США)»: of what stands beside a quoted name only Latin letters name it too.
    beside = [inside.split(",")[0] for inside in re.findall(r"\(([^()]{2,120})\)", name)]
    is_quoted = _QUOTED.search(name) is not None
    cores += [WORD.findall(one) for one in beside if not is_quoted or not re.search("[А-Яа-яЁё]", one)]
    for core in cores:
        if core and (len(core) > 1 or len(core[0]) > 2):
            acronym = len(core) == 1 and core[0].isupper() and len(core[0]) < 9
            found.append(Phrase(entry, tuple(map(folded, core)), acronym, whole=False))
    if len(whole) > 1 and cores[0] and len(cores[0]) < len(whole):
        found.append(Phrase(entry, tuple(map(folded, whole)), acronym=False, whole=True))
    return found


def _without_kind(words: list[str]) -> list[str]:
    rest = list(words)
    while len(rest) > 1 and (folded(rest[0]) in listed("heads") or _FORMS.fullmatch(folded(rest[0]))):
        rest = rest[1:]
    return rest


@cache
def is_patronymic(word: str) -> bool:
    return (
        bool(re.search(r"(?:вич|вича|вичу|вичем|виче|вна|вны|вне|вну|вной|ичн[аыеу]|ичной|оглы|кызы)$", word))
        and len(word) > 5
    )
