"""Whose turn it is: steps of the lowest undecided position, all at once."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from veche.approval.domain.deadlines import due_for
from veche.approval.models import ApprovalSheet, Step
from veche.kernel.clock import now
from veche.requests.domain.deadlines import add_hours
from veche.staff.models import Administration


def open_next(sheet: ApprovalSheet, *, hour: datetime) -> list[Step]:
    """Ask the steps whose turn has come: those asked now, none if nobody is left or if earlier ones still decide."""
    left = list(Step.objects.of(sheet.administration_id).filter(sheet=sheet, decision=None, later=False))
    first = min((step.position for step in left), default=None)
    turn = [step for step in left if step.position == first and step.asked_at is None]
    _ask(turn, hour, sheet)
    return turn


def expected(steps: Iterable[Step], *, hour: datetime, correction: bool) -> None:
    """Set `due_at` of steps in the order of `position`, as if each were answered at its deadline."""
    begins, ends, position = now(), now(), None
    for step in steps:
        if step.position != position:
            begins, position = ends, step.position
        step.due_at = due(step, begins, hour=hour, correction=correction)
        ends = max(ends, step.due_at)


def due(step: Step, moment: datetime, *, hour: datetime, correction: bool) -> datetime:
    """The deadline of a step that is asked at `moment`."""
    if step.hours is None:
        return due_for(hour, moment, correction=correction)
    return after_working_hours(step.administration, moment, step.hours)


def after_working_hours(administration: Administration, moment: datetime, hours: int) -> datetime:
    return add_hours(moment, timedelta(hours=hours), administration)


def _ask(steps: Iterable[Step], hour: datetime, sheet: ApprovalSheet) -> None:
    moment = now()
    for step in steps:
        step.administration = sheet.administration
        step.asked_at, step.due_at = moment, due(step, moment, hour=hour, correction=sheet.correction)
        step.save(update_fields=("asked_at", "due_at"))
