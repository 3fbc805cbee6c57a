"""R18: a key is revoked in the network during work. Its acts end with a clear sentence and without a storm of calls."""

from collections.abc import Callable

import pytest

from tests.sandbox_process import SandboxProcess
from veche.accounts.models import Account
from veche.inbox.tasks import poll_network
from veche.outbox.domain.deliver import deliver
from veche.outbox.domain.reconcile import reconcile
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.staff.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def revoked(sandbox: SandboxProcess, vk: Account, ivan: Person) -> Account:
    """An account whose own keys the network has just revoked."""
    from veche.accounts.domain.keys import put_key
    from veche.kernel.crypto import Secret

    own = sandbox.add_account("vk", "Отозванные")
    Account.objects.filter(pk=vk.pk).update(remote_id=str(own["group_id"]))
    for slot in ("community", "admin"):
        put_key(account=vk, slot=slot, secret=Secret(own[f"{slot}_token"]), by=ivan)
        sandbox.revoke_token("vk", own[f"{slot}_token"])
    vk.refresh_from_db()
    return vk


def test_an_act_fails_for_good_after_one_call(sandbox: SandboxProcess, revoked: Account, post_to: Callable[..., Act]):
    act = post_to(revoked, "Каток открыт")
    before = len(sandbox.calls("vk", "wall.post"))

    for _ in range(3):
        deliver(act.pk, worker="w")
        reconcile()

    act.refresh_from_db()
    assert act.state == ActState.FAILED
    assert act.reason.startswith("VK не принял ключ")
    assert "Запись цела." in act.reason
    assert len(sandbox.calls("vk", "wall.post")) - before == 1


def test_polling_rests_and_the_other_network_goes_on(sandbox: SandboxProcess, revoked: Account, telegram: Account):
    asked = len(sandbox.calls("vk"))
    heard = len(sandbox.calls("telegram", "getUpdates"))

    for _ in range(3):
        poll_network.func("vk")
        poll_network.func("telegram")

    revoked.refresh_from_db()
    telegram.refresh_from_db()
    assert len(sandbox.calls("vk")) - asked == 1
    assert len(sandbox.calls("telegram", "getUpdates")) - heard == 3
    assert (revoked.trouble != "", telegram.trouble) == (True, "")
    assert revoked.keys.filter(revoked_at=None).exclude(refused_at=None).count() == 1
