import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.people import client_of, make_person
from veche.journal.domain.heads import keep_head
from veche.journal.models import Entry
from veche.staff.enums import Role

LIST, VERIFY = reverse("journal:list"), reverse("journal:verify")


def numbers(reader, /, **wanted):
    """Numbers of the entries on the page, in order."""
    answer = client_of(reader).get(f"{LIST}?{urlencode(wanted)}")
    assert answer.status_code == 200
    return [entry.number for entry in answer.context["page"]]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("carol", 200),
        ("ivan", 200),
        ("helen", 200),
        ("audrey", 200),
        ("alice", 403),
        ("dave", 403),
        ("mallory", 403),
        (None, 302),
    ],
)
def test_who_may_read_and_verify(request, rubtsovsk, other_city, write, who, status):
    write(rubtsovsk, 2)
    browser = client_of(who and request.getfixturevalue(who))

    assert browser.get(LIST).status_code == status
    assert browser.post(VERIFY).status_code == status
    assert Entry.objects.of(rubtsovsk).filter(verb="journal.verified").count() == (1 if status == 200 else 0)


def test_another_citys_journal_is_not_there(rubtsovsk, other_city, carol, write):
    write(other_city, 3)
    write(rubtsovsk, 1)
    stranger = make_person(other_city, Role.PRESS_HEAD, name="stranger")

    assert numbers(carol) == [1]
    assert numbers(stranger) == [3, 2, 1]
    assert numbers(carol, person=stranger.pk) == [1]  # no such choice here: the filter is not applied


def test_newest_first_with_words_and_the_citys_hour(rubtsovsk, carol, write):
    with time_machine.travel(datetime(2026, 11, 24, 20, 15, tzinfo=UTC), tick=False):
        write(rubtsovsk, actor=carol, verb="staff.invited", obj=carol)
        write(rubtsovsk, verb="journal.verified")

    page = client_of(carol).get(LIST).content.decode()

    assert "25 ноября, 03:15" in page
    assert f'сотрудник <a href="/people/{carol.pk}/"><bdi>carol</bdi></a>' in page
    assert re.search(r"staff\.person\b", page) is None
    assert page.index("прочитали и проверили журнал</td>") < page.index("пригласили человека</td>")
    assert '<th scope="row" data-l="Кто"><bdi>carol</bdi></th>' in page
    assert '<th scope="row" data-l="Кто"><bdi>Вече, само</bdi></th>' in page


def test_filters(rubtsovsk, carol, audrey, write):
    for day, (actor, verb) in enumerate(
        [(carol, "staff.invited"), (audrey, "journal.verified"), (None, "staff.invited"), (carol, "journal.verified")]
    ):
        # 20:00 UTC is three in the morning of the next day in Rubtsovsk
        with time_machine.travel(datetime(2026, 11, 9, 20, tzinfo=UTC) + timedelta(days=day), tick=False):
            write(rubtsovsk, actor=actor, verb=verb)

    assert numbers(carol) == [4, 3, 2, 1]
    assert numbers(carol, verb="staff.invited") == [3, 1]
    assert numbers(carol, person=carol.pk) == [4, 1]
    assert numbers(carol, person="machine") == [3]
    assert numbers(carol, since="2026-11-11") == [4, 3, 2]
    assert numbers(carol, until="2026-11-11") == [2, 1]
    assert numbers(carol, since="2026-11-12", until="2026-11-12", person="machine") == [3]
    assert numbers(carol, verb="staff.invited", person=audrey.pk) == []


def test_a_wrong_filter_is_told_and_hides_nothing(rubtsovsk, carol, write):
    write(rubtsovsk, 2)

    answer = client_of(carol).get(f"{LIST}?since=2026-11-12&until=2026-11-11&verb=no.such&page=99")

    assert answer.context["form"].errors["until"] == ["Последний день раньше первого: поменяйте их местами."]
    assert answer.status_code == 200
    assert numbers(carol, since="вчера", until="2026-99-99", verb="'; drop", person="x", page="-1") == [2, 1]


def test_nothing_yet(carol):
    assert "Таких записей нет" in client_of(carol).get(LIST).content.decode()


def test_pages_keep_the_filter(rubtsovsk, carol, write):
    write(rubtsovsk, 120, verb="staff.invited")

    answer = client_of(carol).get(f"{LIST}?verb=staff.invited&page=2")

    assert [entry.number for entry in answer.context["page"]] == list(range(70, 20, -1))
    page = answer.content.decode()
    assert "Страница 2 из 3" in page
    assert "?verb=staff.invited&amp;page=1" in page
    assert "?verb=staff.invited&amp;page=3" in page
    assert len(answer.content) < 100_000


def test_the_page_takes_the_same_number_of_queries(rubtsovsk, carol, write):
    browser, taken = client_of(carol), []
    browser.get(LIST)  # the session's first page makes additional queries
    for more in (1, 2, 57):
        for number in range(more):
            write(rubtsovsk, actor=make_person(rubtsovsk, name=f"p{more}-{number}"))
        with CaptureQueriesContext(connection) as queries:
            browser.get(LIST)
        taken.append(len(queries))

    assert taken[1:] == taken[:1] * 2
    assert taken[0] <= 14


def test_the_button_tells_that_all_is_whole_and_that_it_was_pressed(
    rubtsovsk, audrey, write, django_capture_on_commit_callbacks
):
    write(rubtsovsk, 4)
    browser = client_of(audrey)

    with django_capture_on_commit_callbacks(execute=True):
        fragment = browser.post(VERIFY, headers={"HX-Request": "true"}).content.decode()
    whole = browser.post(VERIFY).content.decode()

    assert "Прочитано записей: 4. Ничего не изменено" in fragment
    assert "<html" not in fragment
    assert "Прочитано записей: 5. Ничего не изменено" in whole
    assert "<html" in whole
    pressed = Entry.objects.of(rubtsovsk).filter(verb="journal.verified").order_by("number")
    assert [(entry.number, entry.actor_id, entry.facts) for entry in pressed] == [
        (5, audrey.pk, {"whole": True, "length": 4}),
        (6, audrey.pk, {"whole": True, "length": 5}),
    ]


def test_the_button_tells_what_is_broken(rubtsovsk, audrey, write):
    write(rubtsovsk, 2)
    keep_head(rubtsovsk.pk, 9, "f" * 64)

    page = client_of(audrey).post(VERIFY, headers={"HX-Request": "true"}).content.decode()

    assert "chain-broken" in page
    assert "Хвост журнала отрезан: последняя запись № 2, а была № 9." in page


def test_a_person_whose_row_is_gone_keeps_their_number(rubtsovsk, carol, write):
    gone = make_person(rubtsovsk, name="gone")
    number = gone.pk
    write(rubtsovsk, actor=gone)
    gone.delete()

    assert f"сотрудник № {number}" in client_of(carol).get(LIST).content.decode()
