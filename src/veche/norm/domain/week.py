"""The week compared with the norm (clause 2.1): confirmed publications count, those that will leave are a forecast.

Other items of the plan are listed beside them.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from operator import attrgetter

from django.db.models import QuerySet

from veche.kernel.clock import local, now, week_bounds, week_of
from veche.norm.domain.owing import Owing, number_of, owes, read_owing
from veche.norm.domain.past_veche import (
    ForeignRow,
    Joined,
    publications,
    reading_of_joined,
    reading_of_past_veche,
)
from veche.norm.domain.rows import MAY_STILL_COUNT, Item, Row, come_out, items_of, items_of_account, reading_of_rows
from veche.norm.enums import LeftOutWhy, Reposts
from veche.norm.models import Norm
from veche.outbox.domain.freeze import is_frozen
from veche.outbox.domain.paused import is_paused
from veche.staff.compiled import compiled_once
from veche.staff.models import Administration
from veche.staff.together import Reading, read_together

_BESIDE = (LeftOutWhy.CATEGORY, LeftOutWhy.FORMAT)
__all__ = ["MAY_STILL_COUNT", "Counted", "LeftOut", "WeekNorm", "norm_of", "norms_around", "week_norm", "week_norms"]


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
class LeftOut:
    """Something of the week that does not count. `pk`: of its item, 0 for a post past Veche; `out`: it is out."""

    title: str
    at: datetime
    out: bool
    pk: int
    why: LeftOutWhy


@dataclass(frozen=True, slots=True)
class WeekNorm:
    """`counted`: published and expected ones, by hour. `held`: approved ones that do not leave because of a freeze, a
    pause, a silent network or a refused key; not expected. `left_out`: all others of the week, by hour.

    `categories`: those that count. `reposts`: posts of ours past Veche that are counted apart. `frozen`,
    `paused`: a freeze or a pause holds the rest of the week, so there is no forecast. `going`: items that leave by
    themselves, counting or not. `counting`: items that count or may. Where each account owes its own number, the
    numbers are those of `account`, which is furthest behind, and `counting` is of all of them.
    """

    monday: date
    minimum: int
    counted: tuple[Counted, ...]
    held: tuple[Counted, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    frozen: bool = False
    paused: bool = False
    going: frozenset[int] = frozenset()
    counting: frozenset[int] = frozenset()
    reposts: int = 0
    account: Owing | None = None
    categories: frozenset[str] = frozenset()

    @property
    def beside(self) -> int:
        """The number of published ones in categories or formats that do not count."""
        return sum(one.out and one.why in _BESIDE for one in self.left_out)

    @property
    def is_stopped(self) -> bool:
        """Whether a freeze or a pause keeps publications from leaving, so that there is no forecast."""
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
    def planned(self) -> int:
        """The number that a week ahead has in its plan: also what a freeze or a pause holds, which give no forecast."""
        return self.forecast + (len(self.held) if self.is_stopped else 0)

    @property
    def unsure(self) -> int:
        return self.forecast - self.out - self.goes

    @property
    def missing(self) -> int:
        return max(self.minimum - self.forecast, 0)


def norm_of(administration: Administration, day: date) -> Norm:
    """The norm valid on that day; without a row the decree's five."""
    return _norms(administration, day).first() or Norm(administration=administration, valid_from=day)


def norms_around(administration: Administration, day: date) -> tuple[Norm, Norm | None]:
    """`norm_of` that day, and the next one that is set for a later week. One query."""
    rows = list(Norm.objects.of(administration).order_by("valid_from"))
    before = [norm for norm in rows if norm.valid_from <= day]
    ahead = next((norm for norm in rows if norm.valid_from > day), None)
    return (before[-1] if before else Norm(administration=administration, valid_from=day)), ahead


def _norms(administration: Administration, day: date) -> QuerySet[Norm]:
    """The one valid that day first."""
    rows: QuerySet[Norm] = Norm.objects.of(administration).filter(valid_from__lte=day)
    return rows.order_by("-valid_from")


@dataclass(frozen=True, slots=True)
class Weeks:
    """What was read of some weeks. `owing`, `aimed`: read only where each account owes its own number."""

    zone: str
    rows: list[Row]
    foreign: list[ForeignRow]
    norms: list[Norm]
    owing: Sequence[Owing] = ()
    aimed: Collection[tuple[int, int]] = ()
    joined: Sequence[Joined] = ()

    def norm(self, monday: date) -> Norm:
        return next((norm for norm in self.norms if norm.valid_from <= monday), Norm(valid_from=monday))

    def together(self) -> "Tallies":
        items = come_out(items_of(self.rows), {one.item for one in self.joined})
        return Tallies(_by_week(items, self.zone), _by_week(self.foreign, self.zone))

    def of_account(self, account: int) -> "Tallies":
        joined = {one.item for one in self.joined if one.account == account}
        own = come_out(items_of_account(self.rows, account, self.aimed, joined), joined)
        foreign = [row for row in self.foreign if row.account == account]
        return Tallies(_by_week(own, self.zone), _by_week(foreign, self.zone))


@dataclass(frozen=True, slots=True)
class Tallies:
    """Items and posts past Veche by the Monday of their week, of all accounts together or of one."""

    items: dict[date, list[Item]]
    foreign: dict[date, list[ForeignRow]]

    def week(self, monday: date, norm: Norm, *, frozen: bool = False, paused: bool = False) -> WeekNorm:
        items, foreign = self.items.get(monday, []), self.foreign.get(monday, [])
        return _tallied(items, foreign, monday, norm, frozen=frozen, paused=paused)


def week_norm(
    administration: Administration, day: date, *, frozen: bool | None = None, paused: bool | None = None
) -> WeekNorm:
    """Items of the week by plan, and published ones by the time of publication; not those withdrawn or removed.

    The norm is that of its Monday. `frozen`, `paused`: whether a freeze or a pause holds, if known. One query, one for
    each of them if unknown, and one where each account owes its own number.
    """
    monday = week_of(day)[0]
    ahead = week_bounds(day, administration.time_zone)[1] > now()
    holds = ahead and (is_frozen(administration.pk) if frozen is None else frozen)
    waits = ahead and (is_paused(administration.pk) if paused is None else paused)
    [found] = week_norms(administration, [monday], frozen=holds, paused=waits)
    return found


def week_norms(
    administration: Administration,
    mondays: Sequence[date],
    *,
    frozen: bool,
    paused: bool,
    items: Sequence[int] | None = None,
) -> list[WeekNorm]:
    """`week_norm` of weeks that follow each other. `frozen`, `paused`: known. `items`: of `read_weeks`."""
    return weeks_of(read_weeks(administration, mondays, items=items), mondays, frozen=frozen, paused=paused)


def read_weeks(
    administration: Administration,
    mondays: Sequence[date],
    *,
    accounts: bool = False,
    items: Sequence[int] | None = None,
) -> Weeks:
    """Read weeks that follow each other. One query, and another if a norm, or the caller (`accounts`), asks about each
    account. `items`: those that stand in the weeks, if the caller knows: to find them takes half of the query's time.
    """
    zone = administration.time_zone
    start, end = week_bounds(mondays[0], zone)[0], week_bounds(mondays[-1], zone)[1]
    norms: Reading[list[Norm]] = Reading(_norms_until.bind(administration, mondays[-1]), list)
    past = reading_of_past_veche(administration, start, end), reading_of_joined(administration, start, end)
    rows, foreign, joined, valid = read_together(reading_of_rows(administration, start, end, items), *past, norms)
    read = Weeks(zone, rows, foreign, valid, joined=joined)
    if not accounts and not any(read.norm(monday).each for monday in mondays):
        return read
    owing, aimed = read_owing(administration, start, end)
    return replace(read, owing=owing, aimed=frozenset(aimed))


def weeks_of(read: Weeks, mondays: Sequence[date], *, frozen: bool, paused: bool) -> list[WeekNorm]:
    """Each week together, or as the account that is furthest behind."""
    together = read.together()
    accounts = {one: read.of_account(one.pk) for one in read.owing}
    found = []
    for monday in mondays:
        ahead = week_bounds(monday, read.zone)[1] > now()
        stops = {"frozen": frozen and ahead, "paused": paused and ahead}
        norm = read.norm(monday)
        whole = together.week(monday, norm, **stops)
        each = [
            replace(own.week(monday, owes(norm, one), **stops), account=one)
            for one, own in accounts.items()
            if norm.each and one.owes_in(monday) and number_of(norm, one)
        ]
        found.append(_furthest_behind(each, whole) if each else whole)
    return found


def _furthest_behind(each: Sequence[WeekNorm], whole: WeekNorm) -> WeekNorm:
    """The account that needs most publications, or has most to come; what counts is told of all."""
    last = max(each, key=lambda week: (week.missing, week.minimum - week.out))
    counting = frozenset[int]().union(*(week.counting for week in each))
    return replace(last, going=whole.going, counting=counting)


@compiled_once
def _norms_until(administration: Administration, day: date) -> QuerySet[Norm]:
    return _norms(administration, day)


def _by_week[Dated: (Item, ForeignRow)](rows: Iterable[Dated], zone: str) -> dict[date, list[Dated]]:
    """Rows by the Monday of their week."""
    found: dict[date, list[Dated]] = {}
    for row in rows:
        found.setdefault(week_of(local(row.at, zone).date())[0], []).append(row)
    return found


def _tallied(
    items: Sequence[Item],
    foreign: Sequence[ForeignRow],
    monday: date,
    norm: Norm,
    *,
    frozen: bool,
    paused: bool,
) -> WeekNorm:
    """`items`, `foreign`: those of that week."""
    counted, held, left = [], [], []
    for item in items:
        if why := _why_left_out(item, norm):
            left.append(LeftOut(item.title, item.at, item.out, item.pk, why))
        elif item.out or item.goes or item.may_come:
            goes, by_person = item.goes and not item.out, item.out and not item.shown
            counted.append(Counted(item.title, item.at, out=item.out, goes=goes, pk=item.pk, by_person=by_person))
        else:
            held.append(Counted(item.title, item.at, out=False, goes=False, pk=item.pk, why=item.why))
    own = [row for row in foreign if not row.repost or norm.reposts == Reposts.COUNT]
    past, beside = publications(own, norm.categories)
    counted += [Counted(row.title, row.at, out=True, goes=False, pk=0, past_veche=True) for row in past]
    left += _foreign_left_out(foreign, own, past, beside)
    return WeekNorm(
        monday,
        norm.minimum,
        tuple(sorted(counted, key=attrgetter("at"))),
        tuple(held),
        tuple(sorted(left, key=attrgetter("at"))),
        frozen=frozen,
        paused=paused,
        going=frozenset(item.pk for item in items if item.goes),
        counting=frozenset(one.pk for one in counted if one.pk),
        reposts=len(foreign) - len(own),
        categories=frozenset(norm.categories),
    )


def _why_left_out(item: Item, norm: Norm) -> LeftOutWhy | None:
    """None for an item that counts, may count, or is held."""
    if item.withdrawn:
        return LeftOutWhy.WITHDRAWN
    if item.category not in norm.categories:
        return LeftOutWhy.CATEGORY
    if item.format in norm.uncounted_formats:
        return LeftOutWhy.FORMAT
    return None if item.out or item.goes or item.may_come or item.why else LeftOutWhy.NOT_OUT


def _foreign_left_out(
    foreign: Sequence[ForeignRow], own: Sequence[ForeignRow], past: Sequence[ForeignRow], beside: Sequence[ForeignRow]
) -> Iterable[LeftOut]:
    """`own`: those that are counted with the plan's. Of them `past` count, and `beside` are of other categories."""
    ours, other, counting = ({row.pk for row in rows} for rows in (own, beside, past))
    for row in foreign:
        if row.pk not in counting:
            why = LeftOutWhy.CATEGORY if row.pk in other else LeftOutWhy.TWICE
            yield LeftOut(row.title, row.at, out=True, pk=0, why=why if row.pk in ours else LeftOutWhy.REPOST)
