"""The lists, «Поручить» and the pages of both sides."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.markup import attribute
from tests.people import client_of, make_person, stand_in
from tests.requests.asked import asked, fresh, in_hours, thread
from tests.requests.many import many
from tests.written import jpeg
from veche.requests.domain import answer as department
from veche.requests.domain.ask import withdraw
from veche.requests.domain.queries import waits_for
from veche.requests.domain.review import accept
from veche.requests.domain.thread import NOT_YOURS
from veche.requests.models import Attachment, Request
from veche.staff.domain.deputise import end_deputy
from veche.staff.domain.dismiss import dismiss
from veche.staff.enums import Role
from veche.staff.models import Department, Person

# A Wednesday, 11:00 in Rubtsovsk.
WORKING = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)


def read(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.fixture
def working_hours():
    with time_machine.travel(WORKING, tick=False):
        yield


def test_pages_of_three_hundred_requests_are_small(alice: Person):
    """At most 12 queries and 80 kB each."""
    curators = many(alice.administration, alice)
    first = Request.objects.of(alice.administration).filter(department=curators[0].department).order_by("pk")[0]
    found = {}
    for who, address in (
        (alice, "/requests/"),
        (alice, f"/requests/{first.pk}/"),
        (alice, "/requests/?show=late&page=2"),
        (alice, "/requests/departments/"),
        (curators[0], "/requests/mine/"),
        (curators[0], f"/requests/{first.pk}/"),
    ):
        browser = client_of(who)
        browser.get(address)
        with CaptureQueriesContext(connection) as asked_of_it:
            page = browser.get(address)
        found[who.display_name, address] = (page.status_code, len(asked_of_it) <= 12, len(page.content) < 80_000)

    assert set(found.values()) == {(200, True, True)}, found


def test_filters_are_kept_by_the_address(alice: Person, dave: Person, erin: Person, department_a: Department):
    mine, other = asked(alice, department_a, title="Первое"), asked(alice, person=erin, title="Второе")
    department.answer(request=other, by=erin, text="Вот.")
    Request.objects.filter(pk=mine.pk).update(due_at=WORKING - timedelta(days=1))
    browser = client_of(alice)

    shown = {
        filters: [title for title in ("Первое", "Второе") if title in read(browser.get(f"/requests/{filters}"))]
        for filters in (
            "",
            "?show=late",
            "?show=look",
            f"?department={department_a.pk}",
            "?show=done",
            "?show=x&page=z",
        )
    }

    assert shown == {
        "": ["Первое", "Второе"],
        "?show=late": ["Первое"],
        "?show=look": ["Второе"],
        f"?department={department_a.pk}": ["Первое"],
        "?show=done": [],
        "?show=x&page=z": ["Первое", "Второе"],
    }
    assert f"/requests/{mine.pk}/?show=late" in read(browser.get("/requests/?show=late"))


def test_asking_with_files_and_a_preset(working_hours, alice: Person, dave: Person, department_a: Department):
    browser = client_of(alice)
    page = browser.get("/requests/ask/")
    assert "через 2 рабочих часа, сегодня в 14:00" in read(page)

    said = {"kind": "material", "to": f"d{department_a.pk}", "title": "Двор", "text": "Три фото.", "due": "0"}
    photo = SimpleUploadedFile("образец.jpg", jpeg(), "image/jpeg")
    page = browser.post("/requests/ask/", said | {"attached": [photo]}, follow=True)
    assert page.status_code == 200, page.context["form"].errors

    made = Request.objects.of(alice.administration).get()
    assert made.department == department_a
    assert made.person is None
    assert made.due_at == in_hours(alice, 2)
    assert [one.media.kind for one in made.attachments.all()] == ["photo"]


def test_a_deadline_on_a_day_off_is_warned_of_once(working_hours, alice: Person, dave: Person):
    said = {"kind": "facts", "to": f"p{dave.pk}", "title": "Двор", "text": "Цифра верна?", "due": "0"}
    said |= {"day": "2026-11-28", "time": "12:00"}
    browser = client_of(alice)

    warned = browser.post("/requests/ask/", said)

    assert warned.status_code == 422
    assert "Последний рабочий час до него: пт, 27 ноября в 17:00." in read(warned)
    assert Request.objects.count() == 0
    far = browser.post("/requests/ask/", said | {"day": "2028-11-25"})
    assert "Это больше чем через год." in read(far)
    assert "выходной" not in read(far)

    browser.post("/requests/ask/", said | {"sure": warned.context["form"]["sure"].value()})

    assert Request.objects.get().due_at == datetime(2026, 11, 28, 5, 0, tzinfo=UTC)


def test_a_curator_answers_with_photos_and_is_told_what_follows(alice: Person, dave: Person, department_a: Department):
    request, browser = asked(alice, department_a), client_of(dave)
    photos = [SimpleUploadedFile(f"{n}.jpg", jpeg(width=50 + n), "image/jpeg") for n in range(3)]

    kept = browser.post(f"/requests/{request.pk}/files/", {"text": "Не потеряйте", "attached": photos})
    assert "Не потеряйте" in read(kept)
    last = Attachment.objects.of(alice.administration).latest("pk")
    browser.post(f"/requests/{request.pk}/files/{last.pk}/remove/", {"text": ""})
    page = browser.post(f"/requests/{request.pk}/answer/", {"text": ""}, follow=True)

    assert "ответ у пресс-службы" in read(page)
    assert fresh(request).state == "answered"
    assert Attachment.objects.of(alice.administration).filter(remark__kind="answer").count() == 2


def test_photos_chosen_for_a_question_or_a_refusal_are_kept(alice: Person, dave: Person, department_a: Department):
    """With a question they wait for the answer; with «Это не к нам» they stand in the thread."""
    request, browser = asked(alice, department_a), client_of(dave)
    files = Attachment.objects.of(alice.administration).filter(request=request)
    sent_with: Any = files.values_list("remark__kind", flat=True)
    photos = [SimpleUploadedFile(f"{n}.jpg", jpeg(width=50 + n), "image/jpeg") for n in range(2)]

    browser.post(f"/requests/{request.pk}/question/", {"text": "Такие подойдут?", "attached": [photos[0]]})
    assert (fresh(request).state, list(sent_with.all())) == ("question", [None])
    browser.post(f"/requests/{request.pk}/refuse/", {"text": "", "attached": [photos[1]]})
    assert (fresh(request).state, list(sent_with.all())) == ("question", [None, None])
    page = browser.post(f"/requests/{request.pk}/refuse/", {"text": "Дворы не наши."}, follow=True)

    assert list(sent_with.all()) == ["refused", "refused"]
    assert all(one.media.sha256 in read(page) for one in files)


def test_what_came_too_late_keeps_its_words(alice: Person, dave: Person, department_a: Department):
    request = asked(alice, department_a)
    withdraw(request=request, by=alice)

    page = client_of(dave).post(f"/requests/{request.pk}/answer/", {"text": "Долго писал"})

    assert page.status_code == 422
    assert all(words in read(page) for words in ("Поручение отозвали", "Долго писал"))


@pytest.mark.parametrize("verb", ["answer", "question", "refuse", "files", "remark"])
def test_who_answers_no_longer_keeps_their_words(
    verb: str, ivan: Person, alice: Person, dave: Person, erin: Person, department_a: Department
):
    """A substitution may end while somebody writes; the page shows the words, and nothing of the request."""
    request, browser = asked(alice, department_a), client_of(erin)
    deputy = stand_in(erin, dave, Role.CURATOR)
    assert browser.get(f"/requests/{request.pk}/").status_code == 200
    end_deputy(by=ivan, deputy=deputy)

    page = browser.post(f"/requests/{request.pk}/{verb}/", {"text": "Долго писала"})

    assert page.status_code == 403
    assert all(words in read(page) for words in (NOT_YOURS, "Долго писала"))
    assert request.title not in read(page)
    assert thread(request) == []


def test_the_press_decides_on_the_same_page(alice: Person, dave: Person, department_a: Department):
    request, browser = asked(alice, department_a), client_of(alice)
    reminder = attribute(read(browser.get(f"/requests/{request.pk}/")), "input[name=words-text]", "value")
    browser.post(f"/requests/{request.pk}/remark/", {"words-text": reminder})
    department.answer(request=request, by=dave, text="Готово.")
    assert "Напомнить" not in read(browser.get(f"/requests/{request.pk}/"))

    refused = browser.post(f"/requests/{request.pk}/return/", {"back-text": "", "back-due": "0"})
    assert "без замечания отдел не поймёт" in read(refused)
    browser.post(f"/requests/{request.pk}/return/", {"back-text": "А когда?", "back-due": "0"})

    reminded = ("note", "Напоминаем: ждём ответа.")
    assert thread(request) == [reminded, ("answer", "Готово."), ("returned", "А когда?")]


def test_closed_requests_stand_on_pages_of_twenty_five(alice: Person):
    many(alice.administration, alice)
    rows = Request.objects.of(alice.administration)
    chosen = list(rows.order_by("pk").values_list("pk", flat=True)[:26])
    rows.filter(pk__in=chosen).update(state="withdrawn", question_at=None, closed_at=WORKING)
    client = client_of(alice)

    pages = [read(client.get(f"/requests/?show=done&page={number}")) for number in (1, 2)]

    found = [[int(one) for one in re.findall(r'class="r" href="/requests/(\d+)/', page)] for page in pages]
    assert [len(page) for page in found] == [25, 1]
    assert sorted(found[0] + found[1]) == chosen
    assert ["Дальше" in page for page in pages] == [True, False]


def test_the_number_beside_the_menu(
    working_hours, alice: Person, dave: Person, helen: Person, audrey: Person, department_a: Department
):
    """The press service: late ones and those that wait for it; a curator: late ones and those of today."""
    for hours in (1, 2, 30):
        asked(alice, department_a, due_at=in_hours(alice, hours))
    done = asked(alice, department_a)
    department.answer(request=done, by=dave, text="Вот.")
    late = asked(alice, department_a)
    Request.objects.filter(pk=late.pk).update(due_at=WORKING - timedelta(hours=20), addressed_at=WORKING)

    assert [waits_for(one) for one in (alice, dave, helen, audrey)] == [2, 3, 0, 0]
    accept(request=done, by=alice)
    assert waits_for(Person.objects.get(pk=alice.pk)) == 1  # the numbers live as long as the person object


def test_others_do_not_see_it(alice: Person, dave: Person, erin: Person, ivan: Person, department_a: Department):
    request = asked(alice, department_a)
    colleague = make_person(alice.administration, Role.CURATOR, department=department_a)

    seen = [client_of(one).get(f"/requests/{request.pk}/").status_code for one in (dave, colleague, erin, ivan)]

    assert seen == [200, 200, 403, 403]


def test_the_press_sees_that_nobody_answers_any_more(
    alice: Person, ivan: Person, dave: Person, erin: Person, department_a: Department
):
    """The only curator has left: «ждём отдел» would be untrue, and no reminder reaches anybody."""
    request, other = asked(alice, department_a), asked(alice, person=erin)
    nobody = "сегодня отвечать некому, передайте другому"
    browser = client_of(alice)
    before = [nobody in read(browser.get(f"/requests/{one.pk}/")) for one in (request, other)]

    dismiss(by=ivan, person=dave)

    after = [nobody in read(browser.get(f"/requests/{one.pk}/")) for one in (request, other)]
    assert (before, after) == ([False, False], [True, False])
    withdraw(request=request, by=alice)
    assert nobody not in read(browser.get(f"/requests/{request.pk}/"))


def test_one_late_request_has_the_main_button(
    alice: Person, dave: Person, department_a: Department, working_hours: None
):
    for title in ("Двор", "Сквер"):
        asked(alice, department_a, title=title, due_at=in_hours(alice, 1))

    with time_machine.travel(WORKING + timedelta(days=5), tick=False):
        page = client_of(dave).get("/requests/mine/").content.decode()

    assert (page.count("btn-primary"), page.count("Прислать</a>")) == (1, 2)


def test_who_closes_an_access_reads_what_nobody_will_answer(
    ivan: Person, alice: Person, dave: Person, erin: Person, department_a: Department
):
    asked(alice, department_a)
    browser = client_of(ivan)

    one, other = (read(browser.get(f"/people/{person.pk}/dismiss/")) for person in (dave, erin))
    assert "больше никто не ответит, а поручений у него открыто 1:" in one
    assert ("больше никто не ответит." in other, "поручений у него" in other) == (True, False)

    make_person(alice.administration, Role.CURATOR, department=department_a)
    assert "никто не ответит" not in read(browser.get(f"/people/{dave.pk}/dismiss/"))
