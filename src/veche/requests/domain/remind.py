"""Remind of deadlines and tell whoever stands above: at 75 % of the term, at its end, and twice after it."""

from django.db import transaction

from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.requests.domain.deadlines import next_moment
from veche.requests.domain.lateness import is_late
from veche.requests.domain.news import notify_of_deadline
from veche.requests.domain.reminders import advance, remind_each
from veche.requests.domain.thread import add_remark, locked
from veche.requests.enums import DEPARTMENTS_MOVE, Reach, RemarkKind
from veche.requests.errors import RequestError
from veche.requests.models import Request
from veche.staff.models import Person

NOT_LATE = "Срок ещё не вышел, передавать выше рано. Отделу можно напомнить."
ALL_KNOW = "Об этом уже знают все, кто выше: и начальник пресс-службы, и Глава."

_STEPS = {
    Reach.REMINDED: RemarkKind.REMINDED,
    Reach.DUE: RemarkKind.DUE,
    Reach.PRESS_HEAD: RemarkKind.TO_PRESS_HEAD,
    Reach.HEAD: RemarkKind.TO_HEAD,
}


def remind_waiting() -> int:
    """Take the steps that are due. Returns the number of requests."""
    waiting = Request.objects.unscoped().filter(state__in=DEPARTMENTS_MOVE)
    return remind_each(waiting.select_related("administration", "asked_by"), _remind)


def raise_now(*, request: Request, by: Person) -> Request:
    """Take the next step at once. Raises `RequestError` if the request is not late or no step is left."""
    with transaction.atomic():
        found = locked(request, *DEPARTMENTS_MOVE)
        if not is_late(found):
            raise RequestError(NOT_LATE)
        if found.next_notice_at is None:
            raise RequestError(ALL_KNOW)
        found.next_notice_at = now()
        _remind(found, by)
    return found


def _remind(request: Request, by: Person | None = None) -> None:
    advance(request, next_moment)
    request.was_late = request.was_late or request.reach >= Reach.DUE
    request.save(update_fields=("reach", "next_notice_at", "was_late"))
    told = add_remark(request, _STEPS[Reach(request.reach)], by=by, from_press=True)
    facts = {"reach": int(request.reach)}
    notify_of_deadline(request, told)
    record(administration=request.administration, actor=by, verb="request.reminded", obj=request, facts=facts)
