"""«Сегодня» knows the requests that wait for each role, with the numbers of their own pages."""

from datetime import timedelta

import time_machine

from tests import written
from tests.approval.routes import route, sheet_about
from tests.factories import make_account
from tests.markup import element, words
from tests.midday import midday  # noqa: F401 -- the fixture
from tests.people import client_of
from tests.requests.asked import asked, in_hours
from veche.approval.domain.ask import ask
from veche.kernel.clock import now
from veche.requests.domain.answer import answer
from veche.staff.models import Department, Office, Person


def said(person: Person) -> str:
    return words(element(client_of(person).get("/").content.decode(), "main"))


def test_a_curator_sees_what_the_department_is_asked(
    alice: Person, dave: Person, erin: Person, department_a: Department
):
    asked(alice, department_a, title="Двор", due_at=in_hours(alice, 1))
    later = now() + timedelta(days=5)
    asked(alice, department_a, title="Сквер", kind="facts", due_at=in_hours(alice, 60))

    with time_machine.travel(later, tick=False):
        mine, others = said(dave), said(erin)

    assert "дело опаздывает" in mine
    assert "Двор ждали" in mine
    assert "прислать материал Прислать" in mine
    assert "Сквер проверить факты" in mine
    assert ("Двор" in others, "От вас ничего не ждут" in others) == (False, True)


def test_the_press_sees_how_many_are_late_and_how_many_wait(alice: Person, dave: Person, department_a: Department):
    for title in ("Двор", "Сквер"):
        asked(alice, department_a, title=title, due_at=in_hours(alice, 1))
    answer(request=asked(alice, department_a, title="Мост"), by=dave, text="Готов в срок.")

    with time_machine.travel(now() + timedelta(days=5), tick=False):
        page = said(alice)
        listed = words(element(client_of(alice).get("/requests/").content.decode(), "header.page-head"))

    assert "Два поручения опаздывают срок ответа прошёл" in page
    assert "Одно поручение ждёт вас" in page
    assert "Поручения: 2 опаздывают" in listed
    assert "ждут нас 1" in listed


def test_the_press_is_told_who_asks_it(alice: Person, helen: Person, dave: Person, department_a: Department):
    above, below = "спрашивают Глава или заместители", "отделы прислали, спрашивают или просят передать другим"
    assert "От вас ничего не ждут Начните публикацию или запишите повод." in said(alice)

    asked(helen, kind="question", title="Когда мост?", to_press=True, due_at=in_hours(helen, 9))
    assert f"Одно поручение ждёт вас {above} Посмотреть" in said(alice)

    answer(request=asked(alice, department_a), by=dave, text="Готов в срок.")
    assert f"Два поручения ждут вас {above}; {below} Посмотреть" in said(alice)


def test_the_head_sees_who_is_late_and_what_was_asked(
    alice: Person, helen: Person, dave: Person, erin: Person, department_a: Department, department_b: Department
):
    asked(alice, department_b, title="Сквер", due_at=in_hours(alice, 90))
    asked(alice, department_a, title="Двор", due_at=in_hours(alice, 1))
    asked(helen, department_a, title="Когда откроют мост", kind="facts", due_at=in_hours(helen, 90))

    with time_machine.travel(now() + timedelta(days=5), tick=False):
        page = said(helen)

    assert f"Отделы: не ответили в срок на одно поручение поправить {department_a.name} 1" in page
    assert f"Отвечают отделы Все отделы {department_a.name} 1 опоздание из 2" in page
    assert f"Без опозданий: 1 {department_b.name} без опозданий, просили 1 , ещё не отвечали Спросить" in page
    assert "Вы спросили 1 Все ответы Когда откроют мост" in page


def test_the_head_reads_first_how_many_texts_wait(
    alice: Person, carol: Person, helen: Person, dave: Person, department_a: Department
):
    """Before an answer to the Head's own question, which stands below; each text with its picture, if it has one."""
    route(alice.administration, (1, "head"))
    question = asked(helen, department_a, title="Когда откроют мост")
    answer(request=question, by=dave, text="К маю.")
    account = make_account(alice.administration, responsible=alice)
    for number, headline in ((1, "Ждёт вас один текст"), (2, "Ждут вас два текста")):
        post = written.drafted(alice, accounts=(account,), title=f"О дороге {number}", text="Дорогу починили.")
        if number == 2:
            shown = written.with_picture(post, alice, alt="Дорога после ремонта")
        ask(version=written.working(post), by=alice)

        page = client_of(helen).get("/").content.decode()

        assert words(element(page, "h1")) == headline
        assert f"Ждёт вашего согласия {number}" in said(helen)
        assert "Вы спросили 1" in said(helen)
        assert page.index("Ждёт вашего согласия") < page.index("Вы спросили") < page.index("Всё ли в порядке")
    assert page.count("выходит завтра") == 2
    assert page.count('src="/posts/photo/') == page.count(f"/posts/photo/{shown.media.sha256}/tiny/") == 1


def test_the_head_asks_and_decides_on_nobody_elses_request(
    alice: Person, helen: Person, dave: Person, department_a: Department
):
    client = client_of(helen)
    own, other = (asked(who, department_a, title="Мост") for who in (helen, alice))
    for one in (own, other):
        answer(request=one, by=dave, text="К маю.")

    answers = [client.post(f"/requests/{one.pk}/accept/").status_code for one in (own, other)]

    assert client.get("/requests/ask/").status_code == 200
    assert answers == [302, 403]


def test_a_deputy_head_sees_what_is_late_in_own_departments(
    alice: Person, dave: Person, dora: Person, department_a: Department
):
    office = Office.objects.create(
        administration=dora.administration, name="Заместитель Главы", kind="deputy", holder=dora
    )
    late = asked(alice, department_a, title="Двор", due_at=in_hours(alice, 1))

    with time_machine.travel(now() + timedelta(days=5), tick=False):
        before = said(dora)
        route(alice.administration, (1, "office", {"office": office}))
        sheet_about(alice, title="Ёлка")
        Department.objects.filter(pk=department_a.pk).update(reports_to=office)
        after = said(dora)
        listed = client_of(dora).get("/requests/")
        opened = client_of(dora).get(f"/requests/{late.pk}/")

    assert "Двор" not in before
    assert "дело опаздывает" in after
    assert after.index("Ждёт вас") < after.index("Согласовать «Ёлка»") < after.index("Двор ждали")
    assert (listed.status_code, opened.status_code) == (200, 200)
