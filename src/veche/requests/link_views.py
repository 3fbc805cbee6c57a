"""One request by the link of a letter, without signing in; and the setting that allows such links."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from veche.kit.ids import id_from
from veche.media import tus
from veche.media.domain.uploads import UPLOADED, Sender, complete_uploads
from veche.media.enums import MediaKind
from veche.media.views import small_copy
from veche.requests.department_views import CHECK, shown_context, store_shown, words_of_answer
from veche.requests.domain import answer as verbs
from veche.requests.domain import files as kept
from veche.requests.domain import links
from veche.requests.domain.more_time import ask_time
from veche.requests.domain.opened import Files, thread_and_files
from veche.requests.enums import CAN_BE_ANSWERED, RemarkKind, RequestState
from veche.requests.errors import RequestError
from veche.requests.forms import SEND_TIME, FilesForm, LinksForm, ShownForm, TimeForm, WordsForm, time_form
from veche.requests.kinds import kind_of
from veche.requests.lines import due_line, face, heading, what_follows, who, whose
from veche.requests.models import Attachment, Remark, Request
from veche.requests.quote_lines import quotes_of
from veche.staff.access import permission_required, person_of

COOKIE_PATH = "/requests/link/"
COOKIE_AGE = 90 * 24 * 60 * 60
ANSWER, REMOVE, TIME = "answer", "remove-", "time"
_VERBS: dict[str, Callable[..., Request]] = {"question": verbs.question, "refuse": verbs.refuse}


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """GET writes nothing. POST answers, asks, asks for time, refuses, attaches files or takes one back (`act`)."""
    found = links.opened(token)
    if found is None:
        return _sealed(render(request, "requests/link_over.html", status=410))
    browser = request.COOKIES.get(links.COOKIE, "")
    if links.is_of_another_browser(found, browser):
        return _sealed(render(request, "requests/link_taken.html", {"opened": found}, status=403))
    if request.method != "POST":
        return _page(request, found, WordsForm())
    return _act(request, found, browser or links.new_browser())


def _act(request: HttpRequest, found: links.Opened, browser: str) -> HttpResponse:
    form, act = WordsForm(request.POST), request.POST.get("act", ANSWER)
    if act in (CHECK, TIME, SEND_TIME):
        typed = WordsForm(initial={"text": request.POST.get("text", "")})
        shown = ShownForm(initial=request.POST.dict())
        return _page(request, found, typed, shown) if act == CHECK else _time(request, found, browser, typed, shown)
    shown = ShownForm(request.POST, request.FILES)
    answer = None
    if form.is_valid():
        try:
            _keep_files(request, found, browser)
            if _store_shown(found, browser, form, shown, is_answer=act == ANSWER):
                words = form.cleaned_data["text"]
                _say(found, browser, act, words_of_answer(found.request, words, shown) if act == ANSWER else words)
                # Without a script the words that were typed come back with the page.
                answer = None if _is_of_files(act) else redirect(request.path)
        except RequestError as error:
            form.add_error(None, str(error))
            found.request.refresh_from_db()
    return _sealed(_remembering(answer or _page(request, found, form, shown), browser))


def _time(request: HttpRequest, found: links.Opened, browser: str, typed: WordsForm, shown: ShownForm) -> HttpResponse:
    """The first press shows the fields for day and reason; what was typed of the answer stays on the page."""
    form = time_form(request.POST)
    if not (form.is_bound and form.is_valid()):
        return _page(request, found, typed, shown, form)
    try:
        with transaction.atomic():
            links.bind(found, browser)
            ask_time(request=found.request, by=found.person, **form.cleaned_data)
    except RequestError as error:
        form.add_error(None, str(error))
        found.request.refresh_from_db()
        return _remembering(_page(request, found, typed, shown, form), browser)
    found.request.refresh_from_db()
    begun = bool(typed["text"].value())
    return _sealed(_remembering(_page(request, found, typed, shown) if begun else redirect(request.path), browser))


def _is_of_files(act: str) -> bool:
    """Whether the form changes only its files, and comes back with the words that were typed."""
    return act == "files" or act.startswith(REMOVE)


def _store_shown(found: links.Opened, browser: str, form: WordsForm, shown: ShownForm, *, is_answer: bool) -> bool:
    if any(shown.data.get(name) for name in shown.fields) or shown.files.get("paper"):
        with transaction.atomic():
            links.bind(found, browser)
    return store_shown(found.request, found.person, form, shown, is_answer=is_answer)


@login_not_required
@require_http_methods(tus.METHODS)
def link_uploads(request: HttpRequest, token: str, key: str = "") -> HttpResponse:
    """Files in parts, by the link: of the browser that began to send them."""
    found = links.opened(token)
    if found is None:
        return _sealed(tus.closed())
    browser = request.COOKIES.get(links.COOKIE, "") or links.new_browser()
    if links.is_of_another_browser(found, browser):
        raise Http404
    if found.request.state not in CAN_BE_ANSWERED:
        return _sealed(tus.closed())
    sender, target = Sender(found.person, links.digest(browser)), kept.target_of(found.request)
    said = tus.answer(request, sender=sender, target=target, key=key, full=kept.too_much(found.request))
    return _sealed(_remembering(said, browser) if said.status_code == HTTPStatus.CREATED else said)


def _remembering(response: HttpResponse, browser: str) -> HttpResponse:
    response.set_cookie(
        links.COOKIE,
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
    """Bind the link to the browser and run the verb in one transaction, so that one of two answers at once wins."""
    if act == "files":
        return
    with transaction.atomic():
        links.bind(found, browser)
        if act.startswith(REMOVE):
            number = id_from(act.removeprefix(REMOVE))
            kept.remove_file(request=found.request, by=found.person, attachment_id=number or 0)
        elif act in _VERBS:
            _VERBS[act](request=found.request, by=found.person, text=text)
        else:
            verbs.answer(request=found.request, by=found.person, text=text, by_link=True)


def _page(
    request: HttpRequest,
    found: links.Opened,
    form: WordsForm,
    shown: ShownForm | None = None,
    time: TimeForm | None = None,
) -> HttpResponse:
    """Of the thread it shows the person's question, what the press service said last, and no other room's pages."""
    asked = found.request
    tone, due = due_line(asked)
    remarks, files = thread_and_files(asked)
    thread = [one for one in remarks if one.text and one.department_id == asked.department_id]
    said = [one for one in thread if one.from_press]
    asks = [one for one in thread if one.kind in (RemarkKind.QUESTION, RemarkKind.TIME)]
    context = {
        "asked": asked,
        "quotes": quotes_of(asked.text),
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
        "attached": files.asked,
        "waiting": files.waiting,
        "sent": _last_sent(asked, remarks, files),
        "next": what_follows(asked),
        "form": form,
        "needs": kind_of(asked.kind).needs(form["text"].value() or ""),
        "files": FilesForm(),
        "time": time,
        **shown_context(asked, files.waiting, found.person, shown),
        "city": asked.administration.city,
    }
    is_refused = any(one is not None and one.errors for one in (form, shown, time))
    return _sealed(render(request, "requests/link.html", context, status=422 if is_refused else 200))


def _last_sent(asked: Request, remarks: Sequence[Remark], files: Files) -> list[Attachment]:
    """Files of the department's last answer."""
    own = [one for one in remarks if one.kind == RemarkKind.ANSWER and one.department_id == asked.department_id]
    return files.of_remark.get(own[-1].pk, []) if own else []


@login_not_required
@require_GET
def link_picture(request: HttpRequest, token: str, attachment: int) -> HttpResponse:
    """The small copy of a picture that the page of the link shows."""
    found = links.opened(token)
    if found is None or links.is_of_another_browser(found, request.COOKIES.get(links.COOKIE, "")):
        raise Http404
    rows = Attachment.objects.of(found.request.administration_id).filter(request=found.request)
    shown = rows.filter(Q(remark=None) | Q(remark__department=found.request.department), media__kind=MediaKind.PHOTO)
    one = get_object_or_404(shown.select_related("media"), pk=attachment)
    return _sealed(small_copy(one.media))


def _sealed(response: HttpResponse) -> HttpResponse:
    """Forbid caches and search engines to keep the page, whose address is a secret."""
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
