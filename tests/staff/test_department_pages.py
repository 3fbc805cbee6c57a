"""Departments: added, changed, archived and restored; who answers for each."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from tests.markup import element, words
from tests.people import client_of, make_department, make_person
from tests.requests.asked import asked
from veche.journal.models import Entry
from veche.kernel import clock
from veche.requests.domain.answer import answer
from veche.staff.domain.department_answers import Answers, headline, together
from veche.staff.domain.departments import add_department, archive_department, departments_to_choose
from veche.staff.domain.directory import directory
from veche.staff.enums import Role
from veche.staff.errors import DepartmentHasCurators
from veche.staff.models import Administration, Department, Deputy, Person

TAKEN = "Такой отдел уже есть. Откройте его в списке или назовите этот иначе: написанное на месте."


def added(carol: Person, **fields: str):
    return client_of(carol).post(reverse("staff:add_department"), {"name": "Отдел ЖКХ", "answers_for": "", **fields})


@pytest.fixture
def of_dave(dave: Person) -> Department:
    assert dave.department is not None
    return dave.department


def verbs(department: Department) -> list[str]:
    rows = Entry.objects.of(department.administration_id).filter(
        object_type="staff.department", object_id=department.pk
    )
    return list(rows.order_by("number").values_list("verb", flat=True))


def test_added_with_its_topics(carol: Person):
    answer = added(carol, name=" Отдел  ЖКХ ", answers_for="дворы,  тепло,, вода ")

    department = Department.objects.of(carol.administration).get()
    assert answer.url == reverse("staff:department_page", args=[department.pk])
    assert department.name == "Отдел ЖКХ"
    assert department.topics == ("дворы", "тепло", "вода")
    assert verbs(department) == ["staff.department_added"]


def test_a_name_in_use_is_refused_whatever_its_letters(carol: Person):
    make_department(carol.administration, "Отдел ЖКХ")
    answer = added(carol, name="отдел жкх")

    assert answer.status_code == 422
    assert answer.context["form"].errors == {"name": [TAKEN]}


def test_of_an_archived_namesake_it_is_said(carol: Person):
    archive_department(by=carol, department=make_department(carol.administration, "Отдел ЖКХ"))

    assert "он в архиве" in added(carol).context["form"].errors["name"][0]


def test_changed_and_told_by_field(carol: Person):
    department = add_department(by=carol, administration=carol.administration, name="ЖКХ")
    change = reverse("staff:change_department", args=[department.pk])
    client_of(carol).post(change, {"name": "Отдел ЖКХ", "answers_for": "тепло"})

    department.refresh_from_db()
    entry = Entry.objects.of(carol.administration).get(verb="staff.department_changed")
    assert (department.name, department.answers_for) == ("Отдел ЖКХ", "тепло")
    assert entry.facts == {"changed": ["name", "answers_for"]}


def test_saved_as_it_was_it_leaves_no_trace(carol: Person):
    department = add_department(by=carol, administration=carol.administration, name="Отдел ЖКХ", answers_for="тепло")
    change = reverse("staff:change_department", args=[department.pk])
    client_of(carol).post(change, {"name": "Отдел ЖКХ", "answers_for": " тепло "})

    assert verbs(department) == ["staff.department_added"]


def test_an_archived_one_is_not_offered_but_kept_where_it_was_chosen(carol: Person):
    department = make_department(carol.administration, "Отдел ЖКХ")
    client_of(carol).post(reverse("staff:archive_department", args=[department.pk]))

    assert list(departments_to_choose(carol.administration)) == []
    assert list(departments_to_choose(carol.administration, department)) == [department]


def test_restored(carol: Person):
    department = make_department(carol.administration, "Отдел ЖКХ")
    archive_department(by=carol, department=department)
    client_of(carol).post(reverse("staff:restore_department", args=[department.pk]))

    assert list(departments_to_choose(carol.administration)) == [department]
    assert verbs(department) == ["staff.department_archived", "staff.department_restored"]


def test_not_archived_while_a_curator_answers_for_it(carol: Person, of_dave: Department):
    with pytest.raises(DepartmentHasCurators) as refused:
        archive_department(by=carol, department=of_dave)

    assert str(refused.value) == (
        "За отдел ещё отвечают: dave. Отдел остался: сначала смените им отдел или снимите роль куратора."
    )
    assert verbs(of_dave) == []


def test_who_answers_and_who_stands_in(carol: Person, dave: Person, of_dave: Department):
    today = clock.today(carol.administration.time_zone)
    [row] = directory(carol.administration)
    assert row.curators == (dave,)
    assert row.deputies == ()
    assert row.has_no_substitute is True

    deputy = Deputy.objects.create(
        administration=carol.administration,
        absent=dave,
        stand_in=make_person(carol.administration),
        role=Role.CURATOR,
        since=today + timedelta(days=3),
        until=today + timedelta(days=9),
    )
    [row] = directory(carol.administration)
    assert (row.deputies, row.has_no_substitute) == ((deputy,), False)


def test_the_list_says_how_departments_answer_to_those_who_ask_them(
    carol: Person, dave: Person, erin: Person, of_dave: Department
):
    late, fine = asked(carol, of_dave), asked(carol, of_dave)
    answer(request=fine, by=dave, text="Готово.")
    page = reverse("staff:departments")

    with time_machine.travel(late.due_at + timedelta(days=1), tick=False):
        pages = [words(element(client_of(one).get(page).content.decode(), "table")) for one in (carol, erin)]
        of_one = [words(client_of(one).get(f"{page}{of_dave.pk}/").content.decode()) for one in (carol, erin)]

    head = words(element(client_of(carol).get(page).content.decode(), "header.page-head"))
    said = "Отделы отвечают за 1 мин За 90 дней спросили 2 раза, никто не опоздал."
    assert said in head.replace("\N{NO-BREAK SPACE}", " ")
    assert "Спросили Опоздали Обычно за" in pages[0]
    assert "замещать некому 2 2 1" in pages[0]
    assert "спросили 2 опоздали 1 обычно за 1 мин открыто 2" in of_one[0].replace("\N{NO-BREAK SPACE}", " ")
    assert f"Ждём ответа {late.title} опаздывает, срок" in of_one[0]
    assert [one for one in ("спросили", "Ждём ответа") if one in of_one[1]] == []
    assert "Спросили" not in pages[1]
    assert pages[0].endswith("Все отделы 2 2 1 1 мин")


def test_the_departments_are_summed_up_and_the_slowest_is_named():
    of = {
        "Отдел ЖКХ": Answers(11, 1, (60, 120, 130), 22),
        "ГО и ЧС": Answers(3, 0, (30,), 6),
        "Отдел транспорта": Answers(7, 3, (500, 540, 560), 100),
        "Отдел архива": Answers(1, 0, (), 0),
    }

    total = together(of.values())

    assert total == Answers(22, 4, (60, 120, 130, 30, 500, 540, 560), 24)
    assert headline(of).replace("\N{NO-BREAK SPACE}", " ") == "Отделы отвечают за 2,2 ч, отдел транспорта за 9 ч"
    assert headline({"Отдел архива": of["Отдел архива"]}) == ""
    assert headline({"Отдел ЖКХ": of["Отдел ЖКХ"]}) == "Отделы отвечают за 2\N{NO-BREAK SPACE}ч"
    twice = {**of, "ГО и ЧС": Answers(1, 0, (540,), 100)}
    assert "ГО" not in headline(twice)
    assert together([]) is None


def test_beside_the_list_stands_the_department_that_is_late_or_has_nobody(carol: Person, of_dave: Department):
    sport = make_department(carol.administration, "Отдел спорта")
    page, late = reverse("staff:departments"), asked(carol, of_dave)

    before = client_of(carol).get(page).context["opened"].department
    with time_machine.travel(late.due_at + timedelta(days=1), tick=False):
        browser = client_of(carol)
        after = browser.get(page).context["opened"].department
        chosen = browser.get(f"{page}{sport.pk}/")

    assert (before, after, chosen.context["opened"].department) == (sport, of_dave, sport)
    assert words(element(chosen.content.decode(), "h2#dep-title")) == "Отдел спорта"


def test_the_list_tells_whom_a_department_lacks(carol: Person, dave: Person, other_city: Administration):
    make_department(carol.administration, "Отдел спорта")
    make_department(other_city, "Чужой отдел")
    page = client_of(carol).get(reverse("staff:departments")).content.decode()

    assert page.count("никто не отвечает") == 1
    assert "замещать некому" in page
    assert "Чужой отдел" not in page
