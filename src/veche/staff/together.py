"""Several compiled queries as one statement: each row of the answer belongs to one of them."""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.db.models import Expression, Model

from veche.staff.compiled import BoundQuery, Given
from veche.staff.prepared import Statement, statement


@dataclass(frozen=True, slots=True)
class Reading[T]:
    """A query to run with others, and what is made of its rows. `query` None: no query, as if nothing were found."""

    query: BoundQuery[Any] | None
    result_of: Callable[[list[Any]], T]

    def read(self) -> T:
        """Run it alone."""
        return self.result_of(self.query.rows() if self.query else [])


def read_together(*readings: Reading[Any]) -> list[Any]:
    """The result of each reading. One query, none if no reading asks."""
    rows = iter(rows_of_each([one.query for one in readings if one.query]))
    return [one.result_of(next(rows) if one.query else []) for one in readings]


def keep(owner: Any, name: str, rows: Iterable[Model]) -> None:
    """Store rows that were read together as `prefetch_related` stores those of the relation `name`."""
    found = getattr(owner, name).all()
    found._result_cache, found._prefetch_done = list(rows), True  # noqa: SLF001 -- as Django's prefetch does
    owner.__dict__.setdefault("_prefetched_objects_cache", {})[name] = found


@dataclass(frozen=True, slots=True)
class _Statement:
    """`rows_of`: for each query, what takes its columns out of a row."""

    sql: str
    rows_of: tuple[Callable[[Any], Any], ...]
    prepared: Statement | None  # on PostgreSQL


# Types that one column of a UNION holds.
_WIDER = {"integer": "bigint", "smallint": "bigint", "varchar": "text", "char": "text"}
_SIZE = re.compile(r"\(.*\)")
_statements: dict[Hashable, _Statement] = {}


def rows_of_each(queries: Sequence[BoundQuery[Any]]) -> list[list[Any]]:
    """Rows of each query. One query."""
    if len(queries) < 2 or any(one.matches_nothing for one in queries):
        return [one.rows() for one in queries]
    key = tuple(one.compiled for one in queries)
    if key not in _statements:
        _statements[key] = _joined(queries)
    answered = _answers(_statements[key], queries)
    connection = queries[0].connection
    return [
        one.compiled.loaded(connection, execute_sql=lambda *_, _rows=rows, **_options: [_rows]) if rows else []
        for one, rows in zip(queries, answered, strict=True)
    ]


def _answers(joined: _Statement, queries: Sequence[BoundQuery[Any]]) -> list[list[Any]]:
    """Raw rows of each query."""
    connection = queries[0].connection
    if joined.prepared:
        params = tuple(value for one in queries for value in one.varying())
        sql = joined.prepared.executed_with(connection, params)
    else:
        sql, params = joined.sql, tuple(value for one in queries for value in one.params())
    found: list[list[Any]] = [[] for _ in queries]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for row in cursor.fetchall():
            number = row[0]
            found[number].append(joined.rows_of[number](row))
    return found


def _joined(queries: Sequence[BoundQuery[Any]]) -> _Statement:
    """A UNION ALL of the queries, each row with the number of its query. Queries share the columns of one type.

    Each is materialized, so that its rows keep their order. The first SELECT has no rows and names the types: without
    it SQLite takes those of the first query for all.
    """
    connection = queries[0].connection
    kinds = [_kinds(one) for one in queries]
    shared = _shared(kinds)
    places = [_places(own, shared) for own in kinds]
    tables, selects = list[str](), [", ".join(["SELECT 0", *map(_no_value, shared)]) + " WHERE 1 = 0"]
    for number, (one, own) in enumerate(zip(queries, places, strict=True)):
        tables.append(f"q{number}({', '.join(f'c{column}' for column in own)}) AS MATERIALIZED ({one.compiled.sql})")
        columns = (f"c{column}" if column in own else "NULL" for column in range(len(shared)))
        selects.append(f"SELECT {number}, {', '.join(columns)} FROM q{number}")  # noqa: S608
    sql = f"WITH {', '.join(tables)} {' UNION ALL '.join(selects)}"
    params = tuple(value for one in queries for value in one.compiled.params)
    prepared = statement(connection, sql, params, Given) if connection.vendor == "postgresql" else None
    return _Statement(sql, tuple(_row_of(own) for own in places), prepared)


def _shared(kinds: Sequence[Sequence[str]]) -> list[str]:
    """The types of the columns that hold the widest of the queries for each type."""
    most: Counter[str] = Counter()
    for own in kinds:
        most |= Counter(own)
    return list(most.elements())


def _places(kinds: Sequence[str], shared: Sequence[str]) -> list[int]:
    """The shared column of each column of a query."""
    free = {kind: iter([place for place, one in enumerate(shared) if one == kind]) for kind in set(kinds)}
    return [next(free[kind]) for kind in kinds]


def _row_of(places: Sequence[int]) -> Callable[[Any], Any]:
    """A query's own row, out of a row that begins with the query's number."""
    if len(places) == 1:
        return itemgetter(slice(places[0] + 1, places[0] + 2))
    return itemgetter(*(place + 1 for place in places))


def _no_value(kind: str) -> str:
    return f"CAST(NULL AS {kind})" if kind else "NULL"


def _kinds(asked: BoundQuery[Any]) -> list[str]:
    """The type of each column; "" on SQLite, where a column holds any value.

    Raises TypeError for a query with hidden columns (DISTINCT with another order).
    """
    compiler = asked.compiled.compiler
    if compiler.has_extra_select:
        raise TypeError("a query with hidden columns is run alone")
    if asked.connection.vendor != "postgresql":
        return [""] * len(compiler.select)
    return [_kind(expression, asked.connection) for expression, _, _ in compiler.select]


def _kind(expression: Expression, connection: Any) -> str:
    kind = _SIZE.sub("", expression.output_field.db_type(connection) or "")
    return _WIDER.get(kind, kind)
