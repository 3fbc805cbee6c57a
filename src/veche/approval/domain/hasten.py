"""The urgent lane: the head of press releases a version with one signature, the others review it later."""

from django.db import transaction
from django.db.models import QuerySet

from veche.approval.domain.decide import ask_next_or_close, decide, facts_of, lock_step, refuse_version_closed
from veche.approval.domain.department_requests import sync_requests
from veche.approval.enums import Verdict
from veche.approval.errors import ApprovalError
from veche.approval.models import ApprovalSheet, Decision, Step
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.staff.domain.roles import forget_roles, roles_of
from veche.staff.enums import Role
from veche.staff.models import Person


def hasten(*, step: Step, by: Person, why: str) -> ApprovalSheet:
    """Agree the sheet of this step at once. Undecided steps of others become reviews.

    Raises `ApprovalError`; nothing changes then.
    """
    words = why.strip()
    if not words:
        raise ApprovalError("Напишите, почему срочно: это прочтут те, чьей подписи не дождались.")
    with transaction.atomic():
        locked = lock_step(step)
        sheet: ApprovalSheet = locked.sheet
        refuse_version_closed(locked, sheet.version)
        _refuse_relieved(by)
        own = _own(sheet)
        if not _others(sheet, own).update(later=True):
            raise ApprovalError("Других подписей не ждём: спешить незачем, решите как обычно.")
        sheet.hastened_by, sheet.hastened_why = by, words[:300]
        sheet.save(update_fields=("hastened_by", "hastened_why"))
        if own is not None:
            decide(step=own, by=by, verdict=Verdict.YES)
        else:
            ask_next_or_close(sheet)
        sync_requests(sheet)
        facts = facts_of(locked, sheet.version)
        record(administration=sheet.administration, actor=by, verb="approval.hastened", obj=sheet, facts=facts)
    sheet.refresh_from_db()
    return sheet


def _refuse_relieved(by: Person) -> None:
    """Raise if the person is not the head of press any more, though they were when the page was opened."""
    forget_roles(by)
    if Role.PRESS_HEAD not in roles_of(by):
        raise ApprovalError(
            "Срочно выпускает начальник пресс-службы или тот, кто его замещает. Запись ждёт прежних подписей."
        )


def _own(sheet: ApprovalSheet) -> Step | None:
    """The step of the head of press, asked now; None if it has a yes to this very version."""
    steps = Step.objects.of(sheet.administration_id).filter(sheet=sheet, role=Role.PRESS_HEAD, later=False)
    said = Decision.objects.of(sheet.administration_id).filter(step__in=steps, carried_from=None)
    own: Step | None = steps.filter(decision=None).order_by("position", "pk").first()
    if own is None and said.exists():
        return None
    own = own or Step(administration=sheet.administration, sheet=sheet, role=Role.PRESS_HEAD, due_at=now())
    own.asked_at = own.asked_at or now()
    own.save()
    return own


def _others(sheet: ApprovalSheet, own: Step | None) -> QuerySet[Step]:
    undecided: QuerySet[Step] = Step.objects.of(sheet.administration_id).filter(sheet=sheet, decision=None, later=False)
    return undecided.exclude(pk=own.pk) if own else undecided
