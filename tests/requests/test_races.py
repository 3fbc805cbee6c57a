"""Two people at one instant: one act is done, the other person is told in words."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connections
from django.test import Client
from django.utils.module_loading import import_string

from tests.markup import element, words
from tests.people import client_of, make_department, make_person, stand_in
from tests.requests.asked import asked, fresh, thread
from veche.requests.domain.answer import answer
from veche.requests.domain.ask import withdraw
from veche.requests.domain.links import allow, path_for
from veche.requests.domain.review import accept
from veche.requests.errors import Conflict, RequestError
from veche.staff.domain.departments import archive_department
from veche.staff.enums import Role
from veche.staff.errors import CannotHandOver
from veche.staff.models import Department, Person

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run the acts in threads of their own. Returns what each said, sorted; «done» for an act without an error."""
    start, said = threading.Barrier(len(acts)), list[str]()

    def press(act: Callable[[], object]) -> None:
        start.wait(60)
        try:
            act()
            said.append("done")
        except (RequestError, CannotHandOver) as error:
            said.append(type(error).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(act,)) for act in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    return sorted(said)


def test_two_answers(alice: Person, dave: Person, department_a: Department):
    colleague = make_person(alice.administration, Role.CURATOR, department=department_a)
    request = asked(alice, department_a)

    said = at_once(
        lambda: answer(request=request, by=dave, text="Первый"),
        lambda: answer(request=request, by=colleague, text="Второй"),
    )

    assert said == [Conflict.__name__, "done"]
    assert [kind for kind, _ in thread(request)] == ["answer"]


def test_an_answer_against_a_withdrawal(alice: Person, dave: Person, department_a: Department):
    """The withdrawal may follow the answer; an answer never follows the withdrawal."""
    request = asked(alice, department_a)

    said = at_once(lambda: answer(request=request, by=dave, text="Готово"), lambda: withdraw(request=request, by=alice))

    kinds = [kind for kind, _ in thread(request)]
    assert (said, kinds) in (
        (["done", "done"], ["answer", "withdrawn"]),
        ([Conflict.__name__, "done"], ["withdrawn"]),
    )
    assert fresh(request).state == "withdrawn"


def test_two_colleagues_accept(alice: Person, bob: Person, dave: Person, department_a: Department):
    request = asked(alice, department_a)
    answer(request=request, by=dave, text="Готово")

    said = at_once(lambda: accept(request=request, by=alice), lambda: accept(request=request, by=bob))

    assert (said, [kind for kind, _ in thread(request)]) == ([Conflict.__name__, "done"], ["answer", "accepted"])


def test_a_substitute_whose_last_day_ends_meanwhile(
    alice: Person, dave: Person, erin: Person, department_a: Department
):
    """Both have the page open when the city's day ends: the curator's answer counts, the substitute is told why not."""
    last_day = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
    with time_machine.travel(last_day):
        stand_in(erin, dave, Role.CURATOR, since=last_day.date(), until=last_day.date())
        request = asked(alice, department_a)

    with time_machine.travel(last_day + timedelta(days=1)):
        said = at_once(
            lambda: answer(request=request, by=erin, text="За куратора"),
            lambda: answer(request=request, by=dave, text="Сам"),
        )
        page = client_of(erin).post(f"/requests/{request.pk}/answer/", {"text": "За куратора"})

    # She is told that she no longer stands in, or that he was faster.
    assert said in (["RequestError", "done"], [Conflict.__name__, "done"])
    assert thread(request) == [("answer", "Сам")]
    assert (page.status_code, "За куратора" in page.content.decode()) == (403, True)


@pytest.mark.parametrize("first", ["answer", "archive"])
def test_an_answer_by_link_against_the_archive(
    alice: Person,
    dave: Person,
    erin: Person,
    ivan: Person,
    department_a: Department,
    department_b: Department,
    monkeypatch: pytest.MonkeyPatch,
    first: str,
):
    """The second begins while the first holds its rows: an answer stays where it was given, else the other department
    is asked and the link tells its person so."""
    allow(administration=alice.administration, by=make_person(alice.administration, Role.PRESS_HEAD), links=True)
    other, request = (asked(alice, department_a, person=dave, title=title) for title in ("Мост", "Двор"))
    dave.department = make_department(alice.administration, "Отдел спорта")
    dave.save(update_fields=["department"])
    path, begun, met, told = path_for(request, dave), threading.Event(), threading.Event(), list[str]()
    inside, outside = (answering, departing) if first == "answer" else (departing, answering)

    def hold() -> None:
        begun.set()
        met.wait(1)

    inside(monkeypatch, hold)
    outside(monkeypatch, met.set)

    def reply() -> None:
        page = Client().post(path, {"act": "answer", "text": "Готово."})
        if page.status_code != 302:
            told.append(words(element(page.content.decode(), "main")))
            raise RequestError

    def archive() -> None:
        archive_department(by=ivan, department=department_a, to=department_b)

    acts = [reply, archive] if first == "answer" else [archive, reply]
    said = at_once(acts[0], lambda: (begun.wait(10), acts[1]()))

    department_a.refresh_from_db()
    answered = ("answered", department_a) if first == "answer" else ("asked", department_b)
    assert said == (["done", "done"] if first == "answer" else ["RequestError", "done"])
    assert (fresh(request).state, fresh(request).department) == answered
    assert (fresh(other).department, department_a.archived_at is None) == (department_b, False)
    assert [all(said in one for said in ("поручение передали", "Ваш текст на месте", "Готово.")) for one in told] == (
        [] if first == "answer" else [True]
    )


def test_two_departments_that_are_archived_into_each_other(
    alice: Person, dave: Person, ivan: Person, department_a: Department, department_b: Department, carol: Person
):
    """Nobody answers at either, which both are told: neither holds its own department while it waits for the other."""
    request, other = asked(alice, department_a, person=dave), asked(alice, department_b, person=dave)
    dave.department = make_department(alice.administration, "Отдел спорта")
    dave.save(update_fields=["department"])

    said = at_once(
        lambda: archive_department(by=ivan, department=department_a, to=department_b),
        lambda: archive_department(by=carol, department=department_b, to=department_a),
    )

    assert said == [CannotHandOver.__name__] * 2
    assert [fresh(one).department for one in (request, other)] == [department_a, department_b]


def answering(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """`act` runs when an answer holds its request."""
    before(monkeypatch, "veche.requests.domain.answer.refuse_stranger", act)


def departing(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """`act` runs when the archive holds the department and what is open at it."""
    before(monkeypatch, "veche.requests.domain.handed_over.readdress", act)


def before(monkeypatch: pytest.MonkeyPatch, name: str, act: Callable[[], object]) -> None:
    real = import_string(name)

    def both(*given: Any, **named: Any) -> Any:
        act()
        return real(*given, **named)

    monkeypatch.setattr(name, both)
