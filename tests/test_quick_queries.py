"""What tests/quick_queries.py remembers is what Django would work out."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import F
from django.db.models.sql.compiler import SQLCompiler

from tests import quick_queries

QUERIES = [
    lambda model: model._base_manager.all(),
    lambda model: model._base_manager.select_related(*relations(model)).order_by("-pk"),
    lambda model: model._base_manager.annotate(once_more=F("pk")).filter(pk__gt=7),
    lambda model: model._base_manager.only("pk").values_list("pk", flat=True).distinct(),
]


@pytest.mark.parametrize("query", QUERIES, ids=["all", "related", "annotated", "only"])
def test_a_remembered_query_is_the_query_of_django(query, monkeypatch: pytest.MonkeyPatch) -> None:
    models = apps.get_models()
    remembered = [said(query(model).query) for model in models for _ in ("kept", "read")][1::2]
    monkeypatch.setattr(SQLCompiler, "get_default_columns", quick_queries._django_columns)
    monkeypatch.setattr(SQLCompiler, "compile", quick_queries._django_compile)
    monkeypatch.setattr(SQLCompiler, "get_converters", quick_queries._django_converters)

    assert remembered == [said(query(model).query) for model in models]


def relations(model) -> list[str | None]:
    """Names of what `select_related` may join; None joins nothing."""
    fields = model._meta.concrete_fields
    return [field.name for field in fields if field.many_to_one or field.one_to_one] or [None]


def said(query) -> tuple[str, object, list[object]]:
    """SQL, parameters, and what converts each column."""
    compiler = query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    found = compiler.get_converters(expression for expression, _, _ in compiler.select)
    return sql, params, [(place, [str(way) for way in ways], str(column)) for place, (ways, column) in found.items()]
