"""A foreign key of several columns, which the database itself checks and Django has no field for."""

from collections.abc import Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.constraints import BaseConstraint


class CompositeForeignKey(BaseConstraint):
    """`fields` of this model repeat `columns` of `table`, which together are unique there.

    Deferred to the end of the transaction, as Django's own keys are. SQLite has it in CREATE TABLE alone: its schema
    editor builds the table again for every constraint.
    """

    def __init__(self, *, fields: Sequence[str], table: str, columns: Sequence[str], name: str) -> None:
        super().__init__(name=name)
        self.fields, self.table, self.columns = tuple(fields), table, tuple(columns)

    def constraint_sql(self, model: Any, schema_editor: Any) -> str:
        quote = schema_editor.quote_name
        of_model = model._meta  # noqa: SLF001 -- as Django's own constraints
        here = ", ".join(quote(of_model.get_field(name).column) for name in self.fields)
        there = ", ".join(quote(column) for column in self.columns)
        return (
            f"CONSTRAINT {quote(self.name)} FOREIGN KEY ({here}) REFERENCES {quote(self.table)} ({there}) "
            "DEFERRABLE INITIALLY DEFERRED"
        )

    def create_sql(self, model: Any, schema_editor: Any) -> str:
        return f"{_altered(model, schema_editor)} ADD {self.constraint_sql(model, schema_editor)}"

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        return f"{_altered(model, schema_editor)} DROP CONSTRAINT {schema_editor.quote_name(self.name)}"

    def validate(
        self, model: type[models.Model], instance: models.Model, exclude: Any = None, using: str = DEFAULT_DB_ALIAS
    ) -> None:
        """The database alone checks it."""

    def deconstruct(self) -> tuple[str, tuple[()], dict[str, Any]]:
        path = f"{self.__class__.__module__}.{self.__class__.__name__}"
        words = {"fields": self.fields, "table": self.table, "columns": self.columns, "name": self.name}
        return path, (), words

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CompositeForeignKey):
            return NotImplemented
        return self.deconstruct() == other.deconstruct()

    __hash__ = BaseConstraint.__hash__


def _altered(model: Any, schema_editor: Any) -> str:
    return f"ALTER TABLE {schema_editor.quote_name(model._meta.db_table)}"  # noqa: SLF001 -- as Django's own constraints
