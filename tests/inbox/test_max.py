"""MAX through all rooms: a post proven by reading back; a comment received, answered and deleted."""

import time

import pytest

from tests.sandbox_process import SandboxProcess
from veche.accounts.domain.keys import put_key
from veche.accounts.models import Account
from veche.inbox.domain.process_events import process_events
from veche.inbox.domain.receive import poll
from veche.inbox.models import Message
from veche.kernel.clock import now
from veche.kernel.crypto import Secret
from veche.networks.protocol import Act as NetworkAct
from veche.networks.protocol import DeleteComment, OutgoingPost, Publish, Reply
from veche.outbox.domain.deliver import deliver
from veche.outbox.domain.plan import plan_act
from veche.outbox.enums import ActState, Proof
from veche.outbox.models import Act
from veche.staff.models import Administration, Person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def channel(sandbox: SandboxProcess, rubtsovsk: Administration, alice: Person) -> Account:
    given = sandbox.add_account("max", "Рубцовск", new_bot=True)
    account = Account.objects.create(
        administration=rubtsovsk,
        network="max",
        title="Рубцовск",
        remote_id=str(given["chat_id"]),
        responsible=alice,
    )
    put_key(account=account, slot="bot", secret=Secret(given["token"]), by=alice)
    return account


def deliver_now(account: Account, act: NetworkAct, by: Person) -> Act:
    made = plan_act(account=account, intent=f"test:{act.verb}", title="Проба", act=act, by=by, due_at=now())
    end = time.monotonic() + 20
    # The rate limit may delay it: two messages a second in one channel.
    while made.state == ActState.PLANNED and time.monotonic() < end:
        Act.objects.of(account.administration_id).filter(pk=made.pk).update(next_try_at=now())
        deliver(made.pk, worker="w")
        made.refresh_from_db()
    return made


def test_the_whole_way(sandbox: SandboxProcess, channel: Account, alice: Person) -> None:
    number = int(channel.remote_id)
    poll(channel)  # start reading

    act = deliver_now(channel, Publish(OutgoingPost("Каток открыт")), alice)
    sent = act.state
    Act.objects.of(channel.administration_id).filter(pk=act.pk).update(next_try_at=now())
    deliver(act.pk, worker="w")
    act.refresh_from_db()
    written = sandbox.write_comment("max", act.remote_id, "Анна Ковалёва", "До скольки?", account=number)
    poll(channel)
    process_events(channel)
    [message] = Message.objects.of(channel.administration_id).filter(conversation__account=channel)
    reply = deliver_now(channel, Reply(act.remote_id, message.remote_id, "До десяти."), alice)
    deleted = deliver_now(channel, DeleteComment(act.remote_id, message.remote_id), alice)

    assert sent == ActState.SENT
    assert act.state == ActState.CONFIRMED
    assert act.proof == Proof.READ_BACK
    assert act.remote_url.startswith("https://max.ru/c/")
    assert message.remote_id == written["id"]
    assert message.text == "До скольки?"
    assert message.conversation.act == act
    assert {reply.state, deleted.state} == {ActState.CONFIRMED}
    comments = sandbox.ask("GET", "max", "comments", query={"account": number})
    assert [(one["text"], one["deleted"]) for one in comments] == [("До скольки?", True), ("До десяти.", False)]
