"""Poll for effects of another process or thread, which cannot notify the test: its rows, its port, its calls."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # most tests start no browser
    from playwright.sync_api import Page

LOOK_EVERY_SECONDS = 0.05


def wait_until(
    true: Callable[[], bool], *, seconds: float = 60.0, otherwise: Callable[[], object] = lambda: ""
) -> None:
    """Wait until `true()` holds. `otherwise`: the failure message after the timeout."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, otherwise()
        time.sleep(LOOK_EVERY_SECONDS)


def wait_in_page(
    page: "Page",
    true: Callable[[], bool],
    *,
    seconds: float = 60.0,
    every: float = LOOK_EVERY_SECONDS,
    otherwise: Callable[[], object] = lambda: "",
) -> None:
    """`wait_until` that lets the browser's own events through meanwhile."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, otherwise()
        page.wait_for_timeout(every * 1000)
