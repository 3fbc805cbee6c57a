"""«Маршруты согласования»: made, changed and refused in words."""

from typing import Any

import pytest
from django.urls import reverse

from tests.approval.routes import department_of, route
from tests.markup import elements, words
from tests.people import client_of
from tests.publishing.test_editor import page_of
from veche.approval.forms import route_forms
from veche.approval.models import Route
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.staff.models import Appointment, Department, Person

POSITIONS = {f"step{number}-position": str(number) for number in range(1, 7)}


def save(person: Person, pk: Any = None, **typed: object):
    url = reverse("approval:change_route", args=[pk]) if pk else reverse("approval:add_route")
    return client_of(person).post(url, {**POSITIONS, **typed}, follow=True)


def routes_page(person: Person) -> str:
    return words(page_of(client_of(person).get(reverse("approval:routes"))))


def test_a_route_is_made_and_listed_with_todays_people(carol: Person, dave: Person):
    save(
        carol,
        name="О культуре",
        department=department_of(dave).pk,
        **{
            "step1-who": "department",
            "step1-department": department_of(dave).pk,
            "step1-hours": "4",
            "step1-silence": "on",
            "step1-parts": ["text", "hour"],
            "step2-who": "press_head",
        },
    )

    made = Route.objects.of(carol.administration).get()
    rows = [(row.position, row.who, row.hours, row.silence, row.parts) for row in made.steps.all()]
    assert rows == [(1, "department", 4, True, ["text", "hour"]), (2, "press_head", None, False, [])]
    shown = routes_page(carol)
    assert f"{department_of(dave).name} dave · рабочих часов на ответ: 4 · молчание станет согласием" in shown
    assert Entry.objects.of(carol.administration).filter(verb="approval.route_saved", actor=carol).count() == 1


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"is_default": "on"}, "В маршруте никого нет"),
        (
            {"is_default": "on", "step1-who": "press_head", "step1-hours": "2", "step1-silence": "on"},
            "без единого «да»",
        ),
        ({"step1-who": "press_head"}, "Не сказано, для каких записей"),
        ({"is_default": "on", "step1-who": "department"}, "Выберите отдел, который спросить"),
        ({"is_default": "on", "step1-who": "head", "step1-silence": "on"}, "Назовите срок"),
    ],
)
def test_a_route_that_cannot_be_is_refused_in_words(carol: Person, typed: dict[str, str], says: str):
    answer = save(carol, name="Новый", **typed)

    assert (answer.status_code, says in page_of(answer)) == (422, True)
    assert not Route.objects.of(carol.administration).exists()


def test_a_route_has_a_name_that_can_be_read(carol: Person):
    invisible = save(carol, name="\u200b\u2060\u200d", is_default="on", **{"step1-who": "press_head"})
    turned = save(carol, name="О \u202eкультуре\u202c", is_default="on", **{"step1-who": "press_head"})

    assert (invisible.status_code, turned.status_code) == (422, 200)
    assert [one.name for one in Route.objects.of(carol.administration)] == ["О культуре"]


def test_a_route_is_not_offered_an_archived_department_but_keeps_its_own(carol: Person, dave: Person):
    mine = department_of(dave)
    made = route(carol.administration, (1, "department", {"department": mine}))
    Department.objects.filter(pk=mine.pk).update(archived_at=now())

    fields: list[Any] = [route_forms(carol.administration, one)[1][0].fields["department"] for one in (None, made)]

    assert [mine in field.queryset for field in fields] == [False, True]


def test_a_changed_route_keeps_what_is_not_touched(carol: Person):
    made = route(carol.administration, (1, "press_head", {"question": "всё ли верно", "parts": ["text"]}))
    steps = {"step1-who": "press_head", "step1-question": "всё ли верно", "step1-parts": ["text"], "step2-who": "head"}

    save(carol, made.pk, name="Обычный", is_default="on", **steps)

    rows = [(row.who, row.question, row.parts) for row in made.steps.all()]
    assert rows == [("press_head", "всё ли верно", ["text"]), ("head", "", [])]


def test_a_step_whose_people_are_gone_says_who_stands_above(carol: Person, dave: Person):
    route(carol.administration, (1, "department", {"department": dave.department}), (2, "head"))
    Appointment.objects.of(carol.administration).filter(person=dave).delete()

    shown = routes_page(carol)

    assert "своих людей нет, решит начальник пресс-службы : carol" in shown
    assert "Глава города спросить некого" in shown


def test_the_head_switches_the_single_person_mode(carol: Person, helen: Person):
    before = routes_page(helen)
    client_of(helen).post(reverse("approval:single_person"), {"on": "1"})
    after = routes_page(helen)

    assert ("Разрешить" in before, "Разрешил helen" in after) == (True, True)
    assert Entry.objects.of(carol.administration).filter(verb="approval.single_person_on", actor=helen).count() == 1


def test_the_form_of_a_route_names_empty_choices_in_russian(carol: Person):
    page = page_of(client_of(carol).get(reverse("approval:add_route")))

    empty = [words(option) for option in elements(page, "option[value=]")]
    assert empty == ["любая", "любой", *["никого", "не выбран", "не выбран"] * 6]


def test_the_routes_say_what_becomes_of_posts_that_none_takes(carol: Person):
    said = "Записи, которым не подошёл ни один маршрут, согласует начальник пресс-службы."
    route(carol.administration, (1, "head"), name="О Главе", about_head=True)
    before = routes_page(carol)
    route(carol.administration, (1, "head"), name="Обычный", is_default=True)

    assert [said in shown for shown in (before, routes_page(carol))] == [True, False]
