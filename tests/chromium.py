"""One Chromium for each file of tests that looks at pages while it asks the database.

Playwright's own event loop makes Django believe that it runs in an asynchronous context. Only beside such a browser is
the database allowed to answer all the same: everywhere else the guard stays.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from scripts import find

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ALLOWED = "DJANGO_ALLOW_ASYNC_UNSAFE"
PATIENCE_MS = 20_000


def be_patient() -> None:
    """`expect` gives a page five seconds of its own accord: a busy machine takes longer to answer one."""
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
