"""What every answer tells the browser, error pages included."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.people import client_of
from tests.security.access_table import TABLE, Row
from tests.security.world import World
from veche.staff.models import Administration, Person

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; "
        "manifest-src 'self'; img-src 'self' data: blob:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
OPEN_PAGES = ("/healthz", "/me/login/", "/me/password/reset/", "/me/inactive/", "/no/such/page/")


@pytest.mark.parametrize("row", [row for row in TABLE if row.method == "GET"], ids=str)
@pytest.mark.parametrize("who", ["allowed", "nobody"])
def test_pages(row: Row, who: str, rubtsovsk: Administration, alice: Person, request: pytest.FixtureRequest):
    home = World(rubtsovsk, alice)
    signed_in = who == "allowed" and bool(row.allowed)
    browser = client_of(request.getfixturevalue(min(row.allowed))) if signed_in else Client()

    response = browser.get(reverse(row.url, kwargs=row.kwargs(home)))

    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    assert not signed_in or "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("path", OPEN_PAGES)
def test_pages_before_signing_in(path: str, client: Client, db: None):
    response = client.get(path)

    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


def test_a_refusal(helen: Person):
    response = client_of(helen).get(reverse("staff:people"))

    assert response.status_code == 403
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
