"""Reminders at 75 % and 100 % of the working time, then to whoever stands above; once each."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.people import client_of
from tests.requests.asked import asked, fresh, thread
from veche.journal.models import Entry
from veche.kernel import clock
from veche.requests.domain import remind
from veche.requests.domain.ask import withdraw
from veche.requests.domain.deadlines import is_working, presets
from veche.requests.domain.remind import NOT_LATE, remind_waiting
from veche.requests.enums import Reach
from veche.requests.models import Request
from veche.staff.models import Department, Person

# Thursday the 5th of November 2026, 8:00 in Rubtsovsk, after the holiday of the 4th.
THURSDAY = datetime(2026, 11, 5, 1, 0, tzinfo=UTC)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An hour of November 2026 on the city's clock."""
    return datetime(2026, 11, day, hour - 7, minute, tzinfo=UTC)


def test_each_step_at_its_working_hour(alice: Person, dave: Person, department_a: Department):
    """Asked on Thursday morning until Friday 17:00: 16 working hours, of which three quarters are over at 12:00."""
    with time_machine.travel(THURSDAY, tick=False):
        request = asked(alice, department_a, due_at=at(6, 17))

    steps = [
        (at(6, 11, 59), Reach.NOBODY),
        (at(6, 12), Reach.REMINDED),
        (at(6, 17), Reach.DUE),
        (at(8, 12), Reach.DUE),  # a Sunday
        (at(9, 11, 59), Reach.DUE),
        (at(9, 12), Reach.PRESS_HEAD),
        (at(10, 8, 59), Reach.PRESS_HEAD),
        (at(10, 9), Reach.HEAD),
        (at(20, 9), Reach.HEAD),
    ]
    found = []
    for moment, _ in steps:
        with time_machine.travel(moment, tick=False):
            remind_waiting()
            remind_waiting()
            found.append((moment, Reach(fresh(request).reach)))

    assert found == steps
    assert [kind for kind, _ in thread(request)] == ["reminded", "due", "to_press_head", "to_head"]
    assert (fresh(request).was_late, fresh(request).next_notice_at) == (True, None)


def test_the_press_takes_the_next_step_before_its_hour(alice: Person, dave: Person, department_a: Department):
    with time_machine.travel(THURSDAY, tick=False):
        request = asked(alice, department_a, due_at=at(6, 17))
        address, browser = f"/requests/{request.pk}/raise/", client_of(alice)
        early = browser.post(address)
    with time_machine.travel(at(9, 9, 10), tick=False):
        remind_waiting()
        raised = [client_of(alice).post(address).status_code for _ in range(3)]
        remind_waiting()

    assert (early.status_code, NOT_LATE in early.content.decode(), raised) == (422, True, [302, 302, 422])
    assert [kind for kind, _ in thread(request)] == ["due", "to_press_head", "to_head"]
    assert Entry.objects.filter(verb="request.reminded").latest("pk").actor == alice


def test_after_a_stop_of_days_one_step_is_taken(alice: Person, dave: Person, department_a: Department):
    with time_machine.travel(THURSDAY, tick=False):
        request = asked(alice, department_a, due_at=at(6, 17))
    with time_machine.travel(at(20, 9), tick=False):
        remind_waiting()

    assert [kind for kind, _ in thread(request)] == ["to_head"]


def test_one_that_fails_stops_no_other(
    alice: Person, dave: Person, department_a: Department, monkeypatch: pytest.MonkeyPatch
):
    with time_machine.travel(THURSDAY, tick=False):
        first, second = (asked(alice, department_a, due_at=at(6, hour), title=f"До {hour}") for hour in (16, 17))

    def fails_for_the_first(request: Request, _told: object) -> None:
        if request.pk == first.pk:
            raise ValueError("an error of ours")

    monkeypatch.setattr(remind, "notify_of_deadline", fails_for_the_first)
    with time_machine.travel(at(6, 13), tick=False):
        assert remind_waiting() == 1

    assert [fresh(one).reach for one in (first, second)] == [Reach.NOBODY, Reach.REMINDED]


def test_nothing_is_told_of_a_closed_request(alice: Person, dave: Person, department_a: Department):
    with time_machine.travel(THURSDAY, tick=False):
        request = asked(alice, department_a, due_at=at(6, 17))
        withdraw(request=request, by=alice)
    with time_machine.travel(at(20, 9), tick=False):
        assert remind_waiting() == 0

    assert [kind for kind, _ in thread(request)] == ["withdrawn"]


def test_a_deadline_of_a_night_is_reminded_of_at_once_when_it_is_over(
    alice: Person, dave: Person, department_a: Department
):
    """Asked and due outside working time: there is no quarter of the term to count."""
    with time_machine.travel(at(7, 9), tick=False):  # a Saturday
        request = asked(alice, department_a, due_at=at(7, 20))

    assert Request.objects.of(alice.administration).get(pk=request.pk).next_notice_at == at(7, 20)


def test_the_end_of_the_day_is_of_the_citys_day(alice: Person):
    """At 5 in the morning the UTC date is still yesterday's."""
    with time_machine.travel(THURSDAY - timedelta(hours=3), tick=False):
        found = presets(alice.administration)[1:3]

    assert found == [("к концу дня", at(5, 17)), ("к концу следующего дня", at(6, 17))]


def test_presets_are_working_moments_ahead(alice: Person):
    """Each hour of three weeks with a holiday and a shortened day, in UTC+7."""
    city = alice.administration
    for hour in range(0, 21 * 24, 5):
        with time_machine.travel(THURSDAY - timedelta(days=5) + timedelta(hours=hour), tick=False):
            moments = [moment for _, moment in presets(city)]
            assert all(moment > clock.now() and is_working(moment, city) for moment in moments)
            assert moments[1:] == sorted(moments[1:])
