"""What verbs of a request have in common: its lock, its thread, its term."""

from datetime import date, datetime

from veche.kernel.clock import now
from veche.requests.domain.deadlines import LAST_DEADLINE, next_moment
from veche.requests.domain.duty import forget_duty, is_asked
from veche.requests.enums import DEPARTMENTS_MOVE, Reach, RemarkKind, RequestState
from veche.requests.errors import Conflict, RequestError
from veche.requests.kinds import own_page
from veche.requests.models import Remark, Request
from veche.staff.models import Department, Person

_READ = ("administration", "department", "person", "asked_by", "answered_by")
NOT_YOURS = (
    "Отвечать за этот отдел сегодня должен другой человек: ваше замещение кончилось или поручение передали. "
    "Ваш текст на месте: перешлите его тому, кто отвечает."
)
PASSED = "Этот срок уже прошёл. Остальное на месте: выберите срок позже."
ARCHIVED = (
    "Отдел убрали в архив, пока вы писали. Ответ не ушёл, ваш текст на месте: пресс-служба передаст поручение другому "
    "отделу."
)


ELSEWHERE = "Об этом решают на листе согласования: откройте его из «Моих поручений». Ваш текст на месте."


def locked(request: Request, *allowed: RequestState) -> Request:
    """Read and lock the row until the transaction ends. Raises `Conflict` in any other state than those allowed.

    Raises `RequestError` if the request is answered on a page of another room.
    """
    rows = Request.objects.of(request.administration_id).select_for_update(of=("self",))
    found: Request = rows.select_related(*_READ).get(pk=request.pk)
    if found.state not in allowed:
        raise Conflict(found)
    if own_page(found):
        raise RequestError(ELSEWHERE)
    return found


def refuse_stranger(request: Request, by: Person) -> None:
    """Raise `RequestError` unless the person answers for it today: since the page was opened that may have changed.

    The department is read without a lock: its archive locks what is open there before it changes anything, so the
    lock of the request is enough, and two locks in the other order would be a deadlock.
    """
    forget_duty(by)
    departments = Department.objects.of(request.administration_id).exclude(archived_at=None)
    if request.department_id is not None and departments.filter(pk=request.department_id).exists():
        raise RequestError(ARCHIVED)
    if not is_asked(by, request):
        raise RequestError(NOT_YOURS)


def add_remark(
    request: Request,
    kind: RemarkKind,
    *,
    by: Person | None,
    text: str = "",
    from_press: bool = False,
    until: date | None = None,
) -> Remark:
    made: Remark = Remark.objects.create(
        administration_id=request.administration_id,
        request=request,
        kind=kind,
        author=by,
        department=request.department,
        from_press=from_press,
        text=text.strip(),
        until=until,
        at=now(),
    )
    return made


def change_state(request: Request, state: RequestState, **fields: object) -> None:
    """Set state and fields. Reminders go on only while the department must act."""
    request.state = state
    for name, value in fields.items():
        setattr(request, name, value)
    request.next_notice_at = next_moment(request) if state in DEPARTMENTS_MOVE else None
    request.save(update_fields={"state", "next_notice_at", *fields})


def begin_term(request: Request, state: RequestState, due_at: datetime, **fields: object) -> None:
    """Begin a new term: the department must act until `due_at`, and reminders start again."""
    refuse_deadline(due_at)
    change_state(request, state, due_at=due_at, reach=Reach.NOBODY, question_at=None, **fields)


def refuse_deadline(due_at: datetime) -> None:
    moment = now()
    if due_at <= moment:
        raise RequestError(PASSED)
    if due_at > moment + LAST_DEADLINE:
        raise RequestError("Это больше чем через год. Остальное на месте: выберите срок ближе.")


def required_text(text: str, otherwise: str) -> str:
    """The text without blanks around it. Raises `RequestError` with the sentence `otherwise` if nothing is left."""
    words = text.strip()
    if not words:
        raise RequestError(otherwise)
    return words
