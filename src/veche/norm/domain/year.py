"""The last 52 weeks beside the norm, with what explains those that were short of it (clause 2.1)."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import starmap
from typing import Any, NamedTuple

from django.db.models import Min, Q, QuerySet

from veche.accounts.domain.health import WORTH_KEEPING
from veche.accounts.models import Account, Outage
from veche.kernel.clock import DAY, WorkingHours, is_working_day, local, now, today, week_bounds, week_of
from veche.morphology.numerals import counted
from veche.norm.domain.owing import Owing, number_of, owes
from veche.norm.domain.week import WeekNorm, Weeks, read_weeks, weeks_of
from veche.outbox.domain.freeze import is_frozen
from veche.outbox.domain.paused import is_paused, pauses_between
from veche.outbox.models import Freeze
from veche.plan.models import PlanItem
from veche.posts.enums import PostState
from veche.staff.compiled import compiled_once, this_moment
from veche.staff.domain.working_hours import hours_of
from veche.staff.models import Administration
from veche.staff.together import Reading

WEEKS = 52
WORKING_DAYS = 5
MOST_DRAFTS = 5


@dataclass(frozen=True, slots=True)
class YearWeek:
    """One week. `whys`: what explains a week short of the norm, in words; `kept`: the plan had begun by then.

    `working_days`: by the production calendar and the office's own days.
    """

    norm: WeekNorm
    whys: tuple[str, ...]
    kept: bool
    is_now: bool
    working_days: int = WORKING_DAYS

    @property
    def monday(self) -> date:
        return self.norm.monday

    @property
    def sunday(self) -> date:
        return self.norm.monday + 6 * DAY

    @property
    def address(self) -> str:
        """The week as the plan's address names it."""
        return f"{self.monday:%G-W%V}"

    @property
    def has_holidays(self) -> bool:
        return self.working_days < WORKING_DAYS

    @property
    def out(self) -> int:
        return self.norm.out

    @property
    def minimum(self) -> int:
        return self.norm.minimum

    @property
    def state(self) -> str:
        """`now`, `none` (before the plan began), `met`, `explained` or `short`."""
        if self.is_now:
            return "now"
        if not self.kept:
            return "none"
        if self.out >= self.minimum:
            return "met"
        return "explained" if self.whys else "short"


@dataclass(frozen=True, slots=True)
class AccountYear:
    """One open account. `number`: what it owes a week by the present norm; `week`: this week of it.

    `met`, `of`: weeks of the last 52 that met its number, and those that are over since its first publication.
    """

    account: Owing
    number: int
    week: WeekNorm
    met: int
    of: int

    @property
    def this_week(self) -> str:
        """«3, будет 8», «0, плана нет»."""
        if self.week.is_stopped or (self.week.out and self.week.forecast == self.week.out):
            return str(self.week.out)
        ahead = f"будет {self.week.forecast}" if self.week.forecast else "плана нет"
        return f"{self.week.out}, {ahead}"


def year_with_accounts(administration: Administration) -> tuple[list[YearWeek], list[AccountYear]]:
    """The last 52 weeks, this one last, and each open account. Ten queries, bounded by the year however long the
    plan is kept."""
    zone = administration.time_zone
    this = week_of(today(zone))[0]
    mondays = [this - 7 * DAY * back for back in range(WEEKS - 1, -1, -1)]
    read = read_weeks(administration, mondays, accounts=True)
    norms = weeks_of(read, mondays, frozen=is_frozen(administration), paused=is_paused(administration))
    start, end = week_bounds(mondays[0], zone)[0], week_bounds(this, zone)[1]
    begun = PlanItem.objects.of(administration).aggregate(first=Min("publish_at"))["first"]
    first = local(begun, zone).date() if begun else None
    stops, hours = _stops(administration, start, end), hours_of(administration)
    weeks = [
        YearWeek(
            norm,
            tuple(dict.fromkeys([*_whys(norm.monday, zone, stops), *holidays(norm.monday, hours)])),
            kept=first is not None and norm.monday + 6 * DAY >= first,
            is_now=norm.monday == this,
            working_days=working_days(norm.monday, hours),
        )
        for norm in norms
    ]
    return weeks, [_account_year(read, one, mondays) for one in read.owing if one.closed_on is None]


def _account_year(read: Weeks, account: Owing, mondays: Sequence[date]) -> AccountYear:
    own = read.of_account(account.pk)
    weeks = [own.week(monday, owes(read.norm(monday), account)) for monday in mondays]
    past = [week for week in weeks[:-1] if account.owes_in(week.monday)]
    begun = next((place for place, week in enumerate(past) if week.out), len(past))
    met = sum(week.out >= week.minimum for week in past[begun:])
    return AccountYear(account, number_of(read.norm(mondays[-1]), account), weeks[-1], met, len(past) - begun)


@dataclass(frozen=True, slots=True)
class Stop:
    """Something that kept publications from leaving between two moments; `ended` None: still does."""

    called: str
    since: datetime
    ended: datetime | None
    has_days: bool = True


def _stops(administration: Administration, start: datetime, end: datetime) -> list[Stop]:
    """Pauses, freezes, silent networks and closed accounts of the year, in this order. Four queries."""
    freezes = Freeze.objects.of(administration).filter(Q(released_at=None) | Q(released_at__gt=start), since__lt=end)
    return [
        *(
            Stop(f"{one.get_kind_display().lower()}, пауза", one.since, one.ended_at)
            for one in pauses_between(administration, start, end)
        ),
        *(Stop("всё было заморожено", one.since, one.released_at) for one in freezes.order_by("since")),
        *_outages(administration, start),
        *_accounts(administration, start, end),
    ]


def _outages(administration: Administration, start: datetime) -> Iterator[Stop]:
    """Networks that did not answer for half a day or longer."""
    over = Outage.objects.of(administration).filter(until__gte=start).order_by("since").select_related("account")
    for one in over:
        yield Stop(f"сеть {one.account.get_network_display()} не отвечала", one.since, one.until)


def _accounts(administration: Administration, start: datetime, end: datetime) -> Iterator[Stop]:
    """Networks that still do not answer, and accounts closed in that time."""
    closed = Q(closed_at__gte=start, closed_at__lt=end)
    silent = Q(closed_at=None, unreachable_since__lte=now() - WORTH_KEEPING)
    for account in Account.objects.of(administration).filter(closed | silent).order_by("closed_at", "pk"):
        if account.closed_at is not None:
            yield Stop(f"закрыли аккаунт «{account.title}»", account.closed_at, account.closed_at, has_days=False)
        elif account.unreachable_since is not None:
            yield Stop(f"сеть {account.get_network_display()} не отвечает", account.unreachable_since, None)


def explained(administration: Administration, monday: date) -> list[str]:
    """What explains that week if it is short of the norm, as `YearWeek.whys`. Six queries."""
    zone = administration.time_zone
    stops = _stops(administration, *week_bounds(monday, zone))
    return list(dict.fromkeys([*_whys(monday, zone, stops), *holidays(monday, hours_of(administration))]))


def working_days(monday: date, hours: WorkingHours) -> int:
    return sum(is_working_day(monday + DAY * day, hours) for day in range(7))


def holidays(monday: date, hours: WorkingHours) -> list[str]:
    """«праздники, рабочих дней 2»; nothing for a week with all its working days."""
    working = working_days(monday, hours)
    if working >= WORKING_DAYS:
        return []
    return [f"праздники, рабочих дней {working}" if working else "праздники, рабочих дней нет"]


def _whys(monday: date, zone: str, stops: Sequence[Stop]) -> Iterable[str]:
    for stop in stops:
        if days := days_within(stop.since, stop.ended, monday, zone):
            yield f"{stop.called} {counted(days, 'день', 'дня', 'дней')}" if stop.has_days else stop.called


def days_within(since: datetime, ended: datetime | None, monday: date, zone: str) -> int:
    """The number of days of the city's week that `since` … `ended` touches; None: until now."""
    first, last = local(since, zone).date(), local(ended or now(), zone).date()
    return max((min(last, monday + 6 * DAY) - max(first, monday)).days + 1, 0)


class ReadyDraft(NamedTuple):
    """An item whose post is a draft. `post`: the id of the post."""

    pk: int
    title: str
    publish_at: datetime
    post: int


def reading_of_drafts(administration: Administration, categories: Collection[str]) -> Reading[list[ReadyDraft]]:
    """Drafts with a text whose hour passed without a request for approval, newest first. One query."""
    query = _drafts.bind(administration, frozenset(categories)) if categories else None
    return Reading(query, lambda rows: list(starmap(ReadyDraft, rows)))


@compiled_once
def _drafts(administration: Administration, categories: frozenset[str]) -> QuerySet[PlanItem, Any]:
    items: QuerySet[PlanItem] = PlanItem.objects.of(administration).filter(
        cancelled_at=None, category__in=categories, publish_at__lt=this_moment(), post__state=PostState.DRAFT
    )
    written = items.exclude(post__versions__text="").order_by("-publish_at")
    return written.values_list("pk", "title", "publish_at", "post")[:MOST_DRAFTS]
