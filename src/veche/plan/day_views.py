"""«Памятные дни»: which of them become occasions each year, and the city's own."""

from itertools import groupby

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods

from veche.kernel.bidi import isolated
from veche.plan.day_forms import DayForm
from veche.plan.domain.memorial_days import ListedDay, add_day, calendar_of_days, listed, remove_day, switch_days
from veche.plan.errors import PlanError
from veche.plan.models import MemorialDay
from veche.staff.access import authorise, may, own_allowed, permission_required, person_of


@require_http_methods(["GET", "POST"])
@permission_required("plan.see")
def days(request: HttpRequest) -> HttpResponse:
    """The list; a POST switches the days whose tick differs from what the page showed (`was`)."""
    me = person_of(request)
    if request.method == "POST":
        authorise(me, "plan.edit")
        ticked, was = set(request.POST.getlist("on")), set(request.POST.getlist("was"))
        switch_days(by=me, on=ticked - was, off=was - ticked)
        messages.success(request, "Сохранили. Отмеченные дни стоят в поводах и в месяце.")
        return redirect("plan:days")
    found = listed(me.administration)
    context = {
        "months": [(name, list(those)) for name, those in groupby(found, key=_month)],
        "number": sum(one.is_on for one in found),
        "is_started": calendar_of_days(me.administration) is not None,
        "may_edit": may(me, "plan.edit"),
    }
    return render(request, "plan/days.html", context)


@require_http_methods(["GET", "POST"])
@permission_required("plan.edit")
def add(request: HttpRequest) -> HttpResponse:
    form = DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_day(by=person_of(request), title=form.cleaned_data["title"], rule=form.rule)
        except PlanError as error:
            form.add_error("title", str(error))
        else:
            messages.success(request, "Добавили день.")
            return redirect("plan:days")
    return render(request, "plan/day_form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    shown = own_allowed(request, MemorialDay, "plan.edit", pk=pk)
    if shown.slug:
        raise Http404
    if request.method == "GET":
        return render(request, "question.html", _removing(shown))
    remove_day(day=shown, by=person_of(request))
    messages.success(request, f"Убрали день «{isolated(shown.title)}».")
    return redirect("plan:days")


def _month(day: ListedDay) -> str:
    return date_format(day.next, "F Y")


def _removing(shown: MemorialDay) -> dict[str, object]:
    return {
        "title": "Убрать день",
        "verb": "Убрать",
        "doing": "Убираем…",
        "icon": "trash",
        "about": shown.title,
        "what": "Он исчезнет из списка, а его поводы, о которых ничего не запланировано, из плана.",
        "kept": "Поводы, о которых есть записи в плане, останутся, и сами записи тоже.",
        "back": reverse("plan:days"),
        "back_title": "Памятные дни",
    }
