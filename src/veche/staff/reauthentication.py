"""Before a key is typed or somebody is let in: whoever signed in long ago says again who it is."""

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from veche.staff.middleware import DEMO_SESSION


def signed_in_long_ago(request: HttpRequest) -> bool:
    """Whether the last second step (the password of who has none yet) is older than the limit.

    The demo's buttons open a session without a password: there is nothing to ask for again.
    """
    if request.session.get(DEMO_SESSION):
        return False
    return bool(get_adapter(request).is_reauthentication_required(app="veche.staff"))


def ask_who_it_is(request: HttpRequest, *, lost: str, back: str = "") -> HttpResponse:
    """`lost` says what was not done and what to do again, `back` is the page to do it from: by default this one.

    Without the library's own way, which would lay the form with a typed key into the session, in clear.
    """
    if request.method == "POST":
        messages.warning(request, f"Вы вошли давно, поэтому подтвердите, что это вы. {lost}")
    ways = get_adapter(request).get_reauthentication_methods(request.user)
    where = ways[0]["url"] if ways else reverse("account_reauthenticate")
    return redirect(f"{where}?{urlencode({'next': back or request.path})}")
