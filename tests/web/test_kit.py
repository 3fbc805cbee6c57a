"""The components in Chromium: no findings of axe, no violation of the CSP, no horizontal overflow."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client, override_settings
from playwright.sync_api import Browser
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demo site; the kit uses no database."""
    with override_settings(STATIC_ROOT=tmp_path_factory.mktemp("static"), DEMO=True):
        server = LiveServer("localhost")
        yield server.url
        server.stop()


def test_the_kit_is_for_the_demo_only(settings: Settings) -> None:
    settings.DEMO = False

    assert Client().get("/kit/").status_code == 404


@pytest.mark.e2e
@pytest.mark.sweep
@pytest.mark.parametrize(
    ("size", "scheme"), [((1366, 768), "light"), ((390, 844), "dark"), ((320, 640), "light")], ids=str
)
def test_the_kit_is_clean(chromium: Browser, site: str, size: tuple[int, int], scheme: str) -> None:
    context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("requestfailed", lambda request: said.append(request.url))

    page.goto(f"{site}/kit/", wait_until="networkidle")
    found = Axe().run(page)
    width = page.evaluate("document.documentElement.scrollWidth")
    drawn = page.evaluate("document.querySelector('.btn svg use').getBBox().width > 0")
    font = page.evaluate("document.fonts.check('16px \"Golos Text\"', 'Вече')")
    context.close()

    assert [(rule["id"], node["html"]) for rule in found.response["violations"] for node in rule["nodes"]] == []
    assert said == []
    assert width == size[0]
    assert drawn is True
    assert font is True
