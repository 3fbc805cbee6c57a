"""A curator is responsible for a department, which is chosen or added on the curator's form."""

import pytest
from django.urls import reverse

from tests.people import appoint as give_role
from tests.people import client_of, make_department, make_person
from veche.journal.models import Entry
from veche.kernel import clock
from veche.staff.domain.appoint import appoint
from veche.staff.domain.departments import assign_department
from veche.staff.domain.invite import invite
from veche.staff.enums import Role
from veche.staff.errors import CuratorWithoutDepartment
from veche.staff.models import Administration, Appointment, Department, Person

NO_DEPARTMENT = "Куратор отвечает за свой отдел: выберите его или впишите новый."


def invited(ivan: Person, **fields: str | int):
    words = {"display_name": "Новый", "email": "new@example.test", "role": "curator", **fields}
    return client_of(ivan).post(reverse("staff:invite"), words)


def test_a_curator_is_not_invited_without_a_department(ivan: Person):
    answer = invited(ivan)

    assert answer.context["form"].errors == {"department": [NO_DEPARTMENT]}
    assert Person.objects.of(ivan.administration).filter(email="new@example.test").count() == 0


def test_others_may_have_none(ivan: Person):
    invited(ivan, role="auditor")

    assert Person.objects.of(ivan.administration).get(email="new@example.test").department is None


def test_a_department_that_the_list_lacks_is_added(ivan: Person):
    invited(ivan, new_department="  Отдел   спорта ")

    person = Person.objects.of(ivan.administration).select_related("department").get(email="new@example.test")
    added = Entry.objects.get(verb="staff.department_added")
    assert (str(person.department), added.object_id) == ("Отдел спорта", str(person.department_id))


def test_a_name_that_is_known_is_not_added_again(ivan: Person):
    known = make_department(ivan.administration, "Отдел спорта")
    invited(ivan, new_department="отдел Спорта")

    person = Person.objects.of(ivan.administration).get(email="new@example.test")
    assert (person.department, Department.objects.of(ivan.administration).count()) == (known, 1)


def test_departments_of_another_city_are_not_offered(ivan: Person, other_city: Administration):
    foreign = make_department(other_city, "Чужой отдел")

    assert "Чужой отдел" not in client_of(ivan).get(reverse("staff:invite")).content.decode()
    assert "department" in invited(ivan, department=foreign.pk).context["form"].errors


def test_the_verbs_refuse_too(ivan: Person, carol: Person):
    with pytest.raises(CuratorWithoutDepartment):
        invite(by=ivan, administration=ivan.administration, email="a@b.test", display_name="а", role=Role.CURATOR)
    with pytest.raises(CuratorWithoutDepartment):
        appoint(by=ivan, person=carol, role=Role.CURATOR, since=clock.today("Asia/Barnaul"))

    assert Appointment.objects.of(ivan.administration).filter(role=Role.CURATOR).count() == 0


def test_a_role_is_given_with_a_department(ivan: Person, carol: Person):
    known = make_department(ivan.administration)
    where = reverse("staff:appoint", args=[carol.pk])
    words = {"role": "curator", "since": clock.today("Asia/Barnaul").isoformat()}

    refused = client_of(ivan).post(where, words)
    client_of(ivan).post(where, {**words, "department": known.pk})

    carol.refresh_from_db()
    assert (refused.context["form"].errors, carol.department) == ({"department": [NO_DEPARTMENT]}, known)


def test_a_curator_changes_the_department_and_keeps_one(ivan: Person, rubtsovsk: Administration):
    sport, roads = make_department(rubtsovsk, "Отдел спорта"), make_department(rubtsovsk, "Отдел дорог")
    curator = make_person(rubtsovsk, Role.CURATOR, department=sport)
    where = reverse("staff:department", args=[curator.pk])

    client_of(ivan).post(where, {"department": roads.pk})
    refused = client_of(ivan).post(where, {"department": ""})

    curator.refresh_from_db()
    assert (curator.department, str(CuratorWithoutDepartment())) == (
        roads,
        refused.context["form"].non_field_errors()[0],
    )
    assert Entry.objects.get(verb="staff.department_assigned").facts == {"department": roads.pk}


def test_who_is_no_curator_may_leave_a_department(ivan: Person, rubtsovsk: Administration):
    person = make_person(rubtsovsk, Role.AUDITOR, department=make_department(rubtsovsk))
    give_role(person, Role.HEAD)

    assign_department(by=ivan, person=person, department=None)

    person.refresh_from_db()
    assert person.department is None


def test_a_curator_is_not_offered_no_department(ivan: Person, dave: Person, alice: Person):
    dave.department = make_department(ivan.administration, "Отдел спорта")
    dave.save()
    pages = [client_of(ivan).get(reverse("staff:department", args=[one.pk])).content.decode() for one in (dave, alice)]

    assert ["без отдела" in page for page in pages] == [False, True]
