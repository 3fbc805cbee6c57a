"""The week against the norm (clause 2.1): what was proven to be out counts, what is planned is a forecast."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from veche.kernel.clock import now, week_bounds, week_of
from veche.norm.models import Norm
from veche.outbox.domain.states import HOPEFUL
from veche.outbox.enums import ActState, ActVerb, DivergenceKind, Proof
from veche.outbox.models import Act, Divergence
from veche.plan.models import PlanItem
from veche.staff.models import Administration


@dataclass(frozen=True, slots=True)
class Counted:
    """One publication of the week: `out` is confirmed, otherwise it is expected. `by_person`: no network has shown it,
    a person said that it is out."""

    title: str
    at: datetime
    out: bool
    by_person: bool = False


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
    def by_person(self) -> int:
        """How many of those that are out rest on a person's word alone."""
        return sum(one.by_person for one in self.counted)

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
            is_shown=Exists(acts.filter(state=ActState.CONFIRMED).exclude(proof=Proof.PERSON)),
            is_expected=Q(publish_at__gte=now()) | Exists(acts.filter(state__in=HOPEFUL)),
        )
        .order_by("publish_at", "pk")
        .values_list("title", "publish_at", "is_out", "is_shown", "is_expected")
    )
    counted = tuple(
        Counted(title, at, out=out, by_person=out and not shown)
        for title, at, out, shown, expected in items
        if out or expected
    )
    return WeekNorm(monday=week_of(day)[0], minimum=norm.minimum, counted=counted)


def _publications(administration: Administration) -> QuerySet[Act]:
    """What puts a post on a wall, unless somebody has removed it there."""
    gone = Divergence.objects.of(administration).filter(act=OuterRef("pk"), kind=DivergenceKind.GONE, ended_at=None)
    acts: QuerySet[Act] = Act.objects.of(administration).filter(~Exists(gone), verb=ActVerb.PUBLISH)
    return acts
