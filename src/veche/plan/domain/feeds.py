"""The plan as a calendar at a secret address: for programs of people who have no session."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max, QuerySet

from veche.documents.calendar_file import Event, write_calendar
from veche.journal.domain.record import record
from veche.journal.models import Entry
from veche.kernel import clock
from veche.kernel.crypto import Secret
from veche.plan.errors import PlanError
from veche.plan.models import PlanFeed, PlanItem
from veche.staff.domain.roles import people_today
from veche.staff.enums import PRESS
from veche.staff.models import Administration, Person
from veche.staff.rules import is_press

SECRET_BYTES = 32
MOST_FEEDS = 20
TOO_MANY = f"Ссылок уже {MOST_FEEDS}. Закройте те, что не нужны. Новой не сделали."
BEHIND, AHEAD = timedelta(days=31), timedelta(days=366)
MOST_ITEMS = 2000
# A publication has a beginning only; programs show an event of no length badly.
LASTS = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class MadeFeed:
    feed: PlanFeed
    secret: Secret


def feeds_of(administration: Administration) -> QuerySet[PlanFeed]:
    """Those that nobody has closed, the newest first."""
    feeds: QuerySet[PlanFeed] = PlanFeed.objects.of(administration).filter(revoked_at=None)
    return feeds.select_related("created_by")


def those_who_give_links(administration: Administration) -> set[int]:
    """Ids of the people of the press service of today: links of anybody else do not open."""
    return {one.pk for one in people_today(PRESS, administration)}


def add_feed(*, by: Person, name: str) -> MadeFeed:
    """The secret is returned once and stored nowhere. Raises `PlanError`."""
    secret = Secret(secrets.token_urlsafe(SECRET_BYTES))
    if feeds_of(by.administration).count() >= MOST_FEEDS:
        raise PlanError(TOO_MANY)
    with transaction.atomic():
        made: PlanFeed = PlanFeed.objects.create(
            administration=by.administration, name=name.strip(), digest=_digest(secret.reveal()), created_by=by
        )
        record(administration=by.administration, actor=by, verb="plan_feed.added", obj=made, facts={})
    return MadeFeed(made, secret)


def revoke_feed(*, feed: PlanFeed, by: Person) -> None:
    """A second press changes nothing."""
    with transaction.atomic():
        is_open = PlanFeed.objects.of(feed.administration_id).filter(pk=feed.pk, revoked_at=None)
        if is_open.update(revoked_at=clock.now()):
            record(administration=feed.administration, actor=by, verb="plan_feed.revoked", obj=feed, facts={})


def opened_feed(secret: str) -> PlanFeed | None:
    """Found by the hash of the secret, so how long the search takes tells nothing about other secrets.

    None too once whoever gave the link has left the press service: they may know it.
    """
    rows = PlanFeed.objects.unscoped().filter(digest=_digest(secret), revoked_at=None)
    found: PlanFeed | None = rows.select_related("administration", "created_by__administration").first()
    return found if found is not None and is_press.test(found.created_by) else None


def calendar_of_plan(administration: Administration) -> bytes:
    """Titles, hours and networks of a month back and a year ahead; no texts and no notes. Three queries."""
    moment = clock.now()
    items = PlanItem.objects.of(administration).filter(publish_at__gte=moment - BEHIND, publish_at__lt=moment + AHEAD)
    found = list(items.prefetch_related("accounts").order_by("publish_at", "pk")[:MOST_ITEMS])
    changes, host = _changes(administration, found), urlsplit(settings.ORIGIN).hostname or "veche"
    return write_calendar(
        f"Контент-план: {administration.city}", (_event(item, changes.get(item.pk), host) for item in found)
    )


def _event(item: PlanItem, changes: tuple[int, datetime] | None, host: str) -> Event:
    number, changed_at = changes or (1, item.created_at)
    networks = dict.fromkeys(account.get_network_display() for account in item.accounts.all())
    return Event(
        uid=f"plan-{item.administration_id}-{item.pk}@{host}",
        starts_at=item.publish_at,
        lasts=LASTS,
        title=item.title,
        description=f"{', '.join(networks)}. {item.get_format_display()}",
        changed_at=changed_at,
        sequence=number - 1,
        cancelled=item.cancelled_at is not None,
    )


def _changes(administration: Administration, items: list[PlanItem]) -> Mapping[int, tuple[int, datetime]]:
    """How often each item was changed, and when last: each change is an entry of the journal."""
    keys = [str(item.pk) for item in items]
    entries = Entry.objects.of(administration).filter(object_type="plan.planitem", object_id__in=keys)
    rows = entries.order_by().values("object_id").annotate(number=Count("pk"), last=Max("at"))
    return {int(row["object_id"]): (row["number"], row["last"]) for row in rows}


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
