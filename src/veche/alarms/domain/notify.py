"""Notify people of something once. Letters and messages leave later, by the schedule."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.db import transaction

from veche.alarms.enums import LETTER, AlarmState
from veche.alarms.models import Alarm, Chat
from veche.alarms.news import Notification, news_of
from veche.kernel.clock import now
from veche.staff.models import Administration, Person
from veche.staff.tenancy import OwnedQuerySet


def notify(administration: Administration | int, kind: str, subject: int, people: Iterable[Person]) -> int:
    """Create one row for each person and way who has none, inside the caller's transaction or on its own.

    `kind`: registered by `news.register`. Returns the number of new rows.
    """
    owner = administration if isinstance(administration, int) else administration.pk
    return notify_all([Notification(owner, kind, subject, list(people))])


def notify_all(news: Iterable[Notification]) -> int:
    """As `notify`, for many at once; the number counts also rows that another worker has just made."""
    notifications, moment = list(news), now()
    chats = _chats_of({person.pk for one in notifications for person in one.people})
    rows = [
        row
        for one in notifications
        for person in dict.fromkeys(one.people)
        for row in _rows(one, person, chats.get(person.pk, []), moment)
    ]
    return len(Alarm.objects.bulk_create(rows, ignore_conflicts=True)) if rows else 0


def _rows(one: Notification, person: Person, chats: list[Chat], moment: datetime) -> Iterator[Alarm]:
    news = news_of(one.kind)
    chats = [] if news is not None and news.letter_only else chats
    if not chats or any(chat.letters for chat in chats):
        yield _row(one, person, moment, LETTER)
    for chat in chats:
        yield _row(one, person, moment, chat.bot.network, chat)


def _row(one: Notification, person: Person, moment: datetime, way: str, chat: Chat | None = None) -> Alarm:
    return Alarm(
        administration_id=one.administration_id,
        kind=one.kind,
        subject=one.subject,
        person=person,
        way=way,
        chat=chat,
        next_try_at=moment,
        changed_at=moment,
    )


def _chats_of(people: set[int]) -> Mapping[int, list[Chat]]:
    """Chats that are linked now, by person."""
    found: dict[int, list[Chat]] = {}
    if people:
        linked = Chat.objects.unscoped().filter(person__in=people, ended_at=None, bot__removed_at=None)
        for chat in linked.select_related("bot").order_by("pk"):
            found.setdefault(chat.person_id, []).append(chat)
    return found


def forget(administration: Administration | int, kind: str, subject: int) -> None:
    """Delete the rows of a matter that is over, so that people are notified when it comes again."""
    with transaction.atomic():
        Alarm.objects.of(administration).filter(kind=kind, subject=subject).delete()


def by_letter_instead(rows: OwnedQuerySet[Alarm], why: str) -> int:
    """Hand messages that did not reach the chat over to letters, once. Returns their number."""
    moment = now()
    with transaction.atomic():
        found = list(rows.exclude(way=LETTER).select_related("person"))
        letters = [
            _row(Notification(row.administration_id, row.kind, row.subject, ()), row.person, moment, LETTER)
            for row in found
        ]
        Alarm.objects.bulk_create(letters, ignore_conflicts=True)
        over = Alarm.objects.unscoped().filter(pk__in=[row.pk for row in found])
        over.update(state=AlarmState.DROPPED, trouble=why[:300], changed_at=moment)
    return len(found)
