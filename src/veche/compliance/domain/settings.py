"""What is checked in posts, when a register counts as old, and the days of an election. Kept in the journal."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from veche.compliance.domain.registers import settings_of
from veche.compliance.models import CheckSettings
from veche.journal.domain.record import record
from veche.preflight.finding import FAMILIES
from veche.staff.domain.locking import lock_administration
from veche.staff.models import Person


def set_old_after(*, by: Person, days: int) -> None:
    """After how many days a register counts as old."""
    _change(by, {"old_after_days": days}, "compliance.old_after_changed", {"days": days})


def set_families(*, by: Person, checked: Collection[str]) -> None:
    """Check these families of `preflight` and no others."""
    skipped = [family for family in FAMILIES if family not in checked]
    facts = {"checked": [family for family in FAMILIES if family in checked]}
    _change(by, {"skipped": skipped}, "compliance.families_changed", facts)


def set_election(
    *, by: Person, voting: tuple[date, date] | None, campaign_from: date | None, candidates: Sequence[str]
) -> None:
    """The days of voting, None: no election is known."""
    if voting is None:
        campaign_from, candidates = None, ()
    first, last = voting or (None, None)
    said = {
        "voting_first": first,
        "voting_last": last,
        "campaign_from": campaign_from,
        "candidates": list(candidates),
    }
    facts = {
        "voting": [day.isoformat() for day in voting or ()],
        "campaign": campaign_from and campaign_from.isoformat(),
        "candidates": len(candidates),
    }
    _change(by, said, "compliance.election_changed", facts)


def _change(by: Person, said: dict[str, Any], verb: str, facts: dict[str, Any]) -> None:
    """Write the fields and one entry; nothing if they are as they were."""
    city = by.administration
    with transaction.atomic():
        lock_administration(city)
        before = settings_of(city)
        if all(getattr(before, name) == value for name, value in said.items()):
            return
        CheckSettings.objects.of(city).update_or_create(administration=city, defaults=said)
        record(administration=city, actor=by, verb=verb, obj=city, facts=facts)
