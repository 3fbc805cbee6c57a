"""A post id belongs to one act: an answer with the id of another leaves doubt, never an error."""

from datetime import timedelta

import pytest

from tests.factories import make_account
from veche.accounts.models import Account
from veche.kernel.clock import now
from veche.networks.protocol import Done, Found, OutgoingPost, Publish
from veche.outbox.domain.grace import may_judge_at
from veche.outbox.domain.plan import plan_act
from veche.outbox.domain.resolve import prove
from veche.outbox.domain.results import happened
from veche.outbox.enums import ActState, Outcome, Proof
from veche.outbox.models import Act, Attempt
from veche.outbox.reasons import ID_TAKEN
from veche.staff.models import Administration, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(rubtsovsk: Administration, alice: Person) -> Account:
    return make_account(rubtsovsk, responsible=alice)


def on_its_way(account: Account, intent: str, **known: object) -> Act:
    act = plan_act(
        account=account, intent=intent, title="Каток", act=Publish(OutgoingPost("Каток открыт")), by=account.responsible
    )
    calling = {"state": ActState.SENDING, "attempt": 1, "first_call_at": now(), "last_call_deadline": now()}
    Act.objects.filter(pk=act.pk).update(**{**calling, **known})
    Attempt.objects.create(administration=account.administration, act=act, number=1, started_at=now())
    act.refresh_from_db()
    return act


def test_an_answer_with_the_number_of_another_act_is_doubt(account: Account):
    holder = on_its_way(account, "a", remote_id="5", state=ActState.CONFIRMED, proof=Proof.EVENT)
    act = on_its_way(account, "b")
    key = act.idempotency_key

    happened(act, Done("5", "https://vk.com/wall-1_5"))

    act.refresh_from_db()
    holder.refresh_from_db()
    assert act.state == ActState.UNKNOWN
    assert act.remote_id == ""
    assert act.remote_url == ""
    assert act.reason == ID_TAKEN
    assert (act.doubt_since is not None, act.next_try_at) == (True, may_judge_at(act))
    # The network would return the same id for the same key.
    assert act.idempotency_key != key
    assert [(one.outcome, one.detail) for one in act.attempts.all()] == [(Outcome.UNKNOWN, ID_TAKEN)]
    assert (holder.state, holder.remote_id) == (ActState.CONFIRMED, "5")


def test_an_answer_that_is_a_proof_takes_no_number_of_another_act_either(account: Account):
    on_its_way(account, "a", remote_id="5", state=ActState.CONFIRMED, proof=Proof.EVENT)
    act = on_its_way(account, "b")

    happened(act, Done("5", proven=True))

    act.refresh_from_db()
    assert act.state == ActState.UNKNOWN
    assert act.proof == ""
    assert act.reason == ID_TAKEN


def test_a_number_of_another_account_or_of_the_act_itself_is_free(account: Account):
    other = make_account(account.administration, responsible=account.responsible, remote_id="77")
    on_its_way(other, "a", remote_id="5", state=ActState.CONFIRMED, proof=Proof.EVENT)
    act = on_its_way(account, "b", remote_id="5")

    happened(act, Done("5"))

    act.refresh_from_db()
    assert (act.state, act.remote_id) == (ActState.SENT, "5")


def test_what_is_found_under_the_number_of_another_act_is_looked_up_again(account: Account):
    on_its_way(account, "a", remote_id="5", state=ActState.CONFIRMED, proof=Proof.EVENT)
    act = on_its_way(account, "b", state=ActState.UNKNOWN, lookups=1)

    prove(act, Found("5"))

    act.refresh_from_db()
    assert act.state == ActState.UNKNOWN
    assert act.remote_id == ""
    assert act.reason == ID_TAKEN
    assert act.next_try_at > now() + timedelta(seconds=1)
