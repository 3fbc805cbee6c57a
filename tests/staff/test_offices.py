"""Named offices: added, changed, archived; who holds them and who stands in."""

import threading
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connections
from django.urls import reverse

from tests.people import client_of, make_administration, make_department, make_person, stand_in
from veche.journal.models import Entry
from veche.kernel import clock
from veche.plan.models import Occasion
from veche.staff.domain.appoint import appoint
from veche.staff.domain.confirm import confirm
from veche.staff.domain.departments import add_department
from veche.staff.domain.found import found_administration
from veche.staff.domain.offices import add_office, archive_office, office_rows, people_of_office
from veche.staff.enums import OfficeKind, Role
from veche.staff.errors import DepartmentTaken, HolderLacksRole, OfficeOfHead, OfficeTaken
from veche.staff.models import Appointment, Department, Grant, Office, Person

NAME = "Заместитель Главы по ЖКХ"


@pytest.fixture
def office(carol: Person, dora: Person) -> Office:
    return add_office(by=carol, administration=carol.administration, name=NAME, holder=dora)


def of_the_head(person: Person) -> Office:
    return add_office(by=None, administration=person.administration, name="Глава города", kind=OfficeKind.HEAD)


def verbs(office: Office) -> list[str]:
    rows = Entry.objects.of(office.administration_id).filter(object_type="staff.office", object_id=office.pk)
    return list(rows.order_by("number").values_list("verb", flat=True))


def test_added_with_its_holder(carol: Person, dora: Person):
    words = {"name": f" {NAME} ", "kind": "deputy", "holder": dora.pk}
    answer = client_of(carol).post(reverse("staff:add_office"), words)

    made = Office.objects.of(carol.administration).get()
    assert answer["Location"] == reverse("staff:office", args=[made.pk])
    assert made.name == NAME
    assert made.holder == dora
    assert verbs(made) == ["staff.office_added"]


def test_a_second_office_of_the_head_is_refused(carol: Person):
    of_the_head(carol)
    answer = client_of(carol).post(reverse("staff:add_office"), {"name": "Мэр", "kind": "head", "holder": ""})

    assert answer.context["form"].errors == {"kind": [OfficeOfHead.text]}


def test_a_name_is_taken_once(office: Office, carol: Person):
    with pytest.raises(OfficeTaken):
        add_office(by=carol, administration=carol.administration, name=NAME.lower())


def test_the_holder_has_the_role_of_the_office(carol: Person, alice: Person):
    with pytest.raises(HolderLacksRole):
        add_office(by=carol, administration=carol.administration, name=NAME, holder=alice)
    assert not Office.objects.of(carol.administration).exists()


def test_renamed_and_given_to_another(office: Office, carol: Person):
    another = make_person(carol.administration, Role.DEPUTY_HEAD)
    page = reverse("staff:change_office", args=[office.pk])
    client_of(carol).post(page, {"name": "Заместитель Главы по теплу", "holder": another.pk})

    office.refresh_from_db()
    assert (office.name, office.holder) == ("Заместитель Главы по теплу", another)
    assert verbs(office) == ["staff.office_added", "staff.office_changed"]


def test_archived_it_is_offered_nowhere_and_an_occasion_keeps_it(office: Office, alice: Person):
    occasion = Occasion.objects.create(
        administration=alice.administration, kind="deputy", title="Объезд", office=office, created_by=alice
    )
    archive_office(by=alice, office=office)

    new = client_of(alice).get(reverse("plan:occasion")).context["form"].fields["office"].queryset
    page = reverse("plan:occasion_change", args=[occasion.pk])
    kept = client_of(alice).get(page).context["form"].fields["office"].queryset
    assert (list(new), list(kept)) == ([], [office])


def test_an_occasion_says_whose_it_is(office: Office, alice: Person):
    words = {"title": "Объезд", "kind": "deputy", "office": office.pk}
    answer = client_of(alice).post(reverse("plan:occasion"), words, follow=True)

    occasion = Occasion.objects.of(alice.administration).get()
    assert occasion.office == office
    assert NAME in answer.content.decode()
    assert NAME in client_of(alice).get(reverse("plan:occasion_page", args=[occasion.pk])).content.decode()


def test_who_stands_in_acts_for_the_office(office: Office, carol: Person, dora: Person):
    substitute = make_person(carol.administration, Role.AUDITOR)
    stand_in(substitute, dora, Role.DEPUTY_HEAD)

    assert people_of_office(office) == [dora, substitute]


def test_nobody_acts_once_the_holders_role_is_over(office: Office, dora: Person):
    yesterday = clock.today(dora.administration.time_zone) - timedelta(days=1)
    Appointment.objects.of(dora.administration).filter(person=dora).update(until=yesterday)

    assert people_of_office(office) == []
    assert office_rows(dora.administration)[0].is_vacant


def test_the_role_waits_for_a_yes_and_only_then_acts(ivan: Person, carol: Person):
    office = add_office(by=carol, administration=ivan.administration, name=NAME)
    person = make_person(ivan.administration)
    day = clock.today(ivan.administration.time_zone)
    asked = appoint(by=ivan, person=person, role=Role.DEPUTY_HEAD, since=day)
    client_of(carol).post(reverse("staff:change_office", args=[office.pk]), {"name": NAME, "holder": person.pk})
    office.refresh_from_db()
    before = people_of_office(office)

    assert isinstance(asked, Grant)
    confirm(by=carol, grant=asked)
    assert (before, people_of_office(office)) == ([], [person])


def test_a_new_head_holds_the_vacant_office(carol: Person):
    office = of_the_head(carol)
    person = make_person(carol.administration)
    appoint(by=None, person=person, role=Role.HEAD, since=clock.today(carol.administration.time_zone))
    office.refresh_from_db()

    assert (office.holder, verbs(office)) == (person, ["staff.office_added", "staff.office_changed"])


def test_an_upgraded_administration_has_the_office_of_its_head(helen: Person):
    empty = make_administration("Барнаул")
    import_module("veche.staff.migrations.0009_office_of_head").add_offices(apps, None)

    found = Office.objects.unscoped().order_by("administration").values_list("administration", "name", "kind", "holder")
    assert list(found) == [
        (helen.administration_id, "Глава города", "head", helen.pk),
        (empty.pk, "Глава города", "head", None),
    ]


@pytest.mark.django_db
def test_a_founded_administration_has_it_too():
    made = found_administration(name="Администрация города Барнаула", city="Барнаул", time_zone="Asia/Barnaul")

    assert [(row.office.name, row.is_vacant) for row in office_rows(made)] == [("Глава города", True)]


def test_a_department_stands_below_an_office(office: Office, carol: Person):
    department = make_department(carol.administration, "Отдел ЖКХ")
    page = reverse("staff:change_department", args=[department.pk])
    client_of(carol).post(page, {"name": "Отдел ЖКХ", "answers_for": "тепло", "reports_to": office.pk})

    assert [row.departments for row in office_rows(carol.administration)] == [(department,)]
    assert NAME in client_of(carol).get(reverse("staff:department_page", args=[department.pk])).content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_add_one_name_at_once_the_second_is_told(carol: Person):
    city, start = carol.administration, threading.Barrier(2)
    said: list[str] = []

    def add(name: str) -> None:
        start.wait(60)
        try:
            add_department(by=carol, administration=city, name=name)
            said.append("added")
        except DepartmentTaken as error:
            said.append(str(error).partition(".")[0])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=add, args=(name,)) for name in ("Отдел ЖКХ", "отдел жкх")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sorted(said) == ["added", "Такой отдел уже есть"]
    assert Department.objects.of(city).count() == 1
