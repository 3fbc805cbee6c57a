"""«Пункт плана» and «Записать повод». An item's page is in web/pages, which knows its text."""

from collections.abc import Iterable

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veche.kernel.bidi import isolated
from veche.kernel.clock import local
from veche.kit.ids import id_from
from veche.kit.moments import spoken
from veche.plan.domain import same_matter
from veche.plan.domain.after_event import request_about
from veche.plan.domain.asked_often import asked_about
from veche.plan.domain.from_occasion import plan_of_occasion
from veche.plan.domain.from_request import PROPOSALS, take_into_plan
from veche.plan.domain.items import plan_item
from veche.plan.domain.occasions import add_occasion, change_occasion, remove_occasion
from veche.plan.domain.queries import (
    asked_by_residents,
    asked_untold,
    news_of_site,
    news_untold,
    occasions_ahead,
    untold_soon,
)
from veche.plan.enums import OccasionKind
from veche.plan.errors import PlanError
from veche.plan.forms import OccasionForm, PlanForm, suggested
from veche.plan.models import Occasion, PlanItem
from veche.requests.errors import RequestError
from veche.requests.models import Request
from veche.staff.access import authorise, may, own_allowed, own_or_404, permission_required, person_of
from veche.staff.models import Administration

OCCASIONS_ON_A_PAGE = 50


@require_http_methods(["GET", "POST"])
@permission_required("plan.edit")
def add(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    start = suggested(me.administration, day=request.GET.get("day", ""), occasion=request.GET.get("occasion", ""))
    form = PlanForm(request.POST or None, administration=me.administration, initial=start)
    if request.method == "POST" and form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if name not in ("day", "time", "once")}
        try:
            item = plan_item(administration=me.administration, by=me, publish_at=form.moment, once=form.asked, **said)
        except PlanError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Поставили в план.")
            day = local(item.publish_at, form.zone).date()
            return redirect(f"{reverse('web:week')}?week={day:%G-W%V}#d{day.isoformat()}")
    return render(request, "plan/add.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@permission_required("plan.occasion")
def occasion(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    form = OccasionForm(
        request.POST or None,
        administration=me.administration,
        department=me.department,
        curator=not may(me, "plan.edit"),
    )
    if request.method == "POST" and form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if name not in ("day", "time", "once")}
        made = add_occasion(administration=me.administration, by=me, once=form.asked, **form.when, **said)
        messages.success(request, "Записали повод.")
        if made.starts_at is None:
            return redirect(f"{reverse('web:week')}#tray")
        day = local(made.starts_at, form.zone).date()
        return redirect(f"{reverse('web:week')}?week={day:%G-W%V}#d{day.isoformat()}")
    return _occasion_form(request, form, None)


@require_GET
@permission_required("plan.see")
def occasions(request: HttpRequest) -> HttpResponse:
    """Occasions ahead, with what is planned from each.

    `show=soon`: the near ones of which nothing is planned; `show=news`: news of the site; `show=asked`: what residents
    ask.
    """
    me = person_of(request)
    city, show = me.administration, request.GET.get("show", "")
    lists = {"soon": _soon(city), "news": news_of_site(city), "asked": asked_by_residents(city)}
    page = Paginator(lists.get(show, occasions_ahead(city)), OCCASIONS_ON_A_PAGE).get_page(request.GET.get("page"))
    _tell_asked(request, page)
    context = {
        "page": page,
        "soon": untold_soon(city).count(),
        "news": news_untold(city).count(),
        "asked": asked_untold(city).count(),
        "show": show if show in lists else "",
        "may_plan": may(me, "plan.edit"),
        "may_note": may(me, "plan.occasion"),
        "zone": city.time_zone,
    }
    return render(request, "plan/occasions.html", context)


def _soon(city: Administration) -> QuerySet[Occasion]:
    return occasions_ahead(city).filter(pk__in=untold_soon(city).order_by().values("pk"))


def _tell_asked(request: HttpRequest, found: Iterable[Occasion]) -> None:
    """Set `asked` of occasions that residents asked about, for those who may read the comments."""
    me, listed = person_of(request), [one for one in found if one.kind == OccasionKind.REQUEST]
    about = asked_about(me.administration, [one.pk for one in listed]) if may(me, "inbox.see") else {}
    for one in listed:
        one.asked = about.get(one.pk)  # type: ignore[attr-defined]


@require_POST
def from_request(request: HttpRequest, pk: int) -> HttpResponse:
    """«В план»: take over what a department proposed."""
    asked = own_allowed(request, Request, "plan.from_request", pk=pk)
    if asked.kind not in PROPOSALS:
        raise Http404
    try:
        made = take_into_plan(request=asked, by=person_of(request))
    except RequestError as error:
        messages.warning(request, str(error))
        return redirect("requests:detail", pk)
    messages.success(request, "Взяли в план как повод. Поставьте день и запись.")
    return redirect("plan:occasion_page", made.pk)


@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """«В план»: an item out of the occasion in one press."""
    shown, me = own_allowed(request, Occasion, "plan.edit", pk=pk), person_of(request)
    try:
        item, is_new = plan_of_occasion(occasion=shown, by=me)
    except PlanError as error:
        messages.warning(request, str(error))
        return redirect("plan:occasion_page", pk)
    when = spoken(item.publish_at, me.administration.time_zone)
    said = f"Поставили в план на {when}, во все сети. Поправьте, если нужно иначе."
    messages.success(request, said if is_new else "Запись об этом уже стоит в плане.")
    return redirect("web:item", item.pk)


@require_GET
def occasion_page(request: HttpRequest, pk: int) -> HttpResponse:
    shown = own_or_404(request, Occasion, pk=pk)
    me = person_of(request)
    authorise(me, "plan.see", shown)
    _tell_asked(request, [shown])
    context = {
        "occasion": shown,
        "items": shown.items.filter(cancelled_at=None),
        "zone": me.administration.time_zone,
        "may_change": may(me, "plan.occasion_change", shown),
        "may_plan": may(me, "plan.edit"),
        "asked_material": request_about(shown) if shown.material_asked_at and may(me, "plan.edit") else None,
    }
    return render(request, "plan/occasion_page.html", context)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    shown = own_or_404(request, Occasion, pk=pk)
    me = person_of(request)
    authorise(me, "plan.occasion_change", shown)
    form = OccasionForm(
        request.POST or None, administration=me.administration, occasion=shown, curator=not may(me, "plan.edit")
    )
    if request.method == "POST" and form.is_valid():
        change_occasion(occasion=shown, by=me, said={**form.cleaned_data, **form.when})
        messages.success(request, "Сохранили повод.")
        return redirect("plan:occasion_page", pk)
    return _occasion_form(request, form, shown)


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    shown = own_or_404(request, Occasion, pk=pk)
    me = person_of(request)
    authorise(me, "plan.occasion_change", shown)
    if request.method == "GET":
        return render(request, "question.html", _putting_aside(shown) if shown.calendar_id else _removing(shown))
    remove_occasion(occasion=shown, by=me)
    messages.success(request, f"Удалили повод: «{isolated(shown.title)}».")
    return redirect("web:week")


def _removing(shown: Occasion) -> dict[str, object]:
    return {
        "title": "Удалить повод",
        "verb": "Удалить повод",
        "doing": "Удаляем…",
        "icon": "trash",
        "about": shown.title,
        "what": "Повод исчезнет из плана недели и из списков.",
        "kept": "Записи, которые о нём рассказывают, останутся. Вернуть повод нельзя, можно записать заново.",
        "back": reverse("plan:occasion_page", args=[shown.pk]),
        "back_title": shown.title,
    }


def _putting_aside(shown: Occasion) -> dict[str, object]:
    return _removing(shown) | {
        "kept": "Записи, которые о нём рассказывают, останутся. Календарь его не вернёт, вернуть сможете вы.",
    }


def _occasion_form(request: HttpRequest, form: OccasionForm, changed: Occasion | None) -> HttpResponse:
    context = {"form": form, "occasion": changed}
    return render(request, "plan/occasion.html", context, status=422 if form.errors else 200)


@require_POST
def tell_apart(request: HttpRequest, pk: int) -> HttpResponse:
    """«Это разное»: two items that seem to be about the same matter. `back`: the page that named them."""
    item = own_allowed(request, PlanItem, "plan.edit", pk=pk)
    other = own_allowed(request, PlanItem, "plan.edit", pk=id_from(request.POST.get("other", "")) or 0)
    if other.pk == item.pk:
        raise Http404
    same_matter.tell_apart(item=item, other=other, by=person_of(request))
    messages.success(request, "Хорошо, больше об этом не напомним.")
    return redirect(_back(item, request.POST.get("back", "")))


def _back(item: PlanItem, view: str) -> str:
    day = local(item.publish_at, item.administration.time_zone).date()
    pages = {
        "week": f"{reverse('web:week')}?week={day:%G-W%V}",
        "month": f"{reverse('web:month')}?month={day:%Y-%m}",
        "list": f"{reverse('web:plan_list')}?month={day:%Y-%m}",
    }
    return pages.get(view) or reverse("web:item", args=[item.pk])
