from datetime import date

from django.db.models import Model

from veche.journal.domain.chain import object_key
from veche.journal.models import Entry, EntryQuerySet, Head
from veche.kernel.clock import day_bounds


def entries(
    administration: Model,
    *,
    zone: str,
    verb: str = "",
    actor_id: int | None = None,
    by_machine: bool = False,
    since: date | None = None,
    until: date | None = None,
) -> EntryQuerySet:
    """Entries, newest first, with the person. Days are the city's (`zone`), both inclusive."""
    found = Entry.objects.of(administration).select_related("actor").order_by("-number")
    if verb:
        found = found.filter(verb=verb)
    if actor_id is not None:
        found = found.filter(actor=actor_id)
    if by_machine:
        found = found.filter(actor=None)
    if since:
        found = found.filter(at__gte=day_bounds(since, zone)[0])
    if until:
        found = found.filter(at__lt=day_bounds(until, zone)[1])
    return found


def history_of(administration: Model, obj: Model) -> EntryQuerySet:
    """Entries about one object, newest first."""
    found = Entry.objects.of(administration).filter(**object_key(obj))
    return found.select_related("actor").order_by("-number")


def end_of(administration: Model) -> Head | None:
    """Number and hash of the last entry; None without one."""
    return Head.objects.filter(administration=administration.pk).first()
