"""One Chromium for each process of the tests, for those that open pages while they query the database.

Playwright's event loop makes Django believe that it runs in an asynchronous context. Only in files that use the browser
are synchronous queries allowed; elsewhere the guard stays, and Playwright's loop counts as stopped.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from scripts import find

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ALLOWED = "DJANGO_ALLOW_ASYNC_UNSAFE"
PATIENCE_MS = 60_000
# Which loop runs in this thread, as `asyncio.get_running_loop` and Django's guard ask.
_tell_running: Any = asyncio._set_running_loop


@dataclass(frozen=True, slots=True)
class Shared:
    """`loop`: that of Playwright, which expects it to run in this thread."""

    browser: "Browser"
    loop: asyncio.AbstractEventLoop

    @contextmanager
    def awake(self) -> Iterator["Browser"]:
        """The browser, whose windows are closed at the end."""
        _tell_running(self.loop)
        try:
            with beside_a_loop():
                yield self.browser
                for context in self.browser.contexts:
                    context.close()
        finally:
            _tell_running(None)


def be_patient() -> None:
    """Raise the time-out of `expect` above its five seconds, for busy machines."""
    from playwright.sync_api import expect

    expect.set_options(timeout=PATIENCE_MS)


@contextmanager
def beside_a_loop() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ALLOWED, "1")
        yield


@pytest.fixture(scope="session")
def shared_chromium() -> Iterator[Shared]:
    """Starting one takes more than a second of processor time."""
    from playwright.sync_api import sync_playwright  # most tests need none

    from tests.quick_axe import run_axe_once

    be_patient()
    run_axe_once()
    with sync_playwright() as playwright:
        loop = asyncio.get_running_loop()
        browser = playwright.chromium.launch(executable_path=find.chromium(), args=["--no-sandbox", "--disable-gpu"])
        _tell_running(None)
        yield Shared(browser, loop)
        _tell_running(loop)
        browser.close()


@pytest.fixture(scope="module")
def chromium(shared_chromium: Shared) -> Iterator["Browser"]:
    with shared_chromium.awake() as browser:
        yield browser
