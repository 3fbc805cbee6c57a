"""Remind of terms: the press service at 75 %, its head when the term is over, then the Head."""

from veche.cases.domain.news import notify_of_term
from veche.cases.domain.steps import add_step
from veche.cases.domain.terms import next_notice
from veche.cases.enums import OPEN, Reach, StepKind
from veche.cases.models import Case
from veche.journal.domain.record import record
from veche.requests.domain.reminders import advance, remind_each

_STEPS = {Reach.REMINDED: StepKind.REMINDED, Reach.DUE: StepKind.DUE, Reach.HEAD: StepKind.TO_HEAD}


def remind_waiting() -> int:
    """Take the steps that are due. Returns the number of cases."""
    waiting = Case.objects.unscoped().filter(state__in=sorted(OPEN))
    return remind_each(waiting.select_related("administration"), _remind)


def _remind(case: Case) -> None:
    advance(case, next_notice)
    case.save(update_fields=("reach", "next_notice_at"))
    notify_of_term(case, add_step(case, _STEPS[Reach(case.reach)], None))
    facts = {"reach": int(case.reach)}
    record(administration=case.administration, actor=None, verb="case.reminded", obj=case, facts=facts)
