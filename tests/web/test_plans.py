"""No page reads a growing table in full: the database explains every query.

SQLite plans by the statistics of staff/sqlite_statistics.py, so that an empty city gets the plans of an old one.
PostgreSQL would scan a small table, so that sequential scans are disabled where an index exists.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import time_machine
from django.db import connection
from django.test import Client
from django.utils.module_loading import import_string

from tests.people import client_of
from tests.web.test_budgets import NOON, Town, addresses, town
from veche.config.schedule import PERIODIC
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
    *("plan_occasion", "requests_request", "requests_remark", "requests_attachment", "media_rights", "cases_question"),
)
# The list of publications shows the number of all of them, so that it counts them: ten thousand in five years.
COUNTED = {"posts_post"}
PAGES = (
    *("/posts/?state=out", "/outbox/?state=out", "/inbox/?show=all", "/inbox/?show=deleted", "/inbox/?show=talks"),
    *("/inbox/deletions/?lately=1", "/journal/?verb=act.confirmed", "/week/list/?past=1"),
)
# Which of them tasks of every few seconds look for open rows in.
OFTEN_SECONDS = 5
OF_TASKS = {"alarms_alarm", "inbox_message", "moderation_evidence", "moderation_proposal"}
# SQLite's program of a query: what opens a table or an index, and what goes through all of it.
_OPEN, _WHOLE = {"OpenRead", "ReopenIdx"}, {"Rewind", "Last", "Count"}
_POSTGRESQL = re.compile(r"Seq Scan on (\w+)")


@time_machine.travel(NOON, tick=False)
def test_no_page_reads_a_growing_table_whole(town: Town, carol: Person, helen: Person) -> None:
    town.grow(1)
    boss, head = client_of(carol), client_of(helen)
    visits = [(boss, path) for path in (*addresses(town.administration), *PAGES)] + [(head, "/")]
    found = {path: scanned for client, path in visits if (scanned := _scans(client, path))}
    assert found == {}


@time_machine.travel(NOON, tick=False)
def test_no_task_of_every_few_seconds_reads_a_growing_table_whole(town: Town) -> None:
    town.grow(1)
    often = [one for one in PERIODIC if one.every_seconds <= OFTEN_SECONDS and not one.name.startswith("inbox.poll")]
    found = {}
    for one in often:
        with _noted() as asked:
            import_string(one.task_path).func(*one.args)
        found[one.name] = {table for sql, params in asked for table in _read_whole(sql, params)} & OF_TASKS
    assert {name: scanned for name, scanned in found.items() if scanned} == {}


def _scans(client: Client, path: str) -> set[str]:
    with _noted() as asked:
        answer = client.get(path)
    assert (path, answer.status_code) == (path, 200)
    return {table for sql, params in asked for table in _read_whole(sql, params)} - COUNTED


@contextmanager
def _noted() -> Iterator[list[tuple[str, Any]]]:
    asked: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("SELECT", "WITH", "EXECUTE")):
            asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield asked


def _read_whole(sql: str, params: Any) -> Iterator[str]:
    """Growing tables that the query's plan reads in full, except through a partial index of open rows."""
    with connection.cursor() as cursor:
        read = _read_on_postgresql if connection.vendor == "postgresql" else _read_on_sqlite
        yield from (table for table in read(cursor, sql, params) if table in GROWS)


def _read_on_postgresql(cursor: Any, sql: str, params: Any) -> list[str]:
    cursor.execute("SET LOCAL enable_seqscan = off")
    cursor.execute("DISCARD PLANS")  # a prepared statement keeps the plan of its first run
    cursor.execute(f"EXPLAIN {sql}", params)
    return _POSTGRESQL.findall("\n".join(str(row[-1]) for row in cursor.fetchall()))


def _read_on_sqlite(cursor: Any, sql: str, params: Any) -> list[str]:
    """Tables whose cursor begins at its first or last row. The program is read, not the plan: that names aliases alone,
    and a query may give one alias to two tables."""
    cursor.execute("SELECT rootpage, tbl_name, COALESCE(sql, '') FROM sqlite_master WHERE rootpage > 0")
    roots = {root: (table, made) for root, table, made in cursor.fetchall()}
    cursor.execute(f"EXPLAIN {sql}", params)
    program = [row[1:4] for row in cursor.fetchall()]
    opened = {number: roots[root] for code, number, root in program if code in _OPEN and root in roots}
    whole = [opened[number] for code, number, _ in program if code in _WHOLE and number in opened]
    return [table for table, made in whole if not (" INDEX " in made and " WHERE " in made)]
