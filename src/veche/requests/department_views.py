"""«Мои поручения» and one of them, for those who answer. The press service's pages are in views.py."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veche.kernel.clock import now
from veche.kit.moments import lately
from veche.media import tus
from veche.media.domain.uploads import UPLOADED, Sender, complete_uploads
from veche.requests.domain import answer as verbs
from veche.requests.domain import files as kept
from veche.requests.domain import queries
from veche.requests.domain.duty import substitutes_of
from veche.requests.domain.file_rights import KIND as RIGHTS
from veche.requests.domain.opened import thread_and_files
from veche.requests.domain.shown import keep_shown, known_to_press, shown_in
from veche.requests.domain.thread import NOT_YOURS
from veche.requests.enums import CAN_BE_ANSWERED, RequestState
from veche.requests.errors import RequestError
from veche.requests.forms import FilesForm, ShownForm, WordsForm
from veche.requests.kinds import kind_of, own_page
from veche.requests.lines import (
    asker,
    by_day,
    due_line,
    face,
    head_of_mine,
    heading,
    lines,
    row,
    what_follows,
    who,
    whose,
)
from veche.requests.models import Attachment, Request
from veche.staff.access import own_allowed, permission_required, person_of
from veche.staff.models import Person

# The button that judges the words and sends nothing.
CHECK = "check"


@require_GET
@permission_required("requests.mine")
def mine(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    since = None if request.GET.get("show") == "done" else now() - queries.DONE_LASTS
    asked, done = queries.mine_and_done(me, since)
    context = {
        "parts": by_day(asked, for_person=me),
        "done": [row(one, for_person=me) for one in done],
        "all_done": since is None,
        "sub": head_of_mine(asked, me),
        "substitutes": substitutes_of(me),
    }
    return render(request, "requests/mine.html", context)


def page_of_answer(
    request: HttpRequest, asked: Request, me: Person, form: WordsForm | None = None, **more: Any
) -> HttpResponse:
    """The page of somebody who answers, also after a refusal."""
    thread, files = thread_and_files(asked)
    tone, due = due_line(asked)
    context = {
        "asked": asked,
        "kind": kind_of(asked.kind),
        "who": who(asked),
        "asker": asker(asked),
        "asked_when": lately(asked.asked_at, me.administration.time_zone),
        "heading": heading(asked),
        "text_page": kind_of(asked.kind).text_page(asked, me),
        "tone": tone,
        "due": due,
        "face": face(asked, for_department=True),
        "may_answer": asked.state in CAN_BE_ANSWERED,
        "is_asking": asked.state == RequestState.QUESTION,
        "thread": lines(asked, thread, files),
        "attached": files.asked,
        "waiting": files.waiting,
        "form": form or WordsForm(),
        "files": FilesForm(),
        **shown_context(asked, files.waiting, me, more.pop("shown", None)),
        "city": me.administration.city,
        "next": what_follows(asked),
        "needs": kind_of(asked.kind).needs((form or WordsForm())["text"].value() or ""),
        **more,
    }
    is_refused = any(one is not None and one.errors for one in (form, context["shown"], more.get("time")))
    return render(request, "requests/answer.html", context, status=422 if is_refused else 200)


def shown_context(
    asked: Request, waiting: Iterable[Attachment], me: Person, form: ShownForm | None = None
) -> dict[str, Any]:
    """What the page says and asks of the pictures. `form`: as it was sent."""
    found = shown_in(asked, waiting, me)
    form = form or ShownForm(initial=dict(found.said))
    form.leave_out(found.known)
    # Without the values: they name people, and this page may be that of a link.
    known = ", ".join(str(ShownForm.base_fields[name].label).lower() for name in found.known)
    return {"shown": form, "about": found.about, "known": known, "papers": found.papers}


def keeps_words(view: Callable[[HttpRequest, int], HttpResponse]) -> Callable[[HttpRequest, int], HttpResponse]:
    """Decorator: who may not answer any more gets back what they typed, and nothing of the request."""

    @wraps(view)
    def keeping(request: HttpRequest, pk: int) -> HttpResponse:
        try:
            return view(request, pk)
        except PermissionDenied:
            if not request.POST.get("text"):
                raise
            told = {"form": WordsForm(request.POST), "sentence": NOT_YOURS}
            return render(request, "requests/not_yours.html", told, status=403)

    return keeping


@require_http_methods(["GET", "POST"])
@keeps_words
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of the answer: also for somebody of the press service who stands in for a curator."""
    asked = own_allowed(request, Request, "requests.answer", pk=pk)
    me = person_of(request)
    if request.method == "GET":
        return redirect(own_page(asked)) if own_page(asked) else page_of_answer(request, asked, me)
    if request.POST.get("act") == CHECK:
        typed = WordsForm(initial={"text": request.POST.get("text", "")})
        return page_of_answer(request, asked, me, typed, shown=ShownForm(initial=request.POST.dict()))
    return _say(request, asked, verbs.answer)


@require_POST
@keeps_words
def question(request: HttpRequest, pk: int) -> HttpResponse:
    return _say(request, own_allowed(request, Request, "requests.answer", pk=pk), verbs.question)


@require_POST
@keeps_words
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    return _say(request, own_allowed(request, Request, "requests.answer", pk=pk), verbs.refuse)


@require_POST
@keeps_words
def add_files(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep photos at once, before the answer is sent: on a bad line each counts by itself."""
    asked = own_allowed(request, Request, "requests.answer", pk=pk)
    me = person_of(request)
    sent = _files(request, asked)
    refusals = kept.take_files(asked, me, sent, from_press=False)
    form, shown = WordsForm(request.POST), ShownForm(request.POST, request.FILES)
    if not sent and not request.POST.getlist(UPLOADED):
        refusals = ["Файл не выбран. Текст на месте: выберите фото и приложите снова."]
    if refusals:
        form.add_error(None, " ".join(refusals))
    store_shown(asked, me, form, shown)
    return page_of_answer(request, asked, me, form, shown=shown)


def store_shown(asked: Request, me: Person, form: WordsForm, shown: ShownForm, *, is_answer: bool = False) -> bool:
    """Store what is said of the pictures that wait. Returns False, with the reason in one of the forms, if refused."""
    shown.leave_out(known_to_press(asked, me))
    if not shown.is_valid():
        return False
    try:
        keep_shown(request=asked, by=me, is_answer=is_answer, **shown.arguments())
    except RequestError as error:
        form.add_error(None, str(error))
    return not form.errors


def words_of_answer(asked: Request, words: str, shown: ShownForm) -> str:
    """The words that were typed; what is known now of the file needs none."""
    return words or (shown.filled_in() if asked.kind == RIGHTS else "")


@require_http_methods(tus.METHODS)
def uploads(request: HttpRequest, pk: int, key: str = "") -> HttpResponse:
    """Files in parts."""
    asked = own_allowed(request, Request, "requests.answer", pk=pk)
    if asked.state not in CAN_BE_ANSWERED:
        return tus.closed()
    sender, target = Sender(person_of(request)), kept.target_of(asked)
    return tus.answer(request, sender=sender, target=target, key=key, full=kept.too_much(asked))


def _files(request: HttpRequest, asked: Request) -> list[Any]:
    """Files of the form, and those that came in parts before it."""
    in_parts = complete_uploads(Sender(person_of(request)), kept.target_of(asked), request.POST.getlist(UPLOADED))
    return [*FilesForm(request.POST, request.FILES).files_sent(), *in_parts]


@require_POST
def remove_file(request: HttpRequest, pk: int, attachment: int) -> HttpResponse:
    asked = own_allowed(request, Request, "requests.answer", pk=pk)
    me, form = person_of(request), WordsForm(request.POST)
    shown = ShownForm(request.POST, request.FILES)
    store_shown(asked, me, form, shown)
    try:
        kept.remove_file(request=asked, by=me, attachment_id=attachment)
    except RequestError as error:
        form.add_error(None, str(error))
    return page_of_answer(request, asked, me, form, shown=shown)


def _say(request: HttpRequest, asked: Request, verb: Callable[..., Request]) -> HttpResponse:
    """Keep the files that came along and what is said of them, also when the words are refused; then call the verb."""
    me, form, shown = person_of(request), WordsForm(request.POST), ShownForm(request.POST, request.FILES)
    if refusals := kept.take_files(asked, me, _files(request, asked), from_press=False):
        form.add_error(None, " ".join(refusals))
        asked.refresh_from_db()
    elif store_shown(asked, me, form, shown, is_answer=verb is verbs.answer) and form.is_valid():
        words = form.cleaned_data["text"]
        try:
            verb(request=asked, by=me, text=words_of_answer(asked, words, shown) if verb is verbs.answer else words)
        except RequestError as error:
            form.add_error(None, str(error))
            asked.refresh_from_db()
        else:
            messages.success(request, f"Дошло до {whose(asked)}.")
            return redirect("requests:detail", asked.pk)
    return page_of_answer(request, asked, me, form, shown=shown)
