"""Queries whose SQL is built once in a process.

Django resolves and compiles every expression of a query each time it runs. For the queries of the busiest pages this
takes longer than everything else on the page, and the SQL is the same each time: only its parameters differ.
"""

import inspect
import re
from collections.abc import Callable, Hashable, Iterable
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from functools import cache, update_wrapper
from json import dumps
from threading import local
from types import FunctionType, NoneType
from typing import Any, cast

from django.db import connections, models
from django.db.models import Func, IntegerField, Model, QuerySet, Value
from django.db.models.expressions import ColPairs
from django.db.models.fields.json import KeyTransform
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.where import WhereNode

from veche.kernel.clock import now
from veche.staff.literals import with_literals
from veche.staff.prepared import Statement, statement

# The name under which a compiled query is given the present moment.
_NOW = "now"
# Types of arguments on which the SQL may depend; their values are part of the cache key.
_SHAPE = (bool, Enum, frozenset, FunctionType, NoneType)
# Both databases refuse larger keys as parameters. No row has one, so the query is not run, as in Django.
_LEAST_KEY, _LARGEST_KEY = -(2**63), 2**63 - 1
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?: |$)")
_state = local()


def number_of[Row: Model](rows: QuerySet[Row, Any]) -> QuerySet[Row, int]:
    """A query of one row: how many `rows` are.

    Not `Count`: it groups the rows by what they are counted for, which takes SQLite twice as long, and PostgreSQL reads
    each row for its key.
    """
    counted: Any = rows.order_by().annotate(number=Func(template="COUNT(*)", output_field=IntegerField()))
    return cast("QuerySet[Row, int]", counted.values_list("number", flat=True))


class Parameter(Value):
    """A placeholder in a compiled query: for a row's key, keys for `listed`, a number, or a moment, to which `shift` is
    added."""

    def __init__(self, name: str, shift: timedelta = timedelta()) -> None:
        super().__init__((name, shift))
        self.name, self.shift = name, shift

    def __add__(self, other: timedelta) -> "Parameter":  # type: ignore[override]
        return Parameter(self.name, self.shift + other)

    def __sub__(self, other: timedelta) -> "Parameter":  # type: ignore[override]
        return Parameter(self.name, self.shift - other)

    def as_sql(self, *_compiler: Any, **_options: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)

    def bound(self, given: dict[str, Any], connection: Any) -> Any:
        value = given[self.name]
        if isinstance(value, datetime):
            return models.DateTimeField().get_db_prep_value(value + self.shift, connection)
        if isinstance(value, date):
            return models.DateField().get_db_prep_value(value + self.shift, connection)
        if isinstance(value, list):
            return dumps(value) if connection.vendor == "sqlite" else value
        return value.pk if isinstance(value, Model) else value


def this_moment() -> Any:
    """The present moment, as a condition compares with it. In a compiled query: that of each run."""
    return Parameter(_NOW) if getattr(_state, "compiles", False) else now()


@dataclass(frozen=True, slots=True)
class _Selected:
    """Stands for a selected expression. `target`: the field, if the expression is a column."""

    target: Any
    output_field: Any


# Queries select the same columns, so equal ones are one object.
_shared = cache(_Selected)


@dataclass(frozen=True, slots=True, eq=False)
class _CompiledQuery:
    queryset: QuerySet[Any]
    compiler: SQLCompiler
    sql: str
    params: tuple[Parameter, ...]  # all else is written into the SQL
    statement: Statement | None  # on PostgreSQL

    def loaded(self, connection: Any, **replaced: Any) -> list[Any]:
        """Read the queryset with a copy of its compiler in which these methods are replaced."""
        compiler = copy(self.compiler)
        compiler.connection = connection
        for name, method in replaced.items():
            setattr(compiler, name, method)
        queryset = self.queryset.all()  # with a query of its own
        queryset.query.__class__ = _Compiled
        queryset.query.compiled = compiler  # type: ignore[attr-defined] # of `_Compiled`
        return list(queryset)


class _Compiled(Query):
    compiled: SQLCompiler

    def get_compiler(self, *_database: Any, **_options: Any) -> SQLCompiler:
        return self.compiled


@dataclass(frozen=True, slots=True)
class BoundQuery[Row]:
    """A compiled query with the values of one run."""

    compiled: _CompiledQuery
    given: dict[str, Any]

    @property
    def connection(self) -> Any:
        return connections[self.compiled.queryset.db]

    def params(self) -> tuple[Any, ...]:
        connection = self.connection
        return tuple(one.bound(self.given, connection) for one in self.compiled.params)

    def rows(self) -> list[Row]:
        params, compiled = self.params(), self.compiled
        if match_nothing(params):
            return []
        sql = compiled.statement.executed_with(self.connection, params) if compiled.statement else compiled.sql
        return compiled.loaded(self.connection, as_sql=lambda *_, **_options: (sql, params))


def match_nothing(params: Iterable[Any]) -> bool:
    """Whether a value is a key that no database can hold."""
    return any(isinstance(one, int) and not _LEAST_KEY <= one <= _LARGEST_KEY for one in params)


class CompiledOnce[**P, Row]:
    """A function that runs the query of `build` and returns its rows."""

    def __init__(self, build: Callable[P, QuerySet[Any, Row]]) -> None:
        update_wrapper(self, build)
        self._build, self._signature, self._compiled = build, inspect.signature(build), dict[Hashable, _CompiledQuery]()

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> list[Row]:
        return self.bind(*args, **kwargs).rows()

    def bind(self, *args: P.args, **kwargs: P.kwargs) -> BoundQuery[Row]:
        """The query with these values, to be run with others by `rows_of_each`."""
        bound = self._signature.bind(*args, **kwargs)
        bound.apply_defaults()
        given = bound.arguments
        shape = tuple((name, value) for name, value in given.items() if isinstance(value, _SHAPE))
        if shape not in self._compiled:
            self._compiled[shape] = _compile(self._build, {name: Parameter(name) for name in given} | dict(shape))
        return BoundQuery(self._compiled[shape], {**given, _NOW: now()})


def compiled_once[**P, Row](build: Callable[P, QuerySet[Any, Row]]) -> CompiledOnce[P, Row]:
    """Return a function that runs the query of `build` and returns its rows.

    `build` is called once, with a `Parameter` in place of each argument, and asks `this_moment()` for the present.
    Flags, members of enums, frozen sets of them, functions and None come as they are: the SQL may depend on them, so
    there is one query for each combination. A prefetch that names the administration is read afterwards, with
    `prefetch_related_objects`.
    """
    return CompiledOnce(build)


def _compile(build: Callable[..., QuerySet[Any, Any]], arguments: dict[str, Any]) -> _CompiledQuery:
    _state.compiles = True
    try:
        queryset = build(**arguments).all()  # its own query, which is changed below
        compiler = queryset.query.get_compiler(using=queryset.db)
        sql, params = compiler.as_sql()
        # Django looks them up for each column each time it reads rows.
        converters = _converters_of(compiler)
        compiler.get_converters = lambda _columns: converters
        _forget_conditions(queryset.query, compiler)
        _forget_expressions(queryset.query, compiler)
    finally:
        _state.compiles = False
    if any(_is_date(one) for one in params):
        raise TypeError(f"{build.__qualname__} names a moment of its own: it must ask this_moment()")
    connection = connections[queryset.db]
    sql, left = with_literals(connection, sql, tuple(params), Parameter)
    return _CompiledQuery(queryset, compiler, sql, left, statement(sql) if connection.vendor == "postgresql" else None)


def _forget_conditions(query: Query, compiler: SQLCompiler) -> None:
    """They are in the SQL now. Each run copies the query, and would copy all its conditions."""
    query.where = WhereNode()
    for name in ("where", "having", "qualify"):
        setattr(compiler, name, None)


def _converters_of(compiler: SQLCompiler) -> dict[int, tuple[list[Any], Any]]:
    """By position of a column that needs them: its converters and the expression that they are called with."""
    found = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
    return {
        place: (converters, one if isinstance(one, KeyTransform) else _selected(one))
        for place, (converters, one) in found.items()
    }


def _forget_expressions(query: Query, compiler: SQLCompiler) -> None:
    """Drop expressions and joins: rows are read by the fields of selected columns and the names of annotations."""
    compiler.select = [
        (one if isinstance(one, ColPairs) else _selected(one), None, alias) for one, _, alias in compiler.select
    ]
    query.annotations = dict.fromkeys(query.annotations, Value(None))
    query._annotation_select_cache = None  # type: ignore[attr-defined] # noqa: SLF001 -- as Django does after a change
    query.alias_map, query.alias_refcount, query.table_map = {}, {}, {}
    query.order_by, query.group_by, query.combined_queries = (), None, ()
    query.select_related = False  # each run would copy it deeply


def _selected(expression: Any) -> _Selected:
    return _shared(getattr(expression, "target", None), expression._output_field_or_none)  # noqa: SLF001 -- or it raises


def _is_date(value: Any) -> bool:
    return isinstance(value, date) or (isinstance(value, str) and _DATE.match(value) is not None)
