"""The link of a letter: one person, one request, no password; bound to the browser of the first answer."""

import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client, RequestFactory

from tests.people import client_of, stand_in
from tests.requests.asked import asked, fresh, thread
from tests.security.stored import rows
from tests.written import jpeg
from veche.config import middleware
from veche.config.middleware import largest_body
from veche.journal.models import Entry
from veche.kernel.clock import now, today
from veche.kernel.redaction import redacted_text
from veche.media.models import Media
from veche.requests.domain import attach
from veche.requests.domain.answer import answer
from veche.requests.domain.ask import readdress, withdraw
from veche.requests.domain.files import unsent
from veche.requests.domain.links import allow, path_for
from veche.requests.domain.review import add_note, send_back
from veche.requests.models import LinkUse, Request
from veche.staff.enums import Role
from veche.staff.models import Department, Person


@pytest.fixture
def request_(alice: Person, carol: Person, dave: Person, department_a: Department) -> Request:
    allow(administration=alice.administration, by=carol, links=True)
    return asked(alice, department_a)


def read(page: Any) -> str:
    return str(page.content.decode())


def test_opening_changes_nothing_and_says_whose_it_is(request_: Request, dave: Person):
    path, before = path_for(request_, dave), rows()

    pages = [Client().get(path), Client().head(path), Client().get(path)]

    assert [one.status_code for one in pages] == [200, 200, 200]
    assert rows() == before
    assert all(words in read(pages[0]) for words in ("Двор на Тракторной, 24", "Ссылка именная: <bdi>dave</bdi>"))
    assert [one.headers["Cache-Control"] for one in pages] == ["no-store"] * 3
    assert set(pages[0].cookies) == {"veche-csrf"}


def test_an_answer_with_a_photo_binds_it_to_its_browser(request_: Request, dave: Person):
    path, mine, other = path_for(request_, dave), Client(), Client()
    photo = SimpleUploadedFile("двор.jpg", jpeg(), "image/jpeg")

    mine.post(path, {"act": "answer", "text": "Готово.", "attached": [photo]})

    assert (fresh(request_).state, fresh(request_).answered_by) == ("answered", dave)
    assert Entry.objects.get(verb="request.answered").facts["by_link"] is True
    assert [one.get(path).status_code for one in (mine, other)] == [200, 403]
    assert other.post(path, {"act": "answer", "text": "Я тоже."}).status_code == 403
    assert "Двор" not in read(other.get(path))
    assert thread(request_) == [("answer", "Готово.")]


def test_a_guessed_or_changed_link_opens_nothing(request_: Request, dave: Person, erin: Person):
    path = path_for(request_, dave)
    wrong = (path[:-2] + "x/", "/requests/link/1/", "/requests/link/" + "a" * 5000 + "/", path_for(request_, erin))

    assert [Client().get(one).status_code for one in wrong] == [410] * 4


def test_a_question_by_link_is_seen_and_so_is_the_reply(request_: Request, alice: Person, dave: Person):
    path, browser = path_for(request_, dave), Client()

    asking = read(browser.post(path, {"act": "question", "text": "Какой двор?"}, follow=True))
    add_note(request=request_, by=alice, text="Тракторная, 24, у второго подъезда.")
    replied = read(browser.get(path))
    answer(request=request_, by=dave, text="Готово.")
    send_back(request=fresh(request_), by=alice, text="А фото?", due_at=now() + timedelta(hours=9))
    returned = read(browser.get(path))

    assert all(words in asking for words in ("ждём ответа на ваш вопрос", "Вы спросили", "Какой двор?"))
    assert 'value="question"' not in asking
    assert all(words in replied for words in ("Вам написали", "у второго подъезда", 'value="question"'))
    assert "Какой двор?" not in replied
    assert all(words in returned for words in ("Вернули с замечанием", "А фото?"))


def test_a_link_shows_nothing_that_was_said_to_another_department(
    request_: Request, alice: Person, dave: Person, erin: Person, department_b: Department
):
    add_note(request=request_, by=alice, text="Это для культуры.")
    readdress(
        request=request_, by=alice, department=department_b, due_at=now() + timedelta(hours=9), note="Теперь вам."
    )

    page = read(Client().get(path_for(request_, erin)))

    assert ("Теперь вам." in page, "Это для культуры." in page) == (True, False)


def test_it_ends_with_the_request(request_: Request, alice: Person, dave: Person):
    path, browser = path_for(request_, dave), Client()
    browser.post(path, {"act": "question", "text": "Какой двор?"})
    withdraw(request=request_, by=alice)

    assert [browser.get(path).status_code, browser.post(path, {"text": "Вот."}).status_code] == [410, 410]


def test_it_ends_with_the_last_day_of_a_substitute(request_: Request, dave: Person, erin: Person):
    day = today(dave.administration.time_zone)
    stand_in(erin, dave, Role.CURATOR, since=day, until=day)
    path = path_for(request_, erin)
    first = Client().get(path).status_code

    with time_machine.travel(now() + timedelta(days=1)):
        assert [first, Client().get(path).status_code] == [200, 410]


def test_it_is_off_until_the_head_of_press_allows_it(
    alice: Person, carol: Person, dave: Person, department_a: Department
):
    path = path_for(asked(alice, department_a), dave)
    head = client_of(carol)
    codes = [Client().get(path).status_code]
    for form in ({"links": "on"}, {}):
        head.post("/requests/settings/", form)
        codes.append(Client().get(path).status_code)

    assert codes == [410, 200, 410]


def test_it_signs_nobody_in(request_: Request, dave: Person):
    browser, path = Client(), path_for(request_, dave)
    browser.get(path)

    assert browser.get(f"/requests/{request_.pk}/").status_code == 302
    assert browser.get("/").status_code == 302


def test_logs_do_not_hold_it(request_: Request, dave: Person):
    path = path_for(request_, dave)

    assert path.split("/")[3] not in redacted_text(f'"GET {path} HTTP/1.1" 200')


def test_a_large_photo_is_read_for_a_valid_link_only_and_once_it_is_bound_from_its_browser(
    request_: Request, dave: Person, settings: Any, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(middleware, "close_old_connections", lambda: None)
    path, mine = path_for(request_, dave), Client()

    def most(path: str, browser: Client) -> int:
        cookie = "; ".join(f"{name}={said.value}" for name, said in browser.cookies.items())
        return largest_body({**RequestFactory().post(path).environ, "HTTP_COOKIE": cookie})

    found = [most(one, Client()) for one in (path, "/requests/link/no-such-link-at-all/")]
    mine.post(path, {"act": "question", "text": "Какой двор?"})
    found += [most(path, browser) for browser in (mine, Client())]

    assert found == [settings.LARGEST_UPLOAD, settings.DATA_UPLOAD_MAX_MEMORY_SIZE] * 2


def test_two_gigabytes_are_refused_in_words_before_they_are_read(request_: Request, dave: Person):
    page = Client().post(path_for(request_, dave), {"act": "files"}, CONTENT_LENGTH=str(2 << 30))

    assert page.status_code == 413
    assert all(words in read(page) for words in ("больше гигабайта", "Этих файлов не взяли.", "по одному"))
    assert not LinkUse.objects.exists()


@pytest.mark.parametrize(
    ("bound", "brought", "words", "begins"),
    [
        ("MOST_BROUGHT", "files_brought", "уже присылали 2 файлов", 413),
        ("MOST_BYTES", "bytes_brought", "прислать 0 ГБ", 201),
    ],
)
def test_a_holder_cannot_fill_the_library_by_taking_files_back(
    request_: Request, dave: Person, monkeypatch: pytest.MonkeyPatch, bound: str, brought: str, words: str, begins: int
):
    path, browser, pages = path_for(request_, dave), Client(), list[str]()

    for width in (60, 61, 62):
        if pages[1:]:
            monkeypatch.setattr(attach, bound, getattr(fresh(request_), brought))
        photo = SimpleUploadedFile("двор.jpg", jpeg(width), "image/jpeg")
        pages.append(read(browser.post(path, {"act": "files", "attached": [photo]})))
        for one in unsent(request_):
            browser.post(path, {"act": f"remove-{one.pk}"})
    in_parts = browser.post(f"{path}uploads/", headers={"Tus-Resumable": "1.0.0", "Upload-Length": "9"})

    assert [words in page for page in pages] == [False, False, True]
    assert Media.objects.of(dave.administration).count() == 2
    assert in_parts.status_code == begins


def test_what_came_too_late_keeps_its_words(request_: Request, dave: Person):
    answer(request=request_, by=dave, text="Уже ответил.")

    page = Client().post(path_for(request_, dave), {"act": "answer", "text": "Долго писал"})

    assert page.status_code == 422
    assert all(words in read(page) for words in ("На это уже ответили", "Долго писал"))
    assert not LinkUse.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_by_one_link_at_once_one_is_done(request_: Request, dave: Person):
    path, start, said = path_for(request_, dave), threading.Barrier(2), list[int]()

    def press() -> None:
        start.wait(60)
        said.append(Client().post(path, {"act": "answer", "text": "Готово."}).status_code)
        connections.close_all()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)

    assert sorted(said) in ([302, 422], [302, 403])
    assert thread(request_) == [("answer", "Готово.")]
