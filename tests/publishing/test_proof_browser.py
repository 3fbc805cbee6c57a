"""The style check in Chromium: underlined while typing, replaced by a press, and no input lost."""

import os
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Request, Route, expect

from tests.publishing.test_browser import open_editor, said, sit_down, site, until  # noqa: F401 -- fixtures
from tests.screens import ON_A_PHONE
from tests.waiting import wait_in_page
from tests.written import asked, drafted, working
from veche.posts.models import Post
from veche.staff.models import Person
from veche.style.check import check

pytestmark = [pytest.mark.e2e, pytest.mark.sweep, pytest.mark.django_db(transaction=True)]
OFFICIAL = "Администрация осуществляет контроль за уборкой снега в целях обеспечения безопасности жителей."


@pytest.fixture
def post(alice: Person) -> Post:
    return drafted(alice)


@pytest.fixture
def page(alice: Person, post: Post, sit_down: Callable[..., Page]) -> Page:  # noqa: F811
    found = sit_down(alice)
    open_editor(found, post)
    return found


def field(page: Page, name: str = "Общий текст") -> Locator:
    return page.get_by_role("textbox", name=name, exact=True)


def written(page: Page) -> str:
    """The text that the form would send."""
    return page.locator("textarea[name=text]").input_value()


def underlined(page: Page) -> int:
    """The number of marks after the first has appeared: they are drawn together."""
    marks = page.locator("#text-common .cm-lintRange")
    expect(marks.first).to_be_visible()
    return marks.count()


def proofread(page: Page, text: str) -> None:
    with page.expect_response("**/proof/"):
        field(page).fill(text)


def type_on(page: Page, words: str) -> None:
    """Insert all at once, so that one check is made; wait until its result is drawn, which closes open panels."""
    panel = page.locator("#proof-text")
    panel.evaluate("(panel) => (panel.firstElementChild.dataset.before = '')")
    field(page).press("Control+End")
    page.keyboard.insert_text(words)
    expect(panel.locator("[data-before]")).to_have_count(0)


def test_officialese_is_underlined_and_replaced(page: Page, post: Post, said: list[str]):  # noqa: F811
    text = "🔥 Мэрия осуществляет контроль за уборкой снега."
    [sin] = [one for one in check(text).findings if one.replacement is not None]
    was, instead = text[sin.start : sin.end], sin.replacement
    field(page).fill("")
    field(page).press_sequentially(text)
    mark = page.locator("#text-common .cm-lintRange", has_text=was)
    expect(mark).to_be_visible()
    expect(field(page)).to_have_css("white-space", "break-spaces")  # by CodeMirror's own rules

    mark.hover()
    tip = page.locator(".cm-tooltip")
    expect(tip.locator("del")).to_have_text(was)
    expect(tip.locator("ins")).to_have_text(str(instead))
    expect(tip.locator(".tip-swap + p")).to_have_text(sin.message)
    tip.get_by_role("button", name="Заменить").click()
    expect(mark).to_have_count(0)
    # Earlier input may be saved only now.
    changed = text.replace(was, str(instead))
    until(page, lambda: working(post).text == changed)
    expect(page.locator("[data-saved]")).to_contain_text("сохранено в")
    page.keyboard.press("Control+z")

    expect(mark).to_be_visible()
    assert "контролирует" in changed
    assert (written(page), said) == (text, [])


def test_the_list_beside_replaces_and_shows_by_keys_alone(page: Page, said: list[str]):  # noqa: F811
    report = check(OFFICIAL)
    sin = report.findings[0]
    was = OFFICIAL[sin.start : sin.end]
    proofread(page, OFFICIAL)
    panel = page.locator("#proof-text")
    first = panel.locator(".proof-one").first
    expect(first).to_contain_text(was)
    expect(panel.get_by_role("img", name=f"Оценка текста: {report.score} из 100")).to_be_visible()
    expect(panel).to_contain_text(report.readability.words, ignore_case=True)

    first.get_by_role("button", name="Показать").press("Enter")
    expect(field(page)).to_be_focused()
    assert page.evaluate("getSelection().toString()") == was
    first.get_by_role("button", name="Заменить").press("Enter")

    expect(field(page)).not_to_contain_text(was)
    assert (written(page), said) == (OFFICIAL.replace(was, str(sin.replacement)), [])


def test_enter_in_a_tip_that_a_key_opened_takes_the_replacement(page: Page, said: list[str]):  # noqa: F811
    text = "Мэрия осуществляет контроль за уборкой снега."
    [sin] = [one for one in check(text).findings if one.replacement is not None]
    proofread(page, text)
    expect(page.locator("#text-common .cm-lintRange").first).to_be_visible()
    page.keyboard.press("F8")
    tip = page.locator(".cm-tooltip")
    expect(tip).to_be_visible()
    expect(tip).not_to_contain_text(sin.rule)

    page.keyboard.press("Enter")
    replaced = written(page)
    page.keyboard.press("Enter")

    changed = text.replace(text[sin.start : sin.end], str(sin.replacement))
    assert replaced == changed
    assert "\n" in written(page)
    assert said == []


def test_escape_closes_a_tip_that_a_key_opened(page: Page, said: list[str]):  # noqa: F811
    proofread(page, OFFICIAL)
    underlined(page)
    page.keyboard.press("F8")
    expect(page.locator(".cm-tooltip")).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.locator(".cm-tooltip")).to_have_count(0)
    assert (written(page), said) == (OFFICIAL, [])


def test_joined_and_split_lines_break_no_policy(page: Page, said: list[str]):  # noqa: F811
    proofread(page, f"Завтра праздник.\n{OFFICIAL}")
    underlined(page)
    field(page).press("Control+Home")
    for key in ("End", "Delete", "Enter", "Backspace", "Enter", "Control+Delete"):
        page.keyboard.press(key)

    assert (written(page), said) == (f"Завтра праздник.\n{OFFICIAL.partition(' ')[2]}".replace("\n", "\n "), [])


def test_what_is_left_so_is_underlined_no_more(page: Page, post: Post, said: list[str]):  # noqa: F811
    proofread(page, OFFICIAL)
    sin = check(OFFICIAL).findings[0]
    was = OFFICIAL[sin.start : sin.end]
    panel, mark = page.locator("#proof-text"), page.locator("#text-common .cm-lintRange", has_text=was)
    marks = underlined(page)
    mark.first.hover()
    page.locator(".cm-tooltip").get_by_role("button", name="Оставить так").click()
    kept = panel.locator(".proof-kept")
    expect(kept).to_contain_text("Оставлено так: 1")
    faults = sum(one.severity != "hint" for one in check(OFFICIAL).findings)
    expect(page.get_by_text(f"замечаний к тексту: {faults - 1}")).to_be_visible()
    expect(page.locator("#text-common .cm-lintRange")).to_have_count(marks - 1)
    type_on(page, " Приходите!")
    expect(kept).to_contain_text("Оставлено так: 1")

    kept.locator("summary").press("Enter")
    kept.get_by_role("button", name="Вернуть замечание").press("Enter")

    expect(mark.first).to_be_visible()
    expect(kept).to_have_count(0)
    assert (written(page), said) == (f"{OFFICIAL} Приходите!", [])


def test_without_a_connection_nothing_is_left_so(page: Page):
    proofread(page, OFFICIAL)
    panel = page.locator("#proof-text")
    marks = underlined(page)
    page.context.set_offline(True)

    for _press in range(2):
        panel.get_by_role("button", name="Оставить так").first.click()
        expect(panel.get_by_role("alert")).to_contain_text("Ничего не изменилось")

    expect(panel.get_by_role("alert")).to_have_count(1)
    expect(page.locator("#text-common .cm-lintRange")).to_have_count(marks)


def test_who_types_on_has_left_it_so_all_the_same(page: Page, post: Post, said: list[str]):  # noqa: F811
    proofread(page, OFFICIAL)
    held: list[Route] = []
    page.route("**/proof/keep/", lambda route: held.append(route), times=1)  # noqa: PLW0108 -- a builtin is refused
    panel = page.locator("#proof-text")
    panel.get_by_role("button", name="Оставить так").first.click()
    type_on(page, " Приходите!")
    until(page, lambda: bool(held))
    held[0].continue_()

    expect(panel.locator(".proof-kept")).to_contain_text("Оставлено так: 1")
    expect(panel.get_by_role("alert")).to_have_count(0)
    assert (written(page), said) == (f"{OFFICIAL} Приходите!", [])


def test_a_late_answer_about_older_words_is_thrown_away(page: Page):
    held: list[Route] = []
    ended: list[Request] = []
    page.on("requestfinished", lambda request: ended.append(request))  # noqa: PLW0108 -- a builtin is refused
    page.on("requestfailed", lambda request: ended.append(request))  # noqa: PLW0108 -- a builtin is refused
    page.route("**/proof/", lambda route: held.append(route), times=1)  # noqa: PLW0108 -- a builtin is refused
    with page.expect_request("**/proof/"):
        field(page).fill(OFFICIAL)
    proofread(page, "Снег уберём к восьми.")
    expect(page.locator("#proof-text .proof-title")).to_contain_text("замечаний нет")

    held[0].continue_()
    wait_in_page(page, lambda: held[0].request in ended)
    page.evaluate("fetch('/readyz').then(answer => answer.text())")  # the page has handled what came before this

    expect(page.locator("#text-common .cm-lintRange")).to_have_count(0)
    expect(page.locator("#proof-text .proof-title")).to_contain_text("замечаний нет")


def test_words_that_a_script_puts_in_stand_in_the_window(page: Page, post: Post):
    page.get_by_role("tab", name="TG").click()
    page.get_by_role("button", name="Взять общий и править").click()
    own = page.locator("#id_text_telegram")
    expect(own).to_be_focused()
    expect(own).to_have_text(working(post).text)
    with page.expect_response("**/save/"):
        page.keyboard.type("Ура! ")

    expect(page.locator(".pv-tg .pv-text")).to_contain_text("Ура! ")


def test_lines_and_deleted_letters_are_kept_as_typed(page: Page, said: list[str]):  # noqa: F811
    field(page).fill("")
    field(page).press_sequentially("Раз\nдва 👨‍👩‍👧\n\nтри")
    for _press in range(6):
        page.keyboard.press("Backspace")
    page.keyboard.type("!")
    assert written(page) == "Раз\nдва !"
    field(page).fill("а\nб\n\nв\t1\u200fг")

    assert (written(page), said) == ("а\nб\n\nв\t1\u200fг", [])


def test_words_are_offered_back_after_a_loss(page: Page, post: Post):
    lost = ["draft:" + f"/posts/{post.pk}/save/", '{"text": "Написано в пути"}']
    page.evaluate("([key, words]) => localStorage.setItem(key, words)", lost)
    page.reload()
    with page.expect_response("**/save/"):
        page.locator("[data-take]").click()

    expect(field(page)).to_have_text("Написано в пути")
    expect(page.locator("[data-saved]")).to_contain_text("сохранено в")
    assert working(post).text == "Написано в пути"


@pytest.mark.parametrize(("size", "scheme"), ON_A_PHONE)
def test_the_check_is_clean(
    size: tuple[int, int],
    scheme: str,
    alice: Person,
    carol: Person,
    sit_down: Callable[..., Page],  # noqa: F811
    said: list[str],  # noqa: F811
):
    text = f"{OFFICIAL}\n\nВ соответствии с планом в рамках праздника осуществляется приём заявок. Приходите!"
    step = asked(alice, text=text)
    page = sit_down(alice, size, scheme)
    open_editor(page, drafted(alice, text=text))
    expect(page.locator("#text-common .cm-lintRange").first).to_be_visible()
    _shot(page, "editor", size, scheme)
    page.locator("#text-common .cm-lintRange").first.hover()
    expect(page.locator(".cm-tooltip")).to_be_visible()
    _shot(page, "tip", size, scheme)
    found = {"editor": _judge(page)}
    page = sit_down(carol, size, scheme)
    page.goto(f"/approval/{step.pk}/")
    _shot(page, "approval", size, scheme)
    found["approval"] = _judge(page)

    assert (found, said) == ({"editor": ([], 0), "approval": ([], 0)}, [])


def _judge(page: Page) -> tuple[list[tuple[str, str]], int]:
    """Findings of axe, and by how much the page is too wide."""
    rules = Axe().run(page).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [(rule["id"], node["html"]) for rule in rules for node in rule["nodes"]], max(0, wide)


def _shot(page: Page, name: str, size: tuple[int, int], scheme: str) -> None:
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}-{size[0]}-{scheme}.png", full_page=name == "approval")


def test_a_very_long_text_is_kept_whole(page: Page, post: Post, said: list[str]):  # noqa: F811
    """Longer than CodeMirror draws: pasted, extended, removed and restored."""
    long = "я" * 16_386
    with page.expect_response("**/save/"):
        field(page).fill(long)
    kept = written(page)
    field(page).press("Control+End")
    page.keyboard.type("!")

    assert len(kept) == 16_386
    assert kept == long
    assert written(page) == f"{long}!"
    assert said == []
    field(page).fill("")
    assert written(page) == ""


def test_who_began_before_the_script_goes_on_in_the_window(page: Page, post: Post, said: list[str]):  # noqa: F811
    """The field is there at once, its script a moment later."""
    held: list[Route] = []
    page.route("**/checking*.js", lambda route: held.append(route), times=1)  # noqa: PLW0108 -- a builtin is refused
    page.goto(f"/posts/{post.pk}/edit/", wait_until="commit")
    bare = page.locator("textarea[name=text]")
    bare.fill("Завт")
    bare.press("End")
    until(page, lambda: bool(held))
    held[0].continue_()
    page.locator(".cm-content").first.wait_for()
    page.keyboard.type("ра")
    typed = written(page)
    with page.expect_response("**/save/"):
        bare.fill("Послезавтра")

    expect(field(page)).to_have_text("Послезавтра")
    assert (typed, said) == ("Завтра", [])
