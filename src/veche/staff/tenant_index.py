"""Migration operation: drop the index of a table's key to its administration."""

from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState


class DropTenantIndex(migrations.AlterField):
    """One DROP INDEX. Django's own operation copies the table on SQLite, too slow for fifty tables."""

    def __init__(self, model_name: str) -> None:
        key = models.ForeignKey("staff.administration", models.PROTECT, related_name="+", db_index=False)
        super().__init__(model_name, "administration", key)

    def deconstruct(self) -> tuple[str, Any, Any]:
        return type(self).__name__, [self.model_name], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.models[app_label, self.model_name_lower].fields["administration"] = self.field
        state.reload_model(app_label, self.model_name_lower, delay=True)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002 -- Django's signature
        to_state: ProjectState,  # noqa: ARG002
    ) -> None:
        table = f"{app_label}_{self.model_name_lower}"
        with schema_editor.connection.cursor() as cursor:
            found = schema_editor.connection.introspection.get_constraints(cursor, table)
        for name, about in found.items():
            alone = about["columns"] == ["administration_id"] and about["index"] and not about["unique"]
            if alone and name.startswith(f"{table}_administration_id_"):
                schema_editor.execute(f"DROP INDEX {schema_editor.quote_name(name)}")

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Nothing: the index is optional."""
