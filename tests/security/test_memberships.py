"""Every address by somebody who works in both administrations: a role of one opens nothing in the other."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.people import again, client_of, make_member
from tests.security.access_row import Row
from tests.security.access_table import TABLE
from tests.security.conftest import Stage
from tests.security.test_access import expected, outcome
from veche.staff.enums import Role
from veche.staff.models import Person
from veche.staff.works_in import ANYWHERE, HEADER


def tab(browser: Client, opened_in: Person) -> Client:
    """A tab of the browser with a form that was opened in that administration."""
    return again(browser, headers={HEADER: str(opened_in.administration_id)})


@pytest.mark.sweep
@pytest.mark.parametrize("row", [row for row in TABLE if not row.public], ids=str)
def test_in_each_administration_only_its_own_and_by_its_roles(row: Row, stage: Stage):
    """bob is a press officer at home and has every other role abroad; he answers at home as in test_access.py."""
    bob = Person.objects.get(administration=stage.home.administration, display_name="bob")
    abroad = make_member(bob, stage.abroad.administration, *(role for role in Role if role != Role.PRESS_OFFICER))
    ours, theirs = (reverse(row.url, kwargs=row.kwargs(world)) for world in (stage.home, stage.abroad))
    data = row.data(stage.home)
    here, there = client_of(bob), client_of(abroad)

    assert outcome(row, tab(here, bob), ours, data) == expected(row, "bob")
    if row.about:
        assert outcome(row, tab(here, bob), theirs, row.data(stage.abroad)) in {403, 404}
        assert outcome(row, tab(there, abroad), ours, data) in {403, 404}
    if row.method == "POST" and row.url not in ANYWHERE:
        tabs = (tab(there, bob), again(there))
        assert [outcome(row, one, theirs, row.data(stage.abroad)) for one in tabs] == [403, 403]
