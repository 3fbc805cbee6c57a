"""Ask people who signed in long ago to confirm their identity before entering keys or inviting."""

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from veche.staff.middleware import DEMO_SESSION


def signed_in_long_ago(request: HttpRequest) -> bool:
    """Whether the last second step (or password, without one) is older than the limit.

    Never for the demo's sessions, which have no password.
    """
    if request.session.get(DEMO_SESSION):
        return False
    return bool(get_adapter(request).is_reauthentication_required(app="veche.staff"))


def ask_who_it_is(request: HttpRequest, *, lost: str, back: str = "") -> HttpResponse:
    """Redirect to confirmation. `lost`: what was not done; `back`: the page to return to, by default this one.

    allauth's own way would store the form, with a typed key, in the session in clear.
    """
    if request.method == "POST":
        messages.warning(request, f"Вы вошли давно, поэтому подтвердите, что это вы. {lost}")
    ways = get_adapter(request).get_reauthentication_methods(request.user)
    where = ways[0]["url"] if ways else reverse("account_reauthenticate")
    return redirect(f"{where}?{urlencode({'next': back or request.path})}")
