"""A repeated error: one trace, then one line a minute."""

import logging
from collections.abc import Callable
from functools import partial

from tests.kernel.test_logging import log
from veche.kernel import repeats

# A fixture that pytest finds by name.
__all__ = ["log"]


def full_disk(number: int = 0) -> None:
    raise OSError(f"database or disk is full: {number}")


def no_route() -> None:
    raise OSError("no route")


def fail(log: logging.Logger, why: Callable[[], None] = full_disk, **extra: str) -> None:
    try:
        why()
    except OSError:
        log.exception("lane in trouble", extra=extra)


def test_a_trouble_that_repeats_is_written_in_full_once(log):
    lane = logging.getLogger("veche.engine.lanes")
    for number in range(1000):
        fail(lane, partial(full_disk, number), worker=f"vk-{number % 11}")
        lane.warning("told as ever")

    told = [event for event in log.events() if event["event"] == "lane in trouble"]
    assert len(told) == 1
    assert told[0]["worker"] == "vk-0"
    assert "Traceback" in told[0]["exception"]
    assert len(log.events()) == 1001


def test_a_minute_later_one_line_says_how_often_it_came(log, monkeypatch):
    lane = logging.getLogger("veche.engine.lanes")
    for _ in range(5):
        fail(lane)
    monkeypatch.setattr(repeats, "EVERY_SECONDS", 0.0)
    fail(lane, worker="vk-1")
    monkeypatch.setattr(repeats, "FORGOTTEN_AFTER_SECONDS", -1.0)
    fail(lane)

    first, line, anew = log.events()
    assert line["repeated"] == 5
    assert line["error"] == "OSError: database or disk is full: 0"
    assert line["worker"] == "vk-1"
    assert "exception" not in line
    assert ("Traceback" in first["exception"], "Traceback" in anew["exception"]) == (True, True)


def test_another_trouble_is_written_beside_it(log):
    lane, ticker = logging.getLogger("veche.engine.lanes"), logging.getLogger("veche.engine.ticker")
    for _ in range(2):
        fail(lane)
        fail(ticker)
        fail(lane, no_route)

    assert ["Traceback" in event["exception"] for event in log.events()] == [True] * 3
