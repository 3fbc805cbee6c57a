"""Whether an answer has helped: asked once in the same thread, or read by a person in what the author wrote since."""

from datetime import timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, Min, OuterRef, QuerySet

from veche.cases.domain.queries import messages_in
from veche.cases.domain.steps import add_step
from veche.cases.domain.terms import answer_due, begin_term, settings_of
from veche.cases.enums import CaseState, StepKind
from veche.cases.errors import CaseError
from veche.cases.models import Case, CaseStep
from veche.inbox.domain.answer import ANSWERABLE
from veche.inbox.domain.answer import answer as send_answer
from veche.inbox.errors import InboxError
from veche.inbox.models import Answer, Message
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.outbox.domain.states import NOT_DONE
from veche.staff.models import Administration, Person

COUNTED = timedelta(days=90)
MOST = 20
OVER = "Пока вы смотрели, дело открыли снова или отметили, что ответ помог. Ничего не изменилось."
ASKED_BEFORE = "Об этом уже спросили, второй раз не спрашиваем. Ничего не ушло."
NOBODY_LEFT = "Спросить не у кого: комментариев, на которые ответ вышел, больше нет. Ничего не ушло."


class Share(NamedTuple):
    """Cases that were said to be helped or not within `COUNTED`."""

    yes: int
    no: int


def replies_of(case: Case) -> list[Message]:
    """What authors of the case wrote in its threads since the answer, oldest first.

    Of a case that was opened again: since its first answer.
    """
    since = case.answered_at
    if since is None and case.reopened_at is not None:
        answers = Answer.objects.of(case.administration_id).filter(message__in_case__case=case)
        since = answers.aggregate(first=Min("created_at"))["first"]
    if since is None:
        return []
    of_case = messages_in(case)
    rows: QuerySet[Message] = Message.objects.of(case.administration_id).filter(
        conversation__in=of_case.values("conversation"),
        author_id__in=of_case.exclude(author_id="").values("author_id"),
        at__gt=since,
        ours=False,
    )
    return list(rows.select_related("account").order_by("at", "pk")[:MOST])


def share_of(city: Administration | int) -> Share:
    rows = CaseStep.objects.of(city).filter(at__gte=now() - COUNTED)
    return Share(rows.filter(kind=StepKind.HELPED).count(), rows.filter(kind=StepKind.NOT_HELPED).count())


def ask_whether_helped(*, case: Case, by: Person) -> list[Answer]:
    """Ask once, under each post where an answer is out. Raises `CaseError`, and nothing is sent then."""
    with transaction.atomic():
        found = _answered(case)
        if found.asked_at is not None:
            raise CaseError(ASKED_BEFORE)
        asked = _one_under_each_post(found)
        if not asked:
            raise CaseError(NOBODY_LEFT)
        try:
            sent = [send_answer(message=one, by=by, text=settings_of(found.administration).helped) for one in asked]
        except InboxError as error:
            raise CaseError(str(error)) from error
        found.asked_at = now()
        found.save(update_fields=("asked_at",))
        _note(found, StepKind.ASK_HELPED, by, "case.ask_helped")
    return sent


def _one_under_each_post(case: Case) -> list[Message]:
    out = Answer.objects.of(case.administration_id).exclude(act__state__in=sorted(NOT_DONE))
    rows = messages_in(case).filter(Exists(out.filter(message=OuterRef("pk"))), state__in=ANSWERABLE)
    first: dict[int, Message] = {}
    for message in rows.select_related("account__passport", "conversation", "administration").order_by("at", "pk"):
        first.setdefault(message.conversation_id, message)
    return list(first.values())


def helped(*, case: Case, by: Person) -> Case:
    """A person has read that the answer helped. Raises `CaseError`."""
    with transaction.atomic():
        found = _answered(case)
        found.helped_at = now()
        found.save(update_fields=("helped_at",))
        _note(found, StepKind.HELPED, by, "case.helped")
    return found


def not_helped(*, case: Case, by: Person) -> Case:
    """Open the case again with all its comments, its history and another whole term. Raises `CaseError`."""
    with transaction.atomic():
        found = _answered(case)
        found.state, found.closed_at, found.why_closed, found.whose = CaseState.ROUTING, None, "", ""
        found.answered_at = found.interim_at = found.asked_at = None
        found.draft, found.reopened_at = "", now()
        begin_term(found, found.reopened_at, answer_due(found))
        found.save()
        _note(found, StepKind.NOT_HELPED, by, "case.not_helped")
    return found


def _answered(case: Case) -> Case:
    rows = Case.objects.of(case.administration_id).select_for_update(of=("self",)).select_related("administration")
    found: Case = rows.get(pk=case.pk)
    if found.state != CaseState.ANSWERED or found.helped_at is not None:
        raise CaseError(OVER)
    return found


def _note(case: Case, kind: StepKind, by: Person, verb: str) -> None:
    add_step(case, kind, by)
    record(administration=case.administration, actor=by, verb=verb, obj=case, facts={})
