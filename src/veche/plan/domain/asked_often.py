"""Occasions out of what many residents ask. Which messages those are is told by a room above (`register`)."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from veche.journal.domain.record import record
from veche.plan.enums import OccasionKind
from veche.plan.models import Occasion, PlanItem
from veche.staff.models import Administration


@dataclass(frozen=True, slots=True)
class Asked:
    """How many residents asked about an occasion, and the page with their messages."""

    people: int
    url: str


type Reader = Callable[[Administration, Collection[int]], Mapping[int, Asked]]
_readers: list[Reader] = []


def register(reader: Reader) -> None:
    """`reader` tells of occasions, by their ids, who asked. The last one registered is asked."""
    _readers[:] = [reader]


def asked_about(administration: Administration, occasions: Collection[int]) -> Mapping[int, Asked]:
    """By the occasion's id; those that no resident asked about are left out. At most one query."""
    return _readers[0](administration, occasions) if _readers and occasions else {}


def note_asked(administration: Administration, title: str) -> Occasion:
    """Write an occasion of the kind `REQUEST`, without an author and a day. Needs a transaction."""
    made: Occasion = Occasion.objects.create(administration=administration, kind=OccasionKind.REQUEST, title=title)
    facts = {"kind": made.kind}
    record(administration=administration, actor=None, verb="occasion.added", obj=made, facts=facts)
    return made


def drop_idle(administration: Administration, found: Mapping[int, str]) -> set[int]:
    """Delete those of these occasions that nobody has used: not planned from, and with the title that the program gave.

    `found`: titles by id. Returns the ids of those that were deleted. Needs a transaction.
    """
    planned = PlanItem.objects.of(administration).filter(occasion=OuterRef("pk"))
    unused = Occasion.objects.of(administration).filter(
        ~Exists(planned), Q(note="", place="", starts_at=None, created_by=None), pk__in=found
    )
    gone = [one for one in unused if one.title == found[one.pk]]
    for one in gone:
        record(administration=administration, actor=None, verb="occasion.removed", obj=one, facts={"kind": one.kind})
    ids = {one.pk for one in gone}
    Occasion.objects.of(administration).filter(pk__in=ids).delete()
    return ids
