"""Opening a page and leaving it changes nothing: no address that is only looked at writes a row of ours."""

import pytest
from django.apps import apps
from django.urls import reverse

from tests.security.access_row import Row
from tests.security.access_table import TABLE
from tests.security.conftest import Stage
from veche.staff.models import BrowserSession

# Signing in and out, and what keeps a person signed in.
NOT_OURS = {BrowserSession}


def stored() -> dict[str, list[str]]:
    """Every row of every table."""
    models = [model for model in apps.get_models(include_auto_created=True) if model not in NOT_OURS]
    return {model._meta.label: sorted(map(str, model._base_manager.values_list())) for model in models}


@pytest.mark.parametrize("row", [row for row in TABLE if row.method == "GET"], ids=str)
def test_opening_changes_nothing(row: Row, stage: Stage):
    person, url = stage.admitted(row), reverse(row.url, kwargs=row.kwargs(stage.home))
    before = stored()

    person.get(url)

    after = stored()
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}
