"""«Not found» counts only after the grace, and only if nothing on the wall contradicts."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.grace import let_it_pass
from tests.outbox.test_faults import run, standing
from tests.profiles import shorten_calls
from tests.sandbox_process import SandboxProcess
from veche.accounts.domain.keys import put_key
from veche.accounts.models import Account
from veche.inbox.domain.process_events import process_events
from veche.inbox.domain.receive import poll
from veche.kernel.clock import now
from veche.kernel.crypto import Secret
from veche.outbox.domain import grace
from veche.outbox.domain.person_decisions import say_not_happened
from veche.outbox.domain.reconcile import reconcile
from veche.outbox.enums import ActState
from veche.outbox.errors import NotNow
from veche.outbox.models import Act
from veche.outbox.reasons import REMOVED_UNKNOWN
from veche.staff.models import Administration, Person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def short_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    shorten_calls(monkeypatch)


@pytest.fixture
def channel(sandbox: SandboxProcess, rubtsovsk: Administration, alice: Person) -> Account:
    """In MAX, which has no idempotency key."""
    place = sandbox.add_account("max", "Тихий город", new_bot=True)
    account = Account.objects.create(
        administration=rubtsovsk,
        network="max",
        title="Рубцовск",
        remote_id=str(place["chat_id"]),
        responsible=alice,
    )
    put_key(account=account, slot="bot", secret=Secret(place["token"]), by=alice)
    poll(account)
    return account


def lost(sandbox: SandboxProcess, channel: Account, act: Act, fault: str = "lost_after_apply") -> Act:
    sandbox.fault(channel.network, "POST /messages", fault)
    act = run(act)
    assert act.state == ActState.UNKNOWN
    return act


def past_the_grace(act: Act, looks: int = 5) -> Act:
    for _ in range(looks):
        let_it_pass(act)
        act = run(act)
        reconcile()
    return act


def colleague(sandbox: SandboxProcess, channel: Account, deed: str, **more: object) -> None:
    [post] = sandbox.posts(channel.network, int(channel.remote_id))
    order = {"id": post["id"], "account": int(channel.remote_id), **more}
    sandbox.ask("POST", channel.network, f"posts/{deed}", order)


def test_what_a_colleague_corrected_in_the_network_is_not_sent_again(
    sandbox: SandboxProcess, channel: Account, post_to: Callable[..., Act]
) -> None:
    act = lost(sandbox, channel, post_to(channel, "Каток открыт"))
    colleague(sandbox, channel, "edit", text="Каток закрыт")

    act = past_the_grace(act)

    assert act.state == ActState.UNKNOWN
    assert "может быть, это наша, и её поправили" in act.reason
    assert [post["text"] for post in sandbox.posts("max", int(channel.remote_id))] == ["Каток закрыт"]


def test_what_a_colleague_removed_in_the_network_is_not_sent_again(
    sandbox: SandboxProcess, channel: Account, post_to: Callable[..., Act], alice: Person
) -> None:
    act = lost(sandbox, channel, post_to(channel, "Каток сегодня открыт"))
    colleague(sandbox, channel, "delete")
    poll(channel)
    process_events(channel)

    act = past_the_grace(act)

    assert (act.state, act.reason) == (ActState.UNKNOWN, REMOVED_UNKNOWN)
    assert standing(sandbox, "max", "Каток сегодня открыт") == 0

    say_not_happened(act=act, by=alice)
    act = run(act)

    assert (act.state, act.absence_proves_nothing_since) == (ActState.SENT, None)
    assert standing(sandbox, "max", "Каток сегодня открыт") == 1


def test_what_did_not_leave_is_sent_again_by_itself(
    sandbox: SandboxProcess, channel: Account, post_to: Callable[..., Act]
) -> None:
    before = run(post_to(channel, "Прежняя запись"))
    act = lost(sandbox, channel, post_to(channel, "Каток завтра"), fault="dropped")

    act = past_the_grace(act, looks=1)
    act = run(act)

    before.refresh_from_db()
    assert (act.state, standing(sandbox, "max", "Каток завтра")) == (ActState.SENT, 1)
    assert (before.state, standing(sandbox, "max", "Прежняя запись")) == (ActState.SENT, 1)


def test_a_clock_that_jumps_ahead_shortens_no_grace(
    sandbox: SandboxProcess, channel: Account, post_to: Callable[..., Act]
) -> None:
    act = lost(sandbox, channel, post_to(channel, "Каток в полдень"), fault="dropped")
    # By the wall clock the call was an hour ago; by the monotonic one it was now.
    Act.objects.filter(pk=act.pk).update(last_call_deadline=now() - timedelta(hours=1))

    act = run(act)
    assert (act.state, grace.is_over(act)) == (ActState.UNKNOWN, False)

    let_it_pass(act)
    act = run(act)
    assert act.state == ActState.PLANNED


def test_a_clock_that_jumps_ahead_lets_no_person_say_it_too_early(
    sandbox: SandboxProcess, channel: Account, post_to: Callable[..., Act], alice: Person
) -> None:
    act = lost(sandbox, channel, post_to(channel, "Каток вечером"), fault="dropped")
    Act.objects.filter(pk=act.pk).update(last_call_deadline=now() - timedelta(hours=1))
    with pytest.raises(NotNow, match="с опозданием"):
        say_not_happened(act=act, by=alice)

    let_it_pass(act)
    say_not_happened(act=act, by=alice)

    act.refresh_from_db()
    assert act.state == ActState.PLANNED


def test_after_a_restart_the_grace_begins_anew(
    sandbox: SandboxProcess, channel: Account, post_to: Callable[..., Act]
) -> None:
    act = lost(sandbox, channel, post_to(channel, "Каток после перезапуска"), fault="dropped")
    let_it_pass(act)
    grace._over_at.clear()  # the state of another process

    act = run(act)
    assert act.state == ActState.UNKNOWN

    grace._over_at[act.pk, act.last_call_at] -= 3.5  # a call of a second and a grace of two later
    act = run(act)
    assert act.state == ActState.PLANNED
