"""Each table of the tests' databases counts from its own million.

With ids from 1 a test passes by chance when a person's id is taken for an account's, or when 99 means «missing»; here
no two tables share an id, and small ones do not exist.
"""

import sqlite3
from contextlib import closing

import psycopg

APART = 1_000_000


def count_apart_in_postgresql(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1")
        for order, (name,) in enumerate(found.fetchall(), start=1):
            connection.execute(f'ALTER SEQUENCE "{name}" RESTART WITH {order * APART + 1}'.encode())


def count_apart_in_sqlite(path: str) -> None:
    """A table without AUTOINCREMENT is not listed and counts as before."""
    with closing(sqlite3.connect(path)) as connection, connection:
        found = connection.execute("SELECT name FROM sqlite_schema WHERE sql LIKE '%AUTOINCREMENT%' ORDER BY 1")
        tables = [name for (name,) in found.fetchall()]
        connection.execute("DELETE FROM sqlite_sequence")
        rows = [(name, order * APART) for order, name in enumerate(tables, start=1)]
        connection.executemany("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", rows)
