"""«План недели»: seven days, the norm, and occasions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from veche.accounts.domain.queries import lacks_key
from veche.accounts.models import Account
from veche.accounts.order import in_order, place_of
from veche.approval.domain.queries import open_steps
from veche.kernel.clock import DAY, local, named_day, now, week_bounds, week_of
from veche.kernel.clock import today as city_today
from veche.kit.moments import SHORT_WEEKDAYS, day_name, week_span
from veche.morphology.numerals import in_words
from veche.norm.domain.week import MAY_STILL_COUNT, WeekNorm, week_norm
from veche.outbox.domain.states import AHEAD
from veche.plan.domain.queries import occasions_untold, takes_posts
from veche.plan.domain.same_matter import beside
from veche.plan.models import Occasion, PlanItem
from veche.publishing.domain.queries import Standing
from veche.staff.access import may, permission_required, person_of
from veche.web.context import freeze_of, pause_of
from veche.web.pages.close_posts import clash
from veche.web.pages.entries import Entry, accounts_of, by_day, entry_of, items_between, scope_of
from veche.web.pages.hints import Hint, hint
from veche.web.pages.norm_line import NormLine, forecast, is_ahead, norm_line, promise
from veche.web.pages.pictures import first_pictures, newest_of
from veche.web.pages.plan_filters import WEEK_SHOWS, Chip, PlanFilter, choices, is_wanted, kinds_of, plan_filter_of
from veche.web.pages.reserve import spares_of
from veche.web.pages.shelf import shelf_of
from veche.web.pages.twins import twins_of

MOST_SUGGESTED = 3
MOST_IN_TRAY = 12


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    name: str
    full: str
    past: bool
    today: bool
    entries: tuple[Entry, ...]
    clash: str
    hidden: str
    hints: tuple[Hint, ...]
    suggest: str


@dataclass(frozen=True, slots=True)
class AccountLine:
    """«VK 2 → 4»."""

    network: str
    title: str
    out: int
    will: int
    silent: bool


@require_GET
@permission_required("plan.see")
def week(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    city, zone = me.administration, me.administration.time_zone
    here = city_today(zone)
    monday, sunday = week_of(_asked(request.GET.get("week", ""), here))
    start, end = week_bounds(monday, zone)
    norm = week_norm(city, monday, frozen=freeze_of(request) is not None, paused=pause_of(request) is not None)
    shelf = shelf_of(city)
    items = items_between(city, start, end, shelf)
    scope = scope_of(city, norm, open_steps(me), first_pictures(me, newest_of(items)))
    entries = [entry_of(item, scope) for item in items]
    filters = plan_filter_of(request.GET, max(monday, min(here, sunday)), "web:week")
    wanted = [entry for item, entry in zip(items, entries, strict=True) if is_wanted(item, entry, filters)]
    line = norm_line(norm, zone)
    untold = list(occasions_untold(city, start, end))
    context = {
        "title": week_span(monday, sunday),
        "here": filters.in_days_of(here),
        "filters": filters,
        "is_here": monday <= here <= sunday,
        "before": filters.in_days_of(monday - 7 * DAY),
        "after": filters.in_days_of(monday + 7 * DAY),
        "forecast": forecast(norm, zone),
        "line": line,
        "is_ahead": is_ahead(norm, zone),
        "accounts": _accounts(items, _by_network(filter(takes_posts, shelf.values())), norm),
        "chips": _chips(wanted, filters),
        "choices": choices(
            items, in_order({account.network for item in items for account in accounts_of(item)}), filters
        ),
        "days": _days(
            monday, here, entries, [entry for entry in wanted if _is_shown(entry, filters)], untold, line, zone
        ),
        "twins": twins_of(city, items, beside(city, start, end)),
        "tray": [hint(one, zone) for one in untold if one.starts_at is None][:MOST_IN_TRAY],
        "spares": spares_of(city, norm.categories, filters) if may(me, "plan.edit") else [],
        "may_edit": may(me, "plan.edit"),
        "shown_at": str(now().timestamp()),
        "may_note": may(me, "plan.occasion"),
        "promise": promise(norm),
    }
    return render(request, "web/week.html", context)


def _asked(text: str, here: date) -> date:
    """The week `2026-W48`; this week for invalid input."""
    return (named_day(f"{text}-1") if "W" in text else None) or here


def _by_network(accounts: Iterable[Account]) -> list[Account]:
    return sorted(accounts, key=lambda account: place_of(account.network))


def _accounts(items: Sequence[PlanItem], accounts: Iterable[Account], norm: WeekNorm) -> list[AccountLine]:
    """Counting publications by account: published and expected."""
    counted = norm.counting
    counting = [item for item in items if item.pk in counted]
    return [_account(account, counting) for account in accounts]


def _account(account: Account, items: Sequence[PlanItem]) -> AccountLine:
    found = [(one, item) for item in items if (one := _standing_in(item, account))]
    out = sum(one.out for one, _item in found)
    hopeful = sum(not one.out and _may_come(one, account, item) for one, item in found)
    return AccountLine(account.network, account.title, out, out + hopeful, silent=account.unreachable_since is not None)


def _may_come(one: Standing, account: Account, item: PlanItem) -> bool:
    """Whether it may be published there; not approved ones need a key too."""
    if one.act is None:
        return not lacks_key(account, item.publish_at)
    return one.act.state in MAY_STILL_COUNT or one.state in AHEAD


def _standing_in(item: PlanItem, account: Account) -> Standing | None:
    """The item's state in one account; None if it does not go there, or its hour passed without a text."""
    accounts = accounts_of(item)
    if account not in accounts:
        return None
    found: Standing = (
        item.found[accounts.index(account)]  # type: ignore[attr-defined] # by `items_between`
        if item.found  # type: ignore[attr-defined]
        else Standing(account.network, "idea")
    )
    return found if found.act is not None or found.out or item.publish_at >= now() else None


def _chips(entries: Sequence[Entry], filters: PlanFilter) -> list[Chip]:
    """`entries`: those of the networks, departments and categories that are asked for."""
    numbers = {show: sum(_is_shown(entry, replace(filters, show=show)) for entry in entries) for show in WEEK_SHOWS}
    named = [
        ("", "Всё", ""),
        ("counts", "Идёт в норму", ""),
        ("head", f"От Главы {numbers['head']}", "building-bank"),
        ("asked", f"Спросили жители {numbers['asked']}", "message-question"),
        ("waits", f"Ждёт согласия {numbers['waits']}", "hourglass"),
    ]
    return [
        Chip(label, replace(filters, show=show).url, active=filters.show == show, icon=icon, plus=show == "counts")
        for show, label, icon in named
        if show in ("", "counts", filters.show) or numbers[show]
    ]


def _is_shown(entry: Entry, filters: PlanFilter) -> bool:
    tests = {"counts": entry.counts, "head": entry.from_head, "asked": entry.from_residents}
    return tests.get(filters.show, not filters.show or filters.show in kinds_of(entry))


def _days(
    monday: date,
    here: date,
    entries: Sequence[Entry],
    chosen: Sequence[Entry],
    untold: Sequence[Occasion],
    line: NormLine,
    zone: str,
) -> list[Day]:
    """`chosen`: those of `entries` that the filter shows."""
    every, shown = by_day(entries), by_day(chosen)
    dates = [monday + n * DAY for n in range(7)]
    first_free = min(line.free, key=lambda day: (day in every, day), default=None) if line.short else None
    undated = [one for one in untold if one.starts_at is None]
    dated: dict[date, list[Occasion]] = {}
    for one in untold:
        if one.starts_at is not None:
            dated.setdefault(local(one.starts_at, zone).date(), []).append(one)
    return [
        Day(
            date=day,
            name=SHORT_WEEKDAYS[day.weekday()],
            full=f"{day_name(day)}, {day.day}",
            past=day < here,
            today=day == here,
            entries=tuple(shown.get(day, ())),
            clash="" if day < here else clash(every.get(day, ())),
            hidden=_hidden(len(every.get(day, ())) - len(shown.get(day, ()))),
            hints=tuple(
                hint(one, zone, day)
                for one in (*dated.get(day, ()), *(undated if day == first_free else ()))[:MOST_SUGGESTED]
            )
            if day >= here
            else (),
            suggest=_suggestion(line, empty=day not in every) if day == first_free else "",
        )
        for day in dates
    ]


def _hidden(number: int) -> str:
    """The number the filter hides, so that the day does not look empty."""
    if not number:
        return ""
    return f"Фильтр скрыл {in_words(number, 'запись', 'записи', 'записей', gender='Fem', case='Acc')}"


def _suggestion(line: NormLine, *, empty: bool) -> str:
    missing = sum(cell["kind"] == "miss" for cell in line.cells)
    number = in_words(missing, "записи", "записей", "записей", gender="Fem", case="Gen")
    said = f"До нормы хватит {number}" if missing == 1 else f"До нормы не хватает {number}"
    return f"Пусто. {said}" if empty else said
