"""From the decision to the training network and back."""

import pytest

from tests.inbox.conftest import Stand
from veche.commenting.domain.close import close
from veche.commenting.domain.reopen import reopen
from veche.outbox.enums import ActState
from veche.staff.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_account_is_closed_and_opened_again(stand: Stand, alice: Person) -> None:
    post = stand.publish("Паводок", alice)
    why = "Паника под записью"

    made = close(account=stand.account, publication=None, by=alice, mode="closed", reason=why, until=None)

    act = stand.carry_out(made.act)
    assert (act.state, bool(act.parts["before"])) == (ActState.CONFIRMED, True)
    with pytest.raises(AssertionError, match="are closed"):
        stand.resident(post, "А где эвакуация?")
    opened = stand.carry_out(reopen(closure=made, by=alice).reopening)
    assert (opened.state, stand.resident(post, "Спасибо")["text"]) == (ActState.CONFIRMED, "Спасибо")
