"""No page reads a growing table in full: the database explains every query.

SQLite plans by the statistics of staff/sqlite_statistics.py, so that an empty city gets the plans of an old one.
PostgreSQL would scan a small table, so that sequential scans are disabled where an index exists.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client

from tests.people import client_of
from tests.web.test_budgets import NOON, Town, addresses, town
from veche.staff.models import Person

__all__ = ["town"]

# Thousands of rows after five years, or hundreds of thousands.
GROWS = (
    *(
        "approval_approvalsheet",
        "approval_decision",
        "approval_step",
        "alarms_alarm",
        "alarms_parcel",
        "inbox_answer",
        "inbox_arrival",
    ),
    *("inbox_conversation", "inbox_message", "inbox_wording", "journal_entry", "moderation_correction"),
    *("moderation_evidence", "moderation_proposal", "moderation_ruling", "outbox_act", "outbox_attempt"),
    *("plan_planitem", "posts_post", "posts_postversion", "publishing_delivery", "publishing_postfigures"),
)
# The list of publications shows the number of all of them, so that it counts them: ten thousand in five years.
COUNTED = {"posts_post"}
PAGES = (
    *("/posts/?state=out", "/outbox/?state=out", "/inbox/?show=all", "/inbox/?show=deleted", "/inbox/?show=talks"),
    *("/inbox/deletions/?lately=1", "/journal/?verb=act.confirmed"),
)
_SQLITE = re.compile(r"SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?")
_POSTGRESQL = re.compile(r"Seq Scan on (\w+)")


@pytest.mark.timeout(240)
@time_machine.travel(NOON, tick=False)
def test_no_page_reads_a_growing_table_whole(town: Town, carol: Person, helen: Person) -> None:
    town.grow(1)
    boss, head = client_of(carol), client_of(helen)
    visits = [(boss, path) for path in (*addresses(town.administration), *PAGES)] + [(head, "/")]
    found = {path: scanned for client, path in visits if (scanned := _scans(client, path))}
    assert found == {}


def _scans(client: Client, path: str) -> set[str]:
    with _noted() as asked:
        answer = client.get(path)
    assert (path, answer.status_code) == (path, 200)
    return {table for sql, params in asked for table in _read_whole(sql, params)} - COUNTED


@contextmanager
def _noted() -> Iterator[list[tuple[str, Any]]]:
    asked: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("SELECT", "EXECUTE")):
            asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield asked


def _read_whole(sql: str, params: Any) -> Iterator[str]:
    """Growing tables that the query's plan reads in full, except through a partial index of open rows."""
    with connection.cursor() as cursor:
        text = _prepared(cursor, sql) if sql.startswith("EXECUTE") else sql
        named = dict(re.findall(r'"(\w+)" "?([A-Z]+\d+)"?', text))
        tables = {alias: table for table, alias in named.items()}
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("DISCARD PLANS")  # a prepared statement keeps the plan of its first run
        cursor.execute(("EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN ") + sql, params)
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
    for match in (_POSTGRESQL if connection.vendor == "postgresql" else _SQLITE).finditer(plan):
        table = tables.get(match[1], match[1])
        if table in GROWS and not (match.lastindex == 2 and _partial(match[2])):
            yield table


def _prepared(cursor: Any, execute: str) -> str:
    """The SELECT that was prepared."""
    cursor.execute("SELECT statement FROM pg_prepared_statements WHERE name = %s", [execute.split()[1]])
    return str(cursor.fetchone()[0])


def _partial(index: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [index])
        return " WHERE " in (cursor.fetchone()[0] or "")
