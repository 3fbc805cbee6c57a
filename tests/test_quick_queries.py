"""What tests/quick_queries.py remembers is what Django would work out."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import F
from django.db.models.expressions import BaseExpression
from django.db.models.sql.compiler import SQLCompiler

from tests import quick_queries

QUERIES = {
    "all": lambda model: model._base_manager.all(),
    "related": lambda model: model._base_manager.select_related(*relations(model)).order_by("-pk"),
    "two deep": lambda model: model._base_manager.select_related(*two_deep(model)).order_by("pk"),
    "both ways": lambda model: model._base_manager.select_related(*both_ways(model)),
    "annotated": lambda model: model._base_manager.annotate(once_more=F("pk")).filter(pk__gt=7),
    "ordered": lambda model: model._base_manager.annotate(once_more=F("pk")).order_by(
        "-once_more", F("pk").desc(nulls_last=True)
    ),
    "values": lambda model: model._base_manager.values("pk").order_by("pk"),
    "only": lambda model: model._base_manager.only("pk").values_list("pk", flat=True).distinct(),
}


@pytest.mark.parametrize("name", QUERIES)
def test_a_remembered_query_is_the_query_of_django(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    query = QUERIES[name]
    models = apps.get_models()
    remembered = [said(query(model).query) for model in models for _ in ("kept", "read")][1::2]
    monkeypatch.setattr(SQLCompiler, "get_default_columns", quick_queries._django_columns)
    monkeypatch.setattr(SQLCompiler, "compile", quick_queries._django_compile)
    monkeypatch.setattr(SQLCompiler, "get_converters", quick_queries._django_converters)
    monkeypatch.setattr(SQLCompiler, "get_select", quick_queries._django_select)
    monkeypatch.setattr(SQLCompiler, "get_related_selections", quick_queries._django_related)
    monkeypatch.setattr(SQLCompiler, "_order_by_pairs", quick_queries._django_pairs)
    monkeypatch.setattr(BaseExpression, "copy", quick_queries._django_copy)

    assert remembered == [said(query(model).query) for model in models]


def relations(model) -> list[str | None]:
    """Names of what `select_related` may join; None joins nothing."""
    fields = model._meta.concrete_fields
    return [field.name for field in fields if field.many_to_one or field.one_to_one] or [None]


def two_deep(model) -> list[str | None]:
    """The relations of those relations."""
    return [f"{name}__{inner}" for name in relations(model) if name for inner in inside(model, name) if inner] or [None]


def both_ways(model) -> list[str | None]:
    """The relations, and the one-to-one relations of other models to it."""
    there = [one.field.related_query_name() for one in model._meta.related_objects if one.one_to_one]
    return [*filter(None, relations(model)), *there] or [None]


def inside(model, name: str) -> list[str | None]:
    return relations(model._meta.get_field(name).related_model)


def said(query) -> tuple[object, ...]:
    """SQL, parameters, what converts each column, and of which objects the columns are."""
    compiler = query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    found = compiler.get_converters(expression for expression, _, _ in compiler.select)
    ways = [(place, [str(way) for way in ways], str(column)) for place, (ways, column) in found.items()]
    return sql, params, ways, objects_of(compiler.klass_info)


def objects_of(found) -> tuple[object, ...] | None:
    """The model, its place among the columns, the relation that leads to it, and the same of those inside."""
    if found is None:
        return None
    inside = [objects_of(one) for one in found.get("related_klass_infos", ())]
    return found["model"], found["select_fields"], found.get("field"), found.get("reverse"), inside
