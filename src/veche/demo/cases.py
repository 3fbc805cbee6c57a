"""Cases of the demo, made by the verbs of `cases`; their hours are then set back: departments take hours, not seconds.

The journal keeps the hour of the seeding.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from veche.cases.domain.answer import answer
from veche.cases.domain.change import change
from veche.cases.domain.draft import ask_department
from veche.cases.domain.exchange import set_number
from veche.cases.domain.helped import ask_whether_helped, helped, not_helped
from veche.cases.domain.open import add_comments, open_case
from veche.cases.domain.queries import answers_of
from veche.cases.domain.remind import remind_waiting
from veche.cases.domain.terms import next_notice
from veche.cases.enums import How, StepKind, System
from veche.cases.models import Case, CaseStep
from veche.demo.city import City
from veche.demo.content.troubles import TROUBLES, Trouble, Way
from veche.demo.present import WORKER
from veche.demo.residents import Discussed, PlannedComment, newest, receive_new
from veche.demo.walls import Walls
from veche.inbox.models import Message
from veche.kernel.clock import now, working_hours_between
from veche.outbox.domain.deliver import deliver
from veche.requests.domain.answer import answer as answer_request
from veche.requests.domain.answer import refuse
from veche.requests.models import Request
from veche.staff.domain.working_hours import hours_of
from veche.staff.models import Person

# Between two comments of a trouble, and between a comment and its case.
APART, OPENED_AFTER = timedelta(minutes=9), timedelta(minutes=12)


def comments(city: City, talked: Sequence[Discussed], moment: datetime) -> Iterator[PlannedComment]:
    """Under the newest post of their network that was out by then."""
    for trouble in TROUBLES:
        came = _ago(city, trouble.came, moment)
        posts = newest(talked, came)
        for number, said in enumerate(trouble.says):
            yield PlannedComment(said.network, posts[said.network], said.author, said.text, came + number * APART)


class DemoCases:
    def __init__(self, city: City, walls: Walls) -> None:
        self._city, self._walls, self._moment = city, walls, now()
        people = Person.objects.of(city.administration).exclude(department=None).select_related("department")
        self._curators = {one.department_id: one for one in people}

    def write(self) -> None:
        opened = {trouble: self._open(trouble) for trouble in TROUBLES if self._received(trouble)}
        for trouble, case in opened.items():
            self._carry(case, trouble)
        self._whether_helped({trouble: case for trouble, case in opened.items() if trouble.then})
        remind_waiting()
        self._numbered()

    def _whether_helped(self, answered: Mapping[Trouble, Case]) -> None:
        """The answers and the question go out at once; what the authors reply is received as usual."""
        for trouble, case in answered.items():
            self._deliver(case)
            ask_whether_helped(case=case, by=self._city.officer)
            self._deliver(case)
            first, said = self._messages(trouble)[0], trouble.says[0]
            # Networks count whole seconds, and a reply comes after the answer.
            Case.objects.of(case.administration_id).filter(pk=case.pk).update(answered_at=F("answered_at") - APART)
            self._walls.comment(said.network, first.conversation.post_id, said.author, trouble.then, [], now())
        receive_new(self._city)
        for trouble, case in answered.items():
            if trouble.helped:
                helped(case=case, by=self._city.officer)
            else:
                not_helped(case=case, by=self._city.officer)

    def _deliver(self, case: Case) -> None:
        for one in answers_of(case):
            deliver(one.act_id, worker=WORKER)

    def _numbered(self) -> None:
        """The case whose term ends last stands in «Инцидент» too."""
        case = Case.objects.of(self._city.administration).filter(closed_at=None).order_by("due_at").last()
        if case is not None:
            due_at = case.due_at + timedelta(days=2)
            set_number(case=case, by=self._city.officer, system=System.INCIDENT, number="54-118", due_at=due_at)

    def _received(self, trouble: Trouble) -> int:
        """The networks told of these comments when they were written, not when the city was seeded."""
        return self._messages(trouble).update(received_at=F("at"))

    def _messages(self, trouble: Trouble) -> "QuerySet[Message]":
        texts = [said.text for said in trouble.says]
        rows: QuerySet[Message] = Message.objects.of(self._city.administration).filter(text__in=texts)
        return rows.order_by("at", "pk")

    def _open(self, trouble: Trouble) -> Case:
        first, *others = self._messages(trouble)
        case = open_case(message=first, by=self._city.officer)
        add_comments(case=case, by=self._city.officer, messages=others)
        department = self._city.departments.get(trouble.department)
        return change(
            case=case,
            by=self._city.officer,
            title=trouble.title,
            topic=case.topic,
            department=department,
            raised=trouble.raised,
        )

    def _carry(self, case: Case, trouble: Trouble) -> None:
        opened = min(case.received_at + OPENED_AFTER, self._moment)
        if trouble.asked:
            case = ask_department(case=case, by=self._city.officer)
        self._set_back(case, trouble, opened)
        if case.request is not None:
            self._answered(case.request, trouble)
        if trouble.way in {Way.INTERIM, Way.ANSWERED}:
            is_interim = trouble.way == Way.INTERIM
            answer(case=case, by=self._city.officer, text=trouble.reply, how=How.EACH, interim=is_interim)

    def _set_back(self, case: Case, trouble: Trouble, opened: datetime) -> None:
        """When it was opened and given to the department."""
        asked = _ago(self._city, trouble.asked, self._moment)
        case.opened_at = opened
        case.routed_at = case.routed_at and asked
        case.next_notice_at = next_notice(case)
        case.save()
        steps = CaseStep.objects.of(case.administration_id).filter(case=case)
        steps.exclude(kind=StepKind.ASKED).update(at=opened)
        steps.filter(kind=StepKind.ASKED).update(at=asked)
        if case.request is not None:
            self._request_set_back(case, case.request, asked)

    def _request_set_back(self, case: Case, request: Request, asked: datetime) -> None:
        request.asked_at = request.addressed_at = asked
        request.due_at = request.next_notice_at = max(case.due_at, asked + APART)
        request.save(update_fields=("asked_at", "addressed_at", "due_at", "next_notice_at"))
        request.remarks.update(at=asked)

    def _answered(self, request: Request, trouble: Trouble) -> None:
        curator = self._curators[request.department_id]
        if trouble.way == Way.DRAFTED:
            answer_request(request=request, by=curator, text=trouble.reply)
        elif trouble.way == Way.REFUSED:
            refuse(request=request, by=curator, text=trouble.reply)


def _ago(city: City, hours: float, moment: datetime) -> datetime:
    """The moment that many working hours before."""
    office, wanted, found = hours_of(city.administration), timedelta(hours=hours), moment
    while working_hours_between(found, moment, city.zone, office) < wanted:
        found -= timedelta(minutes=30)
    return found
