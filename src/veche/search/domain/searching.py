"""Find objects, newest first: the same ones in the same order on both databases."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from veche.search.domain import keys
from veche.search.domain.matching import Terms, terms_asked
from veche.search.domain.question import Question
from veche.search.kinds import Found, Kind, kinds
from veche.search.models import IndexEntry
from veche.staff.access import may
from veche.staff.models import Administration, Person

PAGE = 20
# Entries that PostgreSQL looks through one by one before it asks the index of words. To read the terms of one takes it
# 8 µs, a match of the index 4: with 2,000 entries a search took 18 ms of its processor, with 500 8 ms.
NEAR = 500
# The index of words has no order: of a frequent word it gives all entries of years, to be sorted for one page. Such a
# word stands among the nearest entries, so those are looked through first; where they have too few, the word is rare.
# `key + 0`: so that the planner does not look through all years for it.
_POSTGRESQL = """
WITH near AS (
    SELECT key, object_id FROM (
        SELECT key, object_id, terms FROM search_indexentry
        WHERE administration_id = %(city)s AND key >= %(since)s AND key < %(before)s
        ORDER BY key {order} LIMIT {near}
    ) AS nearest
    WHERE {has} ORDER BY key {order} LIMIT %(number)s
), far AS (
    SELECT key, object_id FROM search_indexentry
    WHERE (SELECT count(*) FROM near) < %(number)s
    AND administration_id = %(city)s AND key >= %(since)s AND key < %(before)s AND {has}
    ORDER BY key + 0 {order} LIMIT %(number)s
)
SELECT key, object_id FROM near WHERE (SELECT count(*) FROM near) = %(number)s
UNION ALL SELECT key, object_id FROM far
ORDER BY key {order}
"""
_SQLITE = """
SELECT rowid, (SELECT object_id FROM search_indexentry WHERE key = search_words.rowid) FROM search_words
WHERE search_words MATCH %s AND rowid >= %s AND rowid < %s
ORDER BY rowid {order} LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is looked for. `since`, `until`: from the first moment on, before the second.

    `before`, `after`: a key; page on, or back.
    """

    question: Question = field(default_factory=Question)
    kinds: Collection[str] = ()
    network: str = ""
    person: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None
    after: int | None = None
    marks: Collection[str] = ()

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
    """What this person may find on the page of the search."""
    return [kind for kind in kinds() if kind.own_page is None and may(person, kind.permission)]


def elsewhere(person: Person, words: str) -> list[tuple[Kind, str]]:
    """What this person may find on other pages, with the addresses there."""
    return [(kind, kind.own_page(words)) for kind in kinds() if kind.own_page and may(person, kind.permission)]


def search(person: Person, query: SearchQuery) -> Page:
    """One page. Two queries, and those of each kind that it has."""
    city = person.administration
    open_to = {kind.slug: kind for kind in kinds_for(person)}
    wanted = [slug for slug in open_to if not query.kinds or slug in query.kinds]
    if query.is_empty or not wanted:
        return Page()
    found = [key for key, _ in entries_of(city, query, wanted, PAGE + 1)]
    entries = IndexEntry.objects.of(city).filter(key__in=found[:PAGE], kind__in=wanted).order_by("-key")
    rows = list(entries.values_list("kind", "object_id"))
    shown = {
        slug: open_to[slug].show(city, {pk for kind, pk in rows if kind == slug}) for slug in {kind for kind, _ in rows}
    }
    hits = tuple(Hit(open_to[kind], shown[kind][pk]) for kind, pk in rows if pk in shown[kind])
    return Page(hits, found[PAGE - 1] if len(found) > PAGE else None)


def entries_of(
    administration: Administration, query: SearchQuery, wanted: Collection[str], number: int
) -> list[tuple[int, int]]:
    """Keys and objects of at most so many entries: the newest ones first; after `query.after` oldest first."""
    least = keys.first_key(query.since) if query.since else keys.LEAST
    most = keys.first_key(query.until) if query.until else keys.MOST
    before = most if query.before is None else min(most, query.before)
    since = least if query.after is None else max(least, query.after + 1)
    order, terms = "DESC" if query.after is None else "ASC", _terms(administration, query, wanted)
    if connection.vendor == "postgresql":
        has, asked = terms.named_on_postgresql("terms")
        sql = _POSTGRESQL.format(has=has, order=order, near=NEAR)
        return _run(sql, {"city": administration.pk, "since": since, "before": before, "number": number} | asked)
    return _run(_SQLITE.format(order=order), [terms.match, since, before, number])


def _terms(administration: Administration, query: SearchQuery, wanted: Collection[str]) -> Terms:
    every = [keys.NETWORK.format(query.network)] if query.network else []
    every += [keys.PERSON.format(query.person)] if query.person else []
    every += map(keys.MARK.format, query.marks)
    return terms_asked(administration, wanted, query.question, every)


def _run(sql: str, params: list[Any] | dict[str, Any]) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())
