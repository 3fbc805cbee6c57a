"""The writers of one process stand in line: nobody polls for the lock, and whatever ends a transaction leaves it."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from django.db import Error, connection, transaction

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite"),
]

# By its own way of waiting SQLite would have looked at 0.33 s and look again at 0.43 s.
HELD_SECONDS = 0.34


def _in_a_thread(work: Callable[[], None]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def _write() -> None:
    with transaction.atomic():
        connection.cursor().execute("UPDATE django_content_type SET model = model")


def _seconds_to_write() -> float:
    started = time.perf_counter()
    thread = _in_a_thread(_write)
    thread.join(10)
    assert not thread.is_alive()
    return time.perf_counter() - started


def _rolls_back() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        raise ZeroDivisionError


def _breaks() -> None:
    with pytest.raises(Error), transaction.atomic():
        connection.cursor().execute("UPDATE nothing SET here = 1")


def _loses_its_connection() -> None:
    with suppress(Error), transaction.atomic():
        connection.close()
        connection.cursor()


@pytest.mark.parametrize("ends", [_write, _rolls_back, _breaks, _loses_its_connection])
def test_whatever_ends_a_transaction_leaves_the_line(ends: Callable[[], None]):
    ends()

    # A writer whom nobody lets in goes on when all of them have passed.
    assert _seconds_to_write() < connection.settings_dict["OPTIONS"]["timeout"] / 2


def test_the_next_writer_goes_as_soon_as_the_one_before_has_ended():
    """SQLite's own way of waiting would look again up to 100 ms later. Once of ten times: the machine may be busy."""
    assert any(_seconds_after_the_first() < 0.05 for _ in range(10))


def test_a_statement_without_a_transaction_waits_in_the_same_line():
    assert any(_seconds_after_a_transaction() < 0.05 for _ in range(10))


def _seconds_after_a_transaction() -> float:
    """How long after the end of a transaction a lone statement that waited for it is done."""
    inside, done = threading.Event(), {}

    def holds() -> None:
        with transaction.atomic():
            connection.cursor().execute("UPDATE django_content_type SET model = model")
            inside.set()
            time.sleep(HELD_SECONDS)
        done["transaction"] = time.perf_counter()

    def updates() -> None:
        connection.cursor().execute("UPDATE django_content_type SET model = model")
        done["statement"] = time.perf_counter()

    first = _in_a_thread(holds)
    inside.wait(5)
    for thread in (first, _in_a_thread(updates)):
        thread.join(10)
    # SQLite lets go a moment before the first thread says so.
    return max(0.0, done["statement"] - done["transaction"])


def _seconds_after_the_first() -> float:
    """How long after the end of one transaction the last of three that waited for it has begun."""
    inside, ended, late = threading.Event(), [], []

    def holds() -> None:
        with transaction.atomic():
            inside.set()
            time.sleep(HELD_SECONDS)
        ended.append(time.perf_counter())

    def waits() -> None:
        with transaction.atomic():
            late.append(time.perf_counter())

    first = _in_a_thread(holds)
    inside.wait(5)
    others = [_in_a_thread(waits) for _ in range(3)]
    for thread in (first, *others):
        thread.join(10)
    assert len(late) == 3
    return max(late) - ended[0]
