"""Every address by somebody who works in both administrations: a role of one opens nothing in the other."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.people import again, client_of, make_member
from tests.security.access_row import Row
from tests.security.access_table import TABLE
from tests.security.conftest import Stage
from tests.security.rows_by_room import by_room, one_by_one
from tests.security.test_access import expected, outcome
from veche.staff.enums import Role
from veche.staff.models import Person
from veche.staff.works_in import ANYWHERE, HEADER


def tab(browser: Client, opened_in: Person) -> Client:
    """A tab of the browser with a form that was opened in that administration."""
    return again(browser, headers={HEADER: str(opened_in.administration_id)})


@pytest.mark.sweep
@by_room(row for row in TABLE if not row.public)
def test_in_each_administration_only_its_own_and_by_its_roles(rows: list[Row], stage: Stage):
    """bob is a press officer at home and has every other role abroad; he answers at home as in test_access.py.

    One guard compares the tab with the session, so addresses alternate between a tab of home and one that says nothing.
    """
    bob = Person.objects.get(administration=stage.home.administration, display_name="bob")
    abroad = make_member(bob, stage.abroad.administration, *(role for role in Role if role != Role.PRESS_OFFICER))
    here, there = client_of(bob), client_of(abroad)
    wrong: dict[tuple[str, str], int | str] = {}
    for turn, row in enumerate(one_by_one(rows)):
        ours, theirs = (reverse(row.url, kwargs=row.kwargs(world)) for world in (stage.home, stage.abroad))
        data, foreign = row.data(stage.home), row.data(stage.abroad)
        answers = {"own": (outcome(row, tab(here, bob), ours, data), {expected(row, "bob")})}
        if row.about:
            answers["foreign"] = outcome(row, tab(here, bob), theirs, foreign), {403, 404}
            answers["own from abroad"] = outcome(row, tab(there, abroad), ours, data), {403, 404}
        if row.method == "POST" and row.url not in ANYWHERE:
            client = again(there) if turn % 2 else tab(there, bob)
            answers["a tab of nowhere" if turn % 2 else "a tab of home"] = outcome(row, client, theirs, foreign), {403}
        wrong |= {(str(row), what): answer for what, (answer, right) in answers.items() if answer not in right}

    assert wrong == {}
