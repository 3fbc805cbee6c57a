"""Terms that an entry must have, for both databases; also as a condition of a query."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, F, Func, QuerySet

from veche.search.domain import keys
from veche.search.domain.question import Question
from veche.search.models import IndexEntry
from veche.staff.models import Administration


@dataclass(frozen=True, slots=True)
class Terms:
    """All of `every`, and one of each of `several`. `owner`: the mark of an administration, which only SQLite needs."""

    owner: str
    every: tuple[str, ...]
    several: tuple[tuple[str, ...], ...]

    @property
    def match(self) -> str:
        """A question to FTS5. Terms have no quotes."""
        groups = [f'"{term}"' for term in (self.owner, *self.every)]
        groups += ["({})".format(" OR ".join(f'"{term}"' for term in terms)) for terms in self.several]
        return " AND ".join(groups)

    def on_postgresql(self, column: str) -> tuple[str, list[list[str]]]:
        """A condition and its parameters."""
        conditions = [f"{column} @> %s::text[]", *(f"{column} && %s::text[]" for _ in self.several)]
        return " AND ".join(conditions), [list(self.every), *map(list, self.several)]

    def named_on_postgresql(self, column: str) -> tuple[str, dict[str, list[str]]]:
        """As `on_postgresql`, with names of parameters, for a statement that has the condition twice."""
        condition, params = self.on_postgresql(column)
        names = [f"terms{number}" for number in range(len(params))]
        return condition.replace("%s", "%({})s").format(*names), dict(zip(names, params, strict=True))


def terms_asked(
    administration: Administration, kinds: Iterable[str], question: Question, every: Iterable[str] = ()
) -> Terms:
    any_of = [frozenset(map(keys.KIND.format, kinds)), *question.asked]
    alone = [term for terms in any_of if len(terms) == 1 for term in terms]
    several = tuple(tuple(sorted(terms)) for terms in any_of if len(terms) > 1)
    return Terms(keys.ADMINISTRATION.format(administration.pk), (*every, *alone), several)


def entries_with(
    administration: Administration, kind: str, question: Question, since: datetime | None = None
) -> QuerySet[IndexEntry]:
    """Entries of this kind that have the words, for a subquery. `since`: only those from this moment on."""
    least = keys.LEAST if since is None else keys.first_key(since)
    terms = HasTerms(terms_asked(administration, [kind], question), least)
    rows: QuerySet[IndexEntry] = IndexEntry.objects.of(administration).filter(terms, kind=kind)
    return rows if since is None else rows.filter(key__gte=least)


class HasTerms(Func):
    """Whether an entry has the terms. `least`: its smallest key, so that SQLite lists no words of years."""

    def __init__(self, terms: Terms, least: int = keys.LEAST) -> None:
        super().__init__(F("key"), F("terms"), output_field=BooleanField())
        self.terms, self.least = terms, least

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, Collection[Any]]:  # noqa: ARG002 -- Django's signature
        column, params = compiler.compile(self.get_source_expressions()[1])
        has, asked = self.terms.on_postgresql(column)
        return f"({has})", [*params, *asked]

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, tuple[str | int, ...]]:  # noqa: ARG002
        key, params = compiler.compile(self.get_source_expressions()[0])
        words = "SELECT rowid FROM search_words WHERE search_words MATCH %s AND rowid >= %s"
        return f"{key} IN ({words})", (*params, self.terms.match, self.least)
