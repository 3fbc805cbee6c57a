"""Writers of one process wait in line: none polls for the lock, and every end of a transaction releases it."""

import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from django.db import Error, connection, transaction

from tests.waiting import wait_until
from veche.engine.sqlite import base

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite"),
]


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
    thread.join(60)
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

    # A writer that is never admitted continues when all others have finished.
    assert _seconds_to_write() < connection.settings_dict["OPTIONS"]["timeout"] / 2


class Impatient(threading.Thread):
    """A writer that SQLite refuses at once while another one writes."""

    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__()
        self.work, self.refusal = work, ""
        self.start()

    def run(self) -> None:
        try:
            connection.cursor().execute("PRAGMA busy_timeout = 0")
            self.work()
        except Error as error:
            self.refusal = str(error)
        finally:
            connection.close()

    def stands_or_has_ended(self) -> bool:
        frame = sys._current_frames().get(self.ident or 0)
        return frame is None or frame.f_code.co_filename == base.__file__


def _update() -> None:
    connection.cursor().execute("UPDATE django_content_type SET model = model")


@pytest.mark.parametrize("work", [_write, _update], ids=["in a transaction", "a statement alone"])
def test_nobody_asks_sqlite_before_the_writer_before_has_ended(work: Callable[[], None]):
    """The next writer starts at once, while SQLite would retry up to 100 ms later."""
    with transaction.atomic():
        _update()
        waiting = [Impatient(work) for _ in range(3)]
        wait_until(lambda: all(one.stands_or_has_ended() for one in waiting))
        refused_meanwhile = [one.refusal for one in waiting]
    for one in waiting:
        one.join(60)

    assert refused_meanwhile == [""] * 3
    assert [(one.is_alive(), one.refusal) for one in waiting] == [(False, "")] * 3
