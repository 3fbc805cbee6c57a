"""Entries as lines of the page: their objects by present names, and their facts in Russian."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.formats import date_format

from veche.journal.domain.names import Key, Named, names_of
from veche.journal.models import Entry
from veche.journal.words import Fact, Thing, fact_of, thing_of
from veche.kit.moments import date_and_hour

_HASH = re.compile(r"[0-9a-f]{32,}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\S+")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SHOWN = 8  # letters of a hash: enough to tell two apart, and to find it by


@dataclass(frozen=True, slots=True)
class EntryLine:
    """`word`: the kind («публикация»), `name`: title or number, `url`: empty without permission."""

    entry: Entry
    word: str
    name: str
    url: str
    facts: tuple[str, ...]


def lines_of(
    administration: Model, entries: Sequence[Entry], *, zone: str, may: Callable[[str], bool]
) -> list[EntryLine]:
    """The lines. `may`: whether the reader has a permission. One query for all names."""
    names = names_of(administration, {key for entry in entries for key in _keys(entry)})
    return [_line(entry, names, zone, may) for entry in entries]


def _keys(entry: Entry) -> Iterator[Key]:
    yield entry.object_type, entry.object_id
    for name, value in entry.facts.items():
        if of := fact_of(entry.verb, name).of:
            yield from ((of, str(pk)) for pk in _listed(value))


def _line(entry: Entry, names: Mapping[Key, Named], zone: str, may: Callable[[str], bool]) -> EntryLine:
    thing = thing_of(entry.object_type)
    named = names.get((entry.object_type, entry.object_id))
    facts = ((fact_of(entry.verb, name), value) for name, value in entry.facts.items())
    spoken = ((fact.word, _words(fact, value, names, zone)) for fact, value in facts if fact.word)
    told = tuple(f"{word}: {words}" for word, words in spoken if words)
    return EntryLine(entry, *_called(thing, entry, named), _url(thing, named, may), told)


def _called(thing: Thing, entry: Entry, named: Named | None) -> tuple[str, str]:
    """The name; "" for a kind of which there is only one object."""
    if named and named.name:
        return str(thing.named or thing.word), named.name
    return str(thing.word), f"№ {entry.object_id}" if thing.name else ""


def _url(thing: Thing, named: Named | None, may: Callable[[str], bool]) -> str:
    if named is None or not thing.url_name or not may(thing.permission):
        return ""
    return reverse(thing.url_name, args=[named.target])


def _words(fact: Fact, value: Any, names: Mapping[Key, Named], zone: str) -> str:
    return ", ".join(_word(fact, one, names, zone) for one in _listed(value))


def _word(fact: Fact, value: Any, names: Mapping[Key, Named], zone: str) -> str:
    if fact.of:
        named = names.get((fact.of, str(value)))
        return (named and named.name) or f"№ {value}"
    if isinstance(value, bool):
        return "да" if value else "нет"
    return str(fact.values.get(str(value), _plain(str(value), zone)))


def _plain(text: str, zone: str) -> str:
    if _MOMENT.fullmatch(text):
        return date_and_hour(datetime.fromisoformat(text), zone)
    if _DAY.fullmatch(text):
        return date_format(date.fromisoformat(text), "j E Y")
    return f"{text[:_SHOWN]}…" if _HASH.fullmatch(text) else text


def _listed(value: Any) -> list[Any]:
    """Facts that are not empty."""
    if isinstance(value, list):
        return value
    return [] if value in (None, "") else [value]
