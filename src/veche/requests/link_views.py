"""One request by the link of a letter, without signing in; and the setting that allows such links."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from veche.media import tus
from veche.media.domain.uploads import UPLOADED, Sender, complete_uploads
from veche.requests.domain import answer as verbs
from veche.requests.domain import files as kept
from veche.requests.domain import links
from veche.requests.domain.opened import thread_and_files
from veche.requests.enums import CAN_BE_ANSWERED, RemarkKind, RequestState
from veche.requests.errors import RequestError
from veche.requests.forms import FilesForm, LinksForm, WordsForm
from veche.requests.kinds import kind_of
from veche.requests.lines import due_line, face, heading, who, whose
from veche.requests.models import Request
from veche.staff.access import permission_required, person_of

COOKIE = "veche-link"
COOKIE_PATH = "/requests/link/"
COOKIE_AGE = 90 * 24 * 60 * 60
_VERBS: dict[str, Callable[..., Request]] = {"question": verbs.question, "refuse": verbs.refuse}


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """GET writes nothing. POST answers, asks, refuses or attaches files (`act`)."""
    found = links.opened(token)
    if found is None:
        return _sealed(render(request, "requests/link_over.html", status=410))
    browser = request.COOKIES.get(COOKIE, "")
    if links.is_of_another_browser(found, browser):
        return _sealed(render(request, "requests/link_taken.html", {"opened": found}, status=403))
    if request.method != "POST":
        return _page(request, found, WordsForm())
    return _act(request, found, browser or links.new_browser())


def _act(request: HttpRequest, found: links.Opened, browser: str) -> HttpResponse:
    form, act = WordsForm(request.POST), request.POST.get("act", "answer")
    answer = None
    if form.is_valid():
        try:
            _keep_files(request, found, browser)
            _say(found, browser, act, form.cleaned_data["text"])
            answer = redirect(request.path)
        except RequestError as error:
            form.add_error(None, str(error))
            found.request.refresh_from_db()
    return _sealed(_remembering(answer or _page(request, found, form), browser))


@login_not_required
@require_http_methods(tus.METHODS)
def link_uploads(request: HttpRequest, token: str, key: str = "") -> HttpResponse:
    """Files in parts, by the link: of the browser that began to send them."""
    found = links.opened(token)
    if found is None:
        return _sealed(tus.closed())
    browser = request.COOKIES.get(COOKIE, "") or links.new_browser()
    if links.is_of_another_browser(found, browser):
        raise Http404
    if found.request.state not in CAN_BE_ANSWERED:
        return _sealed(tus.closed())
    sender = Sender(found.person, links.digest(browser))
    said = tus.answer(request, sender=sender, target=kept.target_of(found.request), key=key)
    return _sealed(_remembering(said, browser) if said.status_code == HTTPStatus.CREATED else said)


def _remembering(response: HttpResponse, browser: str) -> HttpResponse:
    response.set_cookie(
        COOKIE,
        browser,
        max_age=COOKIE_AGE,
        path=COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _keep_files(request: HttpRequest, found: links.Opened, browser: str) -> None:
    """Keep those that have come, also if another one is refused."""
    sent: list[Any] = FilesForm(request.POST, request.FILES).files_sent()
    sender = Sender(found.person, links.digest(browser))
    sent += complete_uploads(sender, kept.target_of(found.request), request.POST.getlist(UPLOADED))
    if not sent:
        return
    with transaction.atomic():
        links.bind(found, browser)
    refusals = kept.take_files(found.request, found.person, sent, from_press=False)
    if refusals:
        raise RequestError(" ".join(refusals))


def _say(found: links.Opened, browser: str, act: str, text: str) -> None:
    """The verb and its binding to the browser are one: of two answers at once one is done."""
    if act == "files":
        return
    with transaction.atomic():
        links.bind(found, browser)
        if act in _VERBS:
            _VERBS[act](request=found.request, by=found.person, text=text)
        else:
            verbs.answer(request=found.request, by=found.person, text=text, by_link=True)


def _page(request: HttpRequest, found: links.Opened, form: WordsForm) -> HttpResponse:
    """Of the thread it shows the person's question, what the press service said last, and no other room's pages."""
    asked = found.request
    tone, due = due_line(asked)
    remarks, files = thread_and_files(asked)
    thread = [one for one in remarks if one.text and one.department_id == asked.department_id]
    said, asks = [one for one in thread if one.from_press], [one for one in thread if one.kind == RemarkKind.QUESTION]
    context = {
        "asked": asked,
        "person": found.person,
        "kind": kind_of(asked.kind),
        "who": who(asked),
        "heading": heading(asked),
        "whose": whose(asked),
        "tone": tone,
        "due": due,
        "face": face(asked, for_department=True),
        "may_answer": asked.state in CAN_BE_ANSWERED,
        "is_asking": asked.state == RequestState.QUESTION,
        "question": asks[-1] if asked.state == RequestState.QUESTION and asks else None,
        "said": said[-1] if said else None,
        "waiting": files.waiting,
        "form": form,
        "files": FilesForm(),
        "city": asked.administration.city,
    }
    return _sealed(render(request, "requests/link.html", context, status=422 if form.errors else 200))


def _sealed(response: HttpResponse) -> HttpResponse:
    """Nobody keeps the page, and no address of it goes to another site."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_http_methods(["GET", "POST"])
@permission_required("requests.settings")
def link_settings(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    start = {"links": links.are_allowed(me.administration)}
    form = LinksForm(request.POST or None, initial=start)
    if request.method == "POST" and LinksForm(request.POST).is_valid():
        links.allow(administration=me.administration, by=me, links="links" in request.POST)
        messages.success(request, "Сохранили.")
        return redirect("requests:settings")
    return render(request, "requests/settings.html", {"form": form})
