"""«Повторы»: items of the plan that come again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veche.accounts.order import by_network
from veche.kernel.clock import now
from veche.plan.domain.repeats import left_out, said
from veche.plan.domain.series import add_series, change_series, resume_series, series_of, stop_series
from veche.plan.errors import PlanError
from veche.plan.models import Series
from veche.plan.series_forms import SeriesForm
from veche.staff.access import may, own_allowed, permission_required, person_of


@require_GET
@permission_required("plan.see")
def all_series(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    rows = [(one, said(one)) for one in series_of(me.administration)]
    return render(request, "plan/all_series.html", {"rows": rows, "may_edit": may(me, "plan.edit")})


@require_http_methods(["GET", "POST"])
@permission_required("plan.edit")
def add(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    form = SeriesForm(request.POST or None, administration=me.administration)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_series(administration=me.administration, by=me, said=form.said, once=form.asked)
        except PlanError as error:
            form.add_error(None, str(error))
        else:
            return _saved(request, made, "Завели повтор, ближайшие пункты уже в плане.")
    return render(request, "plan/series_form.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def series(request: HttpRequest, pk: int) -> HttpResponse:
    shown = own_allowed(request, Series, "plan.see", pk=pk)
    me = person_of(request)
    ahead = shown.items.filter(publish_at__gte=now(), cancelled_at=None).order_by("publish_at", "pk")
    context = {
        "series": shown,
        "said": said(shown),
        "left_out": left_out(shown),
        "accounts": shown.accounts.order_by(by_network(), "title"),
        "ahead": ahead[:12],
        "zone": me.administration.time_zone,
        "may_edit": may(me, "plan.edit"),
    }
    return render(request, "plan/series.html", context)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    shown = own_allowed(request, Series, "plan.edit", pk=pk)
    me = person_of(request)
    form = SeriesForm(request.POST or None, administration=me.administration, series=shown)
    if request.method == "POST" and form.is_valid():
        try:
            made = change_series(series=shown, by=me, said=form.said)
        except PlanError as error:
            form.add_error(None, str(error))
        else:
            return _saved(request, made, "Сохранили. Пункты, которые уже стоят в плане, не изменились.")
    context = {"form": form, "series": shown}
    return render(request, "plan/series_form.html", context, status=422 if form.errors else 200)


@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    shown = own_allowed(request, Series, "plan.edit", pk=pk)
    stop_series(series=shown, by=person_of(request))
    messages.success(request, "Остановили. Пункты, которые уже стоят в плане, остались.")
    return redirect("plan:series", pk)


@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    shown = own_allowed(request, Series, "plan.edit", pk=pk)
    resume_series(series=shown, by=person_of(request))
    messages.success(request, "Повторяем снова.")
    return redirect("plan:series", pk)


def _saved(request: HttpRequest, made: Series, words: str) -> HttpResponse:
    messages.success(request, " ".join(filter(None, (words, left_out(made)))))
    return redirect("plan:series", made.pk)
