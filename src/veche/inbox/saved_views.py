"""Saved filters of the inbox: save the one that is shown, rename, order, share and remove."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from veche.inbox.domain import saved as saving
from veche.inbox.errors import InboxError
from veche.inbox.forms import FilterForm
from veche.inbox.models import SavedFilter
from veche.staff.access import may, own_allowed, permission_required, person_of


@require_GET
@permission_required("inbox.filters")
def filters(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    rows = [
        (one, f"{reverse('web:inbox')}?{one.query}", may(me, "inbox.change_filter", one), one.person_id == me.pk)
        for one in saving.filters_of(me).select_related("person")
    ]
    return render(request, "inbox/filters.html", {"rows": rows})


@require_POST
@permission_required("inbox.filters")
def save(request: HttpRequest) -> HttpResponse:
    """«Сохранить этот отбор»; then show it."""
    me, query = person_of(request), request.POST.get("query", "")
    said = FilterForm(request.POST).said
    try:
        saving.save_filter(by=me, query=query, **said)
    except InboxError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Сохранили отбор.")
    return redirect(f"{reverse('web:inbox')}?{saving.filter_of(query)}")


@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    said = FilterForm(request.POST).said
    return _did(request, pk, lambda one: saving.change_filter(saved=one, by=person_of(request), **said), "Запомнили.")


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    return _did(request, pk, lambda one: saving.move_filter(saved=one, by=person_of(request)), "")


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    return _did(request, pk, lambda one: saving.delete_filter(saved=one, by=person_of(request)), "Убрали отбор.")


def _did(request: HttpRequest, pk: int, verb: Callable[[SavedFilter], None], said: str) -> HttpResponse:
    saved = own_allowed(request, SavedFilter, "inbox.change_filter", pk=pk)
    try:
        verb(saved)
    except InboxError as error:
        messages.error(request, str(error))
    else:
        if said:
            messages.success(request, said)
    return redirect("inbox:filters")
