"""No sequence of acts, by anybody, at any moment, leads a request into a state that the transitions do not name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.people import make_administration, make_department, make_person, stand_in
from tests.requests.asked import asked, fresh, in_hours
from veche.journal.models import Entry
from veche.kernel.clock import now, today
from veche.requests.domain import answer as department
from veche.requests.domain import review
from veche.requests.domain.ask import move_deadline, readdress, withdraw
from veche.requests.domain.deadlines import LAST_DEADLINE, end_of
from veche.requests.domain.more_time import ask_time, give_time, open_time_request
from veche.requests.domain.remind import remind_waiting
from veche.requests.enums import CLOSED, DEPARTMENTS_MOVE, PRESS_MOVE, Reach, RequestState
from veche.requests.errors import RequestError
from veche.requests.models import Remark, Request
from veche.staff.enums import Role
from veche.staff.models import Department, Person

START = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
# The states in which each act is admitted, and where it leads. None: it stays where it is.
LEADS: dict[str, dict[str, str | None]] = {
    "answer": dict.fromkeys(("asked", "returned", "question"), "answered"),
    "question": dict.fromkeys(("asked", "returned"), "question"),
    "ask_time": dict.fromkeys(("asked", "returned"), "question"),
    "give_time": {"question": "asked"},
    "refuse": dict.fromkeys(("asked", "returned", "question"), "refused"),
    "accept": {"answered": "accepted"},
    "send_back": {"answered": "returned"},
    "withdraw": dict.fromkeys(("asked", "returned", "question", "answered", "refused"), "withdrawn"),
    "readdress": dict.fromkeys(("asked", "returned", "question", "refused"), "asked"),
    "move_deadline": {"asked": None, "returned": None},
    "reply": {"asked": None, "returned": None, "answered": None, "refused": None, "question": "asked"},
}
# Most of what is drawn is admitted, so that a dozen steps lead far; the rest tries the refusals.
texts = st.sampled_from(["Вот что готово."] * 6 + ["", "  "])
curators = st.sampled_from([0, 0, 0, 0, 1, 2, 3])
hours = st.sampled_from([-1, 0.5, 3, 20])
days = st.sampled_from([None, -1, 0, 1, 1, 3, 3, 500])


def refusal_of(act: Callable[[], object]) -> str:
    try:
        with transaction.atomic():
            act()
    except RequestError as error:
        return str(error)
    return ""


@dataclass(frozen=True)
class City:
    """What all examples begin with. `bodies`: departments A and B; `people`: their curators, who stands in for the
    first one until `last_day`, and a press officer; `request`: of A."""

    bodies: tuple[Department, Department]
    people: tuple[Person, Person, Person, Person]
    last_day: date
    request: Request


def make_city() -> City:
    with time_machine.travel(START, tick=False):
        city = make_administration("Рубцовск")
        bodies = make_department(city, "А"), make_department(city, "Б")
        press = make_person(city, Role.PRESS_OFFICER, second_factor=False)
        first, second, third = (
            make_person(city, Role.CURATOR, department=one, second_factor=False)
            for one in (*bodies, make_department(city, "В"))
        )
        last_day = today(city.time_zone) + timedelta(days=2)
        stand_in(third, first, Role.CURATOR, since=today(city.time_zone), until=last_day)
        return City(bodies, (first, second, third, press), last_day, asked(press, bodies[0]))


class RequestMachine(RuleBasedStateMachine):
    """Each example leaves the city as it was."""

    def __init__(self, city: City) -> None:
        super().__init__()
        self.bodies, self.people, self.last_day, self.asked = city.bodies, city.people, city.last_day, city.request
        self.press = city.people[-1]

    @initialize()
    def begin(self) -> None:
        self.clock = time_machine.travel(START, tick=False)
        self.traveller = self.clock.start()
        self.sandbox = transaction.atomic()
        self.sandbox.__enter__()
        self.request = fresh(self.asked)
        self.state, self.place, self.archived = "asked", 0, set[int]()
        self.wish: datetime | None = None  # the end of the day until which time is asked for, not yet replied to

    def teardown(self) -> None:
        if hasattr(self, "sandbox"):
            transaction.set_rollback(True)
            self.sandbox.__exit__(None, None, None)
            self.clock.stop()

    def may_answer(self, who: int) -> bool:
        if self.place in self.archived:
            return False
        is_substitute = who == 2 and self.place == 0 and today("Asia/Barnaul") <= self.last_day
        return who == self.place or is_substitute

    def expect(self, act: str, *, admitted: bool, **arguments: Any) -> None:
        """Call the verb: it is either done as `LEADS` says, or refused in words with nothing changed."""
        verb: dict[str, Callable[..., object]] = {
            "send_back": review.send_back,
            "accept": review.accept,
            "reply": review.add_note,
            "withdraw": withdraw,
        }
        verb |= {"readdress": readdress, "move_deadline": move_deadline, "ask_time": ask_time, "give_time": give_time}
        verb |= {name: getattr(department, name) for name in ("answer", "question", "refuse")}
        before = Entry.objects.count(), Remark.objects.count(), self.row()
        refusal = refusal_of(partial(verb[act], request=self.request, **arguments))
        assert bool(refusal) != (admitted and self.state in LEADS[act]), f"{act} in {self.state}: {refusal}"
        if refusal:
            assert (Entry.objects.count(), Remark.objects.count(), self.row()) == before
        else:
            self.state = LEADS[act][self.state] or self.state
            self.wish = self.wish if self.state == "question" else None

    def row(self) -> Any:
        return Request.objects.of(self.request.administration_id).values().get(pk=self.request.pk)

    @rule(act=st.sampled_from(["answer", "question", "refuse"]), who=curators, text=texts)
    def department_acts(self, act: str, who: int, text: str) -> None:
        admitted = self.may_answer(who) and bool(text.strip())
        self.expect(act, admitted=admitted, by=self.people[who], text=text)

    @rule(who=curators, day=days, why=texts, given=st.booleans())
    def department_asks_time(self, who: int, day: int | None, why: str, *, given: bool) -> None:
        """`given`: at once."""
        until = None if day is None else today("Asia/Barnaul") + timedelta(days=day)
        ends = end_of(until, self.press.administration) if until else START
        is_later = max(now(), fresh(self.request).due_at) < ends < now() + LAST_DEADLINE
        admitted = self.may_answer(who) and bool(why.strip()) and is_later
        before = self.state
        self.expect("ask_time", admitted=admitted, by=self.people[who], until=until, why=why)
        if admitted and before in LEADS["ask_time"]:
            self.wish = ends
        if given:
            self.press_gives_time()

    @precondition(lambda self: self.state in PRESS_MOVE)
    @rule()
    def press_gives_time_later(self) -> None:
        self.press_gives_time()

    def press_gives_time(self) -> None:
        wish = self.wish
        self.expect("give_time", admitted=wish is not None and wish > now(), by=self.press)
        if wish and self.wish is None:
            assert (fresh(self.request).due_at, fresh(self.request).reach) == (wish, Reach.NOBODY)

    @rule(text=texts)
    def press_writes(self, text: str) -> None:
        self.expect("reply", admitted=bool(text.strip()), by=self.press, text=text)

    @precondition(lambda self: self.state in PRESS_MOVE)
    @rule()
    def press_accepts(self) -> None:
        self.expect("accept", admitted=True, by=self.press)

    @rule(text=texts, ahead=hours)
    def press_returns(self, text: str, ahead: float) -> None:
        admitted = bool(text.strip()) and ahead > 0
        self.expect("send_back", admitted=admitted, by=self.press, text=text, due_at=self.moment(ahead))

    @precondition(lambda self: self.state != "asked")  # or half of the examples end at once
    @rule()
    def press_withdraws(self) -> None:
        self.expect("withdraw", admitted=True, by=self.press)

    @rule(where=st.sampled_from([0, 1]), ahead=hours)
    def press_readdresses(self, where: int, ahead: float) -> None:
        admitted = ahead > 0 and where not in self.archived
        before = self.state
        arguments = {"department": self.bodies[where], "due_at": self.moment(ahead)}
        self.expect("readdress", admitted=admitted, by=self.press, **arguments)
        if admitted and before in LEADS["readdress"]:
            self.place = where

    @rule(ahead=hours)
    def press_moves_the_deadline(self, ahead: float) -> None:
        self.expect("move_deadline", admitted=ahead > 0, by=self.press, due_at=self.moment(ahead))

    @rule(passed=st.sampled_from([0.2, 3, 9, 30]))
    def time_passes(self, passed: float) -> None:
        self.traveller.move_to(now() + timedelta(hours=passed))
        remind_waiting()
        found = fresh(self.request)
        assert found.next_notice_at is None or found.next_notice_at > now()
        if self.state in DEPARTMENTS_MOVE:
            assert (found.reach >= Reach.DUE) == (found.due_at <= now())

    @rule(which=st.sampled_from([0, 1]), gone=st.booleans())
    def a_department_is_archived(self, which: int, gone: bool) -> None:
        Department.objects.filter(pk=self.bodies[which].pk).update(archived_at=now() if gone else None)
        (self.archived.add if gone else self.archived.discard)(which)

    def moment(self, ahead: float) -> datetime:
        return in_hours(self.press, ahead) if ahead > 0 else now() + timedelta(hours=ahead)

    @invariant()
    def the_row_is_what_the_acts_made(self) -> None:
        if not hasattr(self, "request"):
            return
        found = fresh(self.request)
        assert (found.state, found.department_id) == (self.state, self.bodies[self.place].pk)
        assert (found.closed_at is not None) == (found.state in CLOSED)
        assert (found.question_at is not None) == (found.state == RequestState.QUESTION)
        assert found.next_notice_at is None or found.state in DEPARTMENTS_MOVE
        assert found.due_at > found.addressed_at
        assert (open_time_request(found) is None) == (self.wish is None)
        if found.state in {"answered", "accepted", "returned"}:
            assert found.first_answered_at is not None


def run(examples: int, steps: int) -> None:
    city = make_city()
    run_state_machine_as_test(
        lambda: RequestMachine(city),  # type: ignore[arg-type] # a factory will do
        settings=settings(max_examples=examples, stateful_step_count=steps, deadline=None),
    )


def test_no_illegal_state_is_reached(db: None):
    run(50, 12)


@pytest.mark.nightly
def test_no_illegal_state_is_reached_in_thousands(db: None):
    run(3_000, 40)
