"""The library: who finds what, by which words, and what a file's page saves and shows."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.markup import words
from tests.people import client_of
from tests.publishing.test_photos import bomb
from tests.written import drafted, jpeg, with_picture
from veche.kernel.clock import today
from veche.media.domain.intake import take
from veche.media.domain.library import LibraryFilter, Numbers, library, numbers
from veche.media.domain.state_rights import WRITTEN, add_paper, state_rights
from veche.media.models import Media, Paper, Rights
from veche.staff.models import Person

PAGE_QUERIES = 12
CLEAR = {"basis": "own", "author": "Пресс-служба", "people_basis": "nobody", "children": "none"}


def file_of(by: Person, colour: str, name: str = "снимок.jpg", **said: Any) -> Media:
    media = take(BytesIO(jpeg(colour=colour)), name=name, by=by)
    state_rights(media=media, by=by, said=said)
    return media


def found(person: Person, **asked: Any) -> list[int]:
    return [media.pk for media in library(person, LibraryFilter(**asked))]


def test_files_are_found_by_words_of_any_case_and_by_what_is_known(alice: Person):
    day = today(alice.administration.time_zone)
    tree = file_of(alice, "green", title="Ёлка в огнях", words="площадь, вечер", **CLEAR)
    school = file_of(alice, "red", people="семеро школьников", children="shown", basis="own")
    ending = file_of(alice, "blue", name="Каток.JPG", used_until=day, **CLEAR)
    with_picture(drafted(alice), alice, content=jpeg(colour="blue"))

    asked = {
        "елка ОГНЯХ": [tree.pk],
        "школьник": [school.pk],
        "каток": [ending.pk],
        "пресс": [ending.pk, tree.pk],
        "%": [],
    }
    assert {q: found(alice, q=q) for q in asked} == asked
    assert found(alice, rights="unclear") == [school.pk]
    assert found(alice, rights="clear") == [ending.pk, tree.pk]
    assert found(alice, rights="expiring") == [ending.pk]
    assert found(alice, rights="children") == [school.pk]
    assert found(alice, used="yes") == [ending.pk]
    assert found(alice, used="no") == [school.pk, tree.pk]
    assert found(alice, kind="video") == []
    assert found(alice, before=ending.pk) == [school.pk, tree.pk]
    told = numbers(alice)
    assert told == Numbers(total=3, clear=2, unclear=1, expiring=1)


def test_a_chosen_file_is_shown_beside_the_list(
    alice: Person, dave: Person, mallory: Person, django_assert_max_num_queries: Any
) -> None:
    tree = file_of(alice, "green", title="Ёлка в огнях", owner="Дом культуры", **CLEAR)
    school = file_of(alice, "red", title="Школа", people="семеро школьников", children="shown", basis="own")
    state_rights(media=school, by=alice, said={"department": dave.department})
    foreign = file_of(mallory, "blue", title="Чужой файл")
    with_picture(drafted(alice, title="С Днём матери"), alice, content=jpeg(colour="red"))
    browser, page = client_of(alice), reverse("media:files")
    browser.get(page)

    def seen(file: str | int) -> str:
        return words(browser.get(page, {"file": file, "kind": "photo"}).content.decode())

    rest = "Чьё {owner} Почему можно своё: сделал сотрудник администрации До какого без срока Кто на нём {people}"
    said = seen(school.pk)
    assert rest.format(owner="не указано", people="семеро школьников Разрешили не указано") in said
    assert "Где стоит С Днём матери , черновик" in said
    assert "К списку" in said
    assert rest.format(owner="Дом культуры", people="не указано") in seen(tree.pk)
    for absent in (foreign.pk, "", "x", 10**30):  # then the first that is not clear
        told = seen(absent)
        assert ("Разрешили не указано" in told, "К списку" in told, "Чужой файл" in told) == (True, False, False)
    add_paper(media=school, by=alice, content=BytesIO(b"%PDF-1.7"), name="Согласия, 5 листов.pdf")
    with django_assert_max_num_queries(PAGE_QUERIES):
        told = seen(school.pk)
    assert "Разрешили не указано, бумага есть Где стоит С Днём матери , черновик Согласия, 5 листов.pdf" in told
    told = words(client_of(dave).get(page).content.decode())
    assert ("бумага есть" in told, "Согласия" in told) == (True, False)


def test_a_curator_finds_what_the_department_sent(alice: Person, dave: Person, erin: Person):
    theirs = file_of(alice, "green", department=dave.department)
    file_of(alice, "red")
    own = take(BytesIO(jpeg(colour="blue")), name="мой.jpg", by=erin)

    assert found(dave) == [theirs.pk]
    assert found(erin) == [own.pk]
    page = client_of(dave).get(reverse("media:detail", args=[theirs.pk]))
    assert (page.status_code, b'name="author"' in page.content) == (200, False)
    assert client_of(erin).get(reverse("media:detail", args=[theirs.pk])).status_code == 403
    assert client_of(erin).get(reverse("media:photo", args=[theirs.sha256])).status_code == 403


def test_a_file_that_is_no_picture_spoils_no_other(alice: Person):
    files = {"каток.jpg": jpeg(), "вирус.jpg": b"MZ" + bytes(90), "плакат.png": bomb()}
    sent = [SimpleUploadedFile(name, content) for name, content in files.items()]

    answer = client_of(alice).post(reverse("media:add"), {"photos": sent}, follow=True)

    assert [media.name for media in Media.objects.of(alice.administration)] == ["каток.jpg"]
    said = [str(message) for message in answer.context["messages"]]
    assert [name for name in files if any(name in sentence for sentence in said)] == ["вирус.jpg", "плакат.png"]


def test_the_page_saves_each_field_it_shows(alice: Person, dave: Person):
    media = file_of(alice, "green")
    said = dict.fromkeys(WRITTEN, "слово") | {
        "basis": "free",
        "people_basis": "event",
        "children": "shown",
        "licence_link": "https://creativecommons.org/licenses/by/4.0/",
        "used_until": "2027-08-31",
        "department": str(dave.department_id),
    }

    answer = client_of(alice).post(reverse("media:detail", args=[media.pk]), said)

    rights = Rights.objects.of(alice.administration).get(media=media)
    kept = {name: getattr(rights, name) for name in WRITTEN if name != "department"}
    assert answer.status_code == 302
    assert {name: str(value) for name, value in kept.items()} == {n: v for n, v in said.items() if n != "department"}
    assert rights.department_id == dave.department_id
    assert rights.stated_by == alice


def test_a_paper_is_sent_as_a_download_that_runs_nothing(alice: Person):
    media = file_of(alice, "green")
    script = b"%PDF-1.7\n/OpenAction << /S /JavaScript >>"
    paper = add_paper(media=media, by=alice, content=BytesIO(script), name="согласие.pdf")

    answer = client_of(alice).get(reverse("media:paper", args=[paper.pk]))

    assert answer.content == script
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert client_of(alice).get(reverse("media:photo", args=[paper.sha256])).status_code == 404
    client_of(alice).post(reverse("media:remove_paper", args=[paper.pk]))
    assert list(Paper.objects.of(alice.administration)) == []


@pytest.mark.parametrize("number", [2, 30])
def test_the_library_asks_as_often_for_few_files_as_for_many(
    alice: Person, number: int, django_assert_max_num_queries: Any
):
    for width in range(number):
        take(BytesIO(jpeg(width=60 + width)), name=f"{width}.jpg", by=alice)
    browser = client_of(alice)
    browser.get(reverse("media:files"))

    with django_assert_max_num_queries(10):
        answer = browser.get(reverse("media:files"))

    assert len(answer.content) < 80_000
    assert answer.content.count(b"lib-card") == min(number, 24)
