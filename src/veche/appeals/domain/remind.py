"""Remind of appeals: the press service at 75 % of the term, its head when the term is over."""

from django.db import transaction

from veche.appeals.domain.news import tell_of_term
from veche.appeals.domain.terms import next_notice
from veche.appeals.enums import AppealState, Reach
from veche.appeals.models import Appeal
from veche.journal.domain.record import record
from veche.kernel.clock import now

BATCH = 200


def remind_waiting() -> int:
    """Take the steps that are due, at most `BATCH` appeals at once. Returns the number of appeals."""
    waiting = Appeal.objects.unscoped().filter(next_notice_at__lte=now()).order_by("next_notice_at")
    return sum(_step(pk) for pk in list(waiting.values_list("pk", flat=True)[:BATCH]))


def _step(pk: int) -> bool:
    with transaction.atomic():
        rows = Appeal.objects.unscoped().select_for_update(of=("self",)).select_related("administration")
        appeal = rows.filter(pk=pk, state=AppealState.WAITING, next_notice_at__lte=now()).first()
        if appeal is None:  # decided meanwhile
            return False
        while appeal.next_notice_at is not None and appeal.next_notice_at <= now():
            appeal.reach = Reach(appeal.reach + 1)
            appeal.next_notice_at = next_notice(appeal)
        appeal.save(update_fields=("reach", "next_notice_at"))
        tell_of_term(appeal)
        facts = {"reach": int(appeal.reach)}
        record(administration=appeal.administration, actor=None, verb="appeal.reminded", obj=appeal, facts=facts)
    return True
