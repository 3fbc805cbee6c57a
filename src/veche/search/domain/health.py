"""Is the index whole: what waits for it, what it lacks, what it should not have."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef

from veche.search import triggers
from veche.search.kinds import Kind, kinds
from veche.search.models import IndexChange, IndexEntry

# What a batch or two write: more waits only where an index is filled.
USUAL = 200


def is_filling() -> bool:
    """Whether so much waits that searches may miss older things, as after an upgrade."""
    return bool(IndexChange.objects.order_by("pk")[USUAL : USUAL + 1])


@dataclass(frozen=True, slots=True)
class IndexState:
    """`entries`: all there are; `waiting`: notes of changes. Of what does not wait: `lacking` an entry, or `left`
    without its object. `unwatched`: triggers that are not there."""

    entries: int
    waiting: int
    lacking: int
    left: int
    unwatched: tuple[str, ...]

    @property
    def good(self) -> bool:
        return not (self.lacking or self.left or self.unwatched)


def state() -> IndexState:
    """A few queries over all objects: for the doctor."""
    counted = [_of(kind) for kind in kinds()]
    return IndexState(
        entries=IndexEntry.objects.unscoped().count(),
        waiting=IndexChange.objects.count(),
        lacking=sum(lacking for lacking, _ in counted),
        left=sum(left for _, left in counted),
        unwatched=tuple(triggers.missing(connection)),
    )


def _of(kind: Kind) -> tuple[int, int]:
    """How many objects lack an entry, and entries an object; none while changes of the kind wait."""
    if IndexChange.objects.filter(kind=kind.slug).exists():
        return 0, 0
    entries = IndexEntry.objects.unscoped().filter(kind=kind.slug, key__isnull=False)
    objects = kind.everything().order_by()
    lacking = objects.filter(~Exists(entries.filter(object_id=OuterRef("pk")))).count()
    left = entries.filter(~Exists(objects.filter(pk=OuterRef("object_id")))).count()
    return lacking, left
