"""Publications that a pause holds, and those that were let through it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import QuerySet

from veche.accounts.order import in_order, place_of
from veche.kernel.clock import DAY, at, local, now
from veche.outbox.domain.by_hand import is_hour_open
from veche.outbox.domain.queries import ActLine, keys_of, line_of
from veche.outbox.enums import ActState
from veche.outbox.models import Act, Pause
from veche.plan.models import PlanItem
from veche.posts.models import Post
from veche.publishing.models import Delivery
from veche.staff.models import Administration

# A free hour to move to: this far from any other publication, and not later than this.
APART = timedelta(minutes=30)
LOOK_AHEAD = timedelta(days=21)


@dataclass(frozen=True, slots=True)
class WaitingPost:
    """`acts`: publications that wait, at least one. `begun`: some network has the post or may have it, so that its
    hour in the plan stays and only `acts` can move."""

    post: Post
    acts: Sequence[Act]
    begun: bool = False

    @property
    def item(self) -> PlanItem:
        return self.post.plan_item

    @property
    def hour(self) -> datetime:
        """The hour of the first network."""
        return min(act.due_at for act in self.acts)

    @property
    def is_late(self) -> bool:
        """Whether the hour of some network has passed, so that the post needs a new one or is dropped."""
        return self.hour < now()

    @property
    def networks(self) -> list[str]:
        return in_order({act.account.network for act in self.acts})


def waiting_posts(administration: Administration) -> list[WaitingPost]:
    """Publications that wait for the end of a pause, the next to go out first. Two queries."""
    rows = _deliveries(administration).filter(act__state=ActState.PAUSED).order_by("act__due_at", "act")
    acts: dict[int, list[Act]] = {}
    posts: dict[int, Post] = {}
    for row in rows:
        posts.setdefault(row.version.post_id, row.version.post)
        acts.setdefault(row.version.post_id, []).append(row.act)
    begun = _begun(administration, posts)
    return [WaitingPost(post, acts[pk], begun=pk in begun) for pk, post in posts.items()]


def _begun(administration: Administration, posts: Iterable[int]) -> set[int]:
    """Ids of those of these posts that have left somewhere or may have."""
    acts = Act.objects.of(administration).filter(delivery__version__post__in=list(posts))
    rows = acts.exclude(state=ActState.PAUSED).values_list("delivery__version__post", "state", "verb", "due_at")
    return {post for post, state, verb, due in rows if not is_hour_open(Act(state=state, verb=verb, due_at=due))}


@dataclass(slots=True)
class LetThrough:
    """A publication that the head of press let go under a pause, with one line for each network."""

    post: Post
    text: str
    lines: list[ActLine] = field(default_factory=list)


def let_through(pause: Pause) -> list[LetThrough]:
    """Publications let through this pause, oldest first. Two queries."""
    rows = _deliveries(pause.administration).filter(act__let_through=pause).order_by("pk")
    found: dict[int, LetThrough] = {}
    for row in rows.prefetch_related(keys_of(pause.administration, "act__account")):
        one = found.setdefault(row.version.post_id, LetThrough(row.version.post, row.version.text))
        one.lines.append(line_of(row.act))
    for one in found.values():
        one.lines.sort(key=lambda line: place_of(line.act.account.network))
    return list(found.values())


def _deliveries(administration: Administration) -> QuerySet[Delivery]:
    found: QuerySet[Delivery] = Delivery.objects.of(administration).select_related(
        "act__account", "act__administration", "version__post__plan_item__administration"
    )
    return found


def free_hours(administration: Administration, waiting: Sequence[WaitingPost]) -> dict[int, datetime]:
    """By post: the same hour on the next day on which no publication stands nearer than `APART`. One query."""
    zone, moment = administration.time_zone, now()
    items = PlanItem.objects.of(administration).filter(cancelled_at=None, publish_at__gte=moment)
    taken = list(items.filter(publish_at__lt=moment + LOOK_AHEAD + DAY).values_list("publish_at", flat=True))
    found: dict[int, datetime] = {}
    for one in waiting:
        there = local(one.hour, zone)
        first = max(there.date(), local(moment, zone).date()) + DAY
        hours = (at(first + DAY * day, there.time(), zone) for day in range(LOOK_AHEAD.days))
        hour = next((hour for hour in hours if _is_free(hour, taken)), at(first, there.time(), zone))
        found[one.post.pk] = hour
        taken.append(hour)
    return found


def _is_free(hour: datetime, taken: Iterable[datetime]) -> bool:
    return all(abs(hour - other) >= APART for other in taken)
