"""«План недели»: seven days, the norm, and occasions."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from veche.accounts.domain.queries import lacks_key
from veche.accounts.models import Account
from veche.accounts.order import in_order, place_of
from veche.approval.domain.queries import open_steps
from veche.kernel.clock import DAY, local, named_day, now, week_bounds, week_of
from veche.kernel.clock import today as city_today
from veche.kit.moments import SHORT_WEEKDAYS, day_name, week_span
from veche.morphology.numerals import in_words
from veche.networks.registry import NETWORKS
from veche.norm.domain.week import MAY_STILL_COUNT, WeekNorm, week_norm
from veche.outbox.domain.states import AHEAD
from veche.plan.domain.queries import occasions_untold, takes_posts
from veche.plan.domain.same_matter import beside
from veche.plan.models import Occasion, PlanItem
from veche.publishing.domain.queries import Standing
from veche.staff.access import may, permission_required, person_of
from veche.web.context import freeze_of, pause_of
from veche.web.pages.entries import Entry, accounts_of, entry_of, items_between, scope_of
from veche.web.pages.hints import Hint, hint
from veche.web.pages.month_grid import week_link
from veche.web.pages.norm_line import NormLine, forecast, is_ahead, norm_line
from veche.web.pages.plan_filters import Wish
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


@dataclass(frozen=True, slots=True)
class Filter:
    label: str
    url: str
    active: bool
    icon: str = ""
    plus: bool = False


@require_GET
@permission_required("plan.see")
def week(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    city, zone = me.administration, me.administration.time_zone
    here = city_today(zone)
    monday, sunday = week_of(_asked(request.GET.get("week", ""), here))
    start, end = week_bounds(monday, zone)
    norm = week_norm(city, monday, frozen=freeze_of(request) is not None, paused=pause_of(request) is not None)
    scope = scope_of(city, norm, open_steps(me))
    shelf = shelf_of(city)
    items = items_between(city, start, end, shelf)
    entries = [entry_of(item, scope) for item in items]
    wish = {"week": f"{monday:%G-W%V}", "show": request.GET.get("show", ""), "net": request.GET.get("net", "")}
    line = norm_line(norm, zone)
    untold = list(occasions_untold(city, start, end))
    context = {
        "title": week_span(monday, sunday),
        "here": week_link(here),
        "here_week": week_link(monday),
        "wish": Wish(f"{max(monday, min(here, sunday)):%Y-%m}"),
        "is_here": monday <= here <= sunday,
        "before": week_link(monday - 7 * DAY),
        "after": week_link(monday + 7 * DAY),
        "forecast": forecast(norm, zone),
        "line": line,
        "is_ahead": is_ahead(norm, zone),
        "accounts": _accounts(items, _by_network(filter(takes_posts, shelf.values())), norm),
        "filters": _filters(entries, wish, {account.network for item in items for account in accounts_of(item)}),
        "days": _days(monday, here, entries, _chosen(entries, wish), untold, line, zone),
        "twins": twins_of(city, items, beside(city, start, end)),
        "tray": [hint(one, zone) for one in untold if one.starts_at is None][:MOST_IN_TRAY],
        "may_edit": may(me, "plan.edit"),
        "shown_at": str(now().timestamp()),
        "may_note": may(me, "plan.occasion"),
        "promise": _promise(norm.forecast, norm.minimum),
    }
    return render(request, "web/week.html", context)


def _asked(text: str, here: date) -> date:
    """The week `2026-W48`; this week for invalid input."""
    return (named_day(f"{text}-1") if "W" in text else None) or here


def _promise(planned: int, minimum: int) -> str:
    """The forecast with one more counting publication."""
    return f"станет {planned + 1} из {minimum}"


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


def _filters(entries: Sequence[Entry], wish: dict[str, str], networks: set[str]) -> list[Filter]:
    def chip(label: str, icon: str = "", **changed: str) -> Filter:
        wanted = {**wish, "show": "", "net": "", **changed}
        said = urlencode({key: value for key, value in wanted.items() if value})
        active = (wish["show"], wish["net"]) == (wanted["show"], wanted["net"])
        return Filter(label, f"{reverse('web:week')}?{said}", active, icon, plus=changed.get("show") == "counts")

    from_head = sum(entry.from_head for entry in entries)
    waits = sum(entry.waits for entry in entries)
    return [
        chip("Всё"),
        chip("Идёт в норму", show="counts"),
        *([chip(f"От Главы {from_head}", "building-bank", show="head")] if from_head else []),
        *([chip(f"Ждёт согласия {waits}", "hourglass", show="waits")] if waits else []),
        *(chip(NETWORKS[network].title, net=network) for network in in_order(networks)),
    ]


def _chosen(entries: Sequence[Entry], wish: dict[str, str]) -> list[Entry]:
    tests = {
        "counts": lambda entry: entry.counts,
        "head": lambda entry: entry.from_head,
        "waits": lambda entry: entry.waits,
    }
    chosen = [entry for entry in entries if wish["show"] not in tests or tests[wish["show"]](entry)]
    return [entry for entry in chosen if not wish["net"] or wish["net"] in entry.nets.every]


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
    by_day = Counter(entry.when.day for entry in entries)
    shown: dict[date, list[Entry]] = {}
    for entry in sorted(chosen, key=lambda one: one.when.at):
        shown.setdefault(entry.when.day, []).append(entry)
    dates = [monday + n * DAY for n in range(7)]
    first_free = min(line.free, key=lambda day: (day in by_day, day), default=None) if line.short else None
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
            hidden=_hidden(by_day[day] - len(shown.get(day, ()))),
            hints=tuple(
                hint(one, zone, day)
                for one in (*dated.get(day, ()), *(undated if day == first_free else ()))[:MOST_SUGGESTED]
            )
            if day >= here
            else (),
            suggest=_suggestion(line, empty=day not in by_day) if day == first_free else "",
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
