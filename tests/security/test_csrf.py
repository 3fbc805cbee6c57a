"""Nothing is changed without a token, and nothing by a GET."""

import pytest
from django.apps import apps
from django.urls import reverse

from tests.people import client_of
from tests.security.access_table import TABLE, Row
from tests.security.world import World
from veche.staff.models import Administration, Person


@pytest.mark.parametrize("row", [row for row in TABLE if row.method == "POST" and not row.csrf_exempt], ids=str)
def test_a_form_without_token_is_refused(
    row: Row, rubtsovsk: Administration, alice: Person, request: pytest.FixtureRequest
):
    home = World(rubtsovsk, alice)
    person = request.getfixturevalue(min(row.allowed)) if row.allowed else None
    url, data = reverse(row.url, kwargs=row.kwargs(home)), row.data(home)
    browser = client_of(person, enforce_csrf_checks=True)
    before = rows_of_everything()

    response = browser.post(url, data)

    assert (response.status_code, rows_of_everything()) == (403, before)


@pytest.mark.parametrize("row", [row for row in TABLE if row.method == "GET"], ids=str)
def test_looking_changes_nothing(row: Row, rubtsovsk: Administration, alice: Person, request: pytest.FixtureRequest):
    home = World(rubtsovsk, alice)
    browser = client_of(request.getfixturevalue(min(row.allowed)) if row.allowed else None)
    url = reverse(row.url, kwargs=row.kwargs(home))
    before = rows_of_everything()

    browser.get(url)

    assert rows_of_everything() == before


def rows_of_everything() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}
