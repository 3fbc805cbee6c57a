import logging
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise

import pytest
import time_machine

from tests.engine.waiting import IS_DATABASE, rows, set_status
from tests.waiting import wait_until
from veche.engine import ticker as ticking
from veche.engine.lanes import Lane
from veche.engine.port import prune
from veche.engine.schedule import Chore, Periodic
from veche.engine.ticker import Ticker, enqueue_due, window_of

pytestmark = pytest.mark.django_db(transaction=True)

EVERY_TEN = Periodic("test.fail", 10, "tests.engine.tasks.fail", "vk")
WITH_ARGS = Periodic("test.note", 10, "tests.engine.tasks.note", "telegram", ("/dev/null", "words"))


def test_a_due_task_is_enqueued_with_its_queue_and_arguments() -> None:
    assert enqueue_due(WITH_ARGS, now=1000)

    (row,) = rows()
    assert row.task_path == "tests.engine.tasks.note"
    assert row.queue == "telegram"
    assert row.args == ["/dev/null", "words"]
    assert row.status == "READY"
    assert Lane(queue="telegram").run_next()


def test_one_row_a_window_even_when_the_first_has_ended() -> None:
    enqueue_due(EVERY_TEN, now=1000)
    Lane(queue="vk").run_next()

    again, next_window = enqueue_due(EVERY_TEN, now=1009.9), enqueue_due(EVERY_TEN, now=1010)

    assert again is False
    assert next_window is True
    assert len(rows()) == 2


@pytest.mark.parametrize("status", ["READY", "RUNNING"])
def test_nothing_is_added_while_the_one_before_waits_or_runs(status: str) -> None:
    enqueue_due(EVERY_TEN, now=1000)
    set_status(status)

    assert (enqueue_due(EVERY_TEN, now=1010), len(rows())) == (False, 1)


def test_other_arguments_are_another_task() -> None:
    enqueue_due(WITH_ARGS, now=1000)

    other = replace(WITH_ARGS, name="test.other", args=("/dev/null", "other words"))

    assert (enqueue_due(other, now=1000), len(rows())) == (True, 2)


NIGHTLY = replace(WITH_ARGS, every_seconds=86_400, at_hour=3)


BARNAUL = "Asia/Barnaul"  # seven hours ahead of UTC, all year


def test_daily_work_begins_at_its_hour_on_the_clock_of_the_city() -> None:
    hours = [datetime(2026, 11, day, hour, tzinfo=UTC) for day in (24, 25, 26) for hour in range(24)]

    begun = []
    for moment in hours:
        if enqueue_due(NIGHTLY, now=moment.timestamp(), zone=BARNAUL):
            begun.append(moment.strftime("%d %H"))
            Lane(queue="telegram").run_next()

    assert begun == ["24 00", "24 20", "25 20", "26 20"]  # the first: missed while no worker ran


@pytest.mark.parametrize(
    ("hour", "spring", "autumn"),
    [
        (1, ["27 00", "28 00", "28 23"], ["24 23", "26 00"]),
        (2, ["27 01", "28 01", "29 00"], ["25 00", "26 01"]),  # on 28 March this hour is skipped
        (3, ["27 02", "28 01", "29 01"], ["25 02", "26 02"]),
    ],
)
def test_a_day_of_summer_time_has_one_beginning(hour: int, spring: list[str], autumn: list[str]) -> None:
    def begun(noon: datetime, days: int) -> list[str]:
        hours = [noon + timedelta(hours=passed) for passed in range(days * 24)]
        row = replace(NIGHTLY, at_hour=hour)
        windows = [window_of(row, moment.timestamp(), "Europe/Berlin") for moment in hours]
        changes = [new[0] - old[0] for old, new in pairwise(windows)]
        assert set(changes) == {0, 1}
        assert all(begins > moment.timestamp() for moment, (_, begins) in zip(hours, windows, strict=True))
        return [f"{moment:%d %H}" for moment, change in zip(hours[1:], changes, strict=True) if change]

    assert begun(datetime(2027, 3, 26, 12, tzinfo=UTC), 3) == spring
    assert begun(datetime(2026, 10, 24, 12, tzinfo=UTC), 2) == autumn


def test_a_worker_that_starts_again_does_not_repeat_the_night() -> None:
    night = datetime(2026, 11, 25, 20, tzinfo=UTC)
    with time_machine.travel(night, tick=False):
        enqueue_due(NIGHTLY, now=night.timestamp(), zone=BARNAUL)
        Lane(queue="telegram").run_next()

    noon = night + timedelta(hours=9)
    with time_machine.travel(noon, tick=False):
        prune()

        assert not enqueue_due(NIGHTLY, now=noon.timestamp(), zone=BARNAUL)


CALLS: list[str] = []
ENOUGH = threading.Event()


def count() -> None:
    CALLS.append("count")
    if len(CALLS) >= 3:
        ENOUGH.set()


def break_down() -> None:
    CALLS.append("break_down")
    raise RuntimeError("this row of the schedule is broken")


def test_a_broken_row_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    CALLS.clear()
    ENOUGH.clear()
    stop = threading.Event()
    broken, fine = Chore("broken", 0.05, f"{__name__}.break_down"), Chore("fine", 0.05, f"{__name__}.count")
    ticker = Ticker(periodics=(), chores=(broken, fine), zone=lambda: "UTC", stop=stop)

    with caplog.at_level(logging.ERROR, logger="veche.engine.ticker"):
        ticker.start()
        assert ENOUGH.wait(60)
        stop.set()
        ticker.join(60)

    assert not ticker.is_alive()
    assert CALLS[:4] == ["break_down", "count", "break_down", "count"]
    assert {record.__dict__["work"] for record in caplog.records} == {"broken"}


def _has_called(times: int) -> bool:
    return len(CALLS) >= times


def test_a_clock_that_is_set_back_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticking, "LONGEST_WAIT", 0.05)
    CALLS.clear()
    ENOUGH.clear()
    stop = threading.Event()
    ticker = Ticker(periodics=(), chores=(Chore("hourly", 3600, f"{__name__}.count"),), zone=lambda: "UTC", stop=stop)

    with time_machine.travel(datetime(2026, 11, 25, 9, 30, tzinfo=UTC)) as clock:
        ticker.start()
        for hour in (-3, -6):
            wait_until(partial(_has_called, -hour // 3))
            clock.shift(timedelta(hours=-3))
        came = ENOUGH.wait(60)
        stop.set()
        ticker.join(60)

    assert (came, CALLS) == (True, ["count"] * 3)


@pytest.mark.skipif(not IS_DATABASE, reason="Procrastinate keeps the newest window alone")
def test_the_windows_that_a_fast_clock_has_used_come_again() -> None:
    right = datetime(2026, 11, 25, 9, tzinfo=UTC)
    with time_machine.travel(right + timedelta(minutes=30), tick=False):
        enqueue_due(WITH_ARGS, now=right.timestamp())
        Lane(queue="telegram").run_next()
        soon = prune()

    with time_machine.travel(right, tick=False):
        forgotten = prune()
        again = enqueue_due(WITH_ARGS, now=right.timestamp())

    assert soon == 0
    assert forgotten == 1
    assert again is True


def test_the_schedule_names_what_exists() -> None:
    from django.utils.module_loading import import_string

    from veche.config.schedule import CHORES, PERIODIC

    # A task that moved to another room is still found under the path that stands in queues.
    assert all(import_string(row.task_path).name == row.task_path.rpartition(".")[2] for row in PERIODIC)
    assert all(callable(import_string(row.function_path)) for row in CHORES)
    names = [*(row.name for row in PERIODIC), *(row.name for row in CHORES)]
    assert len(set(names)) == len(names)
