"""Pages of the queue of appeals, by a cursor: each begins where the former ended, however many came or left since."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from django.db.models import Q, QuerySet, TextChoices

from veche.appeals.models import Appeal
from veche.kernel.clock import EPOCH, MICROSECOND, now
from veche.kit.ids import id_from
from veche.staff.models import Administration

PAGE: Final = 40
# The year 9999, in microseconds.
_LAST: Final = 253_370_764_800_000_000


class Show(TextChoices):
    """What the list shows."""

    WAITING = "waiting", "Ждут решения"
    LATE = "late", "Опаздывают"
    LOST = "lost", "Без номера"
    DONE = "done", "Решённые"


@dataclass(frozen=True, slots=True)
class Cursor:
    """A line's place: the moment by which the list is sorted, and its id. `back`: the page before it, else after it."""

    at: datetime
    pk: int
    back: bool = False

    def __str__(self) -> str:
        return f"{(self.at - EPOCH) // MICROSECOND}_{self.pk}"

    @classmethod
    def read(cls, written: str, *, back: bool) -> Self | None:
        """The cursor of an address; None for what is none."""
        moment, pk = (id_from(one) for one in written.partition("_")[::2])
        if moment is None or pk is None or moment > _LAST:
            return None
        return cls(EPOCH + moment * MICROSECOND, pk, back)


@dataclass(frozen=True, slots=True)
class Page:
    """`before`, `after`: cursors of the neighbouring pages; None where there is none."""

    appeals: list[Appeal]
    before: Cursor | None = None
    after: Cursor | None = None


def list_page(administration: Administration, show: Show, cursor: Cursor | None = None) -> Page:
    """The nearest term first; decided ones newest first. The first page where the cursor leads to no whole one."""
    found = _read(administration, show, cursor)
    if cursor and (not found.appeals or (cursor.back and found.before is None)):
        return _read(administration, show, None)
    return found


def _read(administration: Administration, show: Show, cursor: Cursor | None) -> Page:
    """One query."""
    field = "decided_at" if show == Show.DONE else "due_at"
    back = cursor is not None and cursor.back
    falls = (show == Show.DONE) != back
    rows = _shown(administration, show)
    if cursor is not None:
        rows = rows.filter(_beyond(field, cursor, falls=falls))
    order = (f"-{field}", "-pk") if falls else (field, "pk")
    found = list(rows.order_by(*order)[: PAGE + 1])
    more, shown = len(found) > PAGE, found[:PAGE]
    if not shown:
        return Page([])
    if back:
        shown.reverse()
    return Page(
        shown,
        _at(shown[0], field, back=True) if (more if back else cursor) else None,
        _at(shown[-1], field) if back or more else None,
    )


def _shown(administration: Administration, show: Show) -> "QuerySet[Appeal]":
    rows: QuerySet[Appeal] = Appeal.objects.of(administration).filter(decided_at__isnull=show != Show.DONE)
    if show == Show.LATE:
        rows = rows.filter(due_at__lt=now())
    if show == Show.LOST:
        rows = rows.filter(judge=None)
    return rows.select_related("ticket", "ruling__message__account", "restriction__account", "decided_by")


def _beyond(field: str, cursor: Cursor, *, falls: bool) -> Q:
    """Lines after the cursor in the order of the query. The first condition is the one that the index can use."""
    side = "lt" if falls else "gt"
    there = Q(**{f"{field}__{side}e": cursor.at})
    return there & (Q(**{f"{field}__{side}": cursor.at}) | Q(**{f"pk__{side}": cursor.pk}))


def _at(appeal: Appeal, field: str, *, back: bool = False) -> Cursor:
    return Cursor(getattr(appeal, field), appeal.pk, back)
