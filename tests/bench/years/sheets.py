"""Insert rows of a model by the hundred thousand without the ORM: COPY on PostgreSQL, executemany on SQLite."""

import json
import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from enum import Enum
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

BATCH = 20_000


class Sheet:
    """Rows of one model.

    `put(...)` takes the values of `names` in order and returns the new row's id; other columns get their defaults.
    """

    def __init__(self, model: type[models.Model], *names: str) -> None:
        fields = [field for field in model._meta.concrete_fields if field.attname != "id"]
        given = set(names)
        self._table = model._meta.db_table
        others = {str(field.column): field for field in fields if field.column not in given}
        self._columns = ["id", *names, *others]
        rest = [_default(field) for field in others.values()]
        self._rest = tuple(_plain(value) for value in rest)
        self._next: int = (model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0) + 1
        self._rows: list[tuple[Any, ...]] = []
        self.model = model
        self.written = 0

    def put(self, *values: Any) -> int:
        pk, self._next = self._next, self._next + 1
        self._rows.append((pk, *map(_plain, values), *self._rest))
        if len(self._rows) >= BATCH:
            self.flush()
        return pk

    def flush(self) -> None:
        if self._rows:
            (_copy if connection.vendor == "postgresql" else _insert)(self._table, self._columns, self._rows)
            self.written += len(self._rows)
            self._rows = []


@contextmanager
def unchecked() -> Iterator[None]:
    """Suspend foreign key checks and disk syncs; afterwards SQLite checks all keys."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            yield
            cursor.execute("SET session_replication_role = DEFAULT")
            return
        for words in ("foreign_keys=OFF", "synchronous=OFF", "cache_size=-400000"):
            cursor.execute(f"PRAGMA {words}")
        cursor.execute("BEGIN")
        yield
        cursor.execute("COMMIT")
        connection.check_constraints()


def count_on(sheets: list[Sheet]) -> None:
    """Set PostgreSQL's sequences after rows inserted with explicit ids."""
    statements = connection.ops.sequence_reset_sql(no_style(), [sheet.model for sheet in sheets])
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _copy(table: str, columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)


def _insert(table: str, columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
    connection.ensure_connection()
    connection.connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)


def _default(field: models.Field[Any, Any]) -> Any:
    value: Any = field.db_default if field.has_db_default() else field.get_default()
    value = getattr(value, "value", value)
    return json.dumps(value) if isinstance(field, models.JSONField) else value


def _plain(value: Any) -> Any:
    """The value in a form that both databases accept; JSON is text already."""
    if isinstance(value, Enum):
        value = value.value
    if connection.vendor == "postgresql":
        return value
    if isinstance(value, datetime):
        return str(value.replace(tzinfo=None))
    if isinstance(value, uuid.UUID):
        return value.hex
    return str(value) if isinstance(value, date) else value


def random_key(dice: random.Random) -> uuid.UUID:
    return uuid.UUID(int=dice.getrandbits(128), version=4)
