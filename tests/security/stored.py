"""Contents of the database, read without the models: all tables in short queries, or counted in one."""

from typing import Any

from django.db import connection

from tests.journal_triggers import tables


def rows(*, but_for: tuple[str, ...] = ()) -> dict[str, list[Any]]:
    """Rows by table. Of tables in `but_for` only their number."""
    columns = {name: "count(*)" if name in but_for else "*" for name in tables(connection.alias)}
    with connection.cursor() as cursor:
        return {name: cursor.execute(f'SELECT {which} FROM "{name}"').fetchall() for name, which in columns.items()}


def numbers_of_rows() -> dict[str, int]:
    """Numbers of rows by table."""
    each = (f"SELECT '{name}', count(*) FROM \"{name}\"" for name in tables(connection.alias))
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return dict(cursor.fetchall())
