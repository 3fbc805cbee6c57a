"""Remind of terms: the press service at 75 %, its head when the term is over, then the Head."""

from django.db import transaction

from veche.cases.domain.news import tell_of_term
from veche.cases.domain.steps import add_step
from veche.cases.domain.terms import next_notice
from veche.cases.enums import OPEN, Reach, StepKind
from veche.cases.models import Case
from veche.journal.domain.record import record
from veche.kernel.clock import now

BATCH = 200
_STEPS = {Reach.REMINDED: StepKind.REMINDED, Reach.DUE: StepKind.DUE, Reach.HEAD: StepKind.TO_HEAD}


def remind_waiting() -> int:
    """Take the steps that are due, at most `BATCH` cases at once. Returns the number of cases."""
    waiting = Case.objects.unscoped().filter(next_notice_at__lte=now()).order_by("next_notice_at")
    return sum(_step(pk) for pk in list(waiting.values_list("pk", flat=True)[:BATCH]))


def _step(pk: int) -> bool:
    with transaction.atomic():
        rows = Case.objects.unscoped().select_for_update(of=("self",)).select_related("administration")
        case = rows.filter(pk=pk, state__in=sorted(OPEN), next_notice_at__lte=now()).first()
        if case is None:  # answered meanwhile
            return False
        _go_on(case)
        case.save(update_fields=("reach", "next_notice_at"))
        tell_of_term(case, add_step(case, _STEPS[Reach(case.reach)], None))
        facts = {"reach": int(case.reach)}
        record(administration=case.administration, actor=None, verb="case.reminded", obj=case, facts=facts)
    return True


def _go_on(case: Case) -> None:
    """The last step whose moment has come: after a night without a worker one step is enough."""
    moment = now()
    while case.next_notice_at is not None and case.next_notice_at <= moment:
        case.reach = Reach(case.reach + 1)
        case.next_notice_at = next_notice(case)
