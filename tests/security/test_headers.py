"""What every answer tells the browser, error pages included."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.security.access_row import Row
from tests.security.access_table import TABLE
from tests.security.conftest import Stage

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; "
        "manifest-src 'self'; img-src 'self' data: blob:; media-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
OPEN_PAGES = ("/healthz", "/me/login/", "/me/password/reset/", "/me/inactive/", "/no/such/page/")


@pytest.mark.parametrize("row", [row for row in TABLE if row.method == "GET"], ids=str)
def test_pages_for_nobody(row: Row, stage: Stage):
    """Who may open it sees them in test_opening.py."""
    response = Client().get(reverse(row.url, kwargs=row.kwargs(stage.home)))

    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


@pytest.mark.parametrize("path", OPEN_PAGES)
def test_pages_before_signing_in(path: str, client: Client, stage: Stage):
    response = client.get(path)

    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


def test_a_refusal(stage: Stage):
    response = stage.browser("helen").get(reverse("staff:people"))

    assert response.status_code == 403
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
