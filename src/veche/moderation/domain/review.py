"""Restrictions without an end are looked at once a quarter: they stay, or they are lifted."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.moderation.domain.authors import lock_authors, over, restrictions_of
from veche.moderation.errors import ModerationError
from veche.moderation.models import Restriction
from veche.staff.models import Administration, Person

QUARTER: Final = timedelta(days=91)


def due_for_review(administration: Administration) -> "QuerySet[Restriction]":
    """In force without an end, and nobody has said for a quarter that they stay; oldest first."""
    since = now() - QUARTER
    rows: QuerySet[Restriction] = Restriction.objects.of(administration).filter(until=None, ended_at=None)
    rows = rows.exclude(over()).filter(Q(reviewed_at=None, at__lte=since) | Q(reviewed_at__lte=since))
    return rows.select_related("account", "by", "message", "act", "release_act").order_by("at", "pk")


def keep(*, restriction: Restriction, by: Person) -> Restriction:
    """«Оставить»: it stays for another quarter. Raises `ModerationError` if it is over."""
    with transaction.atomic():
        lock_authors(restriction.account)
        rows = restrictions_of(restriction.account, restriction.author_id).filter(pk=restriction.pk, until=None)
        fresh = rows.exclude(over()).first()
        if fresh is None:
            raise ModerationError("Этого ограничения уже нет или у него есть срок. Ничего не изменилось.")
        fresh.reviewed_at = now()
        fresh.save(update_fields=("reviewed_at",))
        record(administration=fresh.administration, actor=by, verb="author.restriction_reviewed", obj=fresh)
    return fresh
