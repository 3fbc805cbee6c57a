"""Which model classes `migrate` builds again after an operation.

Django builds the changed model and every model that relations lead to from it. Here these are nearly all, after each of
600 operations: three quarters of the time of `migrate`. `rendered_alone` builds the changed model alone where nothing
that other models know about it (its table and the columns their keys point to) can have changed; a migration with any
other operation runs as in Django. The tables are the same: tests/config/test_changed_models.py.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, cast

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import operations
from django.db.migrations.migration import Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.migrations.utils import field_is_referenced

# RunPython gets all models built anew: Django does so for each state with `is_delayed`.
_LOCAL = (
    operations.CreateModel,
    operations.AddField,
    operations.AddIndex,
    operations.RemoveIndex,
    operations.AddConstraint,
    operations.RemoveConstraint,
    operations.AlterModelOptions,
    operations.RunPython,
    operations.RunSQL,
)


@contextmanager
def rendered_alone() -> Iterator[None]:
    """Within the block, migrations of local operations build one model for each operation."""
    apply, reload = Migration.apply, ProjectState.reload_model

    def apply_with_few(
        migration: Migration, state: ProjectState, editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        alone = all(map(partial(is_local, state, migration.app_label), migration.operations))
        if not alone:
            state.clear_delayed_apps_cache()
            _ = state.apps  # built now, once for the states before and after the first operation
        _replace(ProjectState, "reload_model", _reload_alone if alone else reload)
        return apply(migration, state, editor, collect_sql)

    _replace(Migration, "apply", apply_with_few)
    try:
        yield
    finally:
        _replace(Migration, "apply", apply)
        _replace(ProjectState, "reload_model", reload)


def is_local(state: ProjectState, app_label: str, operation: Operation) -> bool:
    """Whether the operation leaves alone what other models know about its model."""
    if isinstance(operation, _LOCAL):
        return True
    if not isinstance(operation, operations.AlterField | operations.RemoveField):
        return False
    key = (app_label, operation.model_name_lower)
    field = state.models[key].fields.get(operation.name) if key in state.models else None
    return field is not None and not field.many_to_many and not field_is_referenced(state, key, (operation.name, field))


def _reload_alone(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:  # noqa: ARG001 -- Django's signature
    if "apps" in state.__dict__:  # `hasattr` would build them
        state.is_delayed = True
        cast("Any", state)._reload({(app_label, model_name)})  # noqa: SLF001 -- what Django's `reload_model` ends with


def _replace(owner: type, name: str, method: Any) -> None:
    setattr(owner, name, method)
