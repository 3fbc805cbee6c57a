"""Fixed SQLite statistics: the proportions of a city after years, the same in every installation.

Without statistics SQLite takes the administration's key for selective, though nearly all rows share it. ANALYZE
averages over all states, so it misses that open acts and comments are few. Statistics are written by hand, as
https://www.sqlite.org/lang_analyze.html allows: small and large databases get the same plans, which a test checks.
"""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

MANY, FEW, OPEN = 200_000, 50, 10
# Tables of an office and its pages: they do not grow with the years.
SMALL = ("accounts_", "norm_", "staff_", "django_", "auth_", "account_", "mfa_", "outbox_freeze", "outbox_gate")
# How many rows share one value, where it is not a handful: of the open states few, of a person or a page many.
OPEN_STATE, ONE_OF_A_FEW, ONE_DAY = 20, 20_000, 10
SHARED = frozenset({"verb", "kind", "network", "private", "role", "account_id", "ground", "about"})
PEOPLE = frozenset({"by_id", "author_id", "person_id", "saved_by_id", "confirmed_by_id", "opened_by_id", "seen_by_id"})
DAYS = frozenset({"day", "publish_at", "due_at", "at", "asked_at", "opened_at"})
A_HANDFUL = 4
# Rows of one value in all columns of an index, where the columns alone tell too many: of the changes of one page few.
TOGETHER = {"outbox_act_page": 1_000}


def write_after_migrate(using: str, **_signal: Any) -> None:
    write(connections[using])


def write(connection: BaseDatabaseWrapper) -> None:
    """Write the statistics; nothing on PostgreSQL."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE sqlite_schema")
        cursor.execute("DELETE FROM sqlite_stat1")
        cursor.executemany("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (%s, %s, %s)", list(_rows(cursor)))
        cursor.execute("ANALYZE sqlite_schema")


def _rows(cursor: Any) -> list[tuple[str, str, str]]:
    cursor.execute("SELECT tbl_name, name FROM sqlite_master WHERE type = 'index' ORDER BY name")
    return [(table, name, _stat(cursor, table, name)) for table, name in cursor.fetchall()]


def _stat(cursor: Any, table: str, index: str) -> str:
    """The number of rows, then how many share the first column, the first two, and so on."""
    cursor.execute('SELECT "unique" FROM pragma_index_list(%s) WHERE name = %s', (table, index))
    (unique,) = cursor.fetchone()
    cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", (index,))
    rows = FEW if table.startswith(SMALL) else OPEN if _holds_open(cursor.fetchone()[0] or "") else MANY
    cursor.execute("SELECT name FROM pragma_index_info(%s) ORDER BY seqno", (index,))
    columns = [name for (name,) in cursor.fetchall()]
    shared, figures = rows, [rows]
    for column in columns:
        shared = min(shared, _shared(column, rows))
        figures.append(shared)
    figures[-1] = 1 if unique else TOGETHER.get(index, figures[-1])
    return " ".join(map(str, figures))


def _holds_open(index: str) -> bool:
    """Whether a partial index covers open rows only."""
    condition = index.partition(" WHERE ")[2]
    return any(word in condition for word in (" NULL", "trial", "waits_picture"))


def _shared(column: str, rows: int) -> int:
    if column == "administration_id":
        return rows
    if column == "state":
        return OPEN_STATE
    if column in SHARED or column in PEOPLE:
        return min(ONE_OF_A_FEW, rows)
    return ONE_DAY if column in DAYS else A_HANDFUL
