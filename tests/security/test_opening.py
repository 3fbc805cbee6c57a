"""Whom a row admits opens the page, that writes no row of ours, and its headers are right."""

import re

from django.urls import reverse

from tests.security.access_row import Row
from tests.security.access_table import TABLE
from tests.security.conftest import Stage
from tests.security.rows_by_room import by_room, one_by_one
from tests.security.stored import rows as stored
from tests.security.test_headers import HEADERS
from veche.staff.models import BrowserSession

# Sign-in, sign-out and session keeping: the only rows that may change.
NOT_OURS = (BrowserSession._meta.db_table,)
# The editor's policy differs by a nonce alone (test_headers.py).
# A paper is a download that is never shown in the page.
PAPER, SANDBOX = "media:paper", "sandbox; default-src 'none'"
HAS_NONCE, NONCE = "publishing:edit", re.compile(r" 'nonce-[\w-]{22}'")


@by_room(row for row in TABLE if row.method == "GET")
def test_opening_changes_nothing(rows: list[Row], stage: Stage):
    """One request for all: test_access.py asks everybody else, the headers are those of test_headers.py."""
    for row in one_by_one(rows):
        person, url = stage.admitted(row), reverse(row.url, kwargs=row.kwargs(stage.home))
        before = stored(but_for=NOT_OURS)

        response = person.get(url)

        after = stored(but_for=NOT_OURS)
        assert response.status_code == row.expected, str(row)
        assert {name: held for name, held in after.items() if held != before[name]} == {}, str(row)
        headers = {name: response.headers.get(name, "") for name in HEADERS}
        if row.url == HAS_NONCE:
            headers["Content-Security-Policy"] = NONCE.sub("", headers["Content-Security-Policy"], count=1)
        assert headers == (HEADERS | {"Content-Security-Policy": SANDBOX} if row.url == PAPER else HEADERS), str(row)
        assert not row.allowed or "no-store" in response.headers["Cache-Control"], str(row)
