"""Requests that a room above manages: it opens, moves and closes them, because it knows what they are about.

They are answered on that room's page (`kinds.RequestKind.page`). The caller holds the transaction.
"""

from collections.abc import Iterable
from datetime import datetime

from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.requests.domain.answer import answered_fields
from veche.requests.domain.deadlines import next_moment
from veche.requests.domain.news import notify_asked
from veche.requests.domain.thread import add_remark, change_state
from veche.requests.enums import Reach, RemarkKind, RequestState
from veche.requests.models import Request
from veche.staff.models import Administration, Department, Person


def managed_requests(administration: Administration, kind: str, subjects: Iterable[int]) -> dict[int, Request]:
    """The open requests about these subjects, by subject, locked."""
    rows = Request.objects.of(administration).filter(kind=kind, subject_id__in=list(subjects), closed_at=None)
    found = rows.select_for_update(of=("self",)).select_related("administration", "department", "person", "asked_by")
    return {one.subject_id or 0: one for one in found}


def open_managed(  # noqa: PLR0913 -- a request is all of this
    *,
    administration: Administration,
    by: Person,
    kind: str,
    subject_id: int,
    title: str,
    text: str,
    department: Department | None,
    due_at: datetime,
    closes_itself: bool = False,
    reach: Reach = Reach.NOBODY,
    quiet: bool = False,
) -> Request:
    """Ask a department. Nobody is told if `quiet`; a department without a curator is asked too, others may decide."""
    moment = now()
    request = Request(
        administration=administration,
        kind=kind,
        subject_id=subject_id,
        title=title[:200],
        text=text,
        asked_by=by,
        asked_at=moment,
        addressed_at=moment,
        department=department,
        due_at=due_at,
        closes_itself=closes_itself,
        reach=reach,
    )
    request.next_notice_at = next_moment(request)
    request.save()
    if not quiet:
        notify_asked(request, by)
    facts = {"department": request.department_id, "due_at": due_at.isoformat()}
    record(administration=administration, actor=by, verb="request.asked", obj=request, facts=facts)
    return request


def move_managed(request: Request, due_at: datetime) -> None:
    """Another deadline; reminders begin anew."""
    change_state(request, RequestState(request.state), due_at=due_at, reach=Reach.NOBODY)


def settle_managed(request: Request, *, by: Person) -> None:
    """The department has answered on the other room's page; nothing is left to accept."""
    moment = now()
    change_state(request, RequestState.ACCEPTED, **answered_fields(request, by, moment), closed_at=moment)
    add_remark(request, RemarkKind.ANSWER, by=by)
    record(
        administration=request.administration,
        actor=by,
        verb="request.answered",
        obj=request,
        facts={"late": request.was_late},
    )


def end_managed(request: Request, *, why: str) -> None:
    """Close it without an answer. `why`: a sentence for both sides."""
    change_state(request, RequestState.OVER, closed_at=now(), question_at=None)
    add_remark(request, RemarkKind.OVER, by=None, text=why, from_press=True)
    record(administration=request.administration, actor=None, verb="request.over", obj=request, facts={})
