"""«Рабочее время»: hours, days that differ, and who is on duty."""

from collections.abc import Callable

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veche.kernel import clock
from veche.staff.access import may, own_allowed, permission_required, person_of
from veche.staff.domain import working_hours as verbs
from veche.staff.errors import StaffError
from veche.staff.hours_forms import DutyForm, HoursForm, OwnDayForm
from veche.staff.models import Duty, OwnDay


@require_GET
@permission_required("staff.see_hours")
def hours(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    city = me.administration
    context = {
        "hours": verbs.hours_of(city),
        "days": verbs.unusual_days(city, clock.today(city.time_zone)),
        "duties": verbs.duties(city),
        "on_duty": verbs.on_duty(city, clock.now()),
        "may_manage": may(me, "staff.manage_hours"),
    }
    return render(request, "staff/hours.html", context)


@require_http_methods(["GET", "POST"])
@permission_required("staff.manage_hours")
def change(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    form = HoursForm(request.POST or None, hours=verbs.hours_of(me.administration))

    def save() -> None:
        said = form.cleaned_data
        verbs.set_hours(
            by=me, administration=me.administration, opens=said["opens"], closes=said["closes"], lunch=form.lunch
        )

    return _form(request, form, "Рабочие часы", "Сохранить", save)


@require_http_methods(["GET", "POST"])
@permission_required("staff.manage_hours")
def add_day(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    form = OwnDayForm(request.POST or None)
    return _form(
        request,
        form,
        "Другой день",
        "Добавить",
        lambda: verbs.add_own_day(by=me, administration=me.administration, **form.cleaned_data),
    )


@require_POST
def remove_day(request: HttpRequest, pk: int) -> HttpResponse:
    day = own_allowed(request, OwnDay, "staff.manage_hours", pk=pk)
    verbs.remove_own_day(by=person_of(request), day=day)
    return redirect("staff:hours")


@require_http_methods(["GET", "POST"])
@permission_required("staff.manage_hours")
def add_duty(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    form = DutyForm(request.POST or None, administration=me.administration)
    return _form(
        request,
        form,
        "Кто дежурит",
        "Добавить",
        lambda: verbs.add_duty(by=me, administration=me.administration, **form.cleaned_data),
    )


@require_POST
def remove_duty(request: HttpRequest, pk: int) -> HttpResponse:
    duty = own_allowed(request, Duty, "staff.manage_hours", pk=pk)
    verbs.remove_duty(by=person_of(request), duty=duty)
    return redirect("staff:hours")


def _form(request: HttpRequest, form: Form, title: str, verb: str, save: Callable[[], object]) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except StaffError as error:
            form.add_error(None, str(error))
        else:
            return redirect("staff:hours")
    context = {"form": form, "title": title, "verb": verb, "back": reverse("staff:hours")}
    return render(request, "staff/hours_form.html", context, status=422 if form.errors else 200)
