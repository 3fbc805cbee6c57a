"""The demo city with people and texts: the pages of the README. VECHE_PICTURES=1 takes new pictures."""

import io
import os
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, expect

from tests.e2e.city import ROOT, DemoCity
from tests.e2e.window import Window
from veche.demo.content.present import PAST_VECHE
from veche.demo.pictures import draw

pytestmark = pytest.mark.sweep
PICTURES = ROOT / "docs" / "pictures"
# Enough for a screen with a few drawings; the files stay far below 150 kB.
COLOURS = 256

TITLE = "Горка на площади Ленина открыта"
TEXT = """Залили горку на площади Ленина: длина 18 метров, есть отдельный спуск для самых маленьких.

Катаемся каждый день с 10:00 до 21:00. Ледянки берите с собой, у кассы парка их дают бесплатно под залог."""
FOR_TELEGRAM = """Горка на площади Ленина открыта: с 10:00 до 21:00, каждый день.

Ледянки дают бесплатно под залог."""


@pytest.fixture(scope="module")
def city(demo_city: DemoCity) -> DemoCity:
    return demo_city


@pytest.fixture(scope="module")
def officer(browser: Browser, city: DemoCity) -> Iterator[Window]:
    yield from by_the_button(Window(browser, city), "press_officer")


@pytest.fixture(scope="module")
def chief(browser: Browser, city: DemoCity) -> Iterator[Window]:
    yield from by_the_button(Window(browser, city, phone=True), "press_head")


@pytest.fixture(scope="module")
def head(browser: Browser, city: DemoCity) -> Iterator[Window]:
    yield from by_the_button(Window(browser, city, phone=True), "head")


def by_the_button(window: Window, role: str) -> Iterator[Window]:
    window.walk_in(role)
    yield window
    window.close()


def test_today(officer: Window, chief: Window) -> None:
    for window, picture in ((officer, "today"), (chief, "today-phone")):
        window.page.goto("/")
        expect(window.page.get_by_role("heading", name="Опаздывает")).to_be_visible()
        show(window, picture)


def test_the_week(officer: Window) -> None:
    officer.page.goto("/week/")
    expect(officer.page.locator(".week .day")).to_have_count(7)
    show(officer, "week")


def test_the_editor(officer: Window) -> None:
    page = officer.page
    page.goto("/posts/new/")
    page.get_by_label("О чём").fill(TITLE)
    page.get_by_role("button", name="Писать текст").click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    officer.settle()
    page.get_by_role("textbox", name="Общий текст", exact=True).fill(TEXT)
    page.set_input_files("input[type=file]", drawing("hill"))
    page.get_by_label("Что на фото 1").fill("Ледяная горка, по ней катится ребёнок на ледянке")
    page.get_by_role("tab", name="TG").click()
    with page.expect_response("**/save/"):
        page.get_by_role("textbox", name="Телеграм").fill(FOR_TELEGRAM)
    page.get_by_role("tab", name="Общий текст").click()
    expect(page.locator("#checks")).to_contain_text("отправить можно")
    page.locator("body").click(position={"x": 2, "y": 2})
    show(officer, "editor")


def test_approval_under_the_thumb(chief: Window) -> None:
    chief.page.goto("/approval/")
    chief.page.locator("main a[href^='/approval/']:not([href*=routes])").first.click()
    expect(chief.page.get_by_role("button", name="Согласовать")).to_be_visible()
    show(chief, "approval-phone")


def test_the_inbox(officer: Window, chief: Window) -> None:
    officer.page.goto("/inbox/?show=proposed")
    undo = officer.page.locator(".undo")  # comments deleted during seeding are sent after ten seconds
    officer.reload_until(lambda: undo.count() == 0)
    expect(officer.page.locator(".verdict")).to_contain_text("уверенность")
    show(officer, "inbox")
    chief.page.goto("/inbox/")
    assert chief.judge() == {}


def test_the_evidence(officer: Window) -> None:
    page = officer.page
    page.goto("/inbox/?show=deleted")
    page.get_by_role("link", name="Список с доказательствами").click()
    page.locator(".acts .what a").first.click()
    expect(page.locator(".facts").first).to_contain_text("сходится, стоит в журнале")
    show(officer, "evidence")


def test_the_accounts(officer: Window) -> None:
    officer.page.goto("/accounts/")
    expect(officer.page.get_by_role("heading", name="Что умеет ключ")).to_be_visible()
    show(officer, "accounts")


def test_the_head_sees_whether_all_is_in_order(head: Window) -> None:
    head.page.goto("/")
    expect(head.page.get_by_role("heading", level=1)).to_have_text("Ждут вас три решения")
    statuses = head.page.locator(".head-lines .status").all_inner_texts()
    good = statuses.count("в порядке")
    assert set(statuses) <= {"в порядке", "поправить"}
    title = "Всё в порядке" if good == len(statuses) else f"В порядке {good} из {len(statuses)}"
    expect(head.page.locator(".page-sub")).to_contain_text(f". {title}. ")
    expect(head.page.locator(".head-lines > li")).to_have_count(len(statuses))
    show(head, "head-today-phone")


def test_a_resident_sees_the_wall_in_the_hours_of_the_city(officer: Window, browser: Browser, city: DemoCity) -> None:
    officer.page.goto("/posts/?state=out")
    hours = officer.page.locator(".posts-when b").all_inner_texts()
    resident = Window(browser, city)

    resident.page.goto(city.wall("vk"))

    ours = resident.page.locator("article.post").filter(has_not_text=PAST_VECHE)
    newest = ours.locator(".post-head a").first.inner_text()
    assert newest.rpartition(" ")[2] in hours
    resident.page.locator("article.post:has(.pictures) .post-head a").first.click()
    show(resident, "wall")
    resident.close()


def test_the_freeze(officer: Window, chief: Window) -> None:
    page = officer.page
    page.goto("/freeze/")
    assert officer.judge() == {}
    page.get_by_label("Почему").fill("Пожар на складе, ждём МЧС")
    page.get_by_role("button", name="Заморозить всё").click()
    expect(page.locator(".freeze-bar")).to_be_visible()
    page.goto("/")
    expect(page.locator(".freeze-bar")).to_contain_text("Пожар на складе, ждём МЧС")
    show(officer, "freeze")
    chief.page.goto("/freeze/")
    chief.page.get_by_role("button", name="Разморозить").click()
    expect(chief.page.locator(".freeze-bar")).to_have_count(0)


def show(window: Window, name: str) -> None:
    """Check the page, and take its picture if requested."""
    window.page.wait_for_load_state("networkidle")
    if os.environ.get("VECHE_PICTURES") == "1":
        shot = Image.open(io.BytesIO(window.page.screenshot()))
        small = shot.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        PICTURES.mkdir(parents=True, exist_ok=True)
        small.save(PICTURES / f"{name}.png", optimize=True)
    assert window.judge() == {}


def drawing(scene: str) -> FilePayload:
    return {"name": "gorka.jpg", "mimeType": "image/jpeg", "buffer": draw(scene, 7)}
