"""A department is asked for what a file of the library lacks, and its word and paper land on the file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.markup import element, words
from tests.media.test_library import file_of
from tests.people import client_of
from tests.requests.asked import fresh, thread
from veche.media.domain.library import LibraryFilter, library
from veche.media.domain.rights import doubts_of, rights_of, terms_for
from veche.media.models import Media, Rights
from veche.media.uses import uses_of
from veche.requests.domain.links import allow, path_for
from veche.requests.models import Attachment, Request
from veche.staff.models import Person


@pytest.fixture
def school(alice: Person, dave: Person) -> Media:
    return file_of(
        alice,
        "red",
        title="Школа № 23, линейка",
        author="Фотограф Иванова",
        basis="department",
        department=dave.department,
        people_basis="consent",
        children="shown",
    )


def button(by: Person, media: Media, *, panel: bool = False) -> str:
    browser = client_of(by)
    place = reverse("media:files") + f"?file={media.pk}" if panel else reverse("media:detail", args=[media.pk])
    return browser.get(place).content.decode()


def ask_from(by: Person, media: Media) -> Request:
    """The press of «Спросить отдел», then of «Поручить» with the form as it came."""
    address = f"{reverse('requests:ask')}?kind=rights&subject={media.pk}"
    form = client_of(by).get(address).context["form"]
    sent = {name: form[name].value() for name in ("kind", "to", "title", "text", "due")}
    client_of(by).post(address, sent)
    return Request.objects.of(by.administration).get(kind="rights")


def consent(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4\n" + name.encode() + b"\n%%EOF\n", "application/pdf")


def test_the_form_says_to_the_department_what_the_file_lacks(
    school: Media, alice: Person, dave: Person, audrey: Person
):
    address = f"{reverse('requests:ask')}?kind=rights&amp;subject={school.pk}"
    assert [address in button(alice, school, panel=panel) for panel in (False, True)] == [True, True]
    assert "Спросить отдел" not in button(audrey, school)

    request = ask_from(alice, school)

    assert (request.department, request.subject_id) == (dave.department, school.pk)
    assert request.title == "Фото «Школа № 23, линейка»: можно ли ставить"
    assert request.text.splitlines()[:4] == [
        "Фото пока нельзя ставить: ребёнок без согласия родителей.",
        "Пришлите, пожалуйста:",
        "— кто из родителей разрешил снимать детей;",
        "— согласие родителей: снимок бумаги или PDF.",
    ]
    assert list(Attachment.objects.of(alice.administration).values_list("media", "from_press")) == [(school.pk, True)]
    for panel in (False, True):
        page = button(alice, school, panel=panel)
        assert (address in page, f'href="/requests/{request.pk}/"' in page) == (False, True)
    assert (list(uses_of(school, alice)), library(alice, LibraryFilter(used="yes"))) == ([], [])


def test_the_answer_by_a_link_lands_on_the_file_and_shows_no_names(
    school: Media, alice: Person, carol: Person, dave: Person
):
    allow(administration=alice.administration, by=carol, links=True)
    request, browser = ask_from(alice, school), Client()
    path = path_for(request, dave)

    page = browser.get(path).content.decode()
    assert "Уже известно: кто снял, дети в кадре" in words(element(page, ".req-shown"))
    assert ("Иванова" in page, 'name="author"' in page, 'name="attached"' in page) == (False, False, False)
    papers = [consent("мама.pdf"), consent("папа.pdf")]
    said = {"parents": "Родители пятерых", "author": "Не Иванова", "children": "none"}
    browser.post(path, {"act": "answer", "text": "", "paper": papers, **said})

    rights = Rights.objects.of(alice.administration).get(media=school)
    kept = (rights.author, rights.children, rights.parents, rights.papers, rights.stated_by)
    assert kept == ("Фотограф Иванова", "shown", "Родители пятерых", 2, alice)
    assert (fresh(request).state, thread(request)) == ("answered", [("answer", "Дополнили: кто разрешил, согласие.")])
    found = Media.objects.of(alice.administration).select_related("rights").get(pk=school.pk)
    assert (rights_of(found), doubts_of(found, terms_for(alice.administration))) == (rights, ())


def test_what_is_typed_is_stored_with_the_answer_alone(school: Media, alice: Person, dave: Person):
    request, browser = ask_from(alice, school), client_of(dave)
    path = f"/requests/{request.pk}/"

    browser.post(f"{path}answer/", {"text": ""})
    browser.post(f"{path}question/", {"text": "Какая линейка?", "parents": "Ма"})

    assert (fresh(request).state, Rights.objects.of(alice.administration).get(media=school).parents) == ("question", "")
