"""«Помогло ли»: ask the authors once, or say what a person has read in their replies."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from veche.cases.domain import helped as verbs
from veche.cases.errors import CaseError
from veche.cases.models import Case
from veche.staff.access import own_allowed, person_of


@require_POST
def ask_helped(request: HttpRequest, pk: int) -> HttpResponse:
    return _did(request, pk, verbs.ask_whether_helped, "Спросили. Что ответят, будет здесь же.")


@require_POST
def helped(request: HttpRequest, pk: int) -> HttpResponse:
    return _did(request, pk, verbs.helped, "Отметили: ответ помог.")


@require_POST
def not_helped(request: HttpRequest, pk: int) -> HttpResponse:
    return _did(request, pk, verbs.not_helped, "Открыли снова. Срок пошёл заново, всё прежнее на месте.")


def _did(request: HttpRequest, pk: int, verb: Callable[..., Any], said: str) -> HttpResponse:
    case = own_allowed(request, Case, "cases.work", pk=pk)
    try:
        verb(case=case, by=person_of(request))
    except CaseError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect("cases:detail", pk)
