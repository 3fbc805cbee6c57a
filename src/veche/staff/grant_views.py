"""Roles and resets that wait for the Head or the head of press."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from veche.staff.access import may, own_allowed, permission_required, person_of
from veche.staff.domain import confirm, grants
from veche.staff.errors import StaffError
from veche.staff.models import Grant
from veche.staff.reauthentication import ask_who_it_is, signed_in_long_ago


@require_GET
@permission_required("staff.see_waiting")
def waiting(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    decides = may(me, "staff.confirm")
    rows = list(grants.waiting(me.administration))
    reset = grants.fresh_resets(me.administration, rows)
    context = {
        "rows": [(grant, decides and not grants.concerns(grant, me), reset.get(grant.pk)) for grant in rows],
        "may_give_up": may(me, "staff.appoint"),
        "may_see_people": may(me, "staff.see_people"),
        "nobody": grants.some_wait_for_nobody(me.administration, rows),
    }
    return render(request, "staff/waiting.html", context)


@require_POST
def confirm_grant(request: HttpRequest, pk: int) -> HttpResponse:
    grant = own_allowed(request, Grant, "staff.confirm", pk=pk)
    said = f"Подтверждено: {grant}."
    return _decided(request, lambda: confirm.confirm(by=person_of(request), grant=grant), said)


@require_POST
def refuse_grant(request: HttpRequest, pk: int) -> HttpResponse:
    grant = own_allowed(request, Grant, "staff.confirm", pk=pk)
    said = f"Отказано: {grant}. Отдел ИТ получит письмо."
    return _decided(request, lambda: grants.refuse(by=person_of(request), grant=grant), said)


@require_POST
def give_up_grant(request: HttpRequest, pk: int) -> HttpResponse:
    grant = own_allowed(request, Grant, "staff.appoint", pk=pk)
    said = f"Отозвано: {grant}."
    return _decided(request, lambda: grants.give_up(by=person_of(request), grant=grant), said)


def _decided(request: HttpRequest, act: Callable[[], None], said: str) -> HttpResponse:
    back = reverse("staff:waiting")
    if signed_in_long_ago(request):
        return ask_who_it_is(request, lost="Ничего не изменилось: нажмите ещё раз.", back=back)
    try:
        act()
    except StaffError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect(back)
