"""Values written into SQL, for statements that are run many times.

PostgreSQL chooses a partial index by a literal and not by a parameter. SQLite looks at the parameters too, and pays for
it: a statement in which one is compared with the condition of a partial index is prepared anew each time it is run
(`sqlite3VdbeSetVarmask` in its where.c). For the large queries that took five times as long as running them.
"""

import re
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

_PLACEHOLDER = re.compile("%[s%]")


def with_literals[Varies](
    connection: BaseDatabaseWrapper, sql: str, params: tuple[Any, ...], varies: type[Varies]
) -> tuple[str, tuple[Varies, ...]]:
    """The SQL with all parameters written into it but those of the type `varies`, and those.

    Both have Django's placeholders, in which a percent sign is doubled.
    """
    connection.ensure_connection()
    given, left = iter(params), list[Varies]()

    def written(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%%"
        value = next(given)
        if isinstance(value, varies):
            left.append(value)
            return "%s"
        return _literal(connection, value).replace("%", "%%")

    return _PLACEHOLDER.sub(written, sql), tuple(left)


def _literal(connection: BaseDatabaseWrapper, value: Any) -> str:
    """The value as an SQL literal, quoted by the database's own rules without a query."""
    if connection.vendor == "sqlite":
        return str(connection.ops.last_executed_query(None, "%s", (value,)))
    return str(connection.ops.compose_sql("%s", [value]))  # type: ignore[attr-defined]  # PostgreSQL's
