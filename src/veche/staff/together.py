"""Several compiled queries run as one statement, a UNION ALL in which each row carries the number of its query."""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from typing import Any

from django.db.models import Expression, Model

from veche.staff.compiled import BoundQuery, match_nothing
from veche.staff.prepared import Statement, statement


@dataclass(frozen=True, slots=True)
class Reading[T]:
    """A query to run with others, and the function that turns its rows into a result.

    `query` None: nothing is asked, and `result_of` gets no rows.
    """

    query: BoundQuery[Any] | None
    result_of: Callable[[list[Any]], T]

    def read(self) -> T:
        """Run it alone."""
        return self.result_of(self.query.rows() if self.query else [])


def read_together(*readings: Reading[Any]) -> list[Any]:
    """The result of each reading. One query; none if all readings are without one."""
    rows = iter(rows_of_each([one.query for one in readings if one.query]))
    return [one.result_of(next(rows) if one.query else []) for one in readings]


def set_prefetched(owner: Any, name: str, rows: Iterable[Model]) -> None:
    """Put rows where `prefetch_related` puts those of the relation `name`."""
    found = getattr(owner, name).all()
    found._result_cache, found._prefetch_done = list(rows), True  # noqa: SLF001 -- as Django's prefetch does
    owner.__dict__.setdefault("_prefetched_objects_cache", {})[name] = found


@dataclass(frozen=True, slots=True)
class _Statement:
    """`rows_of`: for each query, the function that takes its own columns out of a row of the union."""

    sql: str
    rows_of: tuple[Callable[[Any], Any], ...]
    prepared: Statement | None  # on PostgreSQL


# Types that share one column of the UNION.
_WIDER = {"integer": "bigint", "smallint": "bigint", "varchar": "text", "char": "text"}
_SIZE = re.compile(r"\(.*\)")
_statements: dict[Hashable, _Statement] = {}


def rows_of_each(queries: Sequence[BoundQuery[Any]]) -> list[list[Any]]:
    """The rows of each query. One statement; one each if a value is a key that no row can have."""
    params = [one.params() for one in queries]
    if len(queries) < 2 or any(map(match_nothing, params)):
        return [one.rows() for one in queries]
    key = tuple(one.compiled for one in queries)
    if key not in _statements:
        _statements[key] = _union_of(queries)
    connection = queries[0].connection
    answered = _fetch(_statements[key], connection, tuple(chain.from_iterable(params)), len(queries))
    return [
        one.compiled.loaded(connection, execute_sql=lambda *_, _rows=rows, **_options: [_rows]) if rows else []
        for one, rows in zip(queries, answered, strict=True)
    ]


def _fetch(joined: _Statement, connection: Any, params: tuple[Any, ...], queries: int) -> list[list[Any]]:
    """Raw rows of each query."""
    sql = joined.prepared.executed_with(connection, params) if joined.prepared else joined.sql
    found: list[list[Any]] = [[] for _ in range(queries)]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for row in cursor.fetchall():
            number = row[0]
            found[number].append(joined.rows_of[number](row))
    return found


def _union_of(queries: Sequence[BoundQuery[Any]]) -> _Statement:
    """A UNION ALL of the queries. The first column is the number of the query.

    Queries share columns of the same type; a column that a query does not fill is NULL. Each query is materialized, so
    that its rows keep their order. The first SELECT has no rows and names the types: without it SQLite takes those of
    the first query for all.
    """
    connection = queries[0].connection
    kinds = [_column_types(one) for one in queries]
    shared = _shared_columns(kinds)
    places = [_columns_of(own, shared) for own in kinds]
    tables, selects = list[str](), [", ".join(["SELECT 0", *map(_null_of, shared)]) + " WHERE 1 = 0"]
    for number, (one, own) in enumerate(zip(queries, places, strict=True)):
        tables.append(f"q{number}({', '.join(f'c{column}' for column in own)}) AS MATERIALIZED ({one.compiled.sql})")
        columns = (f"c{column}" if column in own else "NULL" for column in range(len(shared)))
        selects.append(f"SELECT {number}, {', '.join(columns)} FROM q{number}")  # noqa: S608
    sql = f"WITH {', '.join(tables)} {' UNION ALL '.join(selects)}"
    rows_of = tuple(_row_of(own) for own in places)
    return _Statement(sql, rows_of, statement(sql) if connection.vendor == "postgresql" else None)


def _shared_columns(kinds: Sequence[Sequence[str]]) -> list[str]:
    """Types of the union's columns: of each type as many as the query that has most of them."""
    most: Counter[str] = Counter()
    for own in kinds:
        most |= Counter(own)
    return list(most.elements())


def _columns_of(kinds: Sequence[str], shared: Sequence[str]) -> list[int]:
    """For each column of a query, the number of the union's column that it fills."""
    free = {kind: iter([place for place, one in enumerate(shared) if one == kind]) for kind in set(kinds)}
    return [next(free[kind]) for kind in kinds]


def _row_of(places: Sequence[int]) -> Callable[[Any], Any]:
    """Return a function that takes a query's own columns out of a row of the union."""
    if len(places) == 1:
        return itemgetter(slice(places[0] + 1, places[0] + 2))
    return itemgetter(*(place + 1 for place in places))


def _null_of(kind: str) -> str:
    return f"CAST(NULL AS {kind})" if kind else "NULL"


def _column_types(query: BoundQuery[Any]) -> list[str]:
    """The type of each column; "" on SQLite, where a column holds any value.

    Raises TypeError for a query with hidden columns (DISTINCT with another order).
    """
    compiler = query.compiled.compiler
    if compiler.has_extra_select:
        raise TypeError("a query with hidden columns is run alone")
    if query.connection.vendor != "postgresql":
        return [""] * len(compiler.select)
    return [_column_type(expression, query.connection) for expression, _, _ in compiler.select]


def _column_type(expression: Expression, connection: Any) -> str:
    kind = _SIZE.sub("", expression.output_field.db_type(connection) or "")
    return _WIDER.get(kind, kind)
