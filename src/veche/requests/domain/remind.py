"""Remind of deadlines and tell whoever stands above: at 75 % of the term, at its end, and twice after it."""

from veche.journal.domain.record import record
from veche.requests.domain.deadlines import next_moment
from veche.requests.domain.news import notify_of_deadline
from veche.requests.domain.reminders import advance, remind_each
from veche.requests.domain.thread import add_remark
from veche.requests.enums import DEPARTMENTS_MOVE, Reach, RemarkKind
from veche.requests.models import Request

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


def _remind(request: Request) -> None:
    advance(request, next_moment)
    request.was_late = request.was_late or request.reach >= Reach.DUE
    request.save(update_fields=("reach", "next_notice_at", "was_late"))
    told = add_remark(request, _STEPS[Reach(request.reach)], by=None, from_press=True)
    facts = {"reach": int(request.reach)}
    notify_of_deadline(request, told)
    record(administration=request.administration, actor=None, verb="request.reminded", obj=request, facts=facts)
