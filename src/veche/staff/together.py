"""Several compiled queries as one statement: each row of the answer belongs to one of them."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

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
    sql: str
    widths: tuple[int, ...]
    prepared: Statement | None  # on PostgreSQL


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
        one.compiled.loaded(connection, execute_sql=lambda *_, _rows=rows, **_options: [_rows])
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
    begins = [2 + sum(joined.widths[:number]) + number for number in range(len(queries))]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for row in cursor.fetchall():
            number = row[0]
            begin = begins[number]
            if row[begin - 1] is not None:
                found[number].append(row[begin : begin + joined.widths[number]])
    return found


def _joined(queries: Sequence[BoundQuery[Any]]) -> _Statement:
    """Each query is a table of its own, joined to its number alone; the column before its own tells a row from none.

    Materialized, so that its rows keep their order.
    """
    widths = tuple(_width(one) for one in queries)
    tables, joins = list[str](), list[str]()
    for number, (one, width) in enumerate(zip(queries, widths, strict=True)):
        columns = ", ".join(f"c{column}" for column in range(width))
        tables.append(f"q{number}({columns}) AS MATERIALIZED ({one.compiled.sql})")
        joins.append(f"LEFT JOIN (SELECT 1 AS found, q{number}.* FROM q{number}) p{number} ON n.number = {number}")  # noqa: S608
    numbers = " UNION ALL ".join(f"SELECT {number} AS number" for number in range(len(queries)))
    parts = ", ".join(f"p{number}.*" for number in range(len(queries)))
    sql = f"WITH {', '.join(tables)} SELECT n.number, {parts} FROM ({numbers}) n {' '.join(joins)}"  # noqa: S608 -- Django's own SQL
    connection = queries[0].connection
    params = tuple(value for one in queries for value in one.compiled.params)
    prepared = statement(connection, sql, params, Given) if connection.vendor == "postgresql" else None
    return _Statement(sql, widths, prepared)


def _width(asked: BoundQuery[Any]) -> int:
    """How many columns the query has. Raises TypeError for one with hidden columns (DISTINCT with another order)."""
    compiler = asked.compiled.compiler
    if compiler.has_extra_select:
        raise TypeError("a query with hidden columns is run alone")
    return len(compiler.select)
