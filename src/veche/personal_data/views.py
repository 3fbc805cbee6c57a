"""«Что хранится о человеке» (152-ФЗ, статья 14): found by network and number, shown whole, printed for an answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from veche.kernel.clock import now
from veche.kit.ids import id_from
from veche.moderation.domain.retention import terms_of
from veche.personal_data.domain.holdings import holdings_of
from veche.personal_data.domain.subject import Subject, author_of, subject_of
from veche.personal_data.errors import PersonalDataError
from veche.personal_data.forms import SubjectForm
from veche.staff.access import permission_required, person_of


@require_GET
@permission_required("personal_data.see")
def find(request: HttpRequest) -> HttpResponse:
    """`network` and `author`, or `message`: by its author. Opening the page changes nothing."""
    me = person_of(request)
    city, given = me.administration, request.GET
    if given.get("message"):
        subject = author_of(city, id_from(given["message"]) or 0)
        start = {"network": subject.network, "author": subject.author_id} if subject else {}
        error = "" if subject else "Автора этого сообщения сеть не назвала, или сообщения нет."
        return _page(request, SubjectForm(initial=start), subject, error)
    form = SubjectForm(given if "author" in given else None)
    if not form.is_valid():
        return _page(request, form, None, "")
    try:
        subject = subject_of(form.cleaned_data["network"], form.cleaned_data["author"])
    except PersonalDataError as refused:
        return _page(request, form, None, str(refused))
    return _page(request, form, subject, "")


def _page(request: HttpRequest, form: SubjectForm, subject: Subject | None, error: str) -> HttpResponse:
    city = person_of(request).administration
    context = {
        "form": form,
        "error": error,
        "subject": subject,
        "held": holdings_of(city, subject) if subject else None,
        "city": city,
        "keeping": terms_of(city) if subject else None,
        "at": now(),
        "zone": city.time_zone,
    }
    return render(request, "personal_data/find.html", context)
