"""A city with two accounts at the training networks, and its outbox."""

from collections.abc import Callable

import pytest

from tests.sandbox_process import SandboxProcess
from veche.accounts.domain.keys import put_key
from veche.accounts.models import Account
from veche.kernel.clock import now
from veche.kernel.crypto import Secret
from veche.networks.protocol import OutgoingPost, Publish
from veche.outbox.domain.plan import plan_act
from veche.outbox.models import Act
from veche.staff.models import Administration, Person


@pytest.fixture
def vk(sandbox: SandboxProcess, rubtsovsk: Administration, alice: Person) -> Account:
    place = sandbox.info["vk"]
    account = Account.objects.create(
        administration=rubtsovsk,
        network="vk",
        title="Рубцовск. Официально",
        remote_id=str(place["group_id"]),
        responsible=alice,
    )
    put_key(account=account, slot="community", secret=Secret(place["community_token"]), by=alice)
    put_key(account=account, slot="admin", secret=Secret(place["admin_token"]), by=alice)
    return account


@pytest.fixture
def quiet_vk(sandbox: SandboxProcess, vk: Account, alice: Person) -> Account:
    """A wall without unknown posts: there «not found» means «not published»."""
    place = sandbox.add_account("vk", "Тихий город")
    vk.remote_id = str(place["group_id"])
    vk.save(update_fields=("remote_id",))
    for slot in ("community", "admin"):
        vk.keys.filter(slot=slot).delete()
        put_key(account=vk, slot=slot, secret=Secret(place[f"{slot}_token"]), by=alice)
    return vk


@pytest.fixture
def telegram(sandbox: SandboxProcess, rubtsovsk: Administration, alice: Person) -> Account:
    place = sandbox.info["telegram"]
    account = Account.objects.create(
        administration=rubtsovsk,
        network="telegram",
        title="Рубцовск",
        remote_id=str(place["channel_id"]),
        linked_group_id=str(place["group_id"]),
        responsible=alice,
    )
    put_key(account=account, slot="bot", secret=Secret(place["token"]), by=alice)
    return account


@pytest.fixture
def post_to(alice: Person) -> Callable[..., Act]:
    def plan(account: Account, text: str, intent: str = "") -> Act:
        return plan_act(
            account=account,
            intent=intent or f"publish:{text[:60]}",
            title=text,
            act=Publish(OutgoingPost(text)),
            by=alice,
            due_at=now(),
        )

    return plan
