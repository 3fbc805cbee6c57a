"""What every verb of a case does: lock it, note the step."""

from veche.cases.enums import OPEN, CaseState, StepKind, WhyClosed
from veche.cases.errors import Ended
from veche.cases.models import Case, CaseStep
from veche.kernel.clock import now
from veche.requests.models import Request
from veche.staff.models import Person


def locked(case: Case) -> Case:
    """The open case, locked until the transaction ends, after its request: a department's answer locks in this order.

    Raises `Ended`.
    """
    if case.request_id is not None:
        Request.objects.of(case.administration_id).select_for_update(of=("self",)).get(pk=case.request_id)
    rows = Case.objects.of(case.administration_id).select_for_update(of=("self",))
    found: Case = rows.select_related("administration", "department", "request").get(pk=case.pk)
    if found.state not in OPEN:
        raise Ended
    return found


def end_answered(case: Case) -> None:
    """End a case whose answer is on its way, or out."""
    case.closed_at, case.next_notice_at = now(), None
    case.state = CaseState.CLOSED if case.whose else CaseState.ANSWERED
    case.why_closed = WhyClosed.NOT_OURS if case.whose else ""


def add_step(case: Case, kind: StepKind, by: Person | None) -> CaseStep:
    made: CaseStep = CaseStep.objects.create(
        administration_id=case.administration_id, case=case, kind=kind, by=by, at=now()
    )
    return made
