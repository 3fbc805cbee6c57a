"""What a calendar gives its events: who is in charge, how early to warn, whether their material is asked for."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from veche.journal.domain.record import record
from veche.kernel import clock
from veche.plan.models import Calendar
from veche.staff.models import Person

SET = ("item_department", "item_category", "warns_days", "asks_after", "asks_for")


def set_calendar(*, calendar: Calendar, by: Person, said: Mapping[str, Any]) -> None:
    """Save settings: `said` by field (`SET`). Material is asked for in the name of whoever switched that on, of events
    from then on."""
    with transaction.atomic():
        found = Calendar.objects.of(calendar.administration_id).select_for_update(of=("self",)).get(pk=calendar.pk)
        changed = [name for name in SET if name in said and getattr(found, name) != said[name]]
        if not changed:
            return
        if "asks_after" in changed:
            _switch(found, by, was=found.asks_after, hours=said["asks_after"])
        for name in changed:
            setattr(found, name, said[name])
        found.save(update_fields=(*changed, "asks_by", "asks_since"))
        facts = {"settings": changed}
        record(administration=found.administration, actor=by, verb="calendar.set", obj=found, facts=facts)


def _switch(calendar: Calendar, by: Person, *, was: int | None, hours: int | None) -> None:
    if hours is None:
        calendar.asks_by = calendar.asks_since = None
    elif was is None:
        calendar.asks_by, calendar.asks_since = by, clock.now()
