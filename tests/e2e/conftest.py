"""One city and one browser for each pytest worker. While playwright runs, the database cannot be queried.

The city ends with the last test of this folder: its processes look for work several times a second.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from scripts.find import chromium
from tests.chromium import be_patient
from tests.e2e.city import City, DemoCity
from tests.e2e.window import Window

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # The shared memory of a container is small, and Chromium crashes silently when it is full.
    "--disable-dev-shm-usage",
)

type OpenWindow = Callable[..., Window]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/e2e/" in item.path.as_posix():
            item.add_marker(pytest.mark.e2e)
    # What the story of departments adds to the demo city is on no picture of the README. In one process, as by night,
    # the walks see the small city before other stories write in it.
    items.sort(key=lambda item: (item.path.name == "test_departments.py", item.path.name != "test_pages.py"))


@pytest.fixture(scope="package")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with City(tmp_path_factory.mktemp("city")) as running:
        yield running


@pytest.fixture(scope="package")
def demo_city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoCity]:
    """Shared by files that tests/scheduling.py runs in one process: seeding takes half a minute."""
    with DemoCity(tmp_path_factory.mktemp("demo")) as running:
        yield running
    assert [name for name, pid in running.processes.items() if Path(f"/proc/{pid}").exists()] == []


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    found = chromium()
    if found is None:
        pytest.fail("no Chromium: `make setup-test` brings one")
    be_patient()
    with sync_playwright() as playwright:
        # Its own widgets, such as date fields, are Russian where its languages are installed.
        russian: dict[str, str | float | bool] = {**os.environ, "LANGUAGE": "ru"}
        running = playwright.chromium.launch(executable_path=found, args=list(FLAGS), env=russian)
        yield running
        running.close()


@pytest.fixture(scope="module")
def open_window(browser: Browser, city: City) -> Iterator[OpenWindow]:
    """`open_window(phone=True)`: open another browser window for a person."""
    opened: list[Window] = []

    def window(**options: bool) -> Window:
        opened.append(Window(browser, city, **options))
        return opened[-1]

    yield window
    for each in opened:
        each.close()
