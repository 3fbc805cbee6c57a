"""Verbs of whoever answers a request: answer, ask a question, refuse because it is not their matter."""

from datetime import datetime, timedelta

from django.db import transaction

from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.requests.domain.deadlines import between
from veche.requests.domain.files import send_files, unsent
from veche.requests.domain.news import notify_press
from veche.requests.domain.thread import add_remark, change_state, locked, refuse_stranger, required_text
from veche.requests.enums import CAN_BE_ANSWERED, DEPARTMENTS_MOVE, RemarkKind, RequestState
from veche.requests.kinds import kind_of
from veche.requests.models import Request
from veche.staff.models import Person

SAY_SOMETHING = "Напишите хотя бы пару слов: пустой ответ не уйдёт."
SAY_WHAT = "Напишите, что уточнить: без вопроса пресс-служба не поймёт, чего не хватает."
SAY_WHOSE = "Напишите, почему это не к вам и кто может знать: так поручение быстрее дойдёт до нужного отдела."


def answer(*, request: Request, by: Person, text: str, by_link: bool = False) -> Request:
    """Send the answer to the press service. Raises `RequestError`; `Conflict` if somebody was faster."""
    with transaction.atomic():
        found = locked(request, *CAN_BE_ANSWERED)
        refuse_stranger(found, by)
        has_files = kind_of(found.kind).wants_files and unsent(found).exists()
        words = text.strip() if has_files else required_text(text, SAY_SOMETHING)
        moment = now()
        change_state(found, RequestState.ANSWERED, **answered_fields(found, by, moment))
        told = add_remark(found, RemarkKind.ANSWER, by=by, text=words)
        files = send_files(found, told)
        kind_of(found.kind).on_answer(found)
        facts = {"late": found.was_late, "by_link": by_link, "files": files}
        notify_press(found, told)
        record(administration=found.administration, actor=by, verb="request.answered", obj=found, facts=facts)
    return found


def question(*, request: Request, by: Person, text: str) -> Request:
    """Ask what is meant. The term stands still until the press service replies."""
    with transaction.atomic():
        found = locked(request, *DEPARTMENTS_MOVE)
        refuse_stranger(found, by)
        words = required_text(text, SAY_WHAT)
        change_state(found, RequestState.QUESTION, question_at=now())
        told = add_remark(found, RemarkKind.QUESTION, by=by, text=words)
        notify_press(found, told)
        record(administration=found.administration, actor=by, verb="request.questioned", obj=found, facts={})
    return found


def refuse(*, request: Request, by: Person, text: str) -> Request:
    """Say that it is not this department's matter, and why. Files that wait to be sent go with it."""
    with transaction.atomic():
        found = locked(request, *CAN_BE_ANSWERED)
        refuse_stranger(found, by)
        words = required_text(text, SAY_WHOSE)
        change_state(found, RequestState.REFUSED, question_at=None)
        told = add_remark(found, RemarkKind.REFUSED, by=by, text=words)
        facts = {"department": found.department_id, "files": send_files(found, told)}
        notify_press(found, told)
        record(administration=found.administration, actor=by, verb="request.refused", obj=found, facts=facts)
    return found


def answered_fields(request: Request, by: Person, moment: datetime) -> dict[str, object]:
    """Fields of an answer. Only the first answer sets `minutes_to_answer`, in working minutes.

    An answer to a request whose question was asked in time and is still open is not late.
    """
    waited = request.question_at is not None and request.question_at <= request.due_at
    fields: dict[str, object] = {
        "answered_by": by,
        "answered_at": moment,
        "question_at": None,
        "read_at": None,
        "was_late": request.was_late or (moment > request.due_at and not waited),
    }
    if request.first_answered_at is None:
        took = between(request.addressed_at, moment, request.administration)
        fields |= {"first_answered_at": moment, "minutes_to_answer": took // timedelta(minutes=1)}
    return fields
