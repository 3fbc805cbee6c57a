"""«Норма»: the rule, 52 weeks beside it, and what may fill a gap."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.views.decorators.http import require_GET, require_POST

from veche.kernel.bidi import isolated
from veche.kernel.clock import DAY, named_day, today, week_of
from veche.kit.moments import week_span
from veche.morphology.numerals import in_words, spelled
from veche.norm.domain.change import set_norm
from veche.norm.domain.owing import open_accounts
from veche.norm.domain.week import norm_of, norms_around, week_norm
from veche.norm.domain.year import YearWeek, explained, reading_of_drafts, year_with_accounts
from veche.norm.errors import NormError
from veche.norm.forms import NormForm
from veche.norm.lines import bars, months, number_said, parts_of
from veche.norm.models import Norm
from veche.plan.enums import Format, PostCategory
from veche.publishing.domain.evergreens import reading_of_ready
from veche.staff.access import may, permission_required, person_of
from veche.staff.together import read_together


@require_GET
@permission_required("norm.see")
def norm(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_GET
@permission_required("norm.see")
def week(request: HttpRequest) -> HttpResponse:
    """«Объяснить»: what counts of a week and what does not, from the query that the number comes from."""
    city = person_of(request).administration
    here = today(city.time_zone)
    asked = request.GET.get("week", "")
    monday = week_of((named_day(f"{asked}-1") if "W" in asked else None) or here)[0]
    found = week_norm(city, monday)
    context = {
        "norm": found,
        "rule": norm_of(city, monday),
        "title": f"{week_span(monday, monday + 6 * DAY)}: {number_said(found, here)}",
        "parts": parts_of(found),
        "whys": explained(city, monday) if found.missing else [],
        "address": f"{monday:%G-W%V}",
        "zone": city.time_zone,
    }
    return render(request, "norm/week.html", context)


@require_POST
@permission_required("norm.change")
def change(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    city, here = me.administration, today(me.administration.time_zone)
    rule, ahead = norms_around(city, here)
    form = NormForm(request.POST, norm=rule, accounts=open_accounts(city))
    if form.is_valid():
        try:
            made = set_norm(administration=city, by=me, **form.said(city))
        except NormError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _changed(made, ahead))
            return redirect("norm:norm")
    return _page(request, form=form, status=422)


def _changed(made: Norm, ahead: Norm | None) -> str:
    """`ahead`: the norm that was set for a later week before; an earlier one ends it (`set_norm`)."""
    said = f"Норму сменили: {made.minimum} с {date_format(made.valid_from, 'j E')}. У прошлых недель она прежняя."
    if ahead is None or ahead.valid_from <= made.valid_from:
        return said
    return f"{said} Назначенную с {date_format(ahead.valid_from, 'j E')} отменили."


def _page(request: HttpRequest, *, form: NormForm | None = None, status: int = 200) -> HttpResponse:
    me = person_of(request)
    city = me.administration
    rule, ahead = norms_around(city, today(city.time_zone))
    weeks, accounts = year_with_accounts(city)
    past = [week for week in weeks if week.state not in ("none", "now")]
    short = [week for week in reversed(past) if week.state in ("explained", "short")]
    writes = may(me, "plan.edit")
    ready = reading_of_drafts(city, rule.categories), reading_of_ready(city, rule.categories)
    drafts, reserve = read_together(*ready) if writes else ([], [])
    if form is None and may(me, "norm.change"):
        form = NormForm(norm=rule, accounts=[one.account for one in accounts])
    context = {
        "title": _title(past),
        "sub": _sub(past, weeks[-1]),
        "rule": rule,
        "ahead": ahead,
        "counts": [str(label) for value, label in PostCategory.choices if value in rule.categories],
        "apart": [str(label) for value, label in Format.choices if value in rule.uncounted_formats],
        "weeks": weeks,
        "bars": bars(weeks, short),
        "months": months(weeks),
        "holiday_weeks": sum(week.has_holidays for week in weeks),
        "numbers": {state: sum(week.state == state for week in past) for state in ("met", "explained", "short")},
        "now": weeks[-1],
        "short": short,
        "accounts": [(one, form.number(one.account) if form else None) for one in accounts],
        "drafts": drafts,
        "reserve": reserve,
        "zone": city.time_zone,
        "writes": writes,
        "form": form,
    }
    return render(request, "norm/norm.html", context, status=status)


def _sub(past: Sequence[YearWeek], now: YearWeek) -> str:
    """«Пять недель объяснены, в двух не хватило. Эта идёт: вышло 2 из 5.»"""
    explained, short = (sum(week.state == state for week in past) for state in ("explained", "short"))
    parts = []
    if explained:
        parts.append(in_words(explained, "неделя объяснена", "недели объяснены", "недель объяснены", gender="Fem"))
    if short:
        parts.append(f"без объяснения не хватило в {spelled(short, 'Fem', 'Gen')}")
    said = ", ".join(parts)
    first = f"{said[0].upper()}{said[1:]}. " if said else ""
    of = f", отстаёт {isolated(now.norm.account.title)}" if now.norm.account else ""
    return f"{first}Эта идёт: вышло {now.out} из {now.minimum}{of}."


def _title(past: Sequence[YearWeek]) -> str:
    if not past:
        return "Норма: первая неделя ещё идёт"
    met = sum(week.state == "met" for week in past)
    of = in_words(len(past), "недели", "недель", "недель", gender="Fem", case="Gen")
    return f"Норма закрыта: {met} из {of}" if len(past) > 1 else f"Норма закрыта: {met} из одной недели"
