"""Remind of deadlines and tell whoever stands above: at 75 % of the term, at its end, and twice after it."""

from django.db import transaction

from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.requests.domain.deadlines import next_moment
from veche.requests.domain.news import tell_of_deadline
from veche.requests.domain.thread import add_remark
from veche.requests.enums import DEPARTMENTS_MOVE, Reach, RemarkKind
from veche.requests.models import Request

BATCH = 200

_STEPS = {
    Reach.REMINDED: RemarkKind.REMINDED,
    Reach.DUE: RemarkKind.DUE,
    Reach.PRESS_HEAD: RemarkKind.TO_PRESS_HEAD,
    Reach.HEAD: RemarkKind.TO_HEAD,
}


def remind_waiting() -> int:
    """Take the steps that are due, at most `BATCH` requests at once. Returns the number of requests."""
    waiting = Request.objects.unscoped().filter(next_notice_at__lte=now()).order_by("next_notice_at")
    return sum(_step(pk) for pk in list(waiting.values_list("pk", flat=True)[:BATCH]))


def _step(pk: int) -> bool:
    with transaction.atomic():
        rows = Request.objects.unscoped().select_for_update(of=("self",)).select_related("administration", "asked_by")
        request = rows.filter(pk=pk, state__in=DEPARTMENTS_MOVE, next_notice_at__lte=now()).first()
        if request is None:  # answered meanwhile
            return False
        _go_on(request)
        request.save(update_fields=("reach", "next_notice_at", "was_late"))
        told = add_remark(request, _STEPS[Reach(request.reach)], by=None, from_press=True)
        facts = {"reach": int(request.reach)}
        tell_of_deadline(request, told)
        record(administration=request.administration, actor=None, verb="request.reminded", obj=request, facts=facts)
    return True


def _go_on(request: Request) -> None:
    """The last step whose moment has come: after a night without a worker one step is enough."""
    moment = now()
    while request.next_notice_at is not None and request.next_notice_at <= moment:
        request.reach = Reach(request.reach + 1)
        request.was_late = request.was_late or request.reach >= Reach.DUE
        request.next_notice_at = next_moment(request)
