"""«Нужно время»: a department asks for more of it with a reason and a day; the press service gives it by one press."""

from datetime import date
from typing import Final

from django.db import transaction

from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.requests.domain.deadlines import end_of
from veche.requests.domain.news import notify_department, notify_press
from veche.requests.domain.thread import (
    add_remark,
    begin_term,
    change_state,
    locked,
    refuse_deadline,
    refuse_stranger,
    required_text,
)
from veche.requests.enums import DEPARTMENTS_MOVE, RemarkKind, RequestState
from veche.requests.errors import RequestError
from veche.requests.models import Remark, Request
from veche.staff.models import Person

SAY_DAY: Final = "Выберите, до какого дня нужно время. Остальное на месте."
SAY_WHY: Final = "Напишите, почему раньше не успеть: без этого пресс-служба не решит, можно ли ждать."
NOT_LATER: Final = "Срок и так кончается не раньше этого дня. Выберите день позже, остальное на месте."
NOT_ASKED: Final = "Времени больше не просят. Ничего не изменилось."


def ask_time(*, request: Request, by: Person, until: date | None, why: str) -> Request:
    """Ask for the time until the end of work on a day. The term stands still until the press service replies.

    Raises `RequestError`; `Conflict` if somebody was faster.
    """
    with transaction.atomic():
        found = locked(request, *DEPARTMENTS_MOVE)
        refuse_stranger(found, by)
        day = _checked(found, until)
        words = required_text(why, SAY_WHY)
        change_state(found, RequestState.QUESTION, question_at=now())
        told = add_remark(found, RemarkKind.TIME, by=by, text=words, until=day)
        notify_press(found, told)
        facts = {"until": day.isoformat()}
        record(administration=found.administration, actor=by, verb="request.time_asked", obj=found, facts=facts)
    return found


def give_time(*, request: Request, by: Person) -> Request:
    """Move the term to the end of work on the day that the department has named. Raises `RequestError`."""
    with transaction.atomic():
        found = locked(request, RequestState.QUESTION)
        wish = open_time_request(found)
        if wish is None or wish.until is None:
            raise RequestError(NOT_ASKED)
        was, due_at = found.due_at, end_of(wish.until, found.administration)
        begin_term(found, RequestState.ASKED, due_at)
        notify_department(found, add_remark(found, RemarkKind.MOVED, by=by, from_press=True))
        facts = {"from": was.isoformat(), "to": due_at.isoformat()}
        record(administration=found.administration, actor=by, verb="request.moved", obj=found, facts=facts)
    return found


def open_time_request(request: Request | None) -> Remark | None:
    """What a department has asked its time for, while nobody has replied. A query only if the request waits so."""
    if request is None or request.state != RequestState.QUESTION:
        return None
    kinds = (RemarkKind.QUESTION, RemarkKind.TIME)
    rows = Remark.objects.of(request.administration_id).filter(request=request, kind__in=kinds)
    last: Remark | None = rows.order_by("at", "pk").last()
    return last if last is not None and last.kind == RemarkKind.TIME else None


def _checked(request: Request, until: date | None) -> date:
    if until is None:
        raise RequestError(SAY_DAY)
    due_at = end_of(until, request.administration)
    refuse_deadline(due_at)
    if due_at <= request.due_at:
        raise RequestError(NOT_LATER)
    return until
