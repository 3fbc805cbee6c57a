"""The last moves of the plan, and taking them back one after the other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from veche.journal.domain.queries import history_of
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.kit.moments import spoken
from veche.plan.domain.items import lock_item
from veche.plan.errors import PlanError
from veche.plan.models import PlanItem
from veche.publishing.domain.change import move
from veche.staff.models import Administration, Person

MOST = 20
MOVED = "plan.moved"
# The fact of a move that takes another one back: the number of that one's entry (`move_item`).
UNDOES = "undoes"
UNDONE = "этот перенос уже вернули"


@dataclass(frozen=True, slots=True)
class Move:
    """`number`: of its entry in the journal. `was` and `became`: hours before and after.

    `stays`: why it cannot be taken back, "" if it can. `undone`: somebody has taken it back.
    """

    number: int
    item: PlanItem
    who: str
    at: datetime
    was: datetime
    became: datetime
    stays: str
    undone: bool = False


def last_moves(administration: Administration) -> list[Move]:
    """The last twenty, newest first, of items that still exist. Two queries.

    What takes a move back is no move itself. So moves of one item can be taken back one after the other.
    """
    entries = list(_entries(administration).select_related("actor")[: 2 * MOST])
    items = PlanItem.objects.of(administration).select_related("post").in_bulk([int(one.object_id) for one in entries])
    undone, found, seen = _undone(entries), list[Move](), set[int]()
    for entry in entries:
        item = items.get(int(entry.object_id))
        if item is not None and UNDOES not in entry.facts:
            is_undone = entry.number in undone
            found.append(_move(entry, item, newest=item.pk not in seen, undone=is_undone))
            if not is_undone:
                seen.add(item.pk)
    return found[:MOST]


def last_move_of(item: PlanItem) -> int | None:
    """The number of the item's last move."""
    numbers = history_of(item.administration, item).filter(verb=MOVED).values_list("number", flat=True)
    found: int | None = numbers.first()
    return found


def move_as_shown(
    *, item: PlanItem, by: Person, publish_at: datetime, shown_at: datetime | None, reason: str = ""
) -> PlanItem:
    """Move an item that a page showed at `shown_at`. Raises `PlanError` if a colleague has moved it since."""
    with transaction.atomic():
        locked = lock_item(item)
        moved = history_of(locked.administration, locked).filter(verb=MOVED, at__gt=shown_at or now())
        if moved.exclude(actor=by).exists():
            when = spoken(locked.publish_at, locked.administration.time_zone)
            raise PlanError(
                f"Коллега уже перенёс этот пункт: теперь он стоит {when}. Если ваше время верно, нажмите ещё раз."
            )
        return move(item=item, by=by, publish_at=publish_at, reason=reason)


def move_back(*, item: PlanItem, by: Person, number: int) -> PlanItem:
    """Put the item to the hour before the move `number`, the last one that stands.

    A second press finds that it was taken back. Raises `PlanError` or `PublishingError` with what prevents it.
    """
    with transaction.atomic():
        locked = lock_item(item)
        entries = list(history_of(locked.administration, locked).filter(verb=MOVED))
        undone = _undone(entries)
        moves = [one for one in entries if UNDOES not in one.facts]
        entry = next((one for one in moves if one.number == number), None)
        if entry is None:
            raise PlanError("Такого переноса не было. Пункт стоит, где стоял.")
        newest = next((one.number for one in moves if one.number not in undone), None)
        if stays := _move(entry, locked, newest=number == newest, undone=number in undone).stays:
            raise PlanError(f"Вернуть нельзя: {stays}. Пункт стоит, где стоял.")
        return move(item=locked, by=by, publish_at=_hours(entry)[0], undoes=number)


def _entries(administration: Administration) -> Any:
    return Entry.objects.of(administration).filter(verb=MOVED).order_by("-number")


def _undone(entries: Iterable[Entry]) -> frozenset[int]:
    """Numbers of the moves that these entries take back."""
    return frozenset(one.facts[UNDOES] for one in entries if UNDOES in one.facts)


def _move(entry: Entry, item: PlanItem, *, newest: bool, undone: bool) -> Move:
    was, became = _hours(entry)
    stays = UNDONE if undone else _stays(item, was, became, newest=newest)
    return Move(entry.number, item, entry.who, entry.at, was, became, stays, undone)


def _stays(item: PlanItem, was: datetime, became: datetime, *, newest: bool) -> str:
    if item.cancelled_at is not None:
        return "пункт сняли с плана"
    if not newest or item.publish_at != became:
        return "после этого его перенесли ещё раз"
    return "прежнее время уже прошло" if was < now() else ""


def _hours(entry: Entry) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(entry.facts["from"]), datetime.fromisoformat(entry.facts["to"])
