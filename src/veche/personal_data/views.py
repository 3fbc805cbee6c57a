"""«Что хранится о человеке» (152-ФЗ, статьи 14 и 21): found by network and number, shown, printed, erased on request.

To look is an act with an entry in the journal. Opening the page shows a form alone and changes nothing.
"""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from veche.kernel.clock import now
from veche.kit.ids import id_from
from veche.moderation.domain.retention import terms_of
from veche.personal_data.domain import erasing, looking
from veche.personal_data.domain.holdings import holdings_of
from veche.personal_data.domain.subject import Subject, author_of, subject_of
from veche.personal_data.errors import PersonalDataError
from veche.personal_data.forms import ErasureForm, SubjectForm
from veche.staff.access import permission_required, person_of
from veche.staff.reauthentication import ask_who_it_is, signed_in_long_ago

CHANGED = "Вы смотрели это давно или под другим именем. Найдите человека ещё раз. Ничего не изменилось."


@require_GET
@permission_required("personal_data.see")
def find(request: HttpRequest) -> HttpResponse:
    """The form, filled with the author of `message`; with a token of `look` what is kept."""
    me = person_of(request)
    if token := request.GET.get("seen", ""):
        subject = looking.looked_at(token, me)
        if subject is None:
            messages.info(request, CHANGED)
            return redirect("personal_data:find")
        return _shown(request, subject, token)
    subject = author_of(me.administration, id_from(request.GET.get("message", "")) or 0)
    start = {"network": subject.network, "author": subject.author_id} if subject else {}
    unknown = "message" in request.GET and subject is None
    error = "Автора этого сообщения сеть не назвала, его слова стёрты, или сообщения нет." if unknown else ""
    return _page(request, SubjectForm(initial=start), error=error)


@require_POST
@permission_required("personal_data.see")
def look(request: HttpRequest) -> HttpResponse:
    form = SubjectForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        subject = subject_of(form.cleaned_data["network"], form.cleaned_data["author"])
    except PersonalDataError as refused:
        return _page(request, form, error=str(refused), status=422)
    return redirect(_place(looking.look(subject=subject, by=person_of(request))))


@require_POST
@permission_required("personal_data.erase")
def erase(request: HttpRequest) -> HttpResponse:
    """By the token of `look`, so that nobody erases what they have not seen."""
    me, token = person_of(request), request.POST.get("seen", "")
    subject = looking.looked_at(token, me)
    if subject is None:
        messages.error(request, CHANGED)
        return redirect("personal_data:find")
    if signed_in_long_ago(request):
        return ask_who_it_is(request, lost="Ничего не стёрто.", back=_place(token))
    form = ErasureForm(request.POST)
    if not form.is_valid():
        return _shown(request, subject, token, form)
    try:
        made = erasing.erase(city=me.administration, subject=subject, by=me, **form.cleaned_data)
    except PersonalDataError as refused:
        form.add_error(None, str(refused))
        return _shown(request, subject, token, form)
    stays = f" Осталось {made.left}: сотрём, когда их ничто не будет удерживать." if made.left else ""
    messages.success(request, f"Стёрли слова: {made.erased}.{stays} Хеши в доказательствах остались.")
    return redirect(_place(token))


def _place(token: str) -> str:
    return f"{reverse('personal_data:find')}?{urlencode({'seen': token})}"


def _shown(request: HttpRequest, subject: Subject, token: str, erasure: ErasureForm | None = None) -> HttpResponse:
    city = person_of(request).administration
    form = SubjectForm(initial={"network": subject.network, "author": subject.author_id})
    told: dict[str, Any] = {
        "subject": subject,
        "token": token,
        "held": holdings_of(city, subject),
        "keeping": terms_of(city),
        "plan": erasing.plan_of(city, subject),
        "erasure": erasure or ErasureForm(),
    }
    return _page(request, form, status=422 if erasure else 200, **told)


def _page(
    request: HttpRequest, form: SubjectForm, *, error: str = "", status: int = 200, **more: object
) -> HttpResponse:
    city = person_of(request).administration
    context = {"form": form, "error": error, "city": city, "at": now(), "zone": city.time_zone} | more
    return render(request, "personal_data/find.html", context, status=status)
