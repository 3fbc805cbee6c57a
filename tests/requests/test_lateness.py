"""Lateness is one rule; who goes to the archive hands over; the last step tells the office above."""

from datetime import timedelta

import pytest
import time_machine

from tests.markup import element, elements, words
from tests.people import client_of, make_department, make_person
from tests.requests.asked import asked, fresh, in_hours
from tests.requests.test_words import WORKING
from veche.alarms.models import Alarm
from veche.requests.domain import answer as verbs
from veche.requests.domain.numbers import numbers
from veche.requests.domain.queries import counts, list_page
from veche.requests.domain.remind import remind_waiting
from veche.requests.lines import late_by
from veche.requests.models import Request
from veche.staff.domain.department_answers import known_books
from veche.staff.enums import Role
from veche.staff.models import Administration, Appointment, Department, Office, Person


@pytest.fixture(autouse=True)
def working_hours():
    with time_machine.travel(WORKING, tick=False):
        yield


def test_the_slowest_department_fills_the_bar_and_is_warned_of_on_both_screens(
    alice: Person, dave: Person, erin: Person, department_a: Department, department_b: Department
):
    due = {"due_at": in_hours(alice, 0.5)}  # both are late
    both = ((dave, asked(alice, department_a, **due), 4), (erin, asked(alice, department_b, **due), 1))
    for person, request, hours in both:
        with time_machine.travel(in_hours(alice, hours), tick=False):
            verbs.answer(request=request, by=person, text="Готово.")

    city = alice.administration
    shown = {one.pk: (one.share, one.tone) for one in numbers(city)}
    of_departments = {pk: (one.share, one.tone) for pk, one in known_books()[0].count(city).items()}

    assert shown == of_departments == {department_a.pk: (100, "warn"), department_b.pk: (25, "")}


def test_numbers_lists_and_words_agree_about_what_is_late(
    alice: Person, dave: Person, rubtsovsk: Administration, department_a: Department
):
    old, late, fine, done = (asked(alice, department_a, due_at=in_hours(alice, hours)) for hours in (1, 1, 30, 30))
    verbs.answer(request=done, by=dave, text="Готово.")
    Request.objects.filter(pk=old.pk).update(addressed_at=WORKING - timedelta(days=100))

    with time_machine.travel(in_hours(alice, 6), tick=False):
        [row] = numbers(rubtsovsk)
        listed, _ = list_page(alice, "late", department_a.pk, 1)
        found, said = counts(rubtsovsk).late, late_by(fresh(late))

    assert [one.pk for one in listed] == [old.pk, late.pk]
    assert {"department": row.now, "all": found} == {"department": 2, "all": 2}
    assert said.replace("\N{NO-BREAK SPACE}", " ") == "опаздывает на 5 ч"
    assert fresh(fine).was_late is False


def test_the_archive_asks_who_takes_over_what_is_open(
    alice: Person, ivan: Person, dave: Person, erin: Person, department_a: Department, department_b: Department
):
    waiting, sent = asked(alice, department_a, title="Двор"), asked(alice, department_a, title="Мост")
    verbs.answer(request=sent, by=dave, text="Готово.")
    Appointment.objects.filter(person=dave).delete()
    client, address = client_of(ivan), f"/departments/{department_a.pk}/archive/"
    page = words(element(client.get(address).content.decode(), "main"))
    assert "Открыто поручений: 1." in page
    assert "Двор" in page

    refused = client.post(address)
    assert refused.status_code == 422
    assert "У отдела 1 открытое поручение. Отдел остался" in words(element(refused.content.decode(), "main")).replace(
        "\N{NO-BREAK SPACE}", " "
    )
    client.post(address, {"to": department_b.pk})

    department_a.refresh_from_db()
    assert department_a.archived_at is not None
    assert [fresh(one).department for one in (waiting, sent)] == [department_b, department_a]
    assert fresh(sent).state == "answered"
    told = elements(element(client_of(alice).get(f"/requests/{waiting.pk}/").content.decode(), "ol.thread"), "li")[-1]
    assert words(told) == "IV ivan в 11:00 передали другому отделу Отдел культуры уходит в архив."


def test_a_department_without_a_curator_takes_nothing_over(
    alice: Person, carol: Person, dave: Person, department_a: Department
):
    empty = make_department(alice.administration, "Архив")
    waiting = asked(alice, department_a)
    Appointment.objects.filter(person=dave).delete()

    refused = client_of(carol).post(f"/departments/{department_a.pk}/archive/", {"to": empty.pk})

    department_a.refresh_from_db()
    assert "никто не отвечает" in words(element(refused.content.decode(), "main"))
    assert (department_a.archived_at, fresh(waiting).department) == (None, department_a)


def test_the_last_step_tells_the_office_above_or_else_the_head(
    alice: Person, helen: Person, dora: Person, department_a: Department, department_b: Department, erin: Person
):
    make_person(alice.administration, Role.CURATOR, department=department_a)
    office = Office.objects.create(
        administration=dora.administration, name="Заместитель Главы", kind="deputy", holder=dora
    )
    Department.objects.filter(pk=department_a.pk).update(reports_to=office)
    for department in (department_a, department_b):
        asked(alice, department, due_at=in_hours(alice, 1))

    with time_machine.travel(in_hours(alice, 40), tick=False):
        remind_waiting()

    told = Alarm.objects.filter(kind="requests.thread").values_list("person", flat=True)
    assert set(told) == {dora.pk, helen.pk}
