"""Open requests of a department that goes to the archive."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import QuerySet
from django.urls import reverse

from veche.kernel.clock import now
from veche.requests.domain.ask import readdress
from veche.requests.domain.deadlines import add_hours
from veche.requests.domain.lateness import is_late
from veche.requests.enums import DEPARTMENTS_MOVE, RemarkKind, RequestState
from veche.requests.errors import RequestError
from veche.requests.kinds import answered_elsewhere, kind_of
from veche.requests.models import Request
from veche.staff.domain.department_matters import Handover, OpenMatter, register
from veche.staff.errors import CannotHandOver
from veche.staff.models import Department, Person

# What is late begins anew with this much working time.
FOR_A_LATE_ONE = timedelta(hours=8)
# An answer that was sent waits for the press service, whatever becomes of the department.
WAITS = DEPARTMENTS_MOVE | {RequestState.QUESTION, RequestState.REFUSED}


def matters(department: Department) -> Sequence[OpenMatter]:
    """Open requests of the department, without steps of approval, which a superior decides if nobody is left."""
    return [_matter(one) for one in _open(department)]


def _matter(request: Request) -> OpenMatter:
    page = reverse("requests:detail", args=[request.pk])
    return OpenMatter(_name(request), page, "requests.list", request.due_at, is_late(request))


def _name(request: Request) -> str:
    """The request's title; of a question only its number, because who archives a department may not read it."""
    return f"Вопрос № {request.pk}" if kind_of(request.kind).is_question else request.title


def hand_over(department: Department, to: Department, by: Person) -> None:
    """Ask the other department. Raises `CannotHandOver` if nobody there answers today.

    All of them are locked first, because each one's entry holds the journal, for which an answer to the next one waits.
    """
    for one in _open(department).select_for_update(of=("self",)):
        late = add_hours(now(), FOR_A_LATE_ONE, department.administration)
        due_at = one.due_at if one.due_at > now() else late
        try:
            note, kind = f"{department} уходит в архив.", RemarkKind.HANDED_OVER
            readdress(request=one, by=by, department=to, due_at=due_at, note=note, kind=kind)
        except RequestError as error:
            raise CannotHandOver(f"{to}: {error}") from error


def _open(department: Department) -> QuerySet[Request]:
    rows: QuerySet[Request] = Request.objects.of(department.administration_id).filter(
        ~answered_elsewhere(), department=department, closed_at=None, state__in=sorted(WAITS)
    )
    return rows.order_by("due_at", "pk")


def register_handover() -> None:
    register(Handover(matters, hand_over))
