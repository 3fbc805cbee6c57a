"""«Запас»: texts without an hour, kept from a post or written down, and copied into the plan."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from itertools import starmap
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery

from veche.journal.domain.record import record
from veche.kernel.clock import DAY, at, day_bounds, is_working_day, local, now, today
from veche.plan.domain.queries import open_accounts
from veche.plan.models import PlanItem
from veche.posts.domain.polls import PollWords, words_of
from veche.posts.domain.queries import latest_version
from veche.posts.domain.write import PICTURE_FIELDS, copy_pictures, save_text
from veche.posts.models import Post, PostVersion
from veche.publishing.domain.begin import begin_post
from veche.publishing.errors import PublishingError
from veche.publishing.models import Evergreen, EvergreenPicture, EvergreenUse
from veche.staff.compiled import compiled_once, this_moment
from veche.staff.domain.once import made_before
from veche.staff.domain.working_hours import hours_of
from veche.staff.models import Administration, Person
from veche.staff.together import Reading

MOST_READY = 5
FIELDS = ("title", "text", "link", "format", "category")
# The next two weeks are looked through for a quiet day, and a day for a quiet hour.
AHEAD = 14 * DAY
HOURS = (time(12), time(15), time(18), time(10))
APART = timedelta(hours=1)
NO_TEXT = "В записи ещё нет текста, откладывать в запас нечего. Напишите его и попробуйте снова."
AN_AD = "Реклама в запас не идёт: у каждой свой erid. Запись осталась как была."
NO_ACCOUNTS = "Аккаунты этой заготовки закрыты. Откройте её и отметьте другие: текст на месте."


def reserve(administration: Administration) -> QuerySet[Evergreen]:
    """Evergreens, those that stand in the plan last, the longest unused first; `used_at`: the last hour, or None."""
    uses = EvergreenUse.objects.of(administration).filter(evergreen=OuterRef("pk"), item__cancelled_at=None)
    last = uses.order_by().values("evergreen").annotate(last=Max("item__publish_at")).values("last")
    found: QuerySet[Evergreen] = Evergreen.objects.of(administration).filter(removed_at=None)
    return found.annotate(used_at=Subquery(last)).order_by(F("used_at").asc(nulls_first=True), "title", "pk")


class Ready(NamedTuple):
    """An evergreen that may fill a gap. `used_at`: the last hour of a copy, or None."""

    pk: int
    title: str
    used_at: datetime | None


def reading_of_ready(administration: Administration, categories: Collection[str]) -> Reading[list[Ready]]:
    """What may fill a gap: evergreens of these categories that do not stand in the plan, the longest unused first."""
    query = _ready.bind(administration, frozenset(categories)) if categories else None
    return Reading(query, lambda rows: list(starmap(Ready, rows)))


@compiled_once
def _ready(administration: Administration, categories: frozenset[str]) -> QuerySet[Evergreen, Any]:
    free = Q(used_at=None) | Q(used_at__lt=this_moment())
    found: Any = reserve(administration)
    rows: QuerySet[Evergreen, Any] = found.filter(free, category__in=categories).values_list("pk", "title", "used_at")
    return rows[:MOST_READY]


def keep_post(*, post: Post, by: Person) -> Evergreen:
    """Copy the newest version of a post into the reserve; a post that is there already brings it up to date.

    Raises `PublishingError` without a text, and for advertising.
    """
    version = latest_version(post)
    if not version.text.strip():
        raise PublishingError(NO_TEXT)
    if version.ad:
        raise PublishingError(AN_AD)
    with transaction.atomic():
        uses = EvergreenUse.objects.of(post.administration_id).filter(item=post.plan_item_id)
        known = uses.filter(evergreen__removed_at=None).select_related("evergreen").first()
        kept = _copied(version, by, known.evergreen if known else None)
        if known is None:
            uses.delete()
            EvergreenUse.objects.create(
                administration_id=post.administration_id, evergreen=kept, item_id=post.plan_item_id
            )
        _note("evergreen.changed" if known else "evergreen.kept", kept, by, post=post.pk)
    return kept


def write_down(*, administration: Administration, by: Person, said: Mapping[str, Any], once: UUID | None) -> Evergreen:
    """Add an evergreen; the same `once` of the same person returns the existing one. `said`: `FIELDS`, `accounts`."""
    with transaction.atomic():
        mine = Evergreen.objects.of(administration).filter(created_by=by)
        if made := made_before(mine, by, once):
            return made
        fields = {name: said[name] for name in FIELDS}
        made = Evergreen.objects.create(administration=administration, created_by=by, once=once, **fields)
        made.accounts.set(said["accounts"])
        _note("evergreen.kept", made, by)
    return made


def change(*, evergreen: Evergreen, by: Person, said: Mapping[str, Any]) -> None:
    """Save `FIELDS` and `accounts`. Files and texts of networks stay."""
    with transaction.atomic():
        for name in FIELDS:
            setattr(evergreen, name, said[name])
        evergreen.save(update_fields=FIELDS)
        evergreen.accounts.set(said["accounts"])
        _note("evergreen.changed", evergreen, by)


def put_aside(*, evergreen: Evergreen, by: Person) -> bool:
    """Remove an evergreen from the reserve. Returns False if it was removed before."""
    return _set_removed(evergreen, by, now(), "evergreen.removed")


def bring_back(*, evergreen: Evergreen, by: Person) -> bool:
    """Return a removed evergreen to the reserve. Returns False if it is there already."""
    return _set_removed(evergreen, by, None, "evergreen.restored")


def take(*, evergreen: Evergreen, by: Person, publish_at: datetime, once: UUID | None = None) -> Post:
    """Put a copy into the plan as a draft. Raises `PlanError` for an hour in the past, `PublishingError` without an
    open account."""
    city = evergreen.administration
    accounts = list(open_accounts(city).filter(pk__in=evergreen.accounts.values("pk")))
    if not accounts:
        raise PublishingError(NO_ACCOUNTS)
    with transaction.atomic():
        post = begin_post(
            administration=city,
            by=by,
            title=evergreen.title,
            publish_at=publish_at,
            accounts=accounts,
            format=evergreen.format,
            category=evergreen.category,
            once=once,
        )
        _use, is_new = EvergreenUse.objects.of(city).get_or_create(
            administration=city, item=post.plan_item, defaults={"evergreen": evergreen}
        )
        if is_new:
            _fill(latest_version(post), evergreen, by, {account.network for account in accounts})
            _note("evergreen.taken", evergreen, by, post=post.pk)
    return post


def quiet_hour(administration: Administration, last: date | None = None) -> datetime:
    """An hour of the day with the fewest items, from tomorrow to `last`, else of the next two weeks; working days
    first."""
    zone, here = administration.time_zone, today(administration.time_zone)
    end = last if last is not None and last > here else here + AHEAD
    taken = _taken(administration, here + DAY, end)
    number = Counter(local(moment, zone).date() for moment in taken)
    hours = hours_of(administration)
    days = [here + n * DAY for n in range(1, (end - here).days + 1)]
    day = min(days, key=lambda one: (number[one], not is_working_day(one, hours), one))
    return _hour_of(day, zone, taken)


def quiet_hour_on(administration: Administration, day: date) -> datetime:
    """An hour of this day with nothing else within an hour of it; noon if there is none."""
    return _hour_of(day, administration.time_zone, _taken(administration, day, day))


def _taken(administration: Administration, first: date, last: date) -> list[datetime]:
    zone = administration.time_zone
    start, stop = day_bounds(first, zone)[0], day_bounds(last, zone)[1]
    items = PlanItem.objects.of(administration).filter(publish_at__gte=start, publish_at__lt=stop, cancelled_at=None)
    return list(items.order_by().values_list("publish_at", flat=True))


def _hour_of(day: date, zone: str, taken: Sequence[datetime]) -> datetime:
    ahead = (hour for hour in (at(day, one, zone) for one in HOURS) if hour > now())
    return next((hour for hour in ahead if all(abs(hour - one) >= APART for one in taken)), at(day, HOURS[0], zone))


def _copied(version: PostVersion, by: Person, known: Evergreen | None) -> Evergreen:
    item, poll = version.post.plan_item, words_of(version)
    fields = {
        "title": item.title,
        "text": version.text,
        "link": version.link,
        "format": item.format,
        "category": item.category,
        "variants": {one.network: one.text for one in version.variants.all()},
        "poll": asdict(poll) if poll else None,
    }
    if known is None:
        known = Evergreen.objects.create(administration=version.administration, created_by=by, **fields)
    else:
        Evergreen.objects.of(version.administration_id).filter(pk=known.pk).update(**fields)
        known.pictures.all().delete()
    known.accounts.set(item.accounts.all())
    EvergreenPicture.objects.bulk_create(
        EvergreenPicture(
            administration_id=version.administration_id,
            evergreen=known,
            **{name: getattr(one, name) for name in PICTURE_FIELDS},
        )
        for one in version.pictures.all()
    )
    return known


def _fill(version: PostVersion, evergreen: Evergreen, by: Person, networks: set[str]) -> None:
    """The text and all that stands beside it, into the first version of the copy."""
    poll = PollWords(**evergreen.poll | {"options": tuple(evergreen.poll["options"])}) if evergreen.poll else None
    save_text(
        version=version,
        by=by,
        revision=version.revision,
        text=evergreen.text,
        variants={slug: text for slug, text in evergreen.variants.items() if slug in networks},
        link=evergreen.link,
        poll=poll,
    )
    copy_pictures(evergreen.pictures.all(), version)


def _set_removed(evergreen: Evergreen, by: Person, moment: datetime | None, verb: str) -> bool:
    """Set when the evergreen was removed. Returns False, and changes nothing, if it is so already."""
    with transaction.atomic():
        rows = Evergreen.objects.of(evergreen.administration_id).filter(
            pk=evergreen.pk, removed_at__isnull=moment is not None
        )
        changed = bool(rows.update(removed_at=moment))
        if changed:
            _note(verb, evergreen, by)
    return changed


def _note(verb: str, evergreen: Evergreen, by: Person, **facts: int) -> None:
    record(administration=evergreen.administration, actor=by, verb=verb, obj=evergreen, facts=facts)
