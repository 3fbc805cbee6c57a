"""What Django works out anew for each query, remembered between the tests: a tenth of their time; SQL of joins in half.

Only what depends on nothing but a model's fields or a query's words is kept: the columns of a table under an alias, the
SQL of a column, the functions that convert its values, and the place-holders of SQLite. Whole tables, named relations
and names of an order, of which most queries consist, are compiled without looking for what they do not have.
"""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from django.db.backends.sqlite3.base import SQLiteCursorWrapper
from django.db.models import Model
from django.db.models.expressions import BaseExpression, Col
from django.db.models.sql.compiler import SQLCompiler

# Methods without types: the tests replace them.
_compiler: Any = SQLCompiler
_cursor: Any = SQLiteCursorWrapper
_column: Any = Col
_expression: Any = BaseExpression
_columns: dict[tuple[type[Model], str], list[Any]] = {}
_django_columns, _django_compile = _compiler.get_default_columns, _compiler.compile
_django_converters, _django_query = _compiler.get_converters, _cursor.convert_query
_django_pairs = _compiler._order_by_pairs
_django_copy, _django_select, _django_related = _expression.copy, _compiler.get_select, _compiler.get_related_selections


def remember_columns() -> None:
    _column.__hash__ = _hash_of
    _column.select_format = _as_it_is
    _compiler.get_default_columns = _columns_of
    _compiler.compile = _compiled
    _compiler.get_converters = _converters_of
    _cursor.convert_query = _converted
    _compiler._order_by_pairs = _pairs_of
    _compiler.get_select = _select_of
    _compiler.get_related_selections = _related_of
    _expression.copy = _copied


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


def _pairs_of(compiler: Any) -> Any:
    """Django looks for names of an order among the selected columns: in vain unless one of them has an alias."""
    query, meta = compiler.query, compiler.query.get_meta()
    names = query.order_by or (meta.ordering if query.default_ordering and meta else ())
    aliases = query.annotations or query.selected or query.extra or query.extra_order_by or query.combinator
    if aliases or not all(type(name) is str for name in names):
        return _django_pairs(compiler)
    select, compiler.select = compiler.select, ()
    try:
        return list(_django_pairs(compiler))
    finally:
        compiler.select = select


def _select_of(compiler: Any, with_col_aliases: bool = False) -> Any:
    """All columns of a model and of those joined to it, without annotations and aliases."""
    query = compiler.query
    unusual = query.selected is not None or query.extra or query.annotations or query.deferred_loading[0]
    if unusual or with_col_aliases or not query.default_cols:
        return _django_select(compiler, with_col_aliases)
    select = [(column, None) for column in compiler.get_default_columns({})]
    columns = {"model": query.model, "select_fields": list(range(len(select)))}
    if query.select_related:
        columns["related_klass_infos"] = compiler.get_related_selections(select, {})
        compiler.get_select_from_parent(columns)
    return [(column, _compiled(compiler, column), None) for column, _ in select], columns, {}


def _related_of(
    compiler: Any,
    select: list[Any],
    select_mask: Any,
    opts: Any = None,
    root_alias: str | None = None,
    cur_depth: int = 1,
    requested: Any = None,
    restricted: bool | None = None,
) -> Any:
    """Those of named relations, found without looking at all others of the model."""
    asked, meta = requested if opts else compiler.query.select_related, opts or compiler.query.get_meta()
    fields = _relations(meta.model, tuple(asked)) if isinstance(asked, dict) and not select_mask else None
    if fields is None:
        return _django_related(compiler, select, select_mask, opts, root_alias, cur_depth, requested, restricted)
    alias = root_alias or compiler.query.get_initial_alias()
    return [_relation_of(compiler, select, field, meta, alias, asked[field.name]) for field in fields]


def _relation_of(compiler: Any, select: list[Any], field: Any, opts: Any, alias: str, inside: Any) -> dict[str, Any]:
    joined, model = compiler.query.setup_joins([field.name], opts, alias).joins[-1], field.remote_field.model
    first = len(select)
    select += [(column, None) for column in compiler.get_default_columns({}, start_alias=joined, opts=model._meta)]
    return {
        "model": model,
        "field": field,
        "reverse": False,
        "local_setter": field.set_cached_value,
        "remote_setter": field.remote_field.set_cached_value if field.unique else lambda _, __: None,
        "from_parent": False,
        "select_fields": list(range(first, len(select))),
        "related_klass_infos": compiler.get_related_selections(select, {}, model._meta, joined, 2, inside, True),
    }


@cache
def _relations(model: type[Model], names: tuple[str, ...]) -> list[Any] | None:
    """Its foreign keys of these names; None if a name is another one's, as of a relation from there."""
    found = [field for field in model._meta.fields if field.name in names and field.remote_field]
    return found if len(found) == len(names) else None


def _copied(expression: Any) -> Any:
    """As `copy.copy`, which finds `BaseExpression.__getstate__` in a dozen steps."""
    made = object.__new__(type(expression))
    made.__dict__.update(expression.__getstate__())
    return made


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
