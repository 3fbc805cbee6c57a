"""What Django works out anew for each query, remembered between the tests: a tenth of their time.

Only what depends on nothing but a model's fields or a query's words is kept: the columns of a table under an alias, the
SQL of a column, the functions that convert its values, and the place-holders of SQLite.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3.base import SQLiteCursorWrapper
from django.db.models import Model
from django.db.models.expressions import Col
from django.db.models.sql.compiler import SQLCompiler

# Methods without types: the tests replace them.
_compiler: Any = SQLCompiler
_cursor: Any = SQLiteCursorWrapper
_column: Any = Col
_columns: dict[tuple[type[Model], str], list[Any]] = {}
_django_columns, _django_compile = _compiler.get_default_columns, _compiler.compile
_django_converters, _django_query = _compiler.get_converters, _cursor.convert_query


def remember_columns() -> None:
    _column.__hash__ = _hash_of
    _column.select_format = _as_it_is
    _compiler.get_default_columns = _columns_of
    _compiler.compile = _compiled
    _compiler.get_converters = _converters_of
    _cursor.convert_query = _converted


def _hash_of(column: Col) -> int:
    """Equal columns have equal aliases and names. Django binds the arguments of the constructor instead."""
    return hash((column.alias, column.target.name))


def _as_it_is(column: Col, compiler: Any, sql: str, params: Any) -> tuple[str, Any]:
    """No field here is selected in a format of its own."""
    return sql, params


def _columns_of(
    compiler: Any, select_mask: Any, start_alias: str | None = None, opts: Any = None, from_parent: Any = None
) -> Any:
    opts = opts or compiler.query.get_meta()
    if select_mask or from_parent or opts is None or opts.parents or opts.proxy:
        return _django_columns(compiler, select_mask, start_alias, opts, from_parent)
    key = opts.model, start_alias or compiler.query.get_initial_alias()
    if key not in _columns:
        _columns[key] = _django_columns(compiler, select_mask, start_alias, opts)
    return _columns[key]


def _compiled(compiler: Any, node: Any) -> Any:
    if type(node) is not Col:
        return _django_compile(compiler, node)
    kept = node.__dict__
    if "sql" not in kept:
        kept["sql"] = node.as_sql(compiler, compiler.connection)
    return kept["sql"]


def _converters_of(compiler: Any, expressions: Iterable[Any]) -> Any:
    expressions = list(expressions)
    if not all(type(one) is Col for one in expressions):
        return _django_converters(compiler, expressions)
    found = {}
    for place, column in enumerate(expressions):
        if converters := _of_connection(column, compiler.connection):
            found[place] = (converters, column)
    return found


def _of_connection(column: Any, connection: Any) -> Any:
    """Those of the backend belong to one connection."""
    kept = column.__dict__.get("converters")
    if kept is None or kept[0] is not connection:
        kept = connection, connection.ops.get_db_converters(column) + column.get_db_converters(connection)
        column.__dict__["converters"] = kept
    return kept[1]


def _converted(cursor: Any, query: str, *, param_names: list[str] | None = None) -> Any:
    return _django_query(cursor, query, param_names=param_names) if param_names is not None else _with_marks(query)


@lru_cache(maxsize=10_000)
def _with_marks(query: str) -> str:
    return str(_django_query(None, query))
