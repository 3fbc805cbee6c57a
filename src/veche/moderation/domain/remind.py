"""Remind of second signatures (at 75 % of the term and at its end) and of the quarterly review."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from veche.alarms.domain.notify import forget
from veche.journal.domain.record import record
from veche.moderation.domain.news import REVIEW, REVIEW_LATE, notify_of_review, notify_of_second
from veche.moderation.domain.review import is_due
from veche.moderation.enums import Reach
from veche.moderation.models import AskedRestriction, Restriction
from veche.requests.domain.reminders import BATCH, advance, remind_each

# A review that nobody makes for so long after the press service was told goes to its head.
ABOVE_AFTER: Final = timedelta(days=14)


def remind() -> int:
    """Take the steps that are due, in all administrations. Returns their number."""
    waiting = AskedRestriction.objects.unscoped().filter(decided_at=None)
    return remind_each(waiting.select_related("administration", "message"), _remind_of_second) + _reviews()


def _remind_of_second(asked: AskedRestriction) -> None:
    advance(asked, _next_notice)
    asked.save(update_fields=("reach", "next_notice_at"))
    notify_of_second(asked)
    facts = {"reach": int(asked.reach)}
    record(administration=asked.administration, actor=None, verb="author.second_reminded", obj=asked, facts=facts)


def _next_notice(asked: AskedRestriction) -> datetime | None:
    return asked.due_at if asked.reach == Reach.REMINDED else None


def _reviews() -> int:
    first = is_due(timedelta()).filter(review_reach=Reach.NOBODY)
    above = is_due(ABOVE_AFTER).filter(review_reach=Reach.REMINDED)
    return sum(
        _remind_of_review(pk, rows) for rows in (first, above) for pk in rows.values_list("pk", flat=True)[:BATCH]
    )


def _remind_of_review(pk: int, rows: "QuerySet[Restriction]") -> int:
    with transaction.atomic():
        one = rows.select_related("administration").select_for_update(of=("self",)).filter(pk=pk).first()
        if one is None:  # looked at meanwhile
            return 0
        one.review_reach += 1
        one.save(update_fields=("review_reach",))
        if one.review_reach == Reach.REMINDED:  # a quarter ago people were told of the same one
            for kind in (REVIEW, REVIEW_LATE):
                forget(one.administration_id, kind, one.pk)
        notify_of_review(one)
        facts = {"reach": int(one.review_reach)}
        record(administration=one.administration, actor=None, verb="author.review_reminded", obj=one, facts=facts)
    return 1
