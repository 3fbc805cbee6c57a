"""What a department says of the pictures of its answer lands in the library with them."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.markup import element, words
from tests.people import client_of
from tests.requests.asked import asked, fresh
from tests.written import drafted, jpeg
from veche.kernel.clock import now
from veche.kit.moments import spoken
from veche.media.domain.state_rights import state_rights
from veche.media.models import Paper, Rights
from veche.requests.domain import attach
from veche.requests.domain.files import take_files
from veche.requests.domain.links import allow, path_for
from veche.requests.domain.review import accept
from veche.requests.models import Attachment, Request
from veche.staff.domain.dismiss import dismiss
from veche.staff.models import Department, Person

SAID = {"author": "Мастер участка", "people": "Монтажники и мальчик", "children": "shown", "parents": "Мама, на бумаге"}


@pytest.fixture
def request_(alice: Person, carol: Person, dave: Person, department_a: Department) -> Request:
    allow(administration=alice.administration, by=carol, links=True)
    return asked(alice, department_a)


def photo(name: str = "двор.jpg", *, width: int = 40) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, jpeg(width=width), "image/jpeg")


def consent() -> SimpleUploadedFile:
    return SimpleUploadedFile("согласие.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")


def stated(request: Request) -> list[dict[str, str]]:
    media = Attachment.objects.of(request.administration_id).filter(request=request).values("media")
    rows = Rights.objects.of(request.administration_id).filter(media__in=media).order_by("media")
    return [{name: getattr(row, name) for name in SAID} | {"papers": row.papers} for row in rows]


def test_it_is_stored_with_each_picture_and_the_press_keeps_its_own_word(
    request_: Request, alice: Person, dave: Person
):
    take_files(request_, dave, [photo(), photo("сквер.jpg", width=50)], from_press=False)
    first = Attachment.objects.of(alice.administration).select_related("media").earliest("pk").media
    state_rights(media=first, by=alice, said={"author": "Наш фотограф"})

    client_of(dave).post(f"/requests/{request_.pk}/answer/", {"text": "Готово", "paper": consent(), **SAID})

    own = {"author": "Наш фотограф", "people": "", "children": "", "parents": "", "papers": 1}
    assert (fresh(request_).state, stated(request_)) == ("answered", [own, {**SAID, "papers": 1}])


def test_the_word_of_a_press_officer_who_has_left_since_stays(
    request_: Request, alice: Person, dave: Person, ivan: Person
):
    take_files(request_, dave, [photo()], from_press=False)
    media = Attachment.objects.of(alice.administration).select_related("media").get().media
    state_rights(media=media, by=alice, said={"children": "shown", "author": "Наш фотограф"})
    dismiss(person=alice, by=ivan)

    client_of(dave).post(f"/requests/{request_.pk}/answer/", {"text": "Готово", **SAID, "children": "none"})

    kept = {"author": "Наш фотограф", "people": "", "children": "shown", "parents": "", "papers": 0}
    assert (fresh(request_).state, stated(request_)) == ("answered", [kept])


def test_a_refused_answer_loses_nothing_and_the_paper_is_there_once(request_: Request, dave: Person):
    Request.objects.filter(pk=request_.pk).update(kind="facts")
    take_files(request_, dave, [photo()], from_press=False)
    browser, path = client_of(dave), f"/requests/{request_.pk}/answer/"

    page = browser.post(path, {"text": "", "paper": consent(), **SAID})
    again = browser.post(path, {"text": "", "paper": consent(), **SAID})

    assert [one.status_code for one in (page, again)] == [422, 422]
    form = element(browser.get(path).content.decode(), ".req-shown")
    assert all(f'value="{SAID[name]}"' in form for name in ("author", "people", "parents"))
    assert "Согласие приложено согласие.pdf" in words(form)
    assert Paper.objects.unscoped().count() == 1


def test_a_consent_without_a_picture_is_refused_in_words(request_: Request, dave: Person):
    page = client_of(dave).post(f"/requests/{request_.pk}/answer/", {"text": "Готово", "paper": consent(), **SAID})

    assert "Согласие не сохранили: сначала приложите фото" in page.content.decode()
    assert (page.status_code, fresh(request_).state, Paper.objects.unscoped().count()) == (422, "asked", 0)


def test_papers_count_among_what_is_brought(request_: Request, dave: Person, monkeypatch: pytest.MonkeyPatch):
    Request.objects.filter(pk=request_.pk).update(kind="facts")
    take_files(request_, dave, [photo()], from_press=False)
    monkeypatch.setattr(attach, "MOST_BROUGHT", 2)
    browser, path = client_of(dave), f"/requests/{request_.pk}/answer/"
    another = SimpleUploadedFile("ещё.pdf", b"%PDF-1.5\n%%EOF\n", "application/pdf")

    pages = [browser.post(path, {"text": "", "paper": one}).content.decode() for one in (consent(), another)]

    assert ["уже присылали 2 файлов" in one for one in pages] == [False, True]
    assert Paper.objects.unscoped().count() == 1


def test_by_a_link_it_is_said_too_and_pictures_are_seen_in_its_browser_alone(
    request_: Request, alice: Person, dave: Person, department_a: Department
):
    path, mine, other = path_for(request_, dave), Client(), Client()

    page = mine.post(path, {"act": "files", "text": "Снял утром", "attached": [photo(), photo("вид.jpg", width=60)]})
    assert "Снял утром" in page.content.decode()
    pictures = re.findall(r'src="([^"]+/pictures/\d+/)"', page.content.decode())
    last = Attachment.objects.of(alice.administration).latest("pk")
    mine.post(path, {"act": f"remove-{last.pk}", "text": ""})
    answered = mine.post(path, {"act": "answer", "text": "", "paper": consent(), **SAID}, follow=True)
    done = words(answered.content.decode())

    assert [mine.get(one).status_code for one in pictures] == [200, 404]
    assert other.get(pictures[0]).status_code == 404
    elsewhere = asked(alice, department_a, title="Другое")
    take_files(elsewhere, dave, [photo("чужое.jpg", width=70)], from_press=False)
    foreign = Attachment.objects.of(alice.administration).latest("pk")
    assert mine.get(f"{path}pictures/{foreign.pk}/").status_code == 404
    assert stated(request_) == [{**SAID, "papers": 1}]
    assert "Что дальше Вы прислали" in done
    assert "Пресс-служба посмотрит если что, спросит здесь же" in done


def test_what_follows_names_the_hour_of_the_post(alice: Person, dave: Person, department_a: Department):
    item = drafted(alice, publish_at=now() + timedelta(days=3)).plan_item
    made = asked(alice, department_a, subject_id=item.pk)
    browser, way = client_of(dave), []
    browser.post(f"/requests/{made.pk}/answer/", {"text": "Готово"})

    for step in (lambda: None, lambda: accept(request=made, by=alice)):
        step()
        found = browser.get(f"/requests/{made.pk}/").context["next"]
        way.append([(one.what, one.state) for one in found])

    hour = f"{spoken(item.publish_at, item.administration.time_zone)}: {item.title}"
    assert found[-1].when == hour
    assert way == [
        [("Вы прислали", "done"), ("Пресс-служба посмотрит", "now"), ("Запись по плану выйдет", "")],
        [("Вы прислали", "done"), ("Ответ приняли", "done"), ("Запись по плану выйдет", "now")],
    ]
