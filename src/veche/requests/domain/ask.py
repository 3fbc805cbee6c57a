"""Ask a department, or somebody else when it is not theirs; withdraw; move the deadline."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.requests.domain.deadlines import next_moment
from veche.requests.domain.duty import answering
from veche.requests.domain.file_rights import attach_asked_file
from veche.requests.domain.files import unsent
from veche.requests.domain.news import notify_asked, notify_department
from veche.requests.domain.thread import add_remark, begin_term, change_state, locked, refuse_deadline
from veche.requests.enums import DEPARTMENTS_MOVE, OPEN, RemarkKind, RequestState
from veche.requests.errors import RequestError
from veche.requests.models import Request
from veche.staff.domain.once import made_before
from veche.staff.models import Administration, Department, Person
from veche.staff.rules import is_head, is_press

NOBODY_ANSWERS = (
    "Сегодня за этот отдел никто не отвечает. Поручение не ушло, всё на месте: выберите другой отдел или попросите "
    "отдел ИТ назначить куратора."
)
TO_WHOM = "Не выбрано, кому поручить. Остальное на месте."


def ask(  # noqa: PLR0913 -- a request is all of this
    *,
    administration: Administration,
    by: Person,
    kind: str,
    title: str,
    text: str,
    due_at: datetime,
    department: Department | None = None,
    person: Person | None = None,
    to_press: bool = False,
    subject_id: int | None = None,
    once: UUID | None = None,
) -> Request:
    """Ask a department or one person of it, or the press service (`to_press`).

    The same `once` of the same person returns the existing request. Raises `RequestError`.
    """
    refuse_deadline(due_at)
    moment = now()
    with transaction.atomic():
        if made := made_before(Request.objects.of(administration).filter(asked_by=by), by, once):
            return made
        request = Request(
            administration=administration,
            kind=kind,
            subject_id=subject_id,
            title=title.strip(),
            text=text.strip(),
            asked_by=by,
            asked_at=moment,
            from_head=is_head.test(by) and not is_press.test(by),
            addressed_at=moment,
            due_at=due_at,
            once=once,
        )
        _address(request, department, person, to_press=to_press)
        request.next_notice_at = next_moment(request)
        request.save()
        attach_asked_file(request, by)
        notify_asked(request, by)
        record(administration=administration, actor=by, verb="request.asked", obj=request, facts=_facts(request))
    return request


def readdress(
    *,
    request: Request,
    by: Person,
    due_at: datetime,
    department: Department | None = None,
    person: Person | None = None,
    to_press: bool = False,
    note: str = "",
    kind: RemarkKind = RemarkKind.READDRESSED,
) -> Request:
    """Ask another department or person, with a new term. An answer that waits for a look stays where it is.

    Files that the former department had not sent are not the next one's: they stay in the library only.
    """
    with transaction.atomic():
        found = locked(request, *DEPARTMENTS_MOVE, RequestState.QUESTION, RequestState.REFUSED)
        _address(found, department, person, to_press=to_press)
        unsent(found).delete()
        address = {name: getattr(found, name) for name in ("department", "person", "to_press")}
        begun_anew = {"first_answered_at": None, "minutes_to_answer": None, "was_late": False}
        begin_term(found, RequestState.ASKED, due_at, addressed_at=now(), **address, **begun_anew)
        told = add_remark(found, kind, by=by, text=note, from_press=True)
        facts = _facts(found)
        notify_department(found, told)
        record(administration=found.administration, actor=by, verb="request.readdressed", obj=found, facts=facts)
    return found


def withdraw(*, request: Request, by: Person, note: str = "") -> Request:
    """Close it without an answer."""
    with transaction.atomic():
        found = locked(request, *OPEN)
        change_state(found, RequestState.WITHDRAWN, closed_at=now(), question_at=None)
        told = add_remark(found, RemarkKind.WITHDRAWN, by=by, text=note, from_press=True)
        notify_department(found, told)
        record(administration=found.administration, actor=by, verb="request.withdrawn", obj=found, facts={})
    return found


def move_deadline(*, request: Request, by: Person, due_at: datetime) -> Request:
    """Give the department another term; reminders begin anew."""
    with transaction.atomic():
        found = locked(request, *DEPARTMENTS_MOVE)
        was = found.due_at
        if was == due_at:
            return found
        begin_term(found, RequestState(found.state), due_at)
        add_remark(found, RemarkKind.MOVED, by=by, from_press=True)
        facts = {"from": was.isoformat(), "to": due_at.isoformat()}
        record(administration=found.administration, actor=by, verb="request.moved", obj=found, facts=facts)
    return found


def _address(request: Request, department: Department | None, person: Person | None, *, to_press: bool) -> None:
    """Set to whom it goes. Raises `RequestError` if nobody would answer it today."""
    city = request.administration_id
    if person is None and department is None and not to_press:
        raise RequestError(TO_WHOM)
    if any(one is not None and one.administration_id != city for one in (person, department)):
        raise RequestError(TO_WHOM)
    request.person, request.to_press = person, to_press
    request.department = None if to_press else department or (person.department if person else None)
    if request.department is not None:
        rows = Department.objects.of(city).select_for_update(no_key=True)
        if rows.get(pk=request.department.pk).archived_at is not None:
            raise RequestError("Отдел в архиве, его уже не спросить. Остальное на месте: выберите другой.")
    if not answering(request):
        raise RequestError(NOBODY_ANSWERS)


def _facts(request: Request) -> Mapping[str, object]:
    return {
        "department": request.department_id,
        "person": request.person_id,
        "due_at": request.due_at.isoformat(),
    }
