"""The press service's list of requests, «Поручить», and one request as it sees it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veche.alarms.destinations import ANSWER, Button, buttons
from veche.kit.ids import id_from
from veche.kit.menu import set_count
from veche.kit.moments import lately
from veche.media import tus
from veche.media.domain.uploads import UPLOADED, Sender, complete_uploads
from veche.requests import forms
from veche.requests.department_views import keeps_words, page_of_answer
from veche.requests.domain import ask as asking
from veche.requests.domain import queries, remind, review
from veche.requests.domain.duty import is_asked
from veche.requests.domain.files import take_files
from veche.requests.domain.lateness import is_late
from veche.requests.domain.more_time import open_time_request
from veche.requests.domain.numbers import numbers
from veche.requests.domain.opened import find_request, thread_and_files
from veche.requests.enums import CLOSED, DEPARTMENTS_MOVE, RequestState
from veche.requests.errors import RequestError
from veche.requests.kinds import RequestKind, Subject, kind_of, own_page
from veche.requests.lines import asker, by_day, face, head_of_list, lines, next_step, row, waiting_for, who
from veche.requests.models import Request
from veche.staff.access import authorise, may, own_allowed, permission_required, person_of
from veche.staff.domain.departments import departments_to_choose
from veche.staff.models import Person
from veche.staff.rules import is_press

# What uploads for «Поручить» are sent to.
ASKING = "asking"
# Filters that show closed ones too, in one list.
WHOLE = ("asked", "done")


@require_GET
@permission_required("requests.list")
def queue(request: HttpRequest) -> HttpResponse:
    return render(request, "requests/list.html", _list(request, person_of(request)))


def _list(request: HttpRequest, me: Person) -> dict[str, Any]:
    """Context of the list, with the filters of the address."""
    city = me.administration
    show = request.GET.get("show", "open")
    show = show if show in set(queries.Show) else "open"
    departments = list(departments_to_choose(city))
    department = next((one for one in departments if str(one.pk) == request.GET.get("department")), None)
    found = queries.press_counts(me)
    number = _page_number(request.GET.get("page", ""))
    rows, has_next = queries.list_page(me, show, department.pk if department else None, number)
    set_count(request, "requests", queries.number_for(me, found))
    said: dict[str, object] = {
        "show": show if show != "open" else "",
        "department": department.pk if department else "",
        "page": number if number > 1 else "",
    }
    address = urlencode({name: value for name, value in said.items() if value})
    above = _reader_above(me)
    title, sub = head_of_list(found.late, found.look, found.open, found.today, above)
    return {
        "parts": [] if show in WHOLE else by_day(rows, above=above),
        "whole": [row(one, above=above) for one in rows] if show in WHOLE else [],
        "waiting_for": waiting_for(above),
        "page": number,
        "has_next": has_next,
        "address": f"?{address}" if address else "",
        "show": show,
        "counts": found,
        "title": title,
        "sub": sub,
        "departments": departments,
        "department": department,
        "kept": urlencode({"department": department.pk}) if department else "",
        "may_ask": may(me, "requests.ask"),
        "may_inquire": may(me, "requests.inquire"),
        "may_set": may(me, "requests.settings"),
    }


def _reader_above(me: Person) -> Person | None:
    """The reader, unless they are of the press service."""
    return None if is_press.test(me) else me


@require_GET
@permission_required("requests.list")
def departments(request: HttpRequest) -> HttpResponse:
    return render(request, "requests/departments.html", {"rows": numbers(person_of(request).administration)})


@require_http_methods(["GET", "POST"])
@permission_required("requests.ask")
def ask(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    subject_id, kind = id_from(request.GET.get("subject", "")), request.GET.get("kind", "")
    named = _subject_named(me, kind, subject_id)
    form = _ask_form(request, me, kind_of(kind or "material"), named, subject_id)
    came = complete_uploads(Sender(me), ASKING, request.POST.getlist(UPLOADED))
    if request.method == "POST" and form.is_valid():
        made = _ask(form, me, subject_id if named and form.cleaned_data["kind"] == kind else None)
        if made is not None:
            refusals = take_files(made, me, [*form.files_sent(), *came], from_press=True)
            for refusal in refusals:
                messages.warning(request, f"Поручение ушло, но без файла: {refusal}")
            messages.success(request, "Поручили. Отдел узнает сейчас.")
            return redirect("requests:detail", made.pk)
    context = {"form": form, "subject": named, "came": came}
    return render(request, "requests/ask.html", context, status=422 if form.errors else 200)


def _ask_form(
    request: HttpRequest, me: Person, kind: RequestKind, named: Subject | None, subject_id: int | None
) -> forms.AskForm:
    """The form, filled with what the address names."""
    city = me.administration
    draft = kind.draft(city, subject_id) if named is not None and subject_id is not None else None
    start = {"kind": kind.slug, "title": named.title if named else ""}
    if draft is not None:
        start |= {"title": draft.title, "text": draft.text, "to": f"d{draft.department_id or ''}"}
    drafted = kind if draft is not None else None
    posted = (request.POST or None, request.FILES or None)
    return forms.AskForm(*posted, administration=city, drafted=drafted, initial=start)


@require_http_methods(tus.METHODS)
@permission_required("requests.ask")
def ask_uploads(request: HttpRequest, key: str = "") -> HttpResponse:
    """Files in parts for a request that is still being written."""
    return tus.answer(request, sender=Sender(person_of(request)), target=ASKING, key=key)


def _subject_named(me: Person, kind: str, subject_id: int | None) -> Subject | None:
    """The subject named in the address; None for kinds of requests that another room opens itself."""
    found = kind_of(kind)
    return found.subject(me.administration, subject_id) if subject_id is not None and found.page is None else None


def _page_number(said: str) -> int:
    """The number of the page in the address; 1 if it is not a number."""
    number = id_from(said) or 1
    return number if number < 100_000 else 1


def _ask(form: forms.AskForm, me: Person, subject_id: int | None) -> Request | None:
    said = form.cleaned_data
    try:
        return asking.ask(
            administration=me.administration,
            by=me,
            kind=said["kind"],
            title=said["title"],
            text=said["text"],
            due_at=form.moment,  # type: ignore[arg-type] # a valid form has one
            subject_id=subject_id,
            once=form.asked,
            **said["to"].as_arguments(),
        )
    except RequestError as error:
        form.add_error(None, str(error))
        return None


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The press service and the Head see it beside the list, those who answer on a page of its own."""
    me = person_of(request)
    asked = find_request(me.administration, pk)
    if asked is None:
        raise Http404
    authorise(me, "requests.see", asked)
    if not may(me, "requests.list"):
        return redirect(own_page(asked)) if own_page(asked) else page_of_answer(request, asked, me)
    return _page(request, me, asked)


def _page(request: HttpRequest, me: Person, asked: Request, status: int = 200, **refused: Any) -> HttpResponse:
    thread, files = thread_and_files(asked)
    kind, city = kind_of(asked.kind), me.administration
    elsewhere = own_page(asked)
    may_act = may(me, "requests.ask", asked) and not elsewhere
    can_be_passed_on = may_act and asked.state in DEPARTMENTS_MOVE | {RequestState.QUESTION, RequestState.REFUSED}
    context = {
        **_list(request, me),
        "asked": asked,
        "kind": kind,
        "who": who(asked),
        "asker": asker(asked),
        "asked_when": lately(asked.asked_at, city.time_zone),
        "face": face(asked, above=_reader_above(me)),
        "subject": kind.subject(city, asked.subject_id) if asked.subject_id is not None else None,
        "thread": lines(asked, thread, files),
        "attached": files.asked,
        "waiting": len(files.waiting),
        "next_step": next_step(asked),
        "say": _label_of_words(asked),
        "places": _places(me, asked),
        "may_act": may_act,
        "may_answer": is_asked(me, asked) and not elsewhere,
        "own_page": elsewhere if asked.is_open else "",
        # «Принять» marks it as read too.
        "is_unread": queries.is_unread(asked, me) and not (may_act and asked.state == RequestState.ANSWERED),
        "is_open": asked.state not in CLOSED,
        "is_theirs": asked.state in DEPARTMENTS_MOVE,
        "can_be_raised": is_late(asked) and asked.next_notice_at is not None,
        "can_be_passed_on": can_be_passed_on,
        "has_nobody": asked.is_open and not elsewhere and not (asked.to_press or getattr(asked, "has_answerers", True)),
        "words": forms.WordsForm(prefix="words"),
        "back": forms.ReturnForm(administration=city, prefix="back"),
        "term": forms.MoveForm(administration=city, prefix="term"),
        "wish": open_time_request(asked) if may_act else None,
        **refused,
    }
    return render(request, "requests/list.html", context, status=status)


def _places(me: Person, asked: Request) -> list[Button]:
    """Buttons for the press service: where the material of an answer can go."""
    if not may(me, "requests.from_tray") or asked.state not in (RequestState.ANSWERED, RequestState.ACCEPTED):
        return []
    return buttons(ANSWER, asked.pk, asked.kind)


def _label_of_words(asked: Request) -> str:
    """The label of the field for a remark."""
    if asked.state == RequestState.QUESTION:
        return "Ответить на вопрос"
    return "Написать пресс-службе" if asked.to_press else "Написать отделу"


@require_POST
@keeps_words
def remark(request: HttpRequest, pk: int) -> HttpResponse:
    asked = own_allowed(request, Request, "requests.remark", pk=pk)
    if may(person_of(request), "requests.list") and "words-text" in request.POST:
        return _run_verb(request, asked, "words", forms.WordsForm(request.POST, prefix="words"), review.add_note)
    form = forms.WordsForm(request.POST)
    if form.is_valid():
        try:
            review.add_note(request=asked, by=person_of(request), text=form.cleaned_data["text"])
        except RequestError as error:
            form.add_error(None, str(error))
        else:
            return redirect("requests:detail", pk)
    return page_of_answer(request, asked, person_of(request), form)


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    asked = own_allowed(request, Request, "requests.ask", pk=pk)
    return _run_verb(request, asked, "words", forms.WordsForm({}, prefix="words"), review.accept, bare=True)


@require_POST
def raise_now(request: HttpRequest, pk: int) -> HttpResponse:
    """«Передать выше»."""
    asked = own_allowed(request, Request, "requests.ask", pk=pk)
    return _run_verb(request, asked, "words", forms.WordsForm({}, prefix="words"), remind.raise_now, bare=True)


@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    asked = own_allowed(request, Request, "requests.ask", pk=pk)
    form = forms.ReturnForm(request.POST, administration=asked.administration, prefix="back")
    return _run_verb(request, asked, "back", form, review.send_back)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    asked = own_allowed(request, Request, "requests.ask", pk=pk)
    if request.method == "GET":
        return render(request, "question.html", _withdrawing(asked))
    try:
        asking.withdraw(request=asked, by=person_of(request))
    except RequestError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, "Отозвали поручение.")
    return redirect("requests:detail", pk)


def _withdrawing(asked: Request) -> dict[str, Any]:
    return {
        "title": "Отозвать поручение",
        "verb": "Отозвать",
        "doing": "Отзываем…",
        "icon": "x",
        "about": asked.title,
        "what": "Отдел узнает, что отвечать больше не нужно.",
        "kept": "Переписка и файлы останутся. Вернуть поручение нельзя, можно поручить заново.",
        "back": reverse("requests:detail", args=[asked.pk]),
        "back_title": asked.title,
    }


@require_http_methods(["GET", "POST"])
def readdress(request: HttpRequest, pk: int) -> HttpResponse:
    asked = own_allowed(request, Request, "requests.ask", pk=pk)
    press = asked.from_head and may(person_of(request), "requests.inquire")
    form = forms.ReaddressForm(request.POST or None, administration=asked.administration, press=press)
    if request.method == "POST" and form.is_valid():
        to: dict[str, Any] = {**form.cleaned_data["to"].as_arguments(), "due_at": form.moment}
        try:
            asking.readdress(request=asked, by=person_of(request), note=form.cleaned_data["note"], **to)
        except RequestError as error:
            form.add_error(None, str(error))
        else:
            return redirect("requests:detail", pk)
    context = {"asked": asked, "form": form}
    return render(request, "requests/readdress.html", context, status=422 if form.errors else 200)


@require_POST
def move_deadline(request: HttpRequest, pk: int) -> HttpResponse:
    asked = own_allowed(request, Request, "requests.ask", pk=pk)
    form = forms.MoveForm(request.POST, administration=asked.administration, prefix="term")
    return _run_verb(request, asked, "term", form, asking.move_deadline)


def _run_verb(
    request: HttpRequest, asked: Request, name: str, form: Any, verb: Callable[..., object], *, bare: bool = False
) -> HttpResponse:
    """Call the verb with the form's text and deadline, then redirect to the request; show a refused form again.

    `bare`: the verb takes neither.
    """
    if form.is_valid():
        arguments = {key: form.cleaned_data[key] for key in ("text",) if key in form.cleaned_data}
        if hasattr(form, "moment"):
            arguments["due_at"] = form.moment
        try:
            verb(request=asked, by=person_of(request), **({} if bare else arguments))
        except RequestError as error:
            form.add_error(None, str(error))
        else:
            return redirect("requests:detail", asked.pk)
    me = person_of(request)
    fresh = find_request(me.administration, asked.pk)
    if fresh is None:
        raise Http404
    return _page(request, me, fresh, 422, **{name: form})
