import re

import time_machine
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from tests.people import appoint, client_of, make_person, stand_in
from veche.staff.domain.invite import invite
from veche.staff.domain.queries import members
from veche.staff.enums import Role
from veche.staff.models import Administration, Person


def test_people_with_roles_and_deputies(ivan: Person, carol: Person, dave: Person, mallory: Person):
    appoint(dave, Role.AUDITOR)
    stand_in(dave, carol, Role.PRESS_HEAD)
    made = invite(
        by=ivan, administration=ivan.administration, email="new@example.test", display_name="new", role=Role.HEAD
    )

    rows = {
        row.person.display_name: (
            [appointment.role for appointment in row.appointments],
            [deputy.absent.display_name for deputy in row.standing_in],
            [deputy.stand_in.display_name for deputy in row.replaced_by],
            row.invite is not None,
            row.has_second_factor,
        )
        for row in members(ivan.administration)
    }

    assert made.person.display_name == "new"
    assert rows == {
        "carol": (["press_head"], [], ["dave"], False, True),
        "dave": (["curator", "auditor"], ["carol"], [], False, True),
        "ivan": (["it"], [], [], False, True),
        "new": ([], [], [], True, False),
    }


def test_the_list_costs_the_same_for_many(
    ivan: Person, rubtsovsk: Administration, django_assert_max_num_queries: DjangoAssertNumQueries
):
    browser = client_of(ivan)
    with django_assert_max_num_queries(40) as few:
        browser.get(reverse("staff:people"))
    for _ in range(5):
        stand_in(make_person(rubtsovsk, Role.CURATOR), ivan, Role.IT)

    with django_assert_max_num_queries(len(few)):
        browser.get(reverse("staff:people"))


def test_the_page_shows_our_people_and_nobody_elses(ivan: Person, carol: Person, mallory: Person):
    page = client_of(ivan).get(reverse("staff:people")).content.decode()

    assert ("carol" in page, "mallory" in page) == (True, False)


def test_the_head_of_press_sees_no_button_for_it(ivan: Person, carol: Person, dave: Person):
    page = client_of(carol).get(reverse("staff:person", args=[dave.pk])).content.decode()

    assert reverse("staff:appoint_deputy", args=[dave.pk]) in page
    assert reverse("staff:appoint", args=[dave.pk]) not in page
    assert reverse("staff:dismiss", args=[dave.pk]) not in page


def test_a_refusal_is_told_on_the_page(ivan: Person):
    browser = client_of(ivan)

    page = browser.post(reverse("staff:dismiss", args=[ivan.pk]), follow=True)

    assert "Себя из Вече не убирают" in page.content.decode()


def test_a_mistake_in_the_form_keeps_what_was_typed(ivan: Person, carol: Person):
    answer = client_of(ivan).post(
        reverse("staff:invite"), {"display_name": "Новый", "email": carol.email, "role": "auditor"}
    )

    assert answer.context["form"].non_field_errors() == [
        "Такая почта в Вече уже есть. Никого не пригласили: проверьте адрес или найдите человека в списке."
    ]
    assert "Новый" in answer.content.decode()


@time_machine.travel("2026-12-01T03:14:00Z", tick=False)
def test_a_page_tells_hours_by_the_clock_of_the_persons_own_city(ivan: Person, settings: Settings):
    """The setting has another zone, while an installation stores its zones in the database."""
    settings.TIME_ZONE = "Asia/Barnaul"
    Administration.objects.filter(pk=ivan.administration_id).update(time_zone="Europe/Moscow")
    browser = client_of(ivan)
    invite(by=ivan, administration=ivan.administration, email="new@example.test", display_name="new", role=Role.HEAD)

    page = browser.get(reverse("staff:people")).content.decode()

    assert re.findall(r"приглашение до [^<]+", page) == ["приглашение до 4 декабря, 06:14"]
