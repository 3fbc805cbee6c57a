"""The week compared with the norm (clause 2.1): confirmed publications count, those that will leave are a forecast.

Other items of the plan are listed beside them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from veche.accounts.domain.queries import awaits_key_at, without_key
from veche.accounts.models import Account
from veche.kernel.clock import local, now, week_bounds, week_of
from veche.networks.protocol import Verb
from veche.norm.models import Norm
from veche.outbox.domain.freeze import is_frozen
from veche.outbox.domain.paused import is_paused
from veche.outbox.domain.states import HANDED, IN_DOUBT, WAITING
from veche.outbox.enums import ActState, DivergenceKind, Proof
from veche.outbox.models import Act, PostDivergence
from veche.plan.models import PlanItem
from veche.posts.enums import PostState
from veche.publishing.domain.queries import at_their_hours, going_out
from veche.staff.compiled import compiled_once, this_moment
from veche.staff.models import Administration

# It has left or a person has it in hand, and it is not proven: it may become one of the posts that the norm counts.
MAY_STILL_COUNT = IN_DOUBT | HANDED | {ActState.SENT}
# The place of the hour in a row of `_items`.
_HOUR = 2


@dataclass(frozen=True, slots=True)
class Counted:
    """A publication of the week: `out` is confirmed, `by_person` if only a person confirmed it; `goes`: leaves by
    itself.

    Otherwise it may still come: not approved, sent and not proven, or published by a person. `why`: what holds a held
    one, `frozen`, `paused` or a face of `outbox.queries.HINDERED`.
    """

    title: str
    at: datetime
    out: bool
    goes: bool
    pk: int
    by_person: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class WeekNorm:
    """`counted`: published and expected ones, by hour. `held`: approved ones that do not leave because of a freeze, a
    pause, a silent network or a refused key; not expected.

    `beside`: published in categories that do not count. `frozen`, `paused`: a freeze or a pause holds the rest of
    the week, so there is no forecast. `going`: items that leave by themselves, counting or not.
    """

    monday: date
    minimum: int
    counted: tuple[Counted, ...]
    held: tuple[Counted, ...] = ()
    beside: int = 0
    frozen: bool = False
    paused: bool = False
    going: frozenset[int] = frozenset()

    @property
    def is_held(self) -> bool:
        return self.frozen or self.paused

    @property
    def out(self) -> int:
        return sum(one.out for one in self.counted)

    @property
    def by_person(self) -> int:
        """The number of published ones that only a person has confirmed."""
        return sum(one.by_person for one in self.counted)

    @property
    def goes(self) -> int:
        return sum(one.goes for one in self.counted)

    @property
    def forecast(self) -> int:
        return len(self.counted)

    @property
    def unsure(self) -> int:
        return self.forecast - self.out - self.goes

    @property
    def missing(self) -> int:
        return max(self.minimum - self.forecast, 0)


def norm_of(administration: Administration, day: date) -> Norm:
    """The norm valid on that day; without a row the decree's five."""
    return _norms(administration, day).first() or Norm(administration=administration, valid_from=day)


def norm_ahead(administration: Administration, day: date) -> Norm | None:
    """The next norm that is set for a later week."""
    rows: QuerySet[Norm] = Norm.objects.of(administration).filter(valid_from__gt=day)
    return rows.order_by("valid_from").first()


def _norms(administration: Administration, day: date) -> QuerySet[Norm]:
    """The one valid that day first."""
    rows: QuerySet[Norm] = Norm.objects.of(administration).filter(valid_from__lte=day)
    return rows.order_by("-valid_from")


def week_norm(
    administration: Administration, day: date, *, frozen: bool | None = None, paused: bool | None = None
) -> WeekNorm:
    """Items of the week by plan, and published ones by the time of publication; not those withdrawn or removed.

    The norm is that of its Monday. `frozen`, `paused`: whether a freeze or a pause holds, if known. One query, and one
    for each of them if unknown; one more for a week with nothing in it.
    """
    start, end = week_bounds(day, administration.time_zone)
    monday = week_of(day)[0]
    items = _items(administration, monday, start, end)
    norm = _norm_beside(items, administration, monday)
    ahead = end > now()
    holds = ahead and (is_frozen(administration.pk) if frozen is None else frozen)
    waits = ahead and (is_paused(administration.pk) if paused is None else paused)
    return _tallied(items, monday, norm, frozen=holds, paused=waits)


def week_norms(
    administration: Administration, mondays: Sequence[date], *, frozen: bool, paused: bool
) -> list[WeekNorm]:
    """`week_norm` of weeks that follow each other. `frozen`, `paused`: as there, but known. Two queries."""
    zone = administration.time_zone
    bounds = [week_bounds(monday, zone) for monday in mondays]
    items = _items(administration, mondays[0], bounds[0][0], bounds[-1][1])
    norms = [*_norms(administration, mondays[-1])]
    found: dict[date, list[Sequence[Any]]] = {}
    for item in items:
        found.setdefault(week_of(local(item[_HOUR], zone).date())[0], []).append(item)
    return [
        _tallied(
            found.get(monday, ()),
            monday,
            _valid(norms, monday),
            frozen=frozen and end > now(),
            paused=paused and end > now(),
        )
        for monday, (_start, end) in zip(mondays, bounds, strict=True)
    ]


def _valid(norms: Sequence[Norm], day: date) -> Norm:
    """`norms`: the latest first."""
    return next((norm for norm in norms if norm.valid_from <= day), Norm(valid_from=day))


def _tallied(items: Sequence[Sequence[Any]], monday: date, norm: Norm, *, frozen: bool, paused: bool) -> WeekNorm:
    """`items`: rows of `_items` of that week."""
    counted, held, beside, leaving = [], [], 0, set()
    for pk, title, at, out, shown, going, may_come, why, category, withdrawn, *_norm in items:
        if going:
            leaving.add(pk)
        if withdrawn:
            continue
        if category not in norm.categories:
            beside += out
        elif out or going or may_come:
            counted.append(Counted(title, at, out=out, goes=going and not out, pk=pk, by_person=out and not shown))
        elif why:
            held.append(Counted(title, at, out=False, goes=False, pk=pk, why=why))
    found = tuple(counted), tuple(held), beside
    return WeekNorm(monday, norm.minimum, *found, frozen=frozen, paused=paused, going=frozenset(leaving))


def _norm_beside(items: Sequence[Sequence[Any]], administration: Administration, day: date) -> Norm:
    """`norm_of` that day, which each of `_items` comes with."""
    if not items:
        return norm_of(administration, day)
    *_item, minimum, categories = items[0]
    told = {} if minimum is None else {"minimum": minimum, "categories": categories}
    return Norm(administration=administration, valid_from=day, **told)


@compiled_once
def _items(administration: Administration, day: date, start: datetime, end: datetime) -> QuerySet[PlanItem, Any]:
    """What stands in the plan for the week, with how each goes and with the norm of that day."""
    norm = _norms(administration, day)
    of_item = Q(delivery__version__post__plan_item=OuterRef("pk"))
    acts = _publications(administration).filter(of_item)
    is_out, goes = Exists(acts.filter(state=ActState.CONFIRMED)), Exists(going_out(administration).filter(of_item))
    found: QuerySet[PlanItem, Any] = (
        at_their_hours(administration, start, end)
        .filter(cancelled_at=None)
        .annotate(
            is_out=is_out,
            is_shown=Exists(acts.filter(state=ActState.CONFIRMED).exclude(proof=Proof.PERSON)),
            goes=goes,
            may_come=Exists(acts.filter(state__in=MAY_STILL_COUNT))
            | (_in_the_making(acts) & ~_keyless(administration)),
            why=_held(administration, acts),
        )
        .order_by("hour", "pk")
        .values_list("pk", "title", "hour", "is_out", "is_shown", "goes", "may_come", "why", "category")
        .annotate(
            is_withdrawn=Q(post__withdrawal__isnull=False),
            minimum=Subquery(norm.values("minimum")[:1]),
            categories=Subquery(norm.values("categories")[:1]),
        )
    )
    return found


def _held(administration: Administration, acts: QuerySet[Act]) -> Case:
    """What holds one of `acts`; "" if nothing does."""
    moment = this_moment()
    waits = acts.filter(state__in=WAITING)
    silent = waits.filter(account__unreachable_since__isnull=False, due_at__lte=moment)
    keyless = waits.filter(without_key(administration, account="account", at="due_at"))
    return Case(
        When(Exists(acts.filter(state=ActState.STOPPED)), then=Value("frozen")),
        When(Exists(acts.filter(state=ActState.PAUSED)), then=Value("paused")),
        When(Exists(waits.filter(not_after__lt=moment)), then=Value("overdue")),
        When(Exists(silent), then=Value("waits_network")),
        When(Exists(keyless), then=Value("waits_key")),
        default=Value(""),
    )


def _keyless(administration: Administration) -> Q:
    """Whether each account of the item lacks a key at that hour."""
    accounts = Account.objects.of(administration).filter(plan_items=OuterRef("pk"))
    return Q(Exists(accounts)) & ~Q(Exists(accounts.filter(~awaits_key_at(administration, "publish_at"))))


def _in_the_making(acts: QuerySet[Act]) -> Q:
    """Whether its hour is to come and nothing has left; approved and given up items do not count."""
    on_its_way = Exists(acts.exclude(state=ActState.CANCELLED))
    return Q(publish_at__gte=this_moment()) & ~Q(on_its_way) & ~Q(post__state=PostState.APPROVED)


def _publications(administration: Administration) -> QuerySet[Act]:
    """Acts that published a post, unless somebody has removed it."""
    gone = PostDivergence.objects.of(administration).filter(act=OuterRef("pk"), kind=DivergenceKind.GONE, ended_at=None)
    acts: QuerySet[Act] = Act.objects.of(administration).filter(~Exists(gone), verb=Verb.PUBLISH)
    return acts
