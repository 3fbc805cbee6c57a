"""Plan entries of some days, for the line of «Сегодня» and the columns of the week."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol

from django.db.models import Case, CharField, Exists, OuterRef, QuerySet, StringAgg, Subquery, Value, When
from django.db.models.functions import Cast

from veche.accounts.models import Account
from veche.accounts.order import place_of
from veche.approval.models import Step
from veche.kernel.clock import local, now
from veche.kit.moments import spoken, until
from veche.networks.registry import NETWORKS
from veche.norm.domain.week import WeekNorm
from veche.outbox.domain.by_hand import is_hour_open
from veche.outbox.domain.queries import HINDERED
from veche.outbox.domain.states import WAITING
from veche.outbox.enums import ActState
from veche.outbox.words import said_by
from veche.plan.enums import Format, OccasionKind
from veche.plan.models import PlanItem
from veche.posts.enums import PostState
from veche.publishing.domain.foreign_standings import (
    PAST_VECHE,
    ByAccount,
    reading_of_past_veche,
    with_past_veche,
)
from veche.publishing.domain.queries import DIVERGED, Standing, at_their_hours, hour_of, hour_shown
from veche.publishing.domain.stands import Asked, newest_version, reading_of_standings
from veche.publishing.models import Delivery
from veche.staff.compiled import compiled_once
from veche.staff.models import Administration
from veche.staff.together import read_together
from veche.web.addresses import address
from veche.web.faces import FACES


class Label(NamedTuple):
    """Both "" if there is nothing to show."""

    icon: str
    words: str


FORMAT_ICONS = {
    Format.TEXT: "align-left",
    Format.PHOTO: "photo",
    Format.INFOGRAPHIC: "presentation",
    Format.CARDS: "cards",
    Format.ANIMATION: "gif",
    Format.VIDEO: "player-play",
    Format.LIVE: "broadcast",
    Format.POLL: "chart-bar",
    Format.STORY: "device-mobile",
    Format.DOCUMENT: "file-text",
    Format.LINK: "link",
}
FORMATS: dict[str, Label] = {one: Label(FORMAT_ICONS[one], str(one.label)) for one in Format}
OCCASION_ICONS = {
    OccasionKind.HEAD: "building-bank",
    OccasionKind.DEPUTY: "users",
    OccasionKind.DEPARTMENT: "users",
    OccasionKind.DATE: "calendar-event",
    OccasionKind.REQUEST: "message-question",
    OccasionKind.NEWS: "link",
    OccasionKind.OTHER: "bulb",
}
# The worse stands before the better: a person looks at what needs them.
ORDER = (
    *DIVERGED,
    ActState.FAILED,
    ActState.UNKNOWN,
    ActState.MISSED,
    ActState.BY_HAND,
    ActState.STOPPED,
    ActState.PAUSED,
    *HINDERED,
    ActState.SENDING,
    ActState.PREPARING,
    ActState.SENT,
    "unproven",
    ActState.PLANNED,
    "withdrawn",
    ActState.CANCELLED,
    PAST_VECHE,
    "confirmed_by_person",
    "corrected",
    ActState.CONFIRMED,
)
_PLACES: dict[str, int] = {state: place for place, state in enumerate(ORDER)}


class Hour(NamedTuple):
    """When the entry stands. `planned`: the planned time, if on another day."""

    at: datetime
    day: date
    hour: str
    planned: str


class Nets(NamedTuple):
    """Networks of the entry. `off`: those that do not answer; `dropped`: those given up; `on`: the rest."""

    on: tuple[str, ...]
    off: tuple[str, ...]
    dropped: tuple[str, ...]

    @property
    def every(self) -> tuple[str, ...]:
        return *self.on, *self.off, *self.dropped

    @property
    def going(self) -> frozenset[str]:
        """Networks that have the post or wait for it."""
        return frozenset((*self.on, *self.off))


class Stand(NamedTuple):
    """`state`: a face of `web.faces`, `say`: its words here. `said_by`: who confirmed it by hand, and when.

    `past`: badges and addresses of the posts past Veche that it is.
    """

    state: str
    say: str
    said_by: str
    past: tuple[tuple[str, str], ...] = ()


class Entry(NamedTuple):
    """One plan item as a line.

    `counts`: counts for the norm, out or expected; `waits`: approval is asked; `goes`: it leaves by itself. `about`:
    the occasion, or the department. `from_residents`: they ask about it. `picture`: hash of its first file, if the
    page shows it.
    """

    pk: int
    title: str
    url: str
    when: Hour
    nets: Nets
    stand: Stand
    format: Label
    about: Label
    category: str
    from_head: bool
    from_residents: bool
    counts: bool
    waits: bool
    goes: bool
    past: bool
    movable: bool
    picture: str


@dataclass(frozen=True, slots=True)
class Scope:
    """Shared by all entries of a page: city, approval deadlines by post, items that count for the norm or leave by
    themselves, pictures by item (`pictures.first_pictures`)."""

    administration: Administration
    due: Mapping[int, datetime]
    counted: Collection[int]
    going: Collection[int]
    pictures: Mapping[int, str] = field(default_factory=dict)

    @property
    def zone(self) -> str:
        return self.administration.time_zone


class ItemLike(Protocol):
    """A `PlanItem` of `items_between`, or what else a page has read of one."""

    @property
    def pk(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def publish_at(self) -> datetime: ...
    @property
    def format(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def occasion(self) -> Any: ...
    @property
    def department(self) -> Any: ...


class PostLike(Protocol):
    """A `Post`, or what else a page has read of one."""

    @property
    def pk(self) -> int: ...
    @property
    def state(self) -> str: ...


def by_day(entries: Iterable[Entry]) -> dict[date, list[Entry]]:
    """Entries of each day, in the order of their hours."""
    found: dict[date, list[Entry]] = {}
    for entry in sorted(entries, key=lambda one: one.when.at):
        found.setdefault(entry.when.day, []).append(entry)
    return found


def scope_of(
    administration: Administration, norm: WeekNorm, steps: Sequence[Step], pictures: Mapping[int, str] | None = None
) -> Scope:
    """`steps`: open approval steps; `norm`: of the entries' week."""
    return Scope(administration, due_by_post(steps), norm.counting, norm.going, pictures or {})


def items_between(
    administration: Administration,
    start: datetime,
    end: datetime,
    shelf: Mapping[int, Account],
    *,
    also: Callable[[Administration], QuerySet[PlanItem]] | None = None,
) -> list[PlanItem]:
    """Items between two moments: published ones at that time, others at the planned time, with `found`, their state,
    and what `accounts_of` tells.

    `shelf`: accounts of `shelf_of`. Two queries, whatever the number. `also`: query of further items; then each has
    `is_here`, `is_also`, the hour it leaves (`goes_at`), and `is_sent`: something of it is on its way or out.
    """
    found: list[Any] = _items_between(administration, start, end, also)
    for item in found:
        item.going_to = accounts_named(item.goes_to, shelf)
    written = [item for item in found if hasattr(item, "post")]
    asked = [Asked(item.post.pk, item.post.state, item.going_to, item.newest) for item in written]
    stands, past = read_together(
        reading_of_standings(administration, asked, shelf),
        reading_of_past_veche(administration, [item.pk for item in found]),
    )
    for item in found:
        item.found = stands[item.post.pk] if hasattr(item, "post") else []
    put_past_veche(found, past)
    return found


def put_past_veche(items: Sequence[Any], past: Mapping[int, ByAccount]) -> None:
    """Write into `found` of the items what came out past Veche."""
    for item in items:
        if item.pk in past:
            item.found = with_past_veche(item.going_to, item.found, past[item.pk])


def accounts_named(ids: str | None, shelf: Mapping[int, Account]) -> list[Account]:
    """`ids`: divided by commas. An account that was added after `shelf` was read is shown by the next page."""
    known = (shelf.get(int(pk)) for pk in ids.split(",")) if ids else ()
    return sorted(filter(None, known), key=lambda account: (place_of(account.network), account.title))


def accounts_of(item: ItemLike) -> list[Account]:
    """Accounts that an item of `items_between` goes to, by network."""
    found: list[Account] = item.going_to  # type: ignore[attr-defined]
    return found


# What no page shows of an item. SQLite keeps moments as text, and Django parses each one that is read.
_UNSHOWN = ("created_at", "once", "occasion_shifted_at", "occasion_was_at", "post__created_at")


@compiled_once
def _items_between(
    administration: Administration,
    start: datetime,
    end: datetime,
    also: Callable[[Administration], QuerySet[PlanItem]] | None,
) -> QuerySet[PlanItem]:
    items: QuerySet[PlanItem] = PlanItem.objects.of(administration)
    here = at_their_hours(administration, start, end).filter(cancelled_at=None).order_by().values("pk")
    if also is None:
        items = items.filter(pk__in=here)
    else:
        more = also(administration).order_by().values("pk")
        sent = Delivery.objects.of(administration).filter(version__post__plan_item=OuterRef("pk"))
        items = items.filter(pk__in=here.union(more)).annotate(
            is_here=Case(When(pk__in=here, then=True), default=False),
            is_also=Case(When(pk__in=more, then=True), default=False),
            is_sent=Exists(sent.exclude(act__state=ActState.CANCELLED)),
            goes_at=hour_shown(administration, post="post", item=""),
        )
    items = items.annotate(newest=newest_version(administration), goes_to=ids_of_accounts(administration)).order_by(
        "pk"
    )
    return items.select_related("occasion__office", "department", "post").defer(*_UNSHOWN)


def ids_of_accounts(administration: Administration) -> Subquery:
    """Ids of the accounts that an item goes to, divided by commas."""
    rows = Account.objects.of(administration).filter(plan_items=OuterRef("pk")).order_by().values("plan_items")
    ids = StringAgg(Cast("pk", CharField()), Value(","))
    return Subquery(rows.annotate(ids=ids).values("ids"))


def due_by_post(steps: Sequence[Step]) -> dict[int, datetime]:
    return {step.sheet.version.post_id: step.due_at for step in steps}


def entry_of(item: ItemLike, scope: Scope) -> Entry:
    post: PostLike | None = getattr(item, "post", None)
    found: list[Standing] = item.found  # type: ignore[attr-defined] # by `items_between`
    at = hour_of(item, (one.published for one in found))
    acted = [one for one in found if one.act is not None or one.past is not None]
    return Entry(
        pk=item.pk,
        title=item.title,
        url=address("publishing:detail", post.pk) if post else address("web:item", item.pk),
        when=_hour(item, at, scope.zone),
        nets=_nets(accounts_of(item), acted),
        stand=_stand(post, found, acted, scope),
        format=FORMATS[item.format],
        about=_about(item),
        category=item.category,
        from_head=item.occasion is not None and item.occasion.kind == OccasionKind.HEAD,
        from_residents=item.occasion is not None and item.occasion.kind == OccasionKind.REQUEST,
        counts=item.pk in scope.counted,
        waits=post is not None and post.pk in scope.due,
        goes=item.pk in scope.going,
        past=at < now(),
        movable=all(not one.out and (one.act is None or is_hour_open(one.act)) for one in acted),
        picture=scope.pictures.get(item.pk, ""),
    )


def _hour(item: ItemLike, at: datetime, zone: str) -> Hour:
    there = local(at, zone)
    day = there.date()
    planned = "" if at == item.publish_at else _planned(item, day, zone)
    return Hour(at, day, f"{there.hour:02}:{there.minute:02}", planned)


def _nets(accounts: Sequence[Account], acted: Sequence[Standing]) -> Nets:
    """`acted`: the standings of an act, or of a post past Veche. Most items of a month have none."""
    if not acted:
        return Nets(tuple(account.network for account in accounts), (), ())
    off = _silent(accounts, acted)
    dropped = tuple(one.network for one in acted if one.state == ActState.CANCELLED)
    on = tuple(account.network for account in accounts if account.network not in (*off, *dropped))
    return Nets(on, off, dropped)


def _stand(post: PostLike | None, found: Sequence[Standing], acted: Sequence[Standing], scope: Scope) -> Stand:
    """`acted`: of `found`, as in `_nets`."""
    if not acted:
        return Stand("idea", FACES["idea"].word, "") if post is None else Stand(post.state, _waits(post, scope), "")
    state, say = _face(found, acted)
    by_person = (said_by(one.signed, scope.zone) for one in acted if one.state == state)
    past = tuple((NETWORKS[one.network].names.badge, one.past.url) for one in acted if one.past and one.past.url)
    return Stand(state, say, next(filter(None, by_person), ""), past)


def _planned(item: ItemLike, day: date, zone: str) -> str:
    if local(item.publish_at, zone).date() == day:
        return ""
    return f"планировалось {spoken(item.publish_at, zone)}"


def _face(found: Sequence[Standing], acted: Sequence[Standing]) -> tuple[str, str]:
    worst = min((one.state for one in acted), key=_PLACES.__getitem__)
    touched = [one for one in acted if one.state == worst]
    word = touched[0].word or FACES[worst].word
    if len(touched) == len(found) or worst in (ActState.CONFIRMED, "corrected"):
        return worst, word
    return worst, f"{', '.join(NETWORKS[one.network].names.badge for one in touched)}: {word}"


def _waits(post: PostLike, scope: Scope) -> str:
    """«ждёт согласия до 15:00»."""
    word = FACES[post.state].word
    due = scope.due.get(post.pk) if post.state == PostState.WAITING else None
    return f"{word} {until(due, scope.zone)}" if due else word


def _silent(accounts: Sequence[Account], found: Sequence[Standing]) -> tuple[str, ...]:
    """Networks whose act waits because they do not answer, now or at its hour."""
    waiting = {one.network for one in found if one.act is not None and one.act.state in WAITING}
    return tuple(a.network for a in accounts if a.unreachable_since is not None and a.network in waiting)


def _about(item: ItemLike) -> Label:
    if item.occasion is not None:
        whose = item.occasion.office or item.occasion.get_kind_display()
        return Label(OCCASION_ICONS[OccasionKind(item.occasion.kind)], str(whose))
    return Label("users", item.department.name) if item.department else Label("", "")
