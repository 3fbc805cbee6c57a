"""What the pages say about whose words and whose requests they are, and about deadlines."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from tests.markup import words as spoken
from tests.people import client_of, make_department, stand_in
from tests.requests.asked import asked, fresh, in_hours
from veche.alarms.models import Alarm
from veche.requests.domain import answer as department
from veche.requests.domain.ask import readdress
from veche.requests.domain.numbers import DepartmentNumbers
from veche.requests.domain.opened import thread_and_files
from veche.requests.forms import DueForm
from veche.requests.lines import due_line, face, lines
from veche.requests.models import Request
from veche.staff.enums import Role
from veche.staff.models import Department, Person

# A Wednesday, 11:00 in Rubtsovsk.
WORKING = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def working_hours():
    with time_machine.travel(WORKING, tick=False):
        yield


def read(answer: Any) -> str:
    return str(answer.content.decode())


def sides(request: Request) -> list[tuple[str, str]]:
    found = fresh(request)
    return [(one.side, one.text) for one in lines(found, *thread_and_files(found))]


def test_a_remark_names_the_department_of_then(
    alice: Person, dave: Person, erin: Person, department_a: Department, department_b: Department
):
    request = asked(alice, department_a)
    department.refuse(request=request, by=dave, text="Дворы не наши.")
    readdress(request=request, by=alice, department=department_b, due_at=in_hours(alice, 4))
    department.answer(request=request, by=erin, text="Готово.")

    assert sides(request) == [
        (department_a.name, "Дворы не наши."),
        ("Пресс-служба", ""),
        (department_b.name, "Готово."),
    ]


def test_what_the_head_asks_is_said_to_be_of_the_head(helen: Person, dave: Person, department_a: Department):
    request, curator = asked(helen, department_a), client_of(dave)

    opened = read(curator.get(f"/requests/{request.pk}/"))
    assert ("Глава просит" in opened, "Пресс-служба" in opened) == (True, False)
    told = read(curator.post(f"/requests/{request.pk}/question/", {"text": "Какой двор?"}, follow=True))
    assert told.count("Дошло до Главы.") == 1
    client_of(helen).post(f"/requests/{request.pk}/remark/", {"words-text": "На Тракторной."})

    assert sides(request) == [(department_a.name, "Какой двор?"), ("Глава", "На Тракторной.")]
    assert fresh(request).state == "asked"
    assert Alarm.objects.filter(person=helen, kind="requests.thread").count() == 1


def test_a_question_of_a_deputy_is_said_to_be_of_the_deputy(dora: Person, dave: Person, department_a: Department):
    request, curator = asked(dora, department_a, kind="question"), client_of(dave)

    opened = read(curator.get(f"/requests/{request.pk}/"))
    said = [words in opened for words in ("Заместитель Главы спрашивает", "Пресс-служба")]
    assert said == [True, False]
    told = read(curator.post(f"/requests/{request.pk}/answer/", {"text": "На Тракторной."}, follow=True))
    assert (told.count("Дошло до заместителя Главы."), "ответ у заместителя Главы" in told) == (1, True)


def test_a_question_waits_in_place_of_the_form(alice: Person, dave: Person, department_a: Department):
    request, browser = asked(alice, department_a), client_of(dave)

    told = read(browser.post(f"/requests/{request.pk}/question/", {"text": "Какой двор?"}, follow=True))

    assert told.count("Дошло до пресс-службы.") == 1
    assert "ждём ответа на ваш вопрос" in told
    assert '<details class="req-more"><summary>Ответить, не дожидаясь</summary>' in told
    assert "Нужно уточнить" not in told


def test_what_is_left_until_an_evening_is_told_by_the_clock(alice: Person, dave: Person, department_a: Department):
    """A text for the evening is agreed in the evening: no working time is left then."""
    request = asked(alice, department_a, due_at=WORKING + timedelta(hours=10))  # 21:00
    with time_machine.travel(WORKING + timedelta(hours=8, minutes=15), tick=False):  # 19:15
        found = fresh(request)
        said = (face(found, for_department=True)[2], due_line(found)[1])
        listed = client_of(dave).get("/requests/mine/")

    assert said == ("ещё 1\xa0ч 45\xa0мин", "Сегодня до 21:00, осталось 1\xa0ч 45\xa0мин")
    assert "ещё 1\xa0ч 4" in read(listed)


def test_a_substitute_reads_whose_requests_they_are(
    alice: Person, dave: Person, erin: Person, department_a: Department, department_b: Department
):
    stand_in(dave, erin, Role.CURATOR, until=WORKING.date())
    asked(alice, department_a, due_at=in_hours(alice, 2))
    late = asked(alice, department_b)
    Request.objects.filter(pk=late.pk).update(due_at=WORKING - timedelta(hours=1))

    page, away = (client_of(one).get("/requests/mine/") for one in (dave, erin))

    rows = {(part.slug, row.lent) for part in page.context["parts"] for row in part.rows}
    assert rows == {("today", ""), ("late", f"{department_b}, за отсутствующего")}
    assert page.context["sub"] == f"{department_a}: сегодня 1. {department_b}: опаздывает 1"
    assert f"<small>{department_b}, за отсутствующего</small>" in read(page)
    assert ["за вас отвечает dave" in spoken(read(one)) for one in (page, away)] == [False, True]


@pytest.mark.parametrize(
    ("minutes", "said"), [(None, "ещё не отвечали"), (0, "1 мин"), (25, "25 мин"), (150, "2,5 ч"), (600, "10 ч")]
)
def test_the_usual_time_of_an_answer(minutes: int | None, said: str):
    found = DepartmentNumbers(
        pk=1, name="Отдел", asked=1, in_time=1, late=0, took=() if minutes is None else (minutes,)
    )

    assert found.usual.replace("\N{NO-BREAK SPACE}", " ") == said


def test_a_deadline_that_has_passed_is_said_at_once(alice: Person):
    """A Sunday in the past: not a word about the day off."""
    form = DueForm({"due": "0", "day": "2026-11-22", "time": "12:00"}, administration=alice.administration)

    assert form.errors == {"day": ["Этот срок уже прошёл. Остальное на месте: выберите срок позже."]}


def test_departments_that_cannot_be_asked_are_named(alice: Person, dave: Person):
    make_department(alice.administration, "Архив")
    make_department(alice.administration, "Отдел опеки")

    assert "Не отвечают сегодня: Архив, Отдел опеки." in read(client_of(alice).get("/requests/ask/"))
