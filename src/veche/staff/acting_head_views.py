"""The Head's own page: who acts for the Head, named by the Head."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veche.staff.access import may, own_allowed, permission_required, person_of
from veche.staff.domain import deputise
from veche.staff.domain.queries import acting_heads
from veche.staff.enums import Role
from veche.staff.errors import StaffError
from veche.staff.forms import ActingHeadForm
from veche.staff.models import Deputy
from veche.staff.reauthentication import ask_who_it_is, signed_in_long_ago

PERMISSION = "staff.appoint_acting_head"


@require_GET
@permission_required("staff.see_acting_head")
def acting_head(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    context = {"rows": acting_heads(me.administration), "may_appoint": may(me, PERMISSION)}
    return render(request, "staff/acting_head.html", context)


@require_http_methods(["GET", "POST"])
@permission_required(PERMISSION)
def add(request: HttpRequest) -> HttpResponse:
    if signed_in_long_ago(request):
        return ask_who_it_is(request, lost="Никого не назначили: заполните ещё раз.")
    me = person_of(request)
    form = ActingHeadForm(request.POST or None, absent=me)
    if request.method == "POST" and form.is_valid():
        try:
            deputise.appoint_deputy(by=me, absent=me, role=Role.HEAD, **form.cleaned_data)
        except StaffError as error:
            form.add_error(None, str(error))
        else:
            since = date_format(form.cleaned_data["since"], "j E")
            messages.success(request, f"Назначили: {form.cleaned_data['stand_in']} замещает вас с {since}.")
            return redirect("staff:acting_head")
    context = {"form": form, "back": reverse("staff:acting_head")}
    return render(request, "staff/acting_head_form.html", context, status=422 if form.errors else 200)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    deputy = own_allowed(request, Deputy, PERMISSION, pk=pk)
    back = reverse("staff:acting_head")
    if signed_in_long_ago(request):
        return ask_who_it_is(request, lost="Ничего не изменилось: нажмите ещё раз.", back=back)
    deputise.end_deputy(by=person_of(request), deputy=deputy)
    messages.success(request, f"{deputy.stand_in} больше не замещает вас.")
    return redirect(back)
