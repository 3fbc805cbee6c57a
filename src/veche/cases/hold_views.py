"""«Запретить стирать» of a case."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from veche.cases.domain import holds
from veche.cases.errors import CaseError
from veche.cases.forms import HoldForm
from veche.cases.models import Case, CaseHold
from veche.staff.access import own_allowed, person_of


@require_POST
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    case = own_allowed(request, Case, "cases.work", pk=pk)
    form = HoldForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return redirect("cases:detail", pk)
    try:
        holds.hold(case=case, by=person_of(request), **form.cleaned_data)
    except CaseError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Запомнили: пока запрет не снимут, слова и снимки этого дела не сотрём.")
    return redirect("cases:detail", pk)


@require_POST
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    one = own_allowed(request, CaseHold, "cases.work", pk=pk)
    holds.lift(hold=one, by=person_of(request))
    messages.success(request, "Сняли запрет: сотрём, когда выйдет срок хранения.")
    return redirect("cases:detail", one.case_id)
