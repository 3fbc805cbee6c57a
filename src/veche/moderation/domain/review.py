"""Restrictions without an end are looked at once a quarter: they stay, or they are lifted."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.moderation.domain.authors import lock_authors, over, restrictions_of
from veche.moderation.enums import Reach
from veche.moderation.errors import ModerationError
from veche.moderation.models import Restriction
from veche.staff.compiled import compiled_once, this_moment
from veche.staff.models import Administration, Person
from veche.staff.together import Reading

QUARTER: Final = timedelta(days=91)


def due_for_review(administration: Administration) -> "QuerySet[Restriction]":
    """Restrictions without an end that nobody has confirmed for a quarter, oldest first."""
    rows = _due(Restriction.objects.of(administration), timedelta())
    return rows.select_related("account", "by", "message", "act", "release_act").order_by("at", "pk")


def reading_of_reviews_due(administration: Administration) -> Reading[list[Restriction]]:
    """`due_for_review`, to be read with other things."""
    return Reading(_due_for_review.bind(administration), list)


@compiled_once
def _due_for_review(administration: Administration) -> "QuerySet[Restriction]":
    return due_for_review(administration)


def is_due(late: timedelta) -> "QuerySet[Restriction]":
    """Restrictions whose review has been due for `late`, in all administrations. For the schedule."""
    return _due(Restriction.objects.unscoped(), late)


def _due(rows: "QuerySet[Restriction]", late: timedelta) -> "QuerySet[Restriction]":
    since = this_moment() - (QUARTER + late)
    open_ones = rows.filter(until=None, ended_at=None).exclude(over())
    return open_ones.filter(Q(reviewed_at=None, at__lte=since) | Q(reviewed_at__lte=since))


def keep(*, restriction: Restriction, by: Person) -> Restriction:
    """«Оставить»: it stays for another quarter. Raises `ModerationError` if it is over."""
    with transaction.atomic():
        lock_authors(restriction.account)
        rows = restrictions_of(restriction.account, restriction.author_id).filter(pk=restriction.pk, until=None)
        fresh = rows.exclude(over()).first()
        if fresh is None:
            raise ModerationError("Этого ограничения уже нет или у него есть срок. Ничего не изменилось.")
        fresh.reviewed_at, fresh.review_reach = now(), Reach.NOBODY
        fresh.save(update_fields=("reviewed_at", "review_reach"))
        record(administration=fresh.administration, actor=by, verb="author.restriction_reviewed", obj=fresh)
    return fresh
