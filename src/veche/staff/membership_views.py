"""The administrations in which one person works: which is open, how to go to another, invitations that wait."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from veche.staff.access import person_of
from veche.staff.domain.memberships import (
    accept_membership,
    memberships_of,
    note_switch,
    rows_of,
    sessions_of_sign_in,
    sign_in_of,
)
from veche.staff.errors import InviteSpent
from veche.staff.models import Person
from veche.staff.next_page import next_page
from veche.staff.reauthentication import ask_who_it_is, signed_in_long_ago
from veche.staff.session_store import work_as


@require_GET
def administrations(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    return render(request, "staff/administrations.html", {"mine": memberships_of(me), "me": me})


@require_POST
def switch_administration(request: HttpRequest, pk: int) -> HttpResponse:
    me, chosen = person_of(request), _mine(request, pk, is_active=True)
    if chosen.pk != me.pk and _go_on_as(request, me, chosen):
        messages.success(request, f"Открыта администрация: {chosen.administration}.")
    return redirect(next_page(request) or "/")


@require_POST
def accept_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    invited = _mine(request, pk, is_active=False)
    if signed_in_long_ago(request):
        return ask_who_it_is(
            request, lost="Приглашение не принято: нажмите ещё раз.", back=reverse("staff:administrations")
        )
    try:
        accept_membership(by=sign_in_of(person_of(request)), person=invited)
    except InviteSpent as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Теперь вы работаете и здесь: {invited.administration}.")
    return redirect("staff:administrations")


def _mine(request: HttpRequest, pk: int, *, is_active: bool) -> Person:
    """A row of the person who signed in, or 404."""
    found = rows_of(person_of(request)).filter(pk=pk, is_active=is_active).first()
    if found is None:
        raise Http404
    return found


def _go_on_as(request: HttpRequest, me: Person, chosen: Person) -> bool:
    """Switch the session under a new key. False if another tab has just switched it: its choice stays."""
    session = request.session
    with transaction.atomic():
        ended, _ = sessions_of_sign_in(me).filter(session_key=session.session_key).delete()
        if not ended:
            return False
        note_switch(left=me, entered=chosen)
        work_as(session, chosen)
        session.cycle_key()
    return True
