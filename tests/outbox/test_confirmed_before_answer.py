"""The answer to a call arrives after the act was confirmed by the network's event or by a person."""

import pytest

from tests.factories import make_account, make_act
from veche.networks.protocol import Done
from veche.outbox.domain.results import confirm, confirm_by_person, happened
from veche.outbox.enums import ActState, Proof
from veche.staff.models import Administration, Person

pytestmark = pytest.mark.django_db


def test_an_answer_after_the_event_changes_nothing(rubtsovsk: Administration, alice: Person) -> None:
    act = make_act(make_account(rubtsovsk, responsible=alice), state=ActState.SENDING)
    confirm(act, proof=Proof.EVENT, remote_id="7")

    happened(act, Done("7", "https://vk.com/wall-1_7", proven=True))

    act.refresh_from_db()
    assert act.state == ActState.CONFIRMED
    assert act.proof == Proof.EVENT
    assert act.remote_id == "7"


def test_an_answer_proves_what_a_person_has_said(rubtsovsk: Administration, alice: Person) -> None:
    act = make_act(make_account(rubtsovsk, responsible=alice), state=ActState.UNKNOWN)
    confirm_by_person(act, by=alice, remote_id="7")

    happened(act, Done("7", "https://vk.com/wall-1_7", proven=True))

    act.refresh_from_db()
    assert act.state == ActState.CONFIRMED
    assert act.proof == Proof.ANSWER
    assert act.confirmed_by == alice
