"""«Месяц»: the plan in whole weeks, with the norm of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dates import MONTHS
from django.views.decorators.http import require_GET

from veche.accounts.models import Account
from veche.accounts.order import in_order
from veche.approval.domain.queries import open_steps
from veche.kernel.clock import DAY, local, named_day, now, week_bounds, week_of
from veche.kernel.clock import today as city_today
from veche.norm.domain.week import WeekNorm, week_norms
from veche.plan.domain.queries import occasions_untold, takes_posts
from veche.plan.models import Occasion
from veche.staff.access import may, permission_required, person_of
from veche.staff.domain.working_hours import hours_of
from veche.staff.models import Administration, Person
from veche.web.context import freeze_of, pause_of
from veche.web.pages.entries import Entry, Scope, by_day, due_by_post, entry_of
from veche.web.pages.foreign_rows import asked_between, reading_of_foreign
from veche.web.pages.hints import Hint, hint
from veche.web.pages.month_grid import DENSE, Grid
from veche.web.pages.pictures import first_pictures, newest_of
from veche.web.pages.plan_filters import PlanFilter, chips, choices, is_wanted, is_within, kinds_of, plan_filter_of
from veche.web.pages.planned import Planned, planned_between
from veche.web.pages.reserve import spares_of
from veche.web.pages.shelf import shelf_of
from veche.web.pages.twins import twins_of
from veche.web.pages.week import MOST_IN_TRAY


@dataclass(frozen=True, slots=True)
class MonthData:
    """What the month's weeks are made of; `entries` in the order of `items`."""

    norms: Sequence[WeekNorm]
    items: Sequence[Planned]
    entries: Sequence[Entry]
    untold: Sequence[Occasion]
    networks: Sequence[str]


@require_GET
@permission_required("plan.see")
def month(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    city, zone = me.administration, me.administration.time_zone
    here = city_today(zone)
    first = _asked(request.GET.get("month", ""), here)
    mondays = _mondays(first)
    start, end = week_bounds(mondays[0], zone)[0], week_bounds(mondays[-1], zone)[1]
    is_here = (first.year, first.month) == (here.year, here.month)
    filters = plan_filter_of(request.GET, here if is_here else first)
    read = _read(request, me, mondays, start, end)
    wanted = [entry for item, entry in zip(read.items, read.entries, strict=True) if is_wanted(item, entry, filters)]
    may_edit = may(me, "plan.edit")
    context = {
        "title": f"{MONTHS[first.month].capitalize()} {first.year}",
        "here": filters.in_days_of(here),
        "is_here": is_here,
        "before": filters.in_days_of(first - DAY),
        "after": filters.in_days_of(_next(first)),
        "chips": chips([one for one in wanted if is_within(one, first)], filters),
        "choices": choices(read.items, read.networks, filters),
        "filters": filters,
        **_weeks(city, first, here, read, wanted, filters),
        "past_url": replace(filters, past="1").url,
        "twins": twins_of(city, read.items),
        "asked_post": asked_between(me, reading_of_foreign(me).read(), start, end),
        "spares": spares_of(city, read.norms[-1].categories, filters) if may_edit else [],
        "tray": [hint(one, zone) for one in [one for one in read.untold if one.starts_at is None][:MOST_IN_TRAY]],
        "add_url": reverse("plan:add"),
        "may_edit": may_edit,
        "shown_at": str(now().timestamp()),
        "may_note": may(me, "plan.occasion"),
        "zone": zone,
    }
    return render(request, "web/month.html", context)


def _read(request: HttpRequest, me: Person, mondays: Sequence[date], start: datetime, end: datetime) -> MonthData:
    city = me.administration
    shelf = shelf_of(city)
    items = planned_between(city, start, end, shelf)
    stops = {"frozen": freeze_of(request) is not None, "paused": pause_of(request) is not None}
    norms = week_norms(city, mondays, **stops, items=[item.pk for item in items])
    scope = _scope(city, norms, me, _pictures(me, items))
    entries = [entry_of(item, scope) for item in items]
    return MonthData(norms, items, entries, [*occasions_untold(city, start, end)], _networks(shelf.values()))


def _weeks(
    city: Administration, first: date, here: date, read: MonthData, wanted: Sequence[Entry], filters: PlanFilter
) -> dict[str, Any]:
    """Rows of the weeks. On a phone past days stand behind a link, in months that are not over."""
    shown = [entry for entry in wanted if not filters.show or filters.show in kinds_of(entry)]
    grid = Grid(
        month=first.month,
        here=here,
        zone=city.time_zone,
        hours=hours_of(city),
        networks=tuple(read.networks),
        shown=by_day(shown),
        all=by_day(read.entries),
        hints=_hints(read.untold, city.time_zone, here),
        filters=filters,
    )
    rows = [grid.row(norm) for norm in read.norms]
    is_whole = bool(filters.past) or _next(first) <= here
    return {
        "rows": rows,
        "is_dense": len(read.entries) > DENSE,
        "is_whole": is_whole,
        "has_past": not is_whole and any(cell["past"] and cell["lines"] for row in rows for cell in row.cells),
    }


def _asked(text: str, here: date) -> date:
    """The first day of the month `2026-12`; of this month for invalid input."""
    return named_day(f"{text}-01") or here.replace(day=1)


def _next(first: date) -> date:
    return (first + 31 * DAY).replace(day=1)


def _mondays(first: date) -> list[date]:
    """Mondays of the weeks that have a day in the month."""
    monday, last = week_of(first)[0], _next(first) - DAY
    return [monday + n * 7 * DAY for n in range((last - monday).days // 7 + 1)]


def _scope(city: Administration, norms: Sequence[WeekNorm], me: Person, pictures: Mapping[int, str]) -> Scope:
    counted = frozenset[int]().union(*(norm.counting for norm in norms))
    going = frozenset().union(*(norm.going for norm in norms))
    return Scope(city, due_by_post(open_steps(me)), counted, going, pictures)


def _networks(accounts: Iterable[Account]) -> list[str]:
    """Networks that take the city's posts, in their order."""
    return in_order({account.network for account in accounts if takes_posts(account)})


def _pictures(me: Person, items: Sequence[Planned]) -> dict[int, str]:
    """The first picture of each item that has one, by its hash; none in a dense month, which has no room for them."""
    return {} if len(items) > DENSE else first_pictures(me, newest_of(items))


def _hints(untold: Iterable[Occasion], zone: str, here: date) -> dict[date, Hint]:
    """The first occasion of each day from today on."""
    first: dict[date, Occasion] = {}
    for one in untold:
        if one.starts_at is not None:
            first.setdefault(local(one.starts_at, zone).date(), one)
    return {day: hint(one, zone, day) for day, one in first.items() if day >= here}
