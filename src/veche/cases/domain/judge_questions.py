"""A person accepts proposed questions as cases, or waves them away."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from veche.cases.domain.draft import ask_department
from veche.cases.domain.open import add_comments, open_case
from veche.cases.domain.propose import Proposal
from veche.cases.domain.question_groups import Group, groups_of
from veche.cases.enums import CaseState, QuestionState, WhyClosed
from veche.cases.errors import CaseError, Ended
from veche.cases.models import Case, Question
from veche.inbox.domain.states import set_state
from veche.inbox.enums import MessageState
from veche.inbox.models import Message
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.requests.errors import RequestError
from veche.staff.models import Administration, Person


@dataclass(frozen=True, slots=True)
class Accepted:
    """Numbers of cases: opened, extended by further comments, given to their department, left without one."""

    opened: int = 0
    extended: int = 0
    asked: int = 0
    unrouted: int = 0

    def __add__(self, other: "Accepted") -> "Accepted":
        return Accepted(
            self.opened + other.opened,
            self.extended + other.extended,
            self.asked + other.asked,
            self.unrouted + other.unrouted,
        )


def accept(*, administration: Administration, keys: Collection[int], by: Person, ask: bool = False) -> Accepted:
    """A case for each group, or its comments into the open case about the same; each in a transaction of its own.

    `ask`: give the new cases to their departments. A group that a colleague has decided about is left.
    """
    found = Accepted()
    for group in groups_of(administration, keys):
        try:
            found += _accept(group, by, ask=ask)
        except Ended:  # a colleague has just closed the case about it, so it needs one of its own
            for again in groups_of(administration, [group.key]):
                found += _accept(again, by, ask=ask)
    return found


def _accept(group: Group, by: Person, *, ask: bool) -> Accepted:
    with transaction.atomic():
        questions = _locked(group)
        if not questions:
            return Accepted()
        first, messages = questions[0], [one.message for one in questions]
        into = group.into
        case = into or open_case(
            message=first.message, by=by, seen=Proposal(first.topic, first.department, tuple(first.reasons))
        )
        add_comments(case=case, by=by, messages=messages)
        for question in questions:
            question.state, question.by, question.decided_at = QuestionState.ACCEPTED, by, now()
            question.save(update_fields=("state", "by", "decided_at"))
        if into is not None:
            return Accepted(extended=1)
        if not ask:
            return Accepted(opened=1)
        return Accepted(opened=1, **({"asked": 1} if _ask(case, by) else {"unrouted": 1}))


def _ask(case: Case, by: Person) -> bool:
    """Whether it was given to its department; a case without one, or where nobody answers today, waits."""
    if case.department is None or case.state != CaseState.ROUTING:
        return False
    try:
        with transaction.atomic():
            ask_department(case=case, by=by)
    except RequestError:
        return False
    return True


def wave_away(*, administration: Administration, keys: Collection[int], by: Person, why: WhyClosed) -> int:
    """No answer is owed to these groups, and each says why. Returns the number of comments.

    A comment that screening proposes to delete still waits for that decision; the others wait no longer.
    """
    return sum(_wave(group, by, why) for group in groups_of(administration, keys))


def _wave(group: Group, by: Person, why: WhyClosed) -> int:
    with transaction.atomic():
        questions = _locked(group)
        if not questions:
            return 0
        for question in questions:
            question.state, question.by, question.decided_at, question.why = QuestionState.WAVED, by, now(), why
            question.save(update_fields=("state", "by", "decided_at", "why"))
        for message in _messages(questions).filter(state=MessageState.NEW, suspect=False):
            set_state(message, MessageState.KEPT)
        facts = {"comments": len(questions), "why": str(why)}
        record(administration=by.administration, actor=by, verb="case.question_waved", obj=questions[0], facts=facts)
    return len(questions)


def bring_back(*, question: Question, by: Person) -> int:
    """Propose the waved group of this question again. Raises `CaseError` if none of it was waved away."""
    with transaction.atomic():
        rows = Question.objects.of(question.administration_id).select_for_update(of=("self",))
        mine = rows.filter(pk=question.key) | rows.filter(lead=question.key)
        waved = list(mine.filter(state=QuestionState.WAVED).select_related("message").order_by("pk"))
        if not waved:
            raise CaseError("Этот вопрос уже вернули или завели по нему дело. Ничего не изменилось.")
        for one in waved:
            one.state, one.by, one.decided_at, one.why = QuestionState.WAITING, None, None, ""
            one.save(update_fields=("state", "by", "decided_at", "why"))
        for message in _messages(waved).filter(state=MessageState.KEPT):
            set_state(message, MessageState.NEW)
        facts = {"comments": len(waved)}
        record(administration=by.administration, actor=by, verb="case.question_returned", obj=waved[0], facts=facts)
    return len(waved)


def _locked(group: Group) -> list[Question]:
    """Those that still wait, locked until the transaction ends."""
    rows = Question.objects.of(group.first.administration_id).select_for_update(of=("self",))
    found = rows.filter(pk__in=[one.pk for one in group.questions], decided_at=None)
    return list(found.select_related("message", "department").order_by("pk"))


def _messages(questions: Collection[Question]) -> "QuerySet[Message]":
    rows = Message.objects.of(next(iter(questions)).administration_id).select_for_update(of=("self",))
    return rows.filter(pk__in=[one.message_id for one in questions]).order_by("pk")
