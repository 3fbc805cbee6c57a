"""What every answer tells the browser, error pages included.

Each address is asked by who may open it in test_opening.py and by a stranger in test_strangers.py.
"""

import pytest
from django.test import Client
from django.urls import reverse

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


@pytest.mark.parametrize("path", OPEN_PAGES)
def test_pages_before_signing_in(path: str, client: Client, stage: Stage):
    response = client.get(path)

    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


def test_a_refusal(stage: Stage):
    response = stage.browser("helen").get(reverse("staff:people"))

    assert response.status_code == 403
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
