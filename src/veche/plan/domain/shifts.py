"""Plan items whose occasion was moved or cancelled: marked and told, never moved.

The mark stays until a person says that they have looked, gives the item another occasion or drops it. Moving the item
does not end it: whoever moves it may not know of the occasion yet.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from veche.alarms.domain.notify import forget, notify
from veche.alarms.news import Matter, News, register
from veche.journal.domain.record import record
from veche.kernel import clock
from veche.plan.models import Occasion, PlanItem
from veche.plan.words import STAYS, shift_of
from veche.requests.domain.duty import press_people
from veche.staff.compiled import compiled_once
from veche.staff.domain.roles import roles_of
from veche.staff.enums import PRESS
from veche.staff.models import Administration, Person
from veche.staff.together import Reading

SHIFTED = "plan.occasion_shifted"
_MARK = ("occasion_shifted_at", "occasion_was_at")


def items_of(administration: Administration, occasions: Iterable[int]) -> QuerySet[PlanItem]:
    """Items that stand in the plan, of these occasions."""
    items: QuerySet[PlanItem] = PlanItem.objects.of(administration).filter(
        occasion__in=list(occasions), cancelled_at=None
    )
    return items.order_by("pk")


def shifted_items(administration: Administration) -> QuerySet[PlanItem]:
    """Items whose occasion was moved or cancelled and about which nobody has decided, the next to go out first."""
    items: QuerySet[PlanItem] = PlanItem.objects.of(administration).filter(
        occasion_shifted_at__isnull=False, cancelled_at=None
    )
    occasion = ("occasion__starts_at", "occasion__has_hour", "occasion__cancelled_at")
    shown = ("title", "publish_at", "cancelled_at", *_MARK, *occasion)
    return items.select_related("occasion").only(*shown).order_by("publish_at", "pk")


def reading_of_shifted(administration: Administration) -> Reading[list[PlanItem]]:
    """`shifted_items`, to read together with others."""
    return Reading(_shifted.bind(administration), list)


@compiled_once
def _shifted(administration: Administration) -> QuerySet[PlanItem]:
    return shifted_items(administration)


def mark_shifted(administration: Administration, was: Mapping[int, datetime | None]) -> list[PlanItem]:
    """Mark the items of occasions that were moved or cancelled; `was`: former beginning by occasion. Tell the press.

    An occasion that is back where it was is no news any more. The caller holds the transaction.
    """
    found = list(items_of(administration, was).select_for_update(no_key=True, of=("self",)))
    occasions = Occasion.objects.of(administration).in_bulk([item.occasion_id for item in found])
    moment, marked = clock.now(), []
    for item in found:
        occasion = occasions[item.occasion_id or 0]
        before = item.occasion_was_at if item.occasion_shifted_at else was[occasion.pk]
        back = occasion.cancelled_at is None and occasion.starts_at == before
        item.occasion_shifted_at, item.occasion_was_at = (None, None) if back else (moment, before)
        if not back:
            marked.append(item)
    PlanItem.objects.of(administration).bulk_update(found, _MARK)
    _tell(administration, marked)
    return marked


def note_seen(*, item: PlanItem, by: Person) -> None:
    """A person has looked at the move of the occasion. A second press changes nothing."""
    with transaction.atomic():
        marked = PlanItem.objects.of(item.administration_id).filter(pk=item.pk, occasion_shifted_at__isnull=False)
        if marked.update(occasion_shifted_at=None, occasion_was_at=None):
            record(administration=item.administration, actor=by, verb="plan.occasion_seen", obj=item, facts={})


def read_shifted(city: Administration, person: Person, items: Sequence[int]) -> Mapping[int, Matter]:
    if not PRESS & roles_of(person):
        return {}
    return {
        item.pk: Matter(
            title=item.title,
            lines=(shift_of(item, city.time_zone), STAYS),
            action="Решить",
            path=reverse("web:item", args=[item.pk]),
            at=item.publish_at,
        )
        for item in shifted_items(city).filter(pk__in=items)
    }


def register_news() -> None:
    several = "поводы перенесены или отменены, записей: {count}"
    register(News(SHIFTED, "повод перенесён или отменён", read_shifted, several=several))


def _tell(administration: Administration, items: Sequence[PlanItem]) -> None:
    """The author of each item, or the whole press service if the author is not there any more."""
    press = press_people(administration) if items else []
    for item in items:
        mine = [person for person in press if person.pk == item.author_id]
        forget(administration, SHIFTED, item.pk)
        notify(administration, SHIFTED, item.pk, mine or press)
