"""The week compared with the norm (clause 2.1): confirmed publications count, those that will leave are a forecast.

Other items of the plan are listed beside them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from veche.accounts.domain.queries import awaits_key_at, without_key
from veche.accounts.models import Account
from veche.kernel.clock import local, now, week_bounds, week_of
from veche.networks.protocol import Verb
from veche.norm.domain.past_veche import ForeignRow, publications, reading_of_past_veche
from veche.norm.models import Norm
from veche.outbox.domain.freeze import is_frozen
from veche.outbox.domain.paused import is_paused
from veche.outbox.domain.states import HANDED, IN_DOUBT, WAITING
from veche.outbox.enums import ActState, DivergenceKind, Proof
from veche.outbox.models import PostDivergence
from veche.plan.models import PlanItem
from veche.posts.enums import PostState
from veche.publishing.domain.queries import at_their_hours, came_out, going_out, hour_of
from veche.staff.compiled import compiled_once, this_moment
from veche.staff.models import Administration
from veche.staff.together import Reading, read_together

# It has left or a person has it in hand, and it is not proven: it may become one of the posts that the norm counts.
MAY_STILL_COUNT = IN_DOUBT | HANDED | {ActState.SENT}
# What holds a publication, the first that applies.
_WHYS = ("frozen", "paused", "overdue", "waits_network", "waits_key")


@dataclass(frozen=True, slots=True)
class Counted:
    """A publication of the week: `out` is confirmed, `by_person` if only a person confirmed it; `goes`: leaves by
    itself.

    Otherwise it may still come: not approved, sent and not proven, or published by a person. `why`: what holds a held
    one, `frozen`, `paused` or a face of `outbox.queries.HINDERED`. `past_veche`: it has no item, and its `pk` is 0.
    """

    title: str
    at: datetime
    out: bool
    goes: bool
    pk: int
    by_person: bool = False
    why: str = ""
    past_veche: bool = False


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


class _Row(NamedTuple):
    """An item of the plan beside one of its publications; without one `state` and `out_at` are None.

    `is_expected`: it may still be written and leave. `minimum`, `categories`: of the norm, None without one. `gone`:
    somebody has removed the post. `goes`: it leaves by itself. `why`: as `Counted.why`, of this publication.
    """

    pk: int
    title: str
    publish_at: datetime
    category: str
    withdrawn: bool
    is_expected: bool
    minimum: int | None
    categories: list[str] | None
    state: str | None
    out_at: datetime | None
    proof: str | None
    gone: bool
    goes: bool
    why: str


@dataclass(frozen=True, slots=True)
class _Item:
    """An item with all its publications. `shown`: a network has shown that it is out, or told of it."""

    pk: int
    title: str
    category: str
    at: datetime
    out: bool
    shown: bool
    goes: bool
    may_come: bool
    why: str
    withdrawn: bool


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
    rows, foreign = _rows(administration, monday, start, end)
    norm = _norm_beside(rows, administration, monday)
    ahead = end > now()
    holds = ahead and (is_frozen(administration.pk) if frozen is None else frozen)
    waits = ahead and (is_paused(administration.pk) if paused is None else paused)
    return _tallied(_items(rows), foreign, monday, norm, frozen=holds, paused=waits)


def week_norms(
    administration: Administration, mondays: Sequence[date], *, frozen: bool, paused: bool
) -> list[WeekNorm]:
    """`week_norm` of weeks that follow each other. `frozen`, `paused`: as there, but known. Two queries."""
    zone = administration.time_zone
    bounds = [week_bounds(monday, zone) for monday in mondays]
    rows, foreign = _rows(administration, mondays[0], bounds[0][0], bounds[-1][1])
    norms = [*_norms(administration, mondays[-1])]
    found, past = _by_week(_items(rows), zone), _by_week(foreign, zone)
    return [
        _tallied(
            found.get(monday, ()),
            past.get(monday, ()),
            monday,
            _valid(norms, monday),
            frozen=frozen and end > now(),
            paused=paused and end > now(),
        )
        for monday, (_start, end) in zip(mondays, bounds, strict=True)
    ]


def _by_week[Dated: (_Item, ForeignRow)](rows: Iterable[Dated], zone: str) -> dict[date, list[Dated]]:
    """Rows by the Monday of their week."""
    found: dict[date, list[Dated]] = {}
    for row in rows:
        found.setdefault(week_of(local(row.at, zone).date())[0], []).append(row)
    return found


def _valid(norms: Sequence[Norm], day: date) -> Norm:
    """`norms`: the latest first."""
    return next((norm for norm in norms if norm.valid_from <= day), Norm(valid_from=day))


def _tallied(
    items: Iterable[_Item],
    foreign: Sequence[ForeignRow],
    monday: date,
    norm: Norm,
    *,
    frozen: bool,
    paused: bool,
) -> WeekNorm:
    """`items`, `foreign`: those of that week."""
    counted, held, beside, leaving = [], [], 0, set()
    for item in items:
        if item.goes:
            leaving.add(item.pk)
        if item.withdrawn:
            continue
        if item.category not in norm.categories:
            beside += item.out
        elif item.out or item.goes or item.may_come:
            goes, by_person = item.goes and not item.out, item.out and not item.shown
            counted.append(Counted(item.title, item.at, out=item.out, goes=goes, pk=item.pk, by_person=by_person))
        elif item.why:
            held.append(Counted(item.title, item.at, out=False, goes=False, pk=item.pk, why=item.why))
    past, apart = publications(foreign, norm.categories)
    counted += [Counted(row.title, row.at, out=True, goes=False, pk=0, past_veche=True) for row in past]
    found = tuple(sorted(counted, key=attrgetter("at"))), tuple(held), beside + apart
    return WeekNorm(monday, norm.minimum, *found, frozen=frozen, paused=paused, going=frozenset(leaving))


def _norm_beside(rows: Sequence[_Row], administration: Administration, day: date) -> Norm:
    """`norm_of` that day, which each of `_rows` comes with."""
    if not rows:
        return norm_of(administration, day)
    told = {} if rows[0].minimum is None else {"minimum": rows[0].minimum, "categories": rows[0].categories}
    return Norm(administration=administration, valid_from=day, **told)


def _items(rows: Iterable[_Row]) -> list[_Item]:
    """By hour."""
    items = [_item([*own]) for _pk, own in groupby(rows, attrgetter("pk"))]
    return sorted(items, key=attrgetter("at", "pk"))


def _item(rows: Sequence[_Row]) -> _Item:
    """`rows`: of one item, one for each of its publications."""
    item, sent = rows[0], [row for row in rows if row.state]
    standing = [row for row in sent if not row.gone]
    out = [row for row in standing if row.state == ActState.CONFIRMED]
    begun = any(row.state != ActState.CANCELLED for row in standing)
    return _Item(
        pk=item.pk,
        title=item.title,
        category=item.category,
        at=hour_of(item, sent),
        out=bool(out),
        shown=any(row.proof != Proof.PERSON for row in out),
        goes=any(row.goes for row in sent),
        may_come=any(row.state in MAY_STILL_COUNT for row in standing) or (item.is_expected and not begun),
        why=min((row.why for row in standing if row.why), key=_WHYS.index, default=""),
        withdrawn=item.withdrawn,
    )


def _rows(
    administration: Administration, day: date, start: datetime, end: datetime
) -> tuple[list[_Row], list[ForeignRow]]:
    """What stands in the plan, and the posts past Veche. One query."""
    items: Reading[list[_Row]] = Reading(
        _read.bind(administration, day, start, end), lambda rows: [_Row(*row) for row in rows]
    )
    rows, foreign = read_together(items, reading_of_past_veche(administration, start, end))
    return rows, foreign


@compiled_once
def _read(administration: Administration, day: date, start: datetime, end: datetime) -> QuerySet[PlanItem, Any]:
    """What stands in the plan for the week, as `_Row`."""
    norm = _norms(administration, day)
    act = "post__versions__deliveries__act"
    gone = PostDivergence.objects.of(administration).filter(act=OuterRef(act), kind=DivergenceKind.GONE, ended_at=None)
    published = Q(**{f"{act}__verb": Verb.PUBLISH})
    found: QuerySet[PlanItem, Any] = at_their_hours(administration, start, end).filter(cancelled_at=None)
    return (
        found.order_by("pk")
        .annotate(
            withdrawn=Q(post__withdrawal__isnull=False),
            is_expected=_is_expected(administration),
            minimum=Subquery(norm.values("minimum")[:1]),
            categories=Subquery(norm.values("categories")[:1]),
            state=Case(When(published, then=f"{act}__state")),
            out_at=came_out(act),
            gone=Exists(gone),
            goes=Exists(going_out(administration).filter(pk=OuterRef(act))),
            why=_why(administration, act),
        )
        .values_list(
            *("pk", "title", "publish_at", "category", "withdrawn", "is_expected", "minimum", "categories"),
            *("state", "out_at", f"{act}__proof", "gone", "goes", "why"),
        )
    )


def _why(administration: Administration, act: str) -> Case:
    """What holds the act; "" if nothing does. The names are those of `_WHYS`."""
    waits, moment = Q(**{f"{act}__state__in": WAITING}), this_moment()
    silent = Q(**{f"{act}__account__unreachable_since__isnull": False, f"{act}__due_at__lte": moment})
    keyless = without_key(administration, account=f"{act}__account", at=f"{act}__due_at")
    return Case(
        When(**{f"{act}__state": ActState.STOPPED}, then=Value("frozen")),
        When(**{f"{act}__state": ActState.PAUSED}, then=Value("paused")),
        When(waits & Q(**{f"{act}__not_after__lt": moment}), then=Value("overdue")),
        When(waits & silent, then=Value("waits_network")),
        When(waits & Q(keyless), then=Value("waits_key")),
        default=Value(""),
    )


def _is_expected(administration: Administration) -> Q:
    """Whether it may still be written and leave: not where each account of the item lacks a key at that hour. Approved
    items leave by their acts."""
    accounts = Account.objects.of(administration).filter(plan_items=OuterRef("pk"))
    keyless = Q(Exists(accounts)) & ~Q(Exists(accounts.filter(~awaits_key_at(administration, "publish_at"))))
    return Q(publish_at__gte=this_moment()) & ~Q(post__state=PostState.APPROVED) & ~keyless
