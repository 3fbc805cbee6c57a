"""Moves and cancellations of items, kept with the reasons that people give."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.plan.models import PlanChange, PlanItem
from veche.staff.models import Administration, Person


def note_change(*, item: PlanItem, by: Person | None, became: datetime | None, reason: str) -> None:
    """Keep that the item leaves its hour, for `became` or for good. The caller holds the transaction."""
    PlanChange.objects.create(
        administration_id=item.administration_id,
        item=item,
        was=item.publish_at,
        became=became,
        reason=reason.strip(),
        by=by,
        at=now(),
    )


def has_changes(item: PlanItem) -> bool:
    """Whether a change of the item is kept."""
    return PlanChange.objects.of(item.administration_id).filter(item=item).exists()


def changes_between(administration: Administration, start: datetime, end: datetime) -> dict[int, list[PlanChange]]:
    """Changes of items that stood between the two moments, by item, oldest first. Two queries."""
    rows = PlanChange.objects.of(administration).filter(was__gte=start, was__lt=end)
    found: dict[int, list[PlanChange]] = {}
    for one in rows.select_related("item").prefetch_related("item__accounts").order_by("at", "pk"):
        found.setdefault(one.item_id, []).append(one)
    return found


def reasons_of(administration: Administration, items: Iterable[int]) -> dict[int, str]:
    """Why each of these items was moved last, if somebody said so. One query."""
    rows = PlanChange.objects.of(administration).filter(item__in=list(items)).order_by("at", "pk")
    return {item: reason for item, reason in rows.values_list("item", "reason") if reason}


def give_reason(*, change: PlanChange, by: Person, reason: str) -> None:
    """Write why the item was moved or cancelled; a second one replaces the first. The journal names no words."""
    with transaction.atomic():
        PlanChange.objects.of(change.administration_id).filter(pk=change.pk).update(reason=reason.strip())
        record(administration=change.administration, actor=by, verb="plan.reason_given", obj=change.item, facts={})
