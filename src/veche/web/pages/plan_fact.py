"""«План и факт»: what became of each item of a week or a month, and why."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dates import MONTHS
from django.views.decorators.http import require_GET, require_POST

from veche.kernel.clock import DAY, day_bounds, local, named_day, now, week_of
from veche.kernel.clock import today as city_today
from veche.kit.ids import id_from
from veche.kit.moments import week_span
from veche.norm.domain.week import WeekNorm, week_norms
from veche.norm.lines import number_said
from veche.outbox.enums import ActState
from veche.plan.domain.changes import changes_between, give_reason
from veche.plan.forms import ReasonForm
from veche.plan.models import PlanChange, PlanItem
from veche.publishing.models import Withdrawal
from veche.staff.access import may, own_allowed, permission_required, person_of
from veche.staff.models import Administration
from veche.web.context import freeze_of, pause_of
from veche.web.pages.entries import Entry, Scope, entry_of, items_between
from veche.web.pages.paper_forms import FactFileForm
from veche.web.pages.shelf import shelf_of

ON_A_PAGE = 60
# Of each outcome the face that it has, and its words.
OUTCOMES: dict[str, tuple[str, str]] = {
    "out": (ActState.CONFIRMED, "вышла"),
    "moved_out": (ActState.CONFIRMED, "вышла, перенесена"),
    "moved": (ActState.PLANNED, "перенесена"),
    "cancelled": (ActState.CANCELLED, "снята с плана"),
    "gone": ("withdrawn", "снята с публикации"),
    "missed": (ActState.MISSED, "не вышла"),
    "ahead": (ActState.PLANNED, "впереди"),
}
# What the line over the table counts, in its order.
SUMMARY = (
    (("out", "moved_out"), "вышло"),
    (("moved",), "перенесено"),
    (("cancelled", "gone"), "снято"),
    (("missed",), "не вышло"),
    (("ahead",), "впереди"),
)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`. `name`: of the parameter, with its `value`."""

    first: date
    last: date
    name: str
    value: str

    @property
    def title(self) -> str:
        if self.name == "week":
            return week_span(self.first, self.last)
        return f"{MONTHS[self.first.month].capitalize()} {self.first.year}"

    def url(self) -> str:
        return f"{reverse('web:plan_fact')}?{urlencode({self.name: self.value})}"

    def beside(self, step: int) -> "Period":
        """The one before (-1) or after (1)."""
        day = self.first - DAY if step < 0 else self.last + DAY
        return week_at(day) if self.name == "week" else month_at(day)


@dataclass(frozen=True, slots=True)
class Fact:
    """`planned`: the first hour that it had; `out`: when it came out, or None. `change`: what a reason is given for."""

    item: PlanItem
    entry: Entry | None
    outcome: str
    planned: datetime
    out: datetime | None
    say: str
    why: str
    counts: bool
    change: PlanChange | None

    @property
    def face(self) -> tuple[str, str]:
        return OUTCOMES[self.outcome]


@require_GET
@permission_required("plan.see")
def plan_fact(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    city, period = me.administration, asked_period(request)
    norms = norms_of(request, city, period)
    facts = facts_of(city, period, norms)
    here = city_today(city.time_zone)
    context = {
        "period": period,
        "before": period.beside(-1).url(),
        "after": period.beside(1).url(),
        "week": week_at(max(period.first, min(here, period.last))).url(),
        "month": month_at(period.first).url(),
        "file": FactFileForm(administration=city),
        "page": (page := Paginator(facts, ON_A_PAGE).get_page(request.GET.get("page"))),
        "ask": f"{urlencode({period.name: period.value})}&",
        "facts": page.object_list,
        "summary": summary_of(facts),
        "norms": [f"{week_span(one.monday, one.monday + 6 * DAY)}: {number_said(one, here)}" for one in norms],
        "zone": city.time_zone,
        "may_edit": may(me, "plan.edit"),
    }
    return render(request, "web/plan_fact.html", context)


@require_POST
def reason(request: HttpRequest, pk: int) -> HttpResponse:
    """Say later why an item was moved or cancelled."""
    item = own_allowed(request, PlanItem, "plan.edit", pk=pk)
    rows = PlanChange.objects.of(item.administration).filter(item=item).select_related("item")
    change = rows.filter(pk=id_from(request.POST.get("change", "")) or 0).first()
    if change is None:
        raise Http404
    form = ReasonForm(request.POST)
    if form.is_valid() and form.cleaned_data["reason"]:
        give_reason(change=change, by=person_of(request), reason=form.cleaned_data["reason"])
        messages.success(request, "Записали почему.")
    else:
        messages.error(request, form.sentence or "Причина пустая. Напишите хотя бы два слова.")
    zone = item.administration.time_zone
    day = local(change.was, zone).date()
    return redirect((week_at(day) if request.POST.get("back") == "week" else month_at(day)).url())


def week_at(day: date) -> Period:
    monday, sunday = week_of(day)
    return Period(monday, sunday, "week", f"{monday:%G-W%V}")


def month_at(day: date) -> Period:
    first = day.replace(day=1)
    return Period(first, (first + 31 * DAY).replace(day=1) - DAY, "month", f"{first:%Y-%m}")


def facts_of(city: Administration, period: Period, norms: Sequence[WeekNorm]) -> list[Fact]:
    """By the planned hour: items that stood in the period, also those moved out of it or cancelled, and those that
    came out in it. Nine queries."""
    start, end = day_bounds(period.first, city.time_zone)[0], day_bounds(period.last, city.time_zone)[1]
    items = items_between(city, start, end, shelf_of(city))
    scope = Scope(city, due={}, counted={one.pk for norm in norms for one in norm.counted}, going=())
    entries = {item.pk: entry_of(item, scope) for item in items}
    dropped = PlanItem.objects.of(city).filter(publish_at__gte=start, publish_at__lt=end, cancelled_at__isnull=False)
    here = {item.pk: item for item in [*items, *dropped.prefetch_related("accounts")]}
    changes = changes_between(city, start, end)
    moved = {pk: found[0].item for pk, found in changes.items() if pk not in here}
    withdrawn = dict(
        Withdrawal.objects.of(city).filter(post__plan_item__in=entries).values_list("post__plan_item", "reason")
    )
    facts = [
        _fact(item, entries.get(pk), changes.get(pk, ()), withdrawn.get(pk)) for pk, item in (here | moved).items()
    ]
    return sorted(facts, key=lambda one: (one.planned, one.item.pk))


def _fact(
    item: PlanItem,
    entry: Entry | None,
    changes: Sequence[PlanChange],
    withdrawn: str | None,
) -> Fact:
    past = _past_veche(item) if entry else None
    last = changes[-1] if changes else None
    planned = changes[0].was if changes else item.publish_at
    out = entry.when.at if entry and _is_out(item) else past
    outcome = _outcome(item, entry, last, out, withdrawn)
    why = withdrawn or (last.reason if last else "") or (_hindrance(item) if outcome == "missed" else "")
    counts = entry is not None and entry.counts and out is not None
    say = entry.stand.say if entry and outcome in ("ahead", "missed") else ""
    say = "мимо Вече" if out is not None and out == past else say
    return Fact(item, entry, outcome, planned, out, say, why, counts, last)


def _outcome(
    item: PlanItem, entry: Entry | None, last: PlanChange | None, out: datetime | None, withdrawn: str | None
) -> str:
    if withdrawn is not None:
        return "gone"
    if item.cancelled_at is not None:
        return "cancelled"
    if entry is None:
        return "moved"
    if out is not None:
        return "moved_out" if last is not None else "out"
    return "missed" if item.publish_at < now() else "moved" if last is not None else "ahead"


def _is_out(item: PlanItem) -> bool:
    return any(one.out and not one.past for one in item.found)  # type: ignore[attr-defined] # by `items_between`


def _past_veche(item: PlanItem) -> datetime | None:
    """When it came out past Veche."""
    posts = (one.past.at for one in item.found if one.past)  # type: ignore[attr-defined] # by `items_between`
    return min(posts, default=None)


def _hindrance(item: PlanItem) -> str:
    """What the program knows of why it did not leave."""
    acts = (one.act for one in item.found)  # type: ignore[attr-defined] # by `items_between`
    return next((act.reason for act in acts if act is not None and act.reason), "")


def summary_of(facts: Iterable[Fact]) -> str:
    """«Вышло 3, перенесено 1»; "" without facts."""
    numbers = Counter(one.outcome for one in facts)
    told = ((word, sum(numbers[name] for name in names)) for names, word in SUMMARY)
    return ", ".join(f"{word} {number}" for word, number in told if number).capitalize()


def norms_of(request: HttpRequest, city: Administration, period: Period) -> list[WeekNorm]:
    """Of the weeks that have a day in the period."""
    monday = week_of(period.first)[0]
    mondays = [monday + n * 7 * DAY for n in range((period.last - monday).days // 7 + 1)]
    return week_norms(city, mondays, frozen=freeze_of(request) is not None, paused=pause_of(request) is not None)


def asked_period(request: HttpRequest) -> Period:
    """The week `2026-W48` or the month `2026-11`; this month for invalid input."""
    said: Mapping[str, str] = request.GET
    if day := named_day(f"{said.get('week', '')}-1") if "W" in said.get("week", "") else None:
        return week_at(day)
    here = city_today(person_of(request).administration.time_zone)
    return month_at(named_day(f"{said.get('month', '')}-01") or here)
