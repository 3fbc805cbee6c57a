"""Files in parts in Chromium: the line breaks, the page is reloaded, several go at once."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image
from playwright.sync_api import FilePayload, Page, Request, Response, Route, expect

from tests.publishing.test_browser import open_editor, said, sit_down, site, until  # noqa: F401 -- fixtures
from tests.requests.asked import asked
from tests.screens import PHONE
from tests.written import drafted
from veche.media.models import Media, Upload
from veche.posts.domain.queries import latest_version
from veche.requests.domain.links import allow, path_for
from veche.requests.models import Attachment
from veche.staff.models import Department, Person

pytestmark = [pytest.mark.e2e, pytest.mark.sweep, pytest.mark.django_db(transaction=True)]
LINE_IS_BACK = "() => dispatchEvent(new Event('online'))"


def snapshot(name: str = "двор.jpg", *, side: int = 1000) -> FilePayload:
    """A photo that no codec makes small."""
    drawn = BytesIO()
    Image.effect_noise((side, side), 120).save(drawn, "JPEG", quality=95)
    return {"name": name, "mimeType": "image/jpeg", "buffer": drawn.getvalue()}


class Line:
    """What of the files has reached the server: `offsets` that parts began at, `came` bytes that were accepted."""

    def __init__(self, page: Page) -> None:
        self.offsets: list[int] = []
        self.came = 0
        self.broken = False
        page.on("response", self._count)

    def _count(self, answer: Response) -> None:
        asked_at = offset_of(answer.request)
        if answer.status == 204 and asked_at is not None:
            self.offsets.append(asked_at)
            self.came += int(answer.headers["upload-offset"]) - asked_at

    def breaks_after(self, page: Page, parts: int) -> None:
        """From then on nothing comes through, until `mended`."""

        def through(route: Route) -> None:
            self.broken = self.broken or len(self.offsets) >= parts
            if self.broken:
                route.abort("internetdisconnected")
            else:
                route.continue_()

        page.route("**/uploads/**", through)

    def mended(self, page: Page) -> None:
        page.unroute("**/uploads/**")
        page.evaluate(LINE_IS_BACK)


def offset_of(request: Request) -> int | None:
    found = request.headers.get("upload-offset")
    return int(found) if found is not None and request.method == "PATCH" else None


def test_a_curator_by_a_link_goes_on_after_the_line_broke(
    alice: Person,
    carol: Person,
    dave: Person,
    department_a: Department,
    sit_down: Callable[..., Page],  # noqa: F811
    said: list[str],  # noqa: F811
):
    allow(administration=alice.administration, by=carol, links=True)
    page, request = sit_down(alice, PHONE), asked(alice, department_a)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    line, photo = Line(page), snapshot()
    page.goto(path_for(request, dave), wait_until="networkidle")
    line.breaks_after(page, 2)

    page.fill("[name=text]", "Снял утром")
    page.set_input_files("input[type=file]", photo)
    expect(page.locator(".sending")).to_contain_text("связь прервалась, отправлено")
    before = list(line.offsets)
    line.mended(page)
    expect(page.get_by_alt_text("двор.jpg")).to_be_visible()

    assert len(before) == 2
    assert line.offsets == sorted(set(line.offsets))  # no part began twice, and none at 0 again
    assert line.came == len(photo["buffer"])
    expect(page.locator("[name=text]")).to_have_value("Снял утром")
    page.get_by_role("button", name="Отправить").click()
    expect(page.get_by_text("Всё дошло до пресс-службы, спасибо.")).to_be_visible()
    assert [one.media.name for one in Attachment.objects.unscoped()] == ["двор.jpg"]


def test_a_curator_goes_on_after_the_page_was_reloaded(
    alice: Person,
    dave: Person,
    department_a: Department,
    sit_down: Callable[..., Page],  # noqa: F811
):
    page, request = sit_down(dave, PHONE), asked(alice, department_a)
    line, photos = Line(page), [snapshot(), snapshot("вид.jpg"), snapshot("план.jpg", side=100)]
    page.goto(f"/requests/{request.pk}/answer/", wait_until="networkidle")
    line.breaks_after(page, 2)

    page.set_input_files("input[type=file]", photos)
    expect(page.locator(".sending")).to_contain_text("двор.jpg: связь прервалась")
    expect(page.locator(".sending")).to_contain_text("вид.jpg: ждёт очереди")
    page.reload()
    expect(page.locator(".sending")).to_contain_text("двор.jpg: связь прервалась")
    line.mended(page)

    expect(page.locator(".shots li")).to_have_count(1)
    assert (line.came, line.offsets.count(0)) == (len(photos[0]["buffer"]), 1)
    page.set_input_files("input[type=file]", photos[1:])
    expect(page.locator(".shots li")).to_have_count(3)
    assert line.came == sum(len(one["buffer"]) for one in photos)
    # The button waits for what is under way.
    page.set_input_files("input[type=file]", snapshot("ещё.jpg"))
    page.get_by_role("button", name="Отправить").click()
    expect(page.get_by_text("Вы прислали")).to_be_visible()
    assert Attachment.objects.unscoped().exclude(remark=None).count() == 4


def test_a_file_that_the_browser_does_not_keep_goes_on_when_it_is_chosen_again(
    alice: Person,
    dave: Person,
    department_a: Department,
    tmp_path: Path,
    sit_down: Callable[..., Page],  # noqa: F811
):
    page, request = sit_down(dave, PHONE), asked(alice, department_a)
    photo = tmp_path / "двор.jpg"
    photo.write_bytes(snapshot()["buffer"])
    line = Line(page)
    page.goto(f"/requests/{request.pk}/answer/", wait_until="networkidle")
    line.breaks_after(page, 1)
    page.set_input_files("input[type=file]", photo)
    expect(page.locator(".sending")).to_contain_text("двор.jpg: связь прервалась")
    page.evaluate("() => new Promise((done) => { indexedDB.deleteDatabase('veche-uploads').onsuccess = done; })")
    page.reload()
    expect(page.locator(".sending")).to_contain_text("двор.jpg: отправлен не весь. Выберите этот же файл ещё раз")
    line.mended(page)

    page.set_input_files("input[type=file]", photo)

    expect(page.locator(".shots li")).to_have_count(1)
    expect(page.locator(".sending li")).to_have_count(0)
    assert (line.came, line.offsets.count(0)) == (photo.stat().st_size, 1)


def test_a_new_request_waits_for_its_sender_and_keeps_what_came_through_an_error(
    alice: Person,
    dave: Person,
    department_a: Department,
    sit_down: Callable[..., Page],  # noqa: F811
):
    page = sit_down(alice)
    page.goto("/requests/ask/", wait_until="networkidle")
    page.set_input_files("input[type=file]", [snapshot(), snapshot("не то.jpg"), snapshot("и не это.jpg")])
    expect(page.locator(".sending")).to_contain_text("и не это.jpg: дошёл")
    page.get_by_role("button", name="Убрать не то.jpg").click()
    page.get_by_label("Кому").select_option(f"d{department_a.pk}")
    page.get_by_label("Что нужно").fill("Посмотрите, что на снимке.")
    page.get_by_label("О чём").fill("   ")  # enough for the browser, not for the server
    with page.expect_navigation():
        page.get_by_role("button", name="Поручить").click()
    expect(page.locator(".sending li")).to_have_count(2)
    page.get_by_role("button", name="Убрать и не это.jpg").click()
    expect(page.locator(".sending")).to_have_text("двор.jpg: дошёлУбрать")

    page.get_by_label("О чём").fill("Двор на Комсомольской")
    page.get_by_role("button", name="Поручить").click()

    expect(page.get_by_text("Поручили. Отдел узнает сейчас.")).to_be_visible()
    assert [one.media.name for one in Attachment.objects.unscoped()] == ["двор.jpg"]
    until(page, lambda: not Upload.objects.unscoped().filter(used_at=None).exists())
    page.goto("/requests/ask/", wait_until="networkidle")
    expect(page.locator(".sending li")).to_have_count(0)


def test_the_editor_goes_on_when_the_line_is_back(
    alice: Person,
    sit_down: Callable[..., Page],  # noqa: F811
):
    post, photo = drafted(alice), snapshot(side=1600)
    page = sit_down(alice)
    open_editor(page, post)
    line = Line(page)
    line.breaks_after(page, 2)

    page.set_input_files("#id_photos", photo)
    expect(page.locator("[data-progress]")).to_contain_text("связь прервалась, отправлено")
    # The button waits for what is under way.
    page.get_by_role("button", name="Отправить на согласование").click()
    line.mended(page)
    page.wait_for_url("**/ask/")

    assert (line.came, line.offsets.count(0)) == (len(photo["buffer"]), 1)
    assert latest_version(post).pictures.count() == 1


def test_a_form_stays_when_a_file_that_it_waited_for_is_refused(
    alice: Person,
    sit_down: Callable[..., Page],  # noqa: F811
):
    post = drafted(alice)
    page = sit_down(alice)
    open_editor(page, post)
    held: list[Route] = []
    page.route("**/uploads/", lambda route: held.append(route))  # noqa: PLW0108 -- a builtin is refused

    page.set_input_files("#id_photos", snapshot(side=100))
    until(page, lambda: bool(held))
    send = page.get_by_role("button", name="Отправить на согласование")
    send.click()
    held[0].fulfill(status=413, body="«двор.jpg»: файл больше, чем берут сети.")
    expect(page.locator("[data-progress]")).to_contain_text("файл больше, чем берут сети")
    page.wait_for_load_state("networkidle")
    assert page.url.endswith(f"/posts/{post.pk}/edit/")

    send.click()  # read, and sent without it
    page.wait_for_url(f"**/posts/{post.pk}/")
    assert latest_version(post).pictures.count() == 0


def test_the_library_takes_several_and_names_what_it_refuses(
    alice: Person,
    sit_down: Callable[..., Page],  # noqa: F811
    said: list[str],  # noqa: F811
):
    page = sit_down(alice)
    page.goto("/media/", wait_until="networkidle")

    no_photo: FilePayload = {"name": "игра.exe", "mimeType": "application/octet-stream", "buffer": b"MZ" + bytes(99)}
    page.set_input_files("input[type=file]", [snapshot("а.jpg", side=200), no_photo, snapshot("б.jpg", side=200)])
    expect(page.get_by_text("Добавили файлов: 2")).to_be_visible()
    expect(page.get_by_text("«игра.exe»: такие файлы сети не берут")).to_be_visible()

    assert sorted(Media.objects.unscoped().values_list("name", flat=True)) == ["а.jpg", "б.jpg"]
    until(page, lambda: not Upload.objects.unscoped().filter(used_at=None).exists())
    assert said == []
