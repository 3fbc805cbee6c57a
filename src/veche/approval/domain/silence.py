"""Steps whose route counts silence as a yes: first a reminder, then a decision without a person."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from veche.alarms.domain.notify import notify
from veche.alarms.domain.one_by_one import run_each
from veche.alarms.news import Matter
from veche.approval.domain.decide import facts_of, lock_step, refuse_closed, refuse_decided, store_decision
from veche.approval.domain.department_requests import reminded
from veche.approval.domain.holders import people_for
from veche.approval.domain.queries import OPEN, each_of
from veche.approval.domain.turns import after_working_hours
from veche.approval.enums import Verdict
from veche.approval.errors import ApprovalError
from veche.approval.models import Decision, Step
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.kit.moments import dated
from veche.staff.enums import Role
from veche.staff.models import Administration, Person

NEWS = "approval.silence"
# The part of the term after which people are reminded.
REMIND_AT = 0.75
# Working hours after the reminder in which somebody can still answer, whatever the deadline.
AFTER_THE_REMINDER = 1


def remind() -> int:
    """Tell the people of each step once that their silence will soon count as a yes. Returns the number of steps."""
    return run_each(_remind, (step for step in each_of(_silent().filter(reminded_at=None)) if _may_remind(step)))


def _remind(step: Step) -> bool:
    with transaction.atomic():
        Step.objects.of(step.administration_id).filter(pk=step.pk).update(reminded_at=now())
        if step.role != Role.CURATOR:
            notify(step.administration_id, NEWS, step.pk, people_for(step)[0])
        facts = facts_of(step, step.sheet.version)
        record(administration=step.administration, actor=None, verb="approval.reminded", obj=step.sheet, facts=facts)
    return True


def _may_remind(step: Step) -> bool:
    """Whether the reminder is due. A department is reminded by its request, so its step only follows that."""
    return reminded(step) if step.role == Role.CURATOR else reminder_at(step) <= now()


def expired() -> Iterator[Step]:
    """Reminded steps whose silence is a yes by now.

    All of them: those that the caller leaves to a person stay here and must not hide the others.
    """
    moment = now()
    found = _silent().filter(reminded_at__lte=moment - timedelta(hours=AFTER_THE_REMINDER), due_at__lte=moment)
    return (step for step in each_of(found) if counts_at(step) <= moment)


def counts_at(step: Step) -> datetime:
    """When no answer becomes a yes: at the deadline, or later if the reminder leaves less than a working hour.

    A reminder that is still to come is counted at its part of the term.
    """
    reminded = step.reminded_at or reminder_at(step)
    return max(step.due_at, after_working_hours(step.administration, reminded, AFTER_THE_REMINDER))


def reminder_at(step: Step) -> datetime:
    asked = step.asked_at or step.due_at
    return asked + REMIND_AT * (step.due_at - asked)


def agree_by_silence(step: Step) -> Decision | None:
    """Store the yes of the route. None if a person decided meanwhile or the sheet is closed."""
    with transaction.atomic():
        locked = lock_step(step)
        version = locked.sheet.version
        try:
            refuse_decided(locked)
            refuse_closed(locked, version)
        except ApprovalError:
            return None
        said = store_decision(locked, Verdict.YES, person=None)
        facts = facts_of(locked, version)
        record(administration=version.administration, actor=None, verb=NEWS, obj=locked.sheet, facts=facts)
    return said


def silence_matters(administration: Administration, _person: Person, steps: Sequence[int]) -> Mapping[int, Matter]:
    """What a letter says about those of these steps that are still open, by id."""
    found = Step.objects.of(administration).filter(OPEN, pk__in=steps, silence=True)
    zone = administration.time_zone
    return {
        step.pk: Matter(
            title=step.sheet.version.post.plan_item.title,
            lines=(f"Если не ответить, это станет вашим согласием: {dated(counts_at(step), zone)}.",),
            action="Прочитать",
            path=reverse("approval:detail", args=[step.pk]),
            at=step.due_at,
            late=step.due_at < now(),
            thing=reverse("approval:detail", args=[step.pk]),
        )
        for step in found.select_related("administration", "sheet__version__post__plan_item")
    }


def _silent() -> QuerySet[Step]:
    found: QuerySet[Step] = Step.objects.unscoped().filter(OPEN, silence=True)
    return found.select_related("administration", "sheet__version__post__plan_item", "department", "office")
