"""«Нужно время» of whoever answers, and «Дать время» of the press service."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from veche.requests.department_views import keeps_words, page_of_answer
from veche.requests.domain.more_time import ask_time, give_time
from veche.requests.errors import RequestError
from veche.requests.forms import WordsForm, time_form
from veche.requests.lines import whose
from veche.requests.models import Request
from veche.staff.access import own_allowed, person_of
from veche.staff.next_page import next_page


@require_POST
@keeps_words
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """The first press shows the fields for day and reason; the answer that is being written stays."""
    asked = own_allowed(request, Request, "requests.answer", pk=pk)
    me, form = person_of(request), time_form(request.POST)
    typed = WordsForm(initial={"text": request.POST.get("text", "")})
    if form.is_bound and form.is_valid():
        try:
            ask_time(request=asked, by=me, **form.cleaned_data)
        except RequestError as error:
            form.add_error(None, str(error))
            asked.refresh_from_db()
        else:
            messages.success(request, f"Дошло до {whose(asked)}. Пока вам не ответят, срок стоит.")
            if not typed["text"].value():
                return redirect("requests:detail", pk)
            asked.refresh_from_db()
            return page_of_answer(request, asked, me, typed)
    return page_of_answer(request, asked, me, typed, time=form)


@require_POST
def give(request: HttpRequest, pk: int) -> HttpResponse:
    asked = own_allowed(request, Request, "requests.ask", pk=pk)
    try:
        give_time(request=asked, by=person_of(request))
    except RequestError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, "Дали время, отдел узнает новый срок.")
    return redirect(next_page(request) or reverse("requests:detail", args=[pk]))
