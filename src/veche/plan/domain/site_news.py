"""News of the official site become occasions, each once; an edited one changes."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from veche.documents.site_feed import FeedEntry
from veche.journal.domain.record import record
from veche.kernel import clock
from veche.plan.domain.calendar_changes import AHEAD, BEHIND
from veche.plan.domain.calendar_event import MOST_UID
from veche.plan.enums import OccasionKind
from veche.plan.models import Calendar, Occasion

# Fields of an occasion that the site fills in.
READ = ("title", "starts_at", "note", "link")


def write_news(calendar: Calendar, entries: Sequence[FeedEntry]) -> None:
    """Add news of the last month and change those that the site has edited. Whoever calls has locked the calendar.

    What a person changed stays until the site says something new of it. News that the feed does not name any more
    stay: a feed holds only the newest.
    """
    moment = clock.now()
    said = {_uid(one): one for one in entries}
    known = {one.uid: one for one in Occasion.objects.of(calendar.administration_id).filter(calendar=calendar)}
    new = [
        _occasion(calendar, uid, _fields(one) | {"starts_at": one.published or moment})
        for uid, one in said.items()
        if uid not in known and moment - BEHIND <= (one.published or moment) <= moment + AHEAD
    ]
    changed = [known[uid] for uid, one in said.items() if uid in known and _renew(known[uid], _fields(one))]
    Occasion.objects.bulk_create(new)
    Occasion.objects.of(calendar.administration_id).bulk_update(changed, (*READ, "source"), batch_size=100)
    if new or changed:
        calendar.written_at = moment
        calendar.save(update_fields=("written_at",))
        facts = {"added": len(new), "changed_occasions": len(changed)}
        record(administration=calendar.administration, actor=None, verb="calendar.read", obj=calendar, facts=facts)


def _uid(entry: FeedEntry) -> str:
    return entry.id if len(entry.id) <= MOST_UID else f"sha256:{hashlib.sha256(entry.id.encode()).hexdigest()}"


def _fields(entry: FeedEntry) -> dict[str, Any]:
    """What the entry says; an entry without a date says none."""
    said = {"title": entry.title, "note": entry.summary, "link": entry.link}
    return said | ({"starts_at": entry.published} if entry.published else {})


def _occasion(calendar: Calendar, uid: str, said: Mapping[str, Any]) -> Occasion:
    return Occasion(
        administration=calendar.administration,
        calendar=calendar,
        uid=uid,
        source=_source(said),
        kind=OccasionKind.NEWS,
        department_id=calendar.department_id,
        created_by_id=calendar.created_by_id,
        **said,
    )


def _renew(occasion: Occasion, said: Mapping[str, Any]) -> bool:
    """Whether the site says something else than when it was read last."""
    source, before = _source(said), occasion.source or {}
    edited = [name for name in said if before.get(name) != source[name]]
    for name in edited:
        setattr(occasion, name, said[name])
    occasion.source = {**before, **source}
    return bool(edited)


def _source(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: one.isoformat() if isinstance(one, datetime) else one for name, one in said.items()}
