"""«Список»: the plan of a month line by line, with all that is known of each item."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dates import MONTHS
from django.views.decorators.http import require_GET

from veche.accounts.models import Account
from veche.accounts.order import in_order
from veche.approval.domain.queries import open_steps
from veche.kernel.clock import DAY, day_bounds, local, named_day
from veche.kernel.clock import today as city_today
from veche.kit.ids import id_from
from veche.kit.moments import SHORT_WEEKDAYS
from veche.plan.domain.queries import takes_posts
from veche.plan.models import PlanItem
from veche.staff.access import may, permission_required, person_of
from veche.web.pages.close_posts import close_pairs
from veche.web.pages.entries import Entry, Scope, due_by_post, entry_of, items_between
from veche.web.pages.plan_filters import PlanFilter, chips, choices, is_wanted, kinds_of, plan_filter_of
from veche.web.pages.plan_list_columns import Facts, facts_of
from veche.web.pages.shelf import shelf_of
from veche.web.pages.twins import twins_of

PAGE = 30
type Line = tuple[PlanItem, Entry]


@dataclass(frozen=True, slots=True)
class PlanListRow:
    """`number`: its place among those that the filter shows; `weekday`: «чт»; `event`: the day of the occasion.

    `is_close`: another post goes to the same network within an hour.
    """

    number: int
    item: PlanItem
    entry: Entry
    facts: Facts
    weekday: str
    event: str
    is_close: bool


@require_GET
@permission_required("plan.see")
def plan_list(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    city, zone = me.administration, me.administration.time_zone
    here = city_today(zone)
    first = (named_day(f"{request.GET.get('month', '')}-01") or here).replace(day=1)
    is_here = first == here.replace(day=1)
    filters = plan_filter_of(request.GET, here if is_here else first, "web:plan_list")
    shelf = shelf_of(city)
    items = items_between(city, day_bounds(first, zone)[0], day_bounds(_next(first) - DAY, zone)[1], shelf)
    scope = Scope(city, due_by_post(open_steps(me)), counted=(), going=())
    entries = [entry_of(item, scope) for item in items]
    wanted = [(item, entry) for item, entry in zip(items, entries, strict=True) if is_wanted(item, entry, filters)]
    shown = sorted((one for one in wanted if not filters.show or filters.show in kinds_of(one[1])), key=_place)
    start = _start(shown, request.GET.get("after", ""), here, first, filters)
    page = shown[start : start + PAGE]
    facts = facts_of(me, [item for item, _entry in page])
    close = _close(entries)
    context = {
        "title": f"{MONTHS[first.month].capitalize()} {first.year}",
        "here": filters.in_days_of(here),
        "is_here": is_here,
        "before": filters.in_days_of(first - DAY),
        "after": filters.in_days_of(_next(first)),
        "twins": twins_of(city, items),
        "chips": chips([entry for _item, entry in wanted], filters),
        "choices": choices(items, _networks(shelf.values()), filters),
        "filters": filters,
        "rows": [_row(number, *line, facts, close, zone) for number, line in enumerate(page, start + 1)],
        "earlier": start,
        "first_url": replace(filters, past="1").url,
        "later": max(len(shown) - start - PAGE, 0),
        "next_url": _after(page[-1], filters) if page else "",
        "of": len(shown),
        "may_edit": may(me, "plan.edit"),
        "may_note": may(me, "plan.occasion"),
    }
    return render(request, "web/plan_list.html", context)


def _next(first: date) -> date:
    return (first + 31 * DAY).replace(day=1)


def _networks(accounts: Iterable[Account]) -> list[str]:
    return in_order({account.network for account in accounts if takes_posts(account)})


def _place(line: Line) -> tuple[datetime, int]:
    return line[1].when.at, line[0].pk


def _start(shown: Sequence[Line], after: str, here: date, first: date, filters: PlanFilter) -> int:
    """How many lines come before the page: up to the cursor, else, in this month, before today.

    A state that is chosen, or `past`, begins with the first.
    """
    if cursor := _cursor(after):
        return sum(_key(one) <= cursor for one in shown)
    if filters.past or filters.show or first != here.replace(day=1):
        return 0
    return sum(entry.when.day < here for _item, entry in shown)


def _after(line: Line, filters: PlanFilter) -> str:
    return f"{filters.url}&{urlencode({'after': '{}-{}'.format(*_key(line))})}"


def _key(line: Line) -> tuple[int, int]:
    """As `_place`, in microseconds: what an address holds exactly."""
    at, pk = _place(line)
    return round(at.timestamp() * 1_000_000), pk


def _cursor(text: str) -> tuple[int, int] | None:
    """The place `1765000000000000-12`; None for anything else."""
    at, _, pk = text.partition("-")
    moment, last = id_from(at), id_from(pk)
    return None if moment is None or last is None else (moment, last)


def _close(entries: Iterable[Entry]) -> frozenset[int]:
    """Items ahead that push each other out of sight, whatever the filter shows."""
    ahead = sorted((one for one in entries if not one.past), key=lambda one: one.when.at)
    return frozenset(entry.pk for pair in close_pairs(ahead) for entry in pair)


def _row(
    number: int, item: PlanItem, entry: Entry, facts: dict[int, Facts], close: Collection[int], zone: str
) -> PlanListRow:
    starts = item.occasion.starts_at if item.occasion else None
    event = f"{local(starts, zone):%d.%m}" if starts else ""
    weekday = SHORT_WEEKDAYS[entry.when.day.weekday()]
    return PlanListRow(number, item, entry, facts[item.pk], weekday, event, is_close=item.pk in close)
