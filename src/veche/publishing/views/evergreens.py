"""«Запас»: evergreen texts, and taking one into the plan."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veche.accounts.models import Account
from veche.accounts.order import by_network
from veche.kernel.bidi import isolated
from veche.kernel.clock import DAY, now, today, week_of
from veche.kit.moments import date_and_year, spoken
from veche.plan.errors import PlanError
from veche.posts.models import Post
from veche.publishing.domain import evergreens as verbs
from veche.publishing.errors import PublishingError
from veche.publishing.evergreen_forms import EvergreenForm
from veche.publishing.models import Evergreen
from veche.staff.access import own_allowed, permission_required, person_of

ON_A_PAGE = 40


@require_GET
@permission_required("publishing.plan")
def evergreens(request: HttpRequest) -> HttpResponse:
    city = person_of(request).administration
    found = verbs.reserve(city).prefetch_related(
        "pictures", Prefetch("accounts", Account.objects.of(city).order_by(by_network(), "title"))
    )
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [(one, used_said(one, city.time_zone)) for one in page]
    return render(request, "publishing/evergreens.html", {"rows": rows, "page": page})


@require_http_methods(["GET", "POST"])
@permission_required("publishing.plan")
def add(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    form = EvergreenForm(request.POST or None, administration=me.administration)
    if request.method == "POST" and form.is_valid():
        verbs.write_down(administration=me.administration, by=me, said=form.cleaned_data, once=form.asked)
        messages.success(request, "Отложили в запас.")
        return redirect("publishing:evergreens")
    return render(request, "publishing/evergreen.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def evergreen(request: HttpRequest, pk: int) -> HttpResponse:
    shown = own_allowed(request, Evergreen, "publishing.plan", pk=pk)
    me = person_of(request)
    form = EvergreenForm(request.POST or None, administration=me.administration, evergreen=shown)
    if request.method == "POST" and form.is_valid():
        verbs.change(evergreen=shown, by=me, said=form.cleaned_data)
        messages.success(request, "Сохранили.")
        return redirect("publishing:evergreens")
    context = {
        "form": form,
        "evergreen": shown,
        "pictures": shown.pictures.select_related("media", "cover", "subtitles"),
        "used": used_said(verbs.reserve(me.administration).filter(pk=pk).first(), me.administration.time_zone),
    }
    return render(request, "publishing/evergreen.html", context, status=422 if form.errors else 200)


@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """«В запас» of a publication's page."""
    post = own_allowed(request, Post, "publishing.plan", pk=pk)
    try:
        verbs.keep_post(post=post, by=person_of(request))
    except PublishingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Отложили в запас. Сама запись осталась как была.")
    return redirect("publishing:detail", pk)


@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """«Взять в план». `week`: into this week, whose norm has a gap."""
    shown = own_allowed(request, Evergreen, "publishing.plan", pk=pk)
    me = person_of(request)
    hour = verbs.quiet_hour(me.administration, _last_day(request.POST, me.administration.time_zone))
    try:
        post = verbs.take(evergreen=shown, by=me, publish_at=hour)
    except (PlanError, PublishingError) as error:
        messages.error(request, str(error))
        return redirect("publishing:evergreen", pk)
    messages.success(
        request, f"Взяли из запаса, встанет {spoken(hour, me.administration.time_zone)}. Время можно сменить."
    )
    return redirect("publishing:edit", post.pk)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    shown = own_allowed(request, Evergreen, "publishing.plan", pk=pk)
    if not verbs.put_aside(evergreen=shown, by=person_of(request)):
        messages.info(request, "Эту заготовку из запаса уже убрали.")
        return redirect("publishing:evergreens")
    back = f"undo:{reverse('publishing:evergreen_restore', args=[pk])}"
    messages.success(request, f"Убрали из запаса: «{isolated(shown.title)}».", extra_tags=back)
    return redirect("publishing:evergreens")


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    shown = own_allowed(request, Evergreen, "publishing.plan", pk=pk)
    back = verbs.bring_back(evergreen=shown, by=person_of(request))
    messages.success(request, "Вернули в запас." if back else "Эта заготовка уже в запасе.")
    return redirect("publishing:evergreens")


def used_said(shown: Evergreen | None, zone: str) -> str:
    """When it was last used. `shown`: of `reserve`."""
    used = getattr(shown, "used_at", None)
    if used is None:
        return "ещё не выходила"
    return f"стоит в плане: {spoken(used, zone)}" if used > now() else f"последний раз {date_and_year(used, zone)}"


def _last_day(said: Mapping[str, Any], zone: str) -> date | None:
    return week_of(today(zone))[0] + 6 * DAY if said.get("week") else None
