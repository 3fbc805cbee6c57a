"""Nothing is changed without a token; that a GET changes nothing is in test_opening.py."""

import pytest
from django.urls import reverse

from tests.security.access_row import Row
from tests.security.access_table import TABLE
from tests.security.conftest import Stage
from tests.security.rows_by_room import by_room, one_by_one
from tests.security.stored import numbers_of_rows

pytestmark = pytest.mark.sweep


@by_room(row for row in TABLE if row.method == "POST" and not row.csrf_exempt)
def test_a_form_without_token_is_refused(rows: list[Row], stage: Stage):
    wrong = {}
    for row in one_by_one(rows):
        url, data = reverse(row.url, kwargs=row.kwargs(stage.home)), row.data(stage.home)
        browser = stage.admitted(row, enforce_csrf_checks=True)
        before = numbers_of_rows()
        status = browser.post(url, data).status_code
        if (status, numbers_of_rows()) != (403, before):
            wrong[str(row)] = status

    assert wrong == {}
