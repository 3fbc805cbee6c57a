"""Sessions of a person, for the person and for IT."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from veche.staff.access import own_allowed, person_of
from veche.staff.domain.sessions import end_other_sessions, end_session, open_sessions
from veche.staff.models import Person
from veche.staff.words import browser_of


@require_GET
def own_sessions(request: HttpRequest) -> HttpResponse:
    return _page(request, person_of(request), own=True)


@require_POST
def end_own_session(request: HttpRequest, handle: str) -> HttpResponse:
    _end(request, person_of(request), handle)
    return redirect("staff:own_sessions")


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    end_other_sessions(person=person_of(request), key=request.session.session_key or "")
    messages.success(request, "Остальные сеансы закончены.")
    return redirect("staff:own_sessions")


@require_GET
def sessions_of(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, own_allowed(request, Person, "staff.end_sessions", pk=pk), own=False)


@require_POST
def end_session_of(request: HttpRequest, pk: int, handle: str) -> HttpResponse:
    shown = own_allowed(request, Person, "staff.end_sessions", pk=pk)
    _end(request, shown, handle)
    return redirect("staff:sessions_of", shown.pk)


def _page(request: HttpRequest, shown: Person, *, own: bool) -> HttpResponse:
    here = request.session.session_key
    if request.session.modified:  # the first page of a session: its row does not say whose it is yet
        request.session.save()
    rows = [(row, browser_of(row.device), row.session_key == here) for row in open_sessions(shown, everywhere=own)]
    return render(request, "staff/sessions.html", {"shown": shown, "rows": rows, "own": own, "many": len(rows) > 1})


def _end(request: HttpRequest, person: Person, handle: str) -> None:
    if not end_session(by=person_of(request), person=person, handle=handle):
        raise Http404
    messages.success(request, "Сеанс закончен: там нужно войти заново.")
