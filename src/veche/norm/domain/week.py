"""The week against the norm (clause 2.1): what was proven to be out counts, what is planned is a forecast."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from veche.kernel.clock import now, week_bounds, week_of
from veche.norm.models import Norm
from veche.outbox.enums import ActState, ActVerb, DivergenceKind
from veche.outbox.models import Act, Divergence
from veche.plan.models import PlanItem
from veche.staff.models import Administration

# Still on its way: it may yet become one of the five.
HOPEFUL = (
    ActState.PLANNED,
    ActState.PREPARING,
    ActState.SENDING,
    ActState.SENT,
    ActState.UNKNOWN,
    ActState.STOPPED,
    ActState.BY_HAND,
)


@dataclass(frozen=True, slots=True)
class Counted:
    """One publication of the week: `out` is proven by a network, otherwise it is expected."""

    item_id: int
    title: str
    at: datetime
    out: bool


@dataclass(frozen=True, slots=True)
class AccountWeek:
    account_id: int
    network: str
    title: str
    out: int
    expected: int


@dataclass(frozen=True, slots=True)
class WeekNorm:
    """`counted` in the order of hours, what is out and what is expected together."""

    monday: date
    minimum: int
    counted: tuple[Counted, ...]

    @property
    def out(self) -> int:
        return sum(one.out for one in self.counted)

    @property
    def forecast(self) -> int:
        return len(self.counted)

    @property
    def missing(self) -> int:
        return max(self.minimum - self.forecast, 0)


def norm_of(administration: Administration, day: date) -> Norm:
    """The norm valid on that day; without a row of its own, the decree's five."""
    row = Norm.objects.of(administration).filter(valid_from__lte=day).first()
    return row or Norm(administration=administration, valid_from=day)


def week_norm(administration: Administration, day: date) -> WeekNorm:
    """Items of the week in the categories that count; not what was withdrawn or removed. Two queries in all."""
    norm = norm_of(administration, day)
    start, end = week_bounds(day, administration.time_zone)
    acts = _publications(administration).filter(delivery__version__post__plan_item=OuterRef("pk"))
    items = (
        PlanItem.objects.of(administration)
        .filter(publish_at__gte=start, publish_at__lt=end, cancelled_at=None, category__in=norm.categories)
        .filter(post__withdrawal__isnull=True)
        .annotate(
            is_out=Exists(acts.filter(state=ActState.CONFIRMED)),
            is_expected=Q(publish_at__gte=now()) | Exists(acts.filter(state__in=HOPEFUL)),
        )
        .order_by("publish_at", "pk")
        .values_list("pk", "title", "publish_at", "is_out", "is_expected")
    )
    counted = tuple(Counted(pk, title, at, out=out) for pk, title, at, out, expected in items if out or expected)
    return WeekNorm(monday=week_of(day)[0], minimum=norm.minimum, counted=counted)


def _publications(administration: Administration) -> QuerySet[Act]:
    """What puts a post on a wall, unless somebody has removed it there."""
    gone = Divergence.objects.of(administration).filter(act=OuterRef("pk"), kind=DivergenceKind.GONE, ended_at=None)
    acts: QuerySet[Act] = Act.objects.of(administration).filter(~Exists(gone), verb=ActVerb.PUBLISH)
    return acts


def accounts_week(administration: Administration, day: date) -> list[AccountWeek]:
    """The same count for each account. One query for the accounts' acts, one for the norm."""
    norm = norm_of(administration, day)
    start, end = week_bounds(day, administration.time_zone)
    rows = (
        _publications(administration)
        .filter(
            delivery__version__post__withdrawal__isnull=True,
            delivery__version__post__plan_item__publish_at__gte=start,
            delivery__version__post__plan_item__publish_at__lt=end,
            delivery__version__post__plan_item__cancelled_at=None,
            delivery__version__post__plan_item__category__in=norm.categories,
        )
        .values_list("account_id", "account__network", "account__title", "state")
    )
    return _by_account(rows)


def _by_account(rows: QuerySet[Act, tuple[int, str, str, str]]) -> list[AccountWeek]:
    states: dict[tuple[int, str, str], list[str]] = {}
    for account_id, network, title, state in rows:
        states.setdefault((account_id, network, title), []).append(state)
    return [
        AccountWeek(*account, out=found.count(ActState.CONFIRMED), expected=sum(state in HOPEFUL for state in found))
        for account, found in sorted(states.items(), key=lambda pair: pair[0][1:])
    ]
