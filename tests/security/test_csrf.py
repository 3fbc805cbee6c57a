"""Nothing is changed without a token, and nothing by a GET: that is test_opening.py."""

import pytest
from django.apps import apps
from django.urls import reverse

from tests.security.access_row import Row
from tests.security.access_table import TABLE
from tests.security.conftest import Stage


@pytest.mark.parametrize("row", [row for row in TABLE if row.method == "POST" and not row.csrf_exempt], ids=str)
def test_a_form_without_token_is_refused(row: Row, stage: Stage):
    url, data = reverse(row.url, kwargs=row.kwargs(stage.home)), row.data(stage.home)
    browser = stage.admitted(row, enforce_csrf_checks=True)
    before = rows_of_everything()

    response = browser.post(url, data)

    assert (response.status_code, rows_of_everything()) == (403, before)


def rows_of_everything() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}
