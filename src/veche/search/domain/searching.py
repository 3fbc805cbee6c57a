"""Find objects, newest first: the same ones in the same order on both databases."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from veche.search.domain import keys
from veche.search.domain.question import Question
from veche.search.kinds import Found, Kind, kinds
from veche.search.models import IndexEntry
from veche.staff.access import may
from veche.staff.models import Administration, Person

PAGE = 20
_POSTGRESQL = """
SELECT key FROM search_indexentry
WHERE administration_id = %s AND key >= %s AND key < %s AND terms @> %s::text[] {any}
ORDER BY key DESC LIMIT %s
"""
_SQLITE = """
SELECT rowid FROM search_words
WHERE search_words MATCH %s AND rowid >= %s AND rowid < %s
ORDER BY rowid DESC LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for. `since`, `until`: from the first moment on, before the second. `before`: a key; page on."""

    question: Question = field(default_factory=Question)
    kinds: Collection[str] = ()
    network: str = ""
    person: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.question or self.network or self.person or self.since or self.until)


@dataclass(frozen=True, slots=True)
class Hit:
    kind: Kind
    found: Found


@dataclass(frozen=True, slots=True)
class Page:
    """`more`: the key that the next page begins below; None if this is the last."""

    hits: tuple[Hit, ...] = ()
    more: int | None = None


def kinds_for(person: Person) -> list[Kind]:
    """What this person may find at all."""
    return [kind for kind in kinds() if may(person, kind.permission)]


def search(person: Person, wish: Wish) -> Page:
    """One page. Two queries, and those of each kind that it has."""
    city = person.administration
    open_to = {kind.slug: kind for kind in kinds_for(person)}
    wanted = [slug for slug in open_to if not wish.kinds or slug in wish.kinds]
    if wish.is_empty or not wanted:
        return Page()
    found = _keys(city, wish, wanted)
    entries = IndexEntry.objects.of(city).filter(key__in=found[:PAGE], kind__in=wanted).order_by("-key")
    rows = list(entries.values_list("kind", "object_id"))
    shown = {
        slug: open_to[slug].show(city, {pk for kind, pk in rows if kind == slug}) for slug in {kind for kind, _ in rows}
    }
    hits = tuple(Hit(open_to[kind], shown[kind][pk]) for kind, pk in rows if pk in shown[kind])
    return Page(hits, found[PAGE - 1] if len(found) > PAGE else None)


def _keys(city: Administration, wish: Wish, wanted: Collection[str]) -> list[int]:
    """Keys of a page, and one of the next page if there is one."""
    least = keys.first_key(wish.since) if wish.since else keys.LEAST
    most = keys.first_key(wish.until) if wish.until else keys.MOST
    before = most if wish.before is None else min(most, wish.before)
    every = [keys.NETWORK.format(wish.network)] if wish.network else []
    every += [keys.PERSON.format(wish.person)] if wish.person else []
    any_of = [frozenset(map(keys.KIND.format, wanted)), *wish.question.asked]
    every += [term for terms in any_of if len(terms) == 1 for term in terms]
    several = [sorted(terms) for terms in any_of if len(terms) > 1]
    if connection.vendor == "postgresql":
        overlaps = " ".join("AND terms && %s::text[]" for _ in several)
        return _run(_POSTGRESQL.format(any=overlaps), [city.pk, least, before, every, *several, PAGE + 1])
    match = _match([keys.ADMINISTRATION.format(city.pk), *every], several)
    return _run(_SQLITE, [match, least, before, PAGE + 1])


def _match(every: Iterable[str], several: Iterable[Iterable[str]]) -> str:
    """A question to FTS5. Terms have no quotes."""
    groups = [f'"{term}"' for term in every]
    groups += ["({})".format(" OR ".join(f'"{term}"' for term in terms)) for terms in several]
    return " AND ".join(groups)


def _run(sql: str, params: list[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [key for (key,) in cursor.fetchall()]
