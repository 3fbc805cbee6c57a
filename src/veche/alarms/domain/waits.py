"""What waits for a person now, for «что ждёт»: news that are not over, and what rooms know to wait, told or not."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from veche.alarms.domain.items import items_of
from veche.alarms.domain.words import Item
from veche.alarms.models import Alarm
from veche.alarms.news import News, all_news
from veche.kernel.clock import now
from veche.staff.models import Person

log = logging.getLogger(__name__)

# How far back news are looked for.
REMEMBERED = timedelta(days=60)


def waiting_for(person: Person) -> list[Item]:
    """Each thing once, pending decisions first."""
    moment = now()
    told = Alarm.objects.of(person.administration_id).filter(person=person, created_at__gte=moment - REMEMBERED)
    rows = {(row.kind, row.subject): row for row in told.select_related("person", "administration").order_by("pk")}
    rows = {(row.kind, row.subject): row for row in _untold(person)} | rows
    items = items_of(list(rows.values()), moment, old_too=True).items
    return _once([item for item in items if not item.news.letter_only])


def _untold(person: Person) -> Iterator[Alarm]:
    """Unsaved rows, older than any saved one."""
    for news in all_news():
        for subject in _subjects(news, person):
            owner = {"administration": person.administration, "person": person}
            yield Alarm(**owner, pk=0, kind=news.kind, subject=subject, created_at=now())


def _subjects(news: News, person: Person) -> Iterable[int]:
    try:
        return news.waiting(person)
    except Exception:  # a kind of another room: its error must not hide the other things
        log.exception("what waits cannot be read", extra={"kind": news.kind})
        return ()


def _once(items: Sequence[Item]) -> list[Item]:
    """Of several news about one thing only the one that was told last."""
    newest = {_thing(item): item for item in sorted(items, key=lambda item: item.alarm.pk)}
    return [item for item in items if newest[_thing(item)] is item]


def _thing(item: Item) -> tuple[str, int] | str:
    return item.matter.thing or (item.news.kind, item.alarm.subject)
