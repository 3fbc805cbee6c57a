"""Each form names the administration in which it was opened, for people who work in several (ADR 0021).

A session that is switched in one tab is switched in all, so a form of another tab would act in the wrong city. It is
refused with a sentence. Forms carry the field of `{% csrf_token %}` (`templatetags/works_in.py`), requests of htmx a
header that stands in `base.html`. For people of one administration nothing is added and nothing checked.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django_htmx.http import HttpResponseClientRedirect

from veche.staff.access import person_of
from veche.staff.back_links import page_before
from veche.staff.domain.memberships import memberships_of
from veche.staff.middleware import OF_THE_LIBRARY, SAFE
from veche.staff.models import Person
from veche.staff.session_store import works_elsewhere

FIELD, HEADER = "works_in", "X-Works-In"
# Acts that mean the same in every administration.
ANYWHERE = frozenset({"staff:switch_administration", "staff:accept_membership", "staff:sign_out_everywhere"})

type GetResponse = Callable[[HttpRequest], HttpResponse]


class Token(str):
    """A CSRF token. `works_in`: the id of the administration, "" for people who work in one."""

    works_in = ""


def csrf_token(request: HttpRequest) -> dict[str, object]:
    """The context's `csrf_token`, in place of Django's."""
    return {"csrf_token": SimpleLazyObject(lambda: _token(request))}


def _token(request: HttpRequest) -> Token:
    token = Token(get_token(request))
    token.works_in = _now_in(request)
    return token


def _now_in(request: HttpRequest) -> str:
    """The administration as a form names it; "" for people who work in one."""
    signed_in = isinstance(request.user, Person) and works_elsewhere(request)
    return str(person_of(request).administration_id) if signed_in else ""


def _opened_in(request: HttpRequest) -> str:
    """What the request says; "" if nothing."""
    return request.headers.get(HEADER, "") or request.POST.get(FIELD, "")


class FormsOfOneAdministration:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> HttpResponseBase | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        now_in = _now_in(request) if getattr(view, "login_required", True) else ""
        if not now_in or name in ANYWHERE or name.startswith(OF_THE_LIBRARY):
            return None
        opened_in = _opened_in(request)
        if request.method in SAFE:
            return None if opened_in in ("", now_in) else self._page_of_another(request)
        return None if opened_in == now_in else self._form_of_another(request)

    def _page_of_another(self, request: HttpRequest) -> HttpResponse:
        """Leave a page that only asks again as it is; lead one whose person has pressed something to the choice."""
        if "X-Poll" in request.headers:
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        return _lead_to_choice(request)

    def _form_of_another(self, request: HttpRequest) -> HttpResponse:
        if "X-Autosave" in request.headers:
            return JsonResponse({"say": f"{said(request)} {KEPT}"}, status=HTTPStatus.FORBIDDEN)
        if getattr(request, "htmx", False):
            return _lead_to_choice(request)
        mine = person_of(request)
        context = {"said": said(request), "kept": KEPT, "others": _others(mine), "next": page_before(request)}
        return render(request, "staff/another_administration.html", context, status=HTTPStatus.FORBIDDEN)


KEPT = "Ничего не отправлено и не изменено. Вернитесь кнопкой «Назад»: написанное на месте, скопируйте его."


def said(request: HttpRequest) -> str:
    city = person_of(request).administration
    if _opened_in(request):
        return f"Эта страница открыта в другой администрации, а вы уже перешли: сейчас это {city}."
    return f"Эта страница открыта раньше, чем вы стали работать в нескольких администрациях: сейчас это {city}."


def _lead_to_choice(request: HttpRequest) -> HttpResponse:
    messages.warning(request, f"{said(request)} {KEPT}")
    return HttpResponseClientRedirect(reverse("staff:administrations"))


def _others(person: Person) -> list[Person]:
    return [one for one in memberships_of(person).works if one.pk != person.pk]
