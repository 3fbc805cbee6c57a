"""Headers of every answer, error pages included.

Each address is requested by an admitted person in test_opening.py and by a stranger in test_strangers.py.
"""

import re

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


def test_the_editor_admits_the_styles_of_codemirror_by_a_nonce_of_each_answer(stage: Stage):
    """CodeMirror writes a <style>. No other page needs a nonce, and none gets one."""
    editor = reverse("publishing:edit", args=[stage.home.draft.pk])

    answers = [stage.browser("alice").get(editor) for _answer in range(2)]

    shown = [re.findall(r'<script [^>]*nonce="([\w-]{22})"', answer.content.decode()) for answer in answers]
    policies = [answer.headers["Content-Security-Policy"] for answer in answers]
    plain = HEADERS["Content-Security-Policy"]
    assert policies == [plain.replace("style-src 'self'", f"style-src 'self' 'nonce-{nonce}'") for [nonce] in shown]
    assert policies[0] != policies[1]
