"""Settings of the inbox, and when a resident has waited for long: by the working clock."""

from datetime import datetime, timedelta

from django.db import transaction

from veche.inbox.models import InboxSettings
from veche.journal.domain.record import record
from veche.kernel.clock import now, subtract_working_hours
from veche.staff.domain.locking import lock_administration
from veche.staff.domain.working_hours import hours_of
from veche.staff.models import Administration, Person

LEAST_MINUTES, MOST_MINUTES = 5, 480
LEAST_HOURS, MOST_HOURS = 1, 80


def settings_of(administration: Administration) -> InboxSettings:
    """What the administration has chosen, or the defaults."""
    return InboxSettings.objects.of(administration).first() or InboxSettings(administration=administration)


def set_inbox(*, by: Person, hold_minutes: int, late_hours: int) -> None:
    city, said = by.administration, {"hold_minutes": hold_minutes, "late_hours": late_hours}
    with transaction.atomic():
        lock_administration(city)
        before = settings_of(city)
        if all(getattr(before, name) == value for name, value in said.items()):
            return
        InboxSettings.objects.of(city).update_or_create(administration=city, defaults=said)
        record(administration=city, actor=by, verb="inbox.settings_changed", obj=city, facts=said)


def late_before(administration: Administration) -> datetime:
    """Whoever has written before this moment has waited for at least `late_hours` of work."""
    late = timedelta(hours=settings_of(administration).late_hours)
    return subtract_working_hours(now(), late, administration.time_zone, hours_of(administration))
