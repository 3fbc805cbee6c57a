"""An unavailable database or disk is recognised among other exceptions, and logged once a minute."""

import errno
import io
import json
import logging
import sqlite3

import psycopg
import pytest
from django.db import OperationalError

from veche.kernel.logging import OUTAGE_SECONDS, CalmFormatter, OutageFilter
from veche.kernel.outages import Outage, outage_of


def raised(error: BaseException, cause: BaseException | None = None) -> BaseException:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "outage"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), Outage.DISK),
        (OSError(errno.EROFS, "Read-only file system"), Outage.DISK),
        (sqlite3.OperationalError("database or disk is full"), Outage.DISK),
        (raised(OperationalError("disk I/O error"), sqlite3.OperationalError("disk I/O error")), Outage.DISK),
        (OperationalError("unable to open database file"), Outage.DATABASE),
        (raised(OperationalError("gone"), psycopg.OperationalError("connection refused")), Outage.DATABASE),
        (raised(OperationalError("stop"), psycopg.errors.AdminShutdown("terminating connection")), Outage.DATABASE),
        (psycopg.errors.DiskFull("could not extend file"), Outage.DISK),
        (psycopg.errors.DeadlockDetected("deadlock detected"), None),
        (sqlite3.OperationalError("no such table: plan_occasion"), None),
        (sqlite3.OperationalError("database is locked"), None),
        (FileNotFoundError(errno.ENOENT, "No such file"), None),
        (RuntimeError("database or disk is full"), None),
        (None, None),
    ],
)
def test_an_outage_is_told_from_a_fault_of_the_program(error: BaseException | None, outage: Outage | None) -> None:
    assert outage_of(error) == outage


class Watch:
    """The monotonic clock, set by the test."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    watch = Watch()
    monkeypatch.setattr("veche.kernel.logging.time.monotonic", watch)
    return watch


@pytest.fixture
def lines() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def log(lines: io.StringIO) -> logging.Logger:
    handler = logging.StreamHandler(lines)
    handler.setFormatter(CalmFormatter(as_json=True))
    handler.addFilter(OutageFilter())
    log = logging.getLogger("test_outages")
    log.propagate, log.handlers = False, [handler]
    return log


def fail(log: logging.Logger, error: Exception, times: int) -> None:
    for number in range(times):
        log.error("lane %s in trouble", number, exc_info=error)


def test_an_outage_writes_one_line_a_minute_without_a_traceback(
    log: logging.Logger, lines: io.StringIO, watch: Watch
) -> None:
    for _ in range(3):
        fail(log, OperationalError("unable to open database file"), 500)
        watch.now += OUTAGE_SECONDS

    told = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert [(one["event"], one["outage"], one["error"], one["not_shown"]) for one in told] == [
        ("lane 0 in trouble", "database", "OperationalError: unable to open database file", silent)
        for silent in (0, 499, 499)
    ]
    assert ["exception" in one for one in told] == [False] * 3


def test_a_fault_of_the_program_keeps_each_line_and_its_traceback(
    log: logging.Logger, lines: io.StringIO, watch: Watch
) -> None:
    fail(log, OperationalError("unable to open database file"), 2)
    fail(log, RuntimeError("a bug"), 2)

    told = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert ["RuntimeError: a bug" in one.get("exception", "") for one in told] == [False, True, True]
