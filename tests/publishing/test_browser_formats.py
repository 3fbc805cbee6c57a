"""Polls and videos in the editor in Chromium: input is shown at once, transcoding shows its progress."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.factories import make_account
from tests.kernel.films import film
from tests.publishing.test_browser import open_editor, said, saving, sit_down, site  # noqa: F401 -- fixtures
from tests.screens import DESK, PHONE
from tests.written import accounts_of, drafted, working
from veche.media.domain.renditions import prepare
from veche.staff.models import Person

pytestmark = [pytest.mark.e2e, pytest.mark.sweep, pytest.mark.django_db(transaction=True)]


def test_a_poll_is_seen_on_the_walls_and_by_hand_where_no_bot_may(alice: Person, sit_down, said: list[str]):  # noqa: F811
    in_max = make_account(alice.administration, responsible=alice, network="max")
    post = drafted(alice, accounts=[*accounts_of(alice), in_max])
    page = sit_down(alice)
    open_editor(page, post)

    page.locator(".ed-poll summary").click()
    page.fill("#id_poll_question", "Какой двор первым?")
    with saving(page, "Мира, 12"):
        page.fill("#id_poll_options", "Ленина, 5\nМира, 12")

    expect(page.locator(".pv-vk .pv-poll li")).to_have_count(2)
    expect(page.locator(".pv-tg .pv-poll").first).to_contain_text("Анонимный опрос")
    expect(page.locator("#where")).to_contain_text("опрос вручную")
    expect(page.locator("#previews .abil")).to_contain_text("У ботов MAX нет опросов.")
    expect(page.locator("#checks")).to_contain_text("опрос подходит сетям")
    stored = working(post).poll
    assert stored.question == "Какой двор первым?"
    assert stored.options == ["Ленина, 5", "Мира, 12"]
    assert said == []
    assert Axe().run(page).response["violations"] == []


def test_a_video_goes_up_is_looked_into_and_shown(alice: Person, sit_down, said: list[str], tmp_path: Path):  # noqa: F811
    post = drafted(alice)
    page = sit_down(alice, PHONE)
    open_editor(page, post)

    page.set_input_files("#id_photos", film(tmp_path / "каток.webm", seconds=2))
    expect(page.locator(".pic-state")).to_contain_text("проверяем")
    expect(page.locator("#checks")).to_contain_text("Проверяем «каток.webm»")
    prepare(working(post).pictures.get().media)

    expect(page.locator(".pic-state")).to_contain_text("160 × 90, 2 с · Телеграм: своя копия")
    expect(page.locator("#checks")).to_contain_text("фото и файлы подходят сетям")
    expect(page.locator(".pv-vk .pv-film")).to_contain_text("видео")
    assert said == []
    assert Axe().run(page).response["violations"] == []


def test_a_text_that_is_too_long_is_fitted_by_a_button(alice: Person, sit_down, said: list[str]):  # noqa: F811
    post = drafted(alice)
    page = sit_down(alice, DESK)
    open_editor(page, post)
    whole = "Каток открыт до девяти вечера. " * 140

    with page.expect_response("**/save/"):
        page.fill("#id_text", whole.strip())
    expect(page.locator("#checks")).to_contain_text("Для Телеграма текст длиннее")
    page.locator(".ed-fit summary").click()
    page.get_by_role("button", name="Сократить до этого места").click()
    page.wait_for_url("**/edit/#text-telegram")

    variant = working(post).variants.get(network="telegram").text
    assert working(post).text == whole.strip()
    assert len(variant) <= 4096
    assert variant.endswith(".") is True
    assert said == []


@pytest.mark.parametrize("screen", [pytest.param(DESK, marks=pytest.mark.nightly), PHONE], ids=["desk", "phone"])
def test_a_link_and_what_stands_beside_a_video(
    alice: Person,
    sit_down,  # noqa: F811
    said: list[str],  # noqa: F811
    tmp_path: Path,
    screen: tuple[int, int],
):
    post = drafted(alice)
    page = sit_down(alice, screen)
    open_editor(page, post)

    with page.expect_response("**/save/"):
        page.fill("#id_link", "gorod.ru/katok")
    expect(page.locator("#checks")).to_contain_text("Ссылка должна начинаться с https://")
    with page.expect_response("**/save/"):
        page.fill("#id_link", "https://gorod.ru/katok")
    expect(page.locator("#checks")).to_contain_text("ссылка верна")
    expect(page.locator(".pv-vk .pv-link")).to_contain_text("https://gorod.ru/katok")
    page.set_input_files("#id_photos", film(tmp_path / "каток.mp4", seconds=2))
    expect(page.locator("#checks")).to_contain_text("нет субтитров, без них глухие жители не поймут")
    picture = working(post).pictures.get()
    prepare(picture.media)
    (tmp_path / "каток.srt").write_text("1\n00:00:00,000 --> 00:00:01,500\nКаток открыт.\n")
    page.set_input_files(f"#beside-{picture.pk}", tmp_path / "каток.srt")
    with page.expect_navigation():
        page.get_by_role("button", name="Приложить").click()

    expect(page.locator(".pic-beside").filter(has_text="Субтитры")).to_contain_text("Субтитры: каток.srt")
    expect(page.locator("#checks")).to_contain_text("у видео есть субтитры")
    version = working(post)
    subtitles = version.pictures.get().subtitles
    assert (version.link, subtitles and subtitles.name) == ("https://gorod.ru/katok", "каток.srt")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert said == []
    assert Axe().run(page).response["violations"] == []
