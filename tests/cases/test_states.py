"""No sequence of acts leads a case astray: nobody is answered twice, «answered» is said of no unanswered comment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.db.models import Count
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.factories import make_account, make_conversation, make_message
from tests.people import make_administration, make_department, make_person
from veche.cases.domain.answer import answer
from veche.cases.domain.change import change, close
from veche.cases.domain.draft import ask_department, return_draft
from veche.cases.domain.helped import ask_whether_helped, helped, not_helped
from veche.cases.domain.open import add_comments, merge, open_case, take_out
from veche.cases.domain.remind import remind_waiting
from veche.cases.domain.unsent import CURRENT, settle_answers, unanswered
from veche.cases.enums import OPEN, CaseState, How, WhyClosed
from veche.cases.errors import CaseError
from veche.cases.models import Case
from veche.inbox.enums import MessageState
from veche.inbox.models import Answer, Message
from veche.kernel.clock import now, today
from veche.outbox.domain.states import NOT_DONE
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.requests.domain import answer as department
from veche.requests.domain.more_time import ask_time, give_time
from veche.requests.enums import OPEN as REQUEST_OPEN
from veche.requests.errors import RequestError
from veche.requests.models import Request
from veche.staff.enums import Role
from veche.staff.models import Administration, Department, Person

START = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
COMMENTS = 5
numbers = st.integers(0, COMMENTS - 1)
# Where the outbox, or a person there, leads an answer.
GOES = {
    ActState.PLANNED: (ActState.FAILED, ActState.MISSED, ActState.SENT, ActState.CANCELLED),
    ActState.FAILED: (ActState.PLANNED, ActState.CANCELLED),
    ActState.MISSED: (ActState.PLANNED, ActState.CANCELLED),
}


@dataclass(frozen=True)
class City:
    """What all examples begin with: five comments under two posts, the first three in one case.

    `press` answers, `curator` answers requests to the department `body`.
    """

    city: Administration
    body: Department
    press: Person
    curator: Person
    comments: tuple[Message, ...]


def make_city() -> City:
    with time_machine.travel(START, tick=False):
        city = make_administration("Рубцовск")
        body = make_department(city, "Отдел дорог")
        press = make_person(city, Role.PRESS_OFFICER, second_factor=False)
        curator = make_person(city, Role.CURATOR, department=body, second_factor=False)
        account = make_account(city, responsible=press)
        posts = [make_conversation(account, post_id=str(number)) for number in range(2)]
        comments = tuple(
            make_message(account, text=f"Когда починят, дом {number}?", at=START, conversation=posts[number % 2])
            for number in range(COMMENTS)
        )
        add_comments(case=open_case(message=comments[0], by=press), by=press, messages=comments[:3])
        return City(city, body, press, curator, comments)


class CaseMachine(RuleBasedStateMachine):
    """The press service and a department about five comments. Each example leaves the city as it was."""

    def __init__(self, begun: City) -> None:
        super().__init__()
        self.city, self.body, self.press, self.curator = begun.city, begun.body, begun.press, begun.curator
        self.comments = begun.comments

    @initialize()
    def begin(self) -> None:
        self.clock = time_machine.travel(START, tick=False)
        self.traveller = self.clock.start()
        self.sandbox = transaction.atomic()
        self.sandbox.__enter__()
        self.said = 0

    def teardown(self) -> None:
        if hasattr(self, "sandbox"):
            transaction.set_rollback(True)
            self.sandbox.__exit__(None, None, None)
            self.clock.stop()

    def of(self, number: int) -> Case | None:
        """The case of this comment."""
        return Case.objects.filter(entries__message=self.comments[number]).select_related("request").first()

    def act(self, verb: Callable[[], object]) -> None:
        try:
            with transaction.atomic():
                verb()
        except (CaseError, RequestError):
            pass

    @rule(number=numbers)
    def open(self, number: int) -> None:
        self.act(lambda: open_case(message=self.comments[number], by=self.press))

    @rule(number=numbers, other=numbers)
    def add(self, number: int, other: int) -> None:
        if case := self.of(number):
            self.act(lambda: add_comments(case=case, by=self.press, messages=[self.comments[other]]))

    @rule(number=numbers)
    def take_out(self, number: int) -> None:
        if case := self.of(number):
            self.act(lambda: take_out(case=case, by=self.press, message=self.comments[number]))

    @rule(number=numbers, other=numbers)
    def merge(self, number: int, other: int) -> None:
        case, into = self.of(number), self.of(other)
        if case and into:
            self.act(lambda: merge(case=case, into=into, by=self.press))

    @rule(number=numbers)
    def ask(self, number: int) -> None:
        if case := self.of(number):
            said: dict[str, Any] = {"title": case.title, "topic": case.topic, "raised": not case.raised}
            self.act(lambda: change(case=case, by=self.press, department=self.body, **said))
            self.act(lambda: ask_department(case=case, by=self.press))

    @rule(number=numbers, says=st.sampled_from(["answer", "refuse", "question"]))
    def the_department_answers(self, number: int, says: str) -> None:
        case = self.of(number)
        request = case.request if case else None
        if request:
            self.act(lambda: getattr(department, says)(request=request, by=self.curator, text="Сделаем завтра."))

    @rule(number=numbers, days=st.integers(0, 5))
    def the_department_asks_time(self, number: int, days: int) -> None:
        """The press service may give it, answer without it, or close the case meanwhile."""
        case, until = self.of(number), today(self.city.time_zone) + timedelta(days=days)
        request = case.request if case else None
        if request:
            self.act(lambda: ask_time(request=request, by=self.curator, until=until, why="Ждём подрядчика."))

    @rule(number=numbers)
    def give_time(self, number: int) -> None:
        case = self.of(number)
        request = case.request if case else None
        if request:
            self.act(lambda: give_time(request=request, by=self.press))

    @rule(number=numbers)
    def give_back(self, number: int) -> None:
        if case := self.of(number):
            self.act(lambda: return_draft(case=case, by=self.press, text="К какому часу?"))

    @rule(number=numbers, how=st.sampled_from(list(How)), kind=st.sampled_from(["", "interim", "not ours"]))
    def answer(self, number: int, how: How, kind: str) -> None:
        self.said += 1
        text = f"{'Разбираемся' if kind == 'interim' else 'Ответ'} {self.said}"
        whose = "Госавтоинспекция" if kind == "not ours" else ""
        if case := self.of(number):
            self.act(
                lambda: answer(
                    case=case,
                    by=self.press,
                    text=text,
                    how=how,
                    interim=kind == "interim",
                    whose=whose,
                    on_post=True,
                )
            )

    @rule(number=numbers)
    def close(self, number: int) -> None:
        if case := self.of(number):
            self.act(lambda: close(case=case, by=self.press, why=WhyClosed.BEFORE))

    @rule(number=numbers, verb=st.sampled_from([not_helped, helped, ask_whether_helped]))
    def hear(self, number: int, verb: Callable[..., object]) -> None:
        """A minute before and after: answers of the same moment would be of both rounds."""
        self.traveller.shift(timedelta(minutes=1))
        if case := self.of(number):
            self.act(lambda: verb(case=case, by=self.press))
        self.traveller.shift(timedelta(minutes=1))

    @rule(which=st.integers(0, 20), goes=st.integers(0, 3))
    def an_answer_goes_on(self, which: int, goes: int) -> None:
        acts = list(Act.objects.filter(state__in=list(GOES)).order_by("pk"))
        if acts:
            act = acts[which % len(acts)]
            ways = GOES[ActState(act.state)]
            Act.objects.filter(pk=act.pk).update(state=ways[goes % len(ways)])

    @rule(number=numbers, how=st.sampled_from([MessageState.GONE, MessageState.DELETED]))
    def a_comment_goes(self, number: int, how: MessageState) -> None:
        Message.objects.filter(pk=self.comments[number].pk).update(state=how)

    @rule(hours=st.sampled_from([1, 5, 30]))
    def time_passes(self, hours: int) -> None:
        self.traveller.shift(timedelta(hours=hours))
        settle_answers()
        remind_waiting()
        assert settle_answers() == 0
        lacking = set(unanswered(self.city.pk).values_list("in_case__case", flat=True))
        for case in Case.objects.all():
            if case.state == CaseState.ANSWERED or case.why_closed == WhyClosed.NOT_OURS:
                assert case.pk not in lacking
            if case.state == CaseState.UNSENT:
                assert case.pk in lacking
            assert case.next_notice_at is None or case.next_notice_at > now()

    @invariant()
    def nobody_is_answered_twice(self) -> None:
        if hasattr(self, "sandbox"):
            living = (
                Answer.objects.filter(CURRENT).exclude(act__state__in=sorted(NOT_DONE)).filter(text__startswith="Ответ")
            )
            answered = list(living.values_list("message", flat=True))
            assert len(answered) == len(set(answered))

    @invariant()
    def an_ended_case_waits_for_nothing(self) -> None:
        if not hasattr(self, "sandbox"):
            return
        cases = Case.objects.select_related("request").annotate(comments=Count("entries"))
        for case in cases:
            assert (case.closed_at is None) == (case.state in OPEN)
            assert (case.state == CaseState.MERGED) == (case.comments == 0)
            if case.state not in OPEN and case.request is not None:
                assert case.request.state not in REQUEST_OPEN
        open_requests = Request.objects.filter(kind="case", state__in=sorted(REQUEST_OPEN)).values_list("pk", flat=True)
        assert set(open_requests) <= {case.request_id for case in cases}


def run(examples: int, steps: int) -> None:
    begun = make_city()
    run_state_machine_as_test(
        lambda: CaseMachine(begun),  # type: ignore[arg-type] # a factory will do
        settings=settings(max_examples=examples, stateful_step_count=steps, deadline=None),
    )


def test_no_case_goes_astray(db: None) -> None:
    run(50, 12)


@pytest.mark.nightly
def test_no_case_goes_astray_in_thousands(db: None) -> None:
    run(3_000, 40)
