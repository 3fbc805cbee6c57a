"""The editor of an approved post in Chromium: hour and networks are autosaved, two windows merge."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.factories import make_account
from tests.publishing.test_browser import open_editor, said, sit_down, site, until  # noqa: F401
from tests.publishing.test_edit_agreed import GOES, HELD, ZONE
from tests.publishing.test_release import acts_of
from tests.screens import DESK, ON_A_PHONE, PHONE
from tests.waiting import wait_in_page
from tests.written import approved, drafted, jpeg, step_of, working, write
from veche.approval.domain.ask import ask
from veche.kernel.clock import local
from veche.plan.models import PlanItem
from veche.posts.domain.queries import latest_version, versions_of
from veche.posts.models import Post, PostVersion
from veche.publishing.domain.change import rewrite
from veche.publishing.domain.earlier_versions import hold
from veche.publishing.domain.place import save_place
from veche.staff.models import Person

pytestmark = [pytest.mark.e2e, pytest.mark.sweep, pytest.mark.django_db(transaction=True)]


def hour_of(post: Post, **later: int) -> str:
    return f"{local(PlanItem.objects.get(pk=post.plan_item_id).publish_at + timedelta(**later), ZONE):%H:%M}"


def save_state(page: Page) -> Any:
    return page.expect_response(lambda answer: answer.url.endswith("/save/"))


def test_an_agreed_post_is_opened_and_left(alice: Person, carol: Person, sit_down, said: list[str]):  # noqa: F811
    post = approved(alice, carol).post
    page = sit_down(alice)
    page.goto(f"/posts/{post.pk}/", wait_until="networkidle")

    page.get_by_role("link", name="Править").click()
    expect(page.locator(".ed-state")).to_contain_text("согласована, версия 1")
    page.wait_for_load_state("networkidle")
    page.locator("#id_text").focus()
    page.go_back(wait_until="networkidle")

    post.refresh_from_db()
    assert post.state == "approved"
    assert acts_of(post) == GOES
    assert versions_of(post).count() == 1
    assert said == []


def test_hour_and_networks_save_themselves_and_the_choice_is_asked(
    alice: Person,
    carol: Person,
    sit_down,  # noqa: F811
    said: list[str],  # noqa: F811
):
    post = approved(alice, carol).post
    third = make_account(alice.administration, responsible=alice, network="max")
    page = sit_down(alice)
    open_editor(page, post)
    hour = hour_of(post, hours=2)
    expect(page.locator("[data-tab-of=max]")).to_be_hidden()

    with save_state(page):
        page.fill("#id_time", hour)
    expect(page.locator(".meanwhile")).to_contain_text("Версию 1 согласовали, она в пути")
    expect(page.locator(".ed-state")).to_contain_text("черновик, версия 2")
    page.get_by_text("Сменить сети").click()
    with save_state(page):
        page.locator(f"input[name=accounts][value='{third.pk}']").check()
    expect(page.locator("[data-tab-of=max]")).to_be_visible()
    expect(page.locator("[data-saved]")).to_contain_text("сохранено в")

    until(page, lambda: latest_version(post).accounts.filter(network="max").exists())
    version = latest_version(post)
    assert (version.number, f"{local(version.hour, ZONE):%H:%M}") == (2, hour)
    assert {account.network for account in version.accounts.all()} == {"vk", "telegram", "max"}
    assert (acts_of(post), hour_of(post) == hour) == (GOES, False)
    page.get_by_role("button", name="Придержать").click()
    expect(page.locator(".meanwhile")).to_contain_text("Согласованную версию придержали")
    assert acts_of(post) == HELD
    page.get_by_role("button", name="Пусть уходит").click()
    expect(page.locator(".meanwhile")).to_contain_text("Если правку согласуют до выхода, запись выйдет с ней")
    assert (acts_of(post), said) == (GOES, [])


@pytest.mark.parametrize(
    ("field", "size"),
    [
        ("#id_text", PHONE),
        ("#id_time", DESK),
        pytest.param("#id_text", DESK, marks=pytest.mark.nightly),
        pytest.param("#id_time", PHONE, marks=pytest.mark.nightly),
    ],
    ids=str,
)
def test_the_question_is_in_sight_where_the_change_is_made(
    alice: Person,
    carol: Person,
    field: str,
    size: tuple[int, int],
    sit_down,  # noqa: F811
):
    post = approved(alice, carol).post
    PostVersion.objects.filter(post=post).update(text="Каток открыт.\n" * 120)
    page = sit_down(alice, size)
    open_editor(page, post)
    place = page.locator(field)

    with save_state(page):
        place.scroll_into_view_if_needed()
        place.press("End")
        place.press("ArrowUp") if field == "#id_time" else place.press_sequentially(" Приходите")

    button = page.get_by_role("button", name="Придержать")
    expect(button).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="Пусть уходит")).to_be_in_viewport(ratio=1)
    button.click()
    expect(page.locator(".meanwhile")).to_contain_text("Согласованную версию придержали")


def test_an_hour_that_passed_is_told_and_the_words_are_saved(alice: Person, sit_down):  # noqa: F811
    post = drafted(alice)
    page = sit_down(alice)
    open_editor(page, post)

    page.fill("#id_text", "Каток закрыт")
    page.fill("#id_day", "2020-01-01")

    expect(page.locator("[data-saved]")).to_contain_text("Это время уже прошло")
    until(page, lambda: working(post).text == "Каток закрыт")


def test_two_windows_show_what_the_other_changed(
    alice: Person,
    bob: Person,
    sit_down,  # noqa: F811
    said: list[str],  # noqa: F811
):
    post = drafted(alice)
    hers, his = sit_down(alice), sit_down(bob)
    open_editor(hers, post)
    open_editor(his, post)
    hour = hour_of(post, hours=2)

    with save_state(his):
        his.fill("#id_time", hour)
    with save_state(hers):
        hers.fill("#id_text", "Её слова")
    expect(hers.locator("#id_time")).to_have_value(hour)
    with save_state(his):
        his.fill("#id_link", "https://gorod.ru/katok")
    expect(his.locator("#id_text")).to_have_text("Её слова")
    # Her words in his window are saved once more; the answer to that save must not bring her next hour.
    wait_in_page(his, lambda: his.evaluate("localStorage.length") == 0)
    with save_state(hers):
        hers.fill("#id_time", hour_of(post, hours=1))
    his.fill("#id_time", hour_of(post, hours=3))
    expect(his.locator(".conflict")).to_contain_text("Час выхода разный.")

    version = working(post)
    assert (version.text, version.link) == ("Её слова", "https://gorod.ru/katok")
    assert [line for line in said if "409" not in line] == []


def test_a_photo_added_to_an_agreed_post_begins_a_version(alice: Person, carol: Person, sit_down):  # noqa: F811
    post = approved(alice, carol).post
    page = sit_down(alice)
    open_editor(page, post)

    page.set_input_files("#id_photos", {"name": "лёд.jpg", "mimeType": "image/jpeg", "buffer": jpeg()})
    expect(page.locator(".meanwhile")).to_contain_text("Версию 1 согласовали")
    page.locator(".pics input").fill("Лёд блестит")
    until(page, lambda: working(post).pictures.get().alt == "Лёд блестит")

    assert ([version.pictures.count() for version in versions_of(post)], acts_of(post)) == ([0, 1], GOES)


@pytest.mark.parametrize(("size", "scheme"), ON_A_PHONE)
def test_the_pages_are_fit_for_everybody(
    alice: Person,
    carol: Person,
    size: tuple[int, int],
    scheme: str,
    sit_down,  # noqa: F811
):
    third = make_account(alice.administration, responsible=alice, network="max")
    asks, held = (approved(alice, carol, title=title).post for title in ("Каток открыт", "Ледовый городок"))
    for post in (asks, held):
        rewrite(post=post, by=alice)
        write(post, alice, "Каток открыт до десяти вечера.")
    hold(post=held, by=alice)
    moved = approved(alice, carol, title="Ёлка на площади").post
    item = moved.plan_item
    save_place(
        version=rewrite(post=moved, by=alice),
        item=item,
        by=alice,
        publish_at=item.publish_at + timedelta(hours=3),
        accounts=[item.accounts.get(network="vk"), third],
    )
    step = step_of(ask(version=working(moved), by=alice).version)
    waits = drafted(alice, title="Горка")
    ask(version=working(waits), by=alice)
    rewrite(post=waits, by=alice)
    addresses = {
        alice: [*(f"/posts/{post.pk}/edit/" for post in (asks, held, moved, waits)), f"/posts/{asks.pk}/"],
        carol: [f"/approval/{step.pk}/", "/approval/"],
    }

    found = {}
    for person, pages in addresses.items():
        page = sit_down(person, size, scheme)
        for number, address in enumerate(pages):
            page.goto(address, wait_until="networkidle")
            bad = [
                (rule["id"], node["html"]) for rule in Axe().run(page).response["violations"] for node in rule["nodes"]
            ]
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if bad or over > 0:
                found[address] = (bad, over)
            if folder := os.environ.get("VECHE_TEST_PICTURES"):
                name = f"edit-{person}-{number}-{size[0]}-{scheme}.png"
                page.screenshot(path=Path(folder) / name, full_page=True)

    assert found == {}


def test_on_the_phone_the_question_leaves_room_for_the_text(alice: Person, carol: Person, sit_down):  # noqa: F811
    post = approved(alice, carol, title="Каток открыт").post
    rewrite(post=post, by=alice)
    write(post, alice, "Каток открыт до десяти вечера.")
    page = sit_down(alice, PHONE)
    open_editor(page, post)
    question = page.locator(".meanwhile-ask")

    at_rest = question.bounding_box()
    page.locator("#id_text").scroll_into_view_if_needed()
    page.locator("#id_text").focus()
    asked, field = question.bounding_box(), page.locator("#id_text").bounding_box()

    if shots := os.environ.get("VECHE_SHOTS"):
        page.screenshot(path=Path(shots) / "question-phone.png")
    assert at_rest is not None
    assert asked is not None
    assert field is not None
    assert at_rest["height"] < PHONE[1] * 0.4
    assert asked["height"] < PHONE[1] * 0.25
    assert field["y"] + 60 < asked["y"]
    expect(question.get_by_role("button", name="Придержать")).to_be_visible()
