"""One Chromium for each test file that opens pages while it queries the database.

Playwright's event loop makes Django believe that it runs in an asynchronous context. Only with such a browser are
synchronous queries allowed; elsewhere the guard stays.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from scripts import find

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ALLOWED = "DJANGO_ALLOW_ASYNC_UNSAFE"
PATIENCE_MS = 60_000


def be_patient() -> None:
    """Raise the time-out of `expect` above its five seconds, for busy machines."""
    from playwright.sync_api import expect

    expect.set_options(timeout=PATIENCE_MS)


@contextmanager
def beside_a_loop() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ALLOWED, "1")
        yield


@pytest.fixture(scope="module")
def chromium() -> Iterator["Browser"]:
    from playwright.sync_api import sync_playwright  # most tests need none

    be_patient()
    with beside_a_loop(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find.chromium(), args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()
