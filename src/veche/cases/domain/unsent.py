"""Answers that did not go out: their case opens again, and ends when they have gone after all."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from veche.cases.domain.steps import add_step, end_answered
from veche.cases.domain.terms import answer_due, begin_term, next_notice
from veche.cases.enums import CaseState, StepKind, WhyClosed
from veche.cases.models import Case
from veche.inbox.domain.answer import ANSWERABLE
from veche.inbox.domain.on_post import REMOVED
from veche.inbox.domain.posts import under_no_post
from veche.inbox.models import Answer, Message
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.outbox.domain.person_decisions import give_up
from veche.outbox.domain.states import NOT_DONE
from veche.outbox.enums import ActState
from veche.outbox.errors import NotNow
from veche.requests.models import Request
from veche.staff.models import Person

BATCH = 200
# Later nobody sends an old answer again or drops it.
LOOKS_BACK = timedelta(days=30)
# What says of itself that it was answered.
_SAID = Q(state=CaseState.ANSWERED) | Q(why_closed=WhyClosed.NOT_OURS) | Q(closed_at=None, interim_at__isnull=False)
CURRENT = Q(message__in_case__case__reopened_at=None) | Q(created_at__gte=F("message__in_case__case__reopened_at"))


def unanswered(administration: int) -> "QuerySet[Message]":
    """Comments of cases that are there still, under a post that is, and have no answer but such that certainly did not
    go out.

    A comment without an answer of its own is answered by one to another comment of its case under the same post. Of a
    case that was opened again, answers from before do not count. A deleted comment counts only if its answer stood on
    the post and nothing of its case can be answered itself.
    """
    answers: QuerySet[Answer] = Answer.objects.of(administration).filter(CURRENT)
    living = answers.exclude(act__state__in=sorted(NOT_DONE))
    under_post = living.filter(
        message__conversation=OuterRef("conversation"), message__in_case__case=OuterRef("in_case__case")
    )
    own = answers.filter(message=OuterRef("pk"))
    there: QuerySet[Message] = Message.objects.of(administration).filter(state__in=ANSWERABLE)
    of_case = there.filter(in_case__case=OuterRef("in_case__case"))
    waits = Q(Exists(own) | ~Exists(under_post), state__in=ANSWERABLE)
    was_deleted = Q(Exists(own), ~Exists(under_post), ~Exists(of_case), state__in=REMOVED)
    rows: QuerySet[Message] = Message.objects.of(administration).filter(waits | was_deleted, in_case__isnull=False)
    rows = rows.filter(~Exists(living.filter(message=OuterRef("pk"))))
    return rows.exclude(under_no_post(administration))


def unanswered_in(case: Case) -> "QuerySet[Message]":
    """Comments of a case that `unanswered` finds."""
    return unanswered(case.administration_id).filter(in_case__case=case)


def settle_answers() -> int:
    """Open cases whose answer did not go out, and end those whose answer has gone since. Returns their number."""
    recent = Case.objects.unscoped().filter(Q(closed_at=None) | Q(closed_at__gte=now() - LOOKS_BACK))
    failed = _some(recent.filter(_SAID, _has_failed()))
    return sum(_withdraw(pk) for pk in failed) + sum(_end(pk) for pk in _some(recent.filter(state=CaseState.UNSENT)))


def _some(rows: "QuerySet[Case]") -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])


def _has_failed() -> Exists:
    failed = Answer.objects.unscoped().filter(
        CURRENT,
        administration=OuterRef("administration"),
        message__in_case__case=OuterRef("pk"),
        act__state__in=sorted(NOT_DONE),
    )
    return Exists(failed)


def _withdraw(pk: int) -> bool:
    """The answer was none: the case is open again. An interim answer that was none gives no other term."""
    with transaction.atomic():
        case = _locked(pk, _SAID)
        if case is None or not unanswered_in(case).exists():
            return False
        if case.closed_at is not None:
            case.state, case.closed_at, case.why_closed = CaseState.UNSENT, None, ""
            case.next_notice_at = next_notice(case)
        else:
            case.state = CaseState.ROUTING if case.state == CaseState.INTERIM else CaseState(case.state)
            case.interim_at = None
            begin_term(case, case.reopened_at or case.received_at, answer_due(case))
        _note(case, StepKind.UNSENT)
    return True


def _end(pk: int) -> bool:
    with transaction.atomic():
        case = _locked(pk, Q(state=CaseState.UNSENT))
        if case is None or unanswered_in(case).exists():
            return False
        end_answered(case)
        _note(case, StepKind.SENT)
    return True


def _locked(pk: int, still: Q) -> Case | None:
    """The case if it is `still` so, locked after its request, as every verb locks."""
    rows = Case.objects.unscoped().filter(still, pk=pk).select_related("administration")
    case = rows.first()
    if case is None:
        return None
    if case.request_id is not None:
        Request.objects.of(case.administration_id).select_for_update(of=("self",)).get(pk=case.request_id)
    locked: Case | None = rows.select_for_update(of=("self",)).first()
    return locked


def _note(case: Case, kind: StepKind) -> None:
    case.save()
    add_step(case, kind, None)
    record(
        administration=case.administration,
        actor=None,
        verb="case.unsent" if kind == StepKind.UNSENT else "case.sent",
        obj=case,
        facts={},
    )


def drop_failed(messages: Sequence[Message], by: Person) -> None:
    """Give up answers to these comments that did not go out, before another is sent."""
    for message in messages:
        failed = message.answers.filter(act__state__in=(ActState.FAILED, ActState.MISSED))
        for one in failed.select_related("act"):
            with suppress(NotNow):  # sent again a moment ago
                give_up(act=one.act, by=by)
