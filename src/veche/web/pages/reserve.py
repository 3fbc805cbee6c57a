"""«Запас» under week and month: ready drafts and evergreens, dragged onto a day or placed by a form."""

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from veche.kernel.clock import local, named_day
from veche.kit.forms import HourForm, OnceForm
from veche.kit.moments import date_and_year, hour, spoken
from veche.norm.domain.year import ReadyDraft, reading_of_drafts
from veche.plan.errors import PlanError
from veche.publishing.domain.evergreens import Ready, quiet_hour, quiet_hour_on, reading_of_ready, take
from veche.publishing.errors import PublishingError
from veche.publishing.models import Evergreen
from veche.staff.access import own_allowed, person_of
from veche.staff.models import Administration
from veche.staff.together import read_together
from veche.web.pages.item import page_of_item
from veche.web.pages.plan_filters import PlanFilter, plan_filter_of, view_of


@dataclass(frozen=True, slots=True)
class Spare:
    """What may fill a gap. `url`: the form that gives it an hour; `page`: its own.

    `move`, `hour`: of a ready draft, which is moved as other items are; None and "" of an evergreen.
    """

    title: str
    rest: str
    url: str
    page: str
    move: int | None = None
    hour: str = ""


def spares_of(city: Administration, categories: Collection[str], filters: PlanFilter) -> list[Spare]:
    """What the page of the norm offers too. `filters`: the filter of the page that is shown again. One query."""
    drafts, kept = read_together(reading_of_drafts(city, categories), reading_of_ready(city, categories))
    back, zone = urlencode(filters.came_from), city.time_zone
    return [*(_draft(one, back, zone) for one in drafts), *(_evergreen(one, back, zone) for one in kept)]


def _draft(one: ReadyDraft, back: str, zone: str) -> Spare:
    url, page = reverse("web:item_move", args=[one.pk]), reverse("publishing:detail", args=[one.post])
    return Spare(one.title, "черновик, час прошёл", f"{url}?{back}", page, one.pk, hour(one.publish_at, zone))


def _evergreen(one: Ready, back: str, zone: str) -> Spare:
    url, page = reverse("web:place", args=[one.pk]), reverse("publishing:evergreen", args=[one.pk])
    used = f"последний раз {date_and_year(one.used_at, zone)}" if one.used_at else "ещё не выходила"
    return Spare(one.title, used, f"{url}?{back}", page)


class PlaceForm(OnceForm, HourForm):
    """The hour of a copy."""


@require_http_methods(["GET", "POST"])
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """«Поставить» an evergreen: a form, to which dragging leads too. `day`: the day that it was dropped on."""
    shown = own_allowed(request, Evergreen, "publishing.plan", pk=pk)
    if request.method == "GET":
        return _show(request, shown, _form_of(shown, request.GET.get("day", "")), request.GET)
    zone = shown.administration.time_zone
    form = PlaceForm(request.POST, zone=zone)
    if form.is_valid():
        try:
            post = take(evergreen=shown, by=person_of(request), publish_at=form.moment, once=form.asked)
        except (PlanError, PublishingError) as error:
            form.add_error(None, str(error))
        else:
            said = "Взяли из запаса: {when}. Откройте её, проверьте текст и отправьте на согласование."
            messages.success(request, said.format(when=spoken(form.moment, zone)))
            return redirect(page_of_item(post.plan_item, request.POST))
    return _show(request, shown, form, request.POST, status=422)


def _form_of(shown: Evergreen, day: str) -> PlaceForm:
    """With a quiet hour of that day, else of the quietest day of the next two weeks."""
    city, asked = shown.administration, named_day(day)
    there = local(quiet_hour_on(city, asked) if asked else quiet_hour(city), city.time_zone)
    return PlaceForm(zone=city.time_zone, initial={"day": there.date(), "time": there.time()})


def _show(
    request: HttpRequest, shown: Evergreen, form: PlaceForm, said: QueryDict, *, status: int = 200
) -> HttpResponse:
    """`said`: the filter of the page that leads here, which is shown again."""
    day = named_day(str(form["day"].value())) or local(quiet_hour(shown.administration), form.zone).date()
    filters = plan_filter_of(said, day, view_of(said))
    context = {"evergreen": shown, "form": form, "plan_url": filters.url, "came_from": filters.came_from}
    return render(request, "web/place.html", context, status=status)
