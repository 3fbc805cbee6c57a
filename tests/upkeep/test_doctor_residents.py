"""`veche doctor` names appeals that are late or that nobody may decide, and comments that ought to be open."""

from datetime import timedelta

import pytest
import time_machine

from tests.appeals.conftest import open_pages, ruled
from tests.commenting.conftest import stands
from tests.factories import NOON, make_account
from tests.people import make_person
from veche.appeals.domain.submit import submit
from veche.appeals.domain.tickets import issue
from veche.commenting.domain.close import close
from veche.commenting.enums import AccountMode
from veche.commenting.models import ModeDifference
from veche.staff.enums import Role
from veche.staff.models import Administration, Person
from veche.upkeep.doctor import residents

pytestmark = pytest.mark.django_db
CITY = "Администрация города Рубцовск"


def told() -> list[tuple[str, bool]]:
    return [(f"{one.about}: {one.words}", one.good) for one in residents.check()]


def test_appeals_need_a_second_person_and_a_decision_in_time(rubtsovsk: Administration) -> None:
    """A city that takes no appeals is told nothing of them."""
    with time_machine.travel(NOON, tick=False):
        alice = make_person(rubtsovsk, Role.PRESS_OFFICER)
        comments = (f"Комментарии, {CITY}: везде открыты", True)
        assert told() == [comments]
        terms = open_pages(rubtsovsk, alice)
        assert told() == [(f"Жалобы, {CITY}: решать может только один человек, ждут 0", False), comments]
        ruling = ruled(rubtsovsk, alice)
        submit(ticket=issue(decision=ruling, by=None).ticket, terms=terms, text="Это не оскорбление")
        assert told()[0] == (f"Жалобы, {CITY}: решить некому: 1", False)
        make_person(rubtsovsk, Role.PRESS_OFFICER)
        assert told()[0] == (f"Жалобы, {CITY}: ждут 1, опоздавших нет", True)
    with time_machine.travel(NOON + timedelta(days=30), tick=False):
        words, good = told()[0]
        assert ("срок вышел: 1, самой давней" in words, good) == (True, False)


def test_comments_whose_term_is_over_and_which_are_closed_still(rubtsovsk: Administration, alice: Person) -> None:
    account = make_account(rubtsovsk, responsible=alice)
    with time_machine.travel(NOON, tick=False):
        until = NOON + timedelta(hours=1)
        made = close(account=account, publication=None, by=alice, mode="closed", reason="Паника", until=until)
        stands(made.act)
        assert told() == [(f"Комментарии, {CITY}: закрыты или ограничены: 1", True)]
    with time_machine.travel(NOON + timedelta(hours=3), tick=False):
        assert told() == [(f"Комментарии, {CITY}: срок вышел, а они закрыты: {account.title}, до 25.11 13:00", False)]


@time_machine.travel(NOON, tick=False)
def test_comments_that_somebody_closed_in_the_network(rubtsovsk: Administration, alice: Person) -> None:
    """The page offers to put them back or to record them, so the advice is not to open them."""
    said = {"account": make_account(rubtsovsk, responsible=alice), "ours": AccountMode.OPEN, "seen": AccountMode.CLOSED}
    ModeDifference.objects.create(administration=rubtsovsk, at=NOON, **said)
    [found] = residents.check()
    assert found.words == "в сети открыты или закрыты иначе, чем у нас: 1"
    assert ("Верните" in found.todo, "«Где закрыты комментарии»" in found.todo) == (True, True)
