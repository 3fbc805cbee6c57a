"""Remind of appeals: the press service at 75 % of the term, its head when the term is over."""

from veche.appeals.domain.news import notify_of_term
from veche.appeals.domain.terms import next_notice
from veche.appeals.enums import AppealState
from veche.appeals.models import Appeal
from veche.journal.domain.record import record
from veche.requests.domain.reminders import advance, remind_each


def remind_waiting() -> int:
    """Take the steps that are due. Returns the number of appeals."""
    waiting = Appeal.objects.unscoped().filter(state=AppealState.WAITING)
    return remind_each(waiting.select_related("administration"), _remind)


def _remind(appeal: Appeal) -> None:
    advance(appeal, next_notice)
    appeal.save(update_fields=("reach", "next_notice_at"))
    notify_of_term(appeal)
    facts = {"reach": int(appeal.reach)}
    record(administration=appeal.administration, actor=None, verb="appeal.reminded", obj=appeal, facts=facts)
