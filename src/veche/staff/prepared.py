"""Statements that PostgreSQL plans once in a connection: planning a large query takes it longer than running it."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from django.db.backends.base.base import BaseDatabaseWrapper

_PLACEHOLDER = re.compile("%[s%]")
# A moment is a date too, so it comes first.
_TYPES = (
    (int, "bigint"),
    (float, "double precision"),
    (datetime, "timestamptz"),
    (date, "date"),
    (str, "text"),
    (list, "bigint[]"),
)
# Names of the statements that each connection has prepared.
_prepared: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with `$1`, `$2` … for what differs between runs, and the name it is prepared by."""

    sql: str
    name: str

    def executed_with(self, connection: BaseDatabaseWrapper, values: tuple[Any, ...]) -> str:
        """The `EXECUTE` of the statement, with a placeholder for each value. Prepares it when the connection is new."""
        connection.ensure_connection()
        known = _prepared.setdefault(connection.connection, set())
        if self.name not in known:
            with connection.wrap_database_errors:
                connection.connection.execute(
                    f"PREPARE {self.name} {_in_brackets(_type_of(one) for one in values)} AS {self.sql}"
                )
            known.add(self.name)
        return f"EXECUTE {self.name} {_in_brackets('%s' for _ in values)}"


def statement(sql: str) -> Statement:
    """The statement of a query with Django's placeholders."""
    number = count(1)
    whole = _PLACEHOLDER.sub(lambda found: "%" if found[0] == "%%" else f"${next(number)}", sql)
    return Statement(whole, f"veche_{sha256(whole.encode()).hexdigest()[:24]}")


def _in_brackets(parts: Any) -> str:
    joined = ", ".join(parts)
    return f"({joined})" if joined else ""


def _type_of(value: Any) -> str:
    for kind, name in _TYPES:
        if isinstance(value, kind):
            return name
    raise TypeError(f"a prepared statement takes no {type(value).__name__}")
