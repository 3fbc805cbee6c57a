"""Nothing is changed without a token; that a GET changes nothing is in test_opening.py."""

import pytest
from django.urls import reverse

from tests.security.access_row import Row
from tests.security.access_table import TABLE
from tests.security.conftest import Stage
from tests.security.stored import numbers_of_rows


@pytest.mark.parametrize("row", [row for row in TABLE if row.method == "POST" and not row.csrf_exempt], ids=str)
def test_a_form_without_token_is_refused(row: Row, stage: Stage):
    url, data = reverse(row.url, kwargs=row.kwargs(stage.home)), row.data(stage.home)
    browser = stage.admitted(row, enforce_csrf_checks=True)
    before = numbers_of_rows()

    response = browser.post(url, data)

    assert (response.status_code, numbers_of_rows()) == (403, before)
