"""Two people at one instant: one act is done, the other person is told in words."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connections, transaction

from tests.people import client_of, make_person, stand_in
from tests.requests.asked import asked, fresh, thread
from veche.requests.domain.answer import answer
from veche.requests.domain.ask import withdraw
from veche.requests.domain.review import accept
from veche.requests.errors import Conflict, RequestError
from veche.requests.models import Request
from veche.staff.enums import Role
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
        except RequestError as error:
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


def test_an_answer_waits_for_the_archiving_of_its_department(alice: Person, dave: Person, department_a: Department):
    """Whoever archives it holds the row, or SQLite's only write lock: the answer sees what became of it."""
    request = asked(alice, department_a)
    locked, go_on = threading.Event(), threading.Event()

    def archive() -> None:
        with transaction.atomic():
            Department.objects.select_for_update().get(pk=department_a.pk)
            locked.set()
            go_on.wait(10)
            Department.objects.filter(pk=department_a.pk).update(archived_at=request.asked_at)
        connections.close_all()

    def reply() -> None:
        locked.wait(10)
        threading.Timer(0.3, go_on.set).start()
        answer(request=request, by=dave, text="Готово")

    thread_of_it = threading.Thread(target=archive)
    thread_of_it.start()
    said = at_once(reply)
    thread_of_it.join(60)

    assert (said, Request.objects.get(pk=request.pk).state) == (["RequestError"], "asked")
