"""Tell people something once. Letters leave later, by the schedule (`letters.py`)."""

from collections.abc import Iterable

from django.db import transaction

from veche.alarms.models import Alarm
from veche.alarms.news import Told
from veche.kernel.clock import now
from veche.staff.models import Administration, Person


def tell(administration: Administration | int, kind: str, subject: int, people: Iterable[Person]) -> int:
    """Create one row for each person who has none, inside the caller's transaction or on its own.

    `kind`: registered by `news.register`. Returns the number of people who had not been told.
    """
    owner = administration if isinstance(administration, int) else administration.pk
    return tell_all([Told(owner, kind, subject, list(people))])


def tell_all(news: Iterable[Told]) -> int:
    """As `tell`, for many at once and in one query; the number counts also rows that another worker has just made."""
    moment = now()
    rows = [
        Alarm(
            administration_id=one.administration_id,
            kind=one.kind,
            subject=one.subject,
            person=person,
            next_try_at=moment,
            changed_at=moment,
        )
        for one in news
        for person in dict.fromkeys(one.people)
    ]
    return len(Alarm.objects.bulk_create(rows, ignore_conflicts=True))


def forget(administration: Administration | int, kind: str, subject: int) -> None:
    """Let the same news be told again: the matter is over, and the next time it is a new one."""
    with transaction.atomic():
        Alarm.objects.of(administration).filter(kind=kind, subject=subject).delete()
