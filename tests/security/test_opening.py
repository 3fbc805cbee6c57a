"""Opening any page writes no row of ours, and its headers are right."""

import re

import pytest
from django.urls import reverse

from tests.security.access_row import Row
from tests.security.access_table import TABLE
from tests.security.conftest import Stage
from tests.security.stored import rows
from tests.security.test_headers import HEADERS
from veche.staff.models import BrowserSession

# Sign-in, sign-out and session keeping: the only rows that may change.
NOT_OURS = (BrowserSession._meta.db_table,)
# The editor's policy differs by a nonce alone (test_headers.py).
# A paper is a download that is never shown in the page.
PAPER, SANDBOX = "media:paper", "sandbox; default-src 'none'"
HAS_NONCE, NONCE = "publishing:edit", re.compile(r" 'nonce-[\w-]{22}'")


@pytest.mark.parametrize("row", [row for row in TABLE if row.method == "GET"], ids=str)
def test_opening_changes_nothing(row: Row, stage: Stage):
    """One request for both checks: the headers are those of test_headers.py."""
    person, url = stage.admitted(row), reverse(row.url, kwargs=row.kwargs(stage.home))
    before = rows(but_for=NOT_OURS)

    response = person.get(url)

    after = rows(but_for=NOT_OURS)
    assert {name: held for name, held in after.items() if held != before[name]} == {}
    headers = {name: response.headers.get(name, "") for name in HEADERS}
    if row.url == HAS_NONCE:
        headers["Content-Security-Policy"] = NONCE.sub("", headers["Content-Security-Policy"], count=1)
    assert headers == (HEADERS | {"Content-Security-Policy": SANDBOX} if row.url == PAPER else HEADERS)
    assert not row.allowed or "no-store" in response.headers["Cache-Control"]
