"""«Спросить»: the Head's question from a line of «Сегодня», and the mark that its answer was read."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from veche.kit.excerpts import excerpt
from veche.kit.ids import id_from
from veche.requests.domain import ask as asking
from veche.requests.domain.queries import open_question_about
from veche.requests.domain.review import mark_read
from veche.requests.errors import RequestError
from veche.requests.forms import QuestionForm
from veche.requests.kinds import RequestKind, Subject, kind_of
from veche.requests.lines import waits_until
from veche.requests.models import Request
from veche.staff.access import own_allowed, permission_required, person_of
from veche.staff.models import Administration, Person

LONGEST_TITLE = 120


@require_http_methods(["GET", "POST"])
@permission_required("requests.inquire")
def inquire(request: HttpRequest) -> HttpResponse:
    """`about` and `subject` of the address name the line; `to`: whom it is about, as `Addressee` writes it."""
    me = person_of(request)
    kind, subject_id, subject = _about(request, me.administration)
    start = {"to": request.GET.get("to", "press")}
    form = QuestionForm(request.POST or None, administration=me.administration, initial=start)
    if request.method == "POST" and form.is_valid() and _ask(form, me, kind, subject_id):
        messages.success(request, "Спросили. Ответ появится здесь.")
        return redirect("web:today")
    context = {
        "form": form,
        "subject": subject,
        "before": _before(form, me, kind, subject_id),
        "zone": me.administration.time_zone,
    }
    return render(request, "requests/inquire.html", context, status=422 if form.errors else 200)


def _about(request: HttpRequest, city: Administration) -> tuple[RequestKind, int | None, Subject | None]:
    """What the address names, if it is there and questions are asked about it."""
    kind, subject_id = kind_of(request.GET.get("about", "")), id_from(request.GET.get("subject", ""))
    subject = kind.subject(city, subject_id) if kind.is_question and subject_id is not None else None
    return (kind, subject_id, subject) if subject else (kind_of("question"), None, None)


def _before(form: QuestionForm, me: Person, kind: RequestKind, subject_id: int | None) -> tuple[Request, str] | None:
    """The open question about the same line, and what it waits for."""
    to: Any = form.fields["to"]
    found = open_question_about(
        me, kind=kind.slug, subject_id=subject_id, department=to.addressee(form.initial["to"]).department
    )
    if found is None:
        return None
    found.administration = me.administration
    return found, waits_until(found)


def _ask(form: QuestionForm, me: Person, kind: RequestKind, subject_id: int | None) -> Request | None:
    said = form.cleaned_data
    try:
        return asking.ask(
            administration=me.administration,
            by=me,
            kind=kind.slug,
            title=title_of(said["text"]),
            text=said["text"],
            due_at=form.moment,  # type: ignore[arg-type] # a valid form has one
            subject_id=subject_id,
            once=form.asked,
            **said["to"].as_arguments(),
        )
    except RequestError as error:
        form.add_error(None, str(error))
        return None


def title_of(question: str) -> str:
    """The first sentence of a question, as lists name it."""
    line = " ".join(question.split())
    first, mark, _rest = line.partition("?")
    return excerpt(f"{first}{mark}", LONGEST_TITLE)


@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    asked = own_allowed(request, Request, "requests.ask", pk=pk)
    mark_read(request=asked, by=person_of(request))
    return redirect("web:today")
