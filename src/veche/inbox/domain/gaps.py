"""Gaps: events that a network did not keep for us, until a person has checked the network."""

from django.db import transaction

from veche.inbox.models import Gap
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.staff.models import Person


def mark_seen(*, gap: Gap, by: Person) -> None:
    """Mark the gap as checked by a person."""
    with transaction.atomic():
        open_one = Gap.objects.of(gap.administration_id).filter(pk=gap.pk, seen_at=None)
        if open_one.update(seen_at=now(), seen_by=by):
            record(
                administration=gap.administration,
                actor=by,
                verb="inbox.gap_seen",
                obj=gap.account,
                facts={"gap": gap.pk},
            )
