"""A new community and a new channel at the training networks for each test, so that no events of others arrive."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from PIL import Image

from tests.sandbox_process import SandboxProcess
from veche.accounts.domain.keys import put_key
from veche.accounts.models import Account, Bucket
from veche.inbox.domain.pictures import fetch
from veche.inbox.domain.process_events import process_events
from veche.inbox.domain.receive import poll
from veche.inbox.models import Message, MessagePicture
from veche.kernel.clock import now
from veche.kernel.crypto import Secret
from veche.moderation.domain.evidence import complete_waiting
from veche.moderation.domain.propose import propose_for_new
from veche.moderation.domain.settle import settle
from veche.networks.protocol import OutgoingPost, Publish
from veche.outbox.domain.deliver import deliver
from veche.outbox.domain.plan import plan_act
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.staff.models import Administration, Person


def png(colour: str = "#7a6a58") -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(drawn, "PNG")
    return drawn.getvalue()


@dataclass
class Stand:
    """One account with its network, and the worker's steps as methods."""

    sandbox: SandboxProcess
    account: Account
    given: dict[str, Any]

    @property
    def slug(self) -> str:
        return self.account.network

    @property
    def number(self) -> int:
        return int(self.account.remote_id)

    def publish(self, text: str, by: Person) -> int:
        act = plan_act(
            account=self.account, intent=f"publish:{text}", title=text, act=Publish(OutgoingPost(text)), by=by
        )
        deliver(act.pk, worker="w")
        act.refresh_from_db()
        return int(act.remote_id)

    def resident(self, post_id: int | str, text: str, *photos: bytes, **more: Any) -> dict[str, Any]:
        return self.sandbox.write_comment(
            self.slug, post_id, "Анна Ковалёва", text, list(photos), account=self.number, **more
        )

    def change(self, what: str, comment_id: int, **more: Any) -> None:
        """Edit, delete or restore a comment as the resident in the network's own application."""
        self.sandbox.ask("POST", self.slug, f"comments/{what}", {"id": comment_id, "account": self.number, **more})

    def standing(self) -> dict[str, bool]:
        """Texts of the comments in the network, and whether each is deleted."""
        found = self.sandbox.comments(self.slug, details=True)
        return {one["text"]: one["deleted"] for one in found if one["account"] == self.number}

    def look(self) -> None:
        """Run what the schedule runs."""
        self.account.refresh_from_db()
        poll(self.account)
        self.sort()

    def sort(self) -> None:
        process_events(self.account)
        for picture in MessagePicture.objects.unscoped().filter(fetched_at=None).select_related("message__account"):
            fetch(picture)
        propose_for_new()
        complete_waiting()

    def message(self, text: str) -> Message:
        found: Message = Message.objects.unscoped().get(account=self.account, text=text)
        return found

    def carry_out(self, act: Act | None) -> Act:
        """Perform the act, as if its delay had passed and its rate limit allowed it."""
        assert act is not None
        moment = now()
        waiting = Act.objects.unscoped().filter(pk=act.pk, state=ActState.PLANNED)
        Bucket.objects.update(free_at=0.0)
        waiting.update(due_at=moment, next_try_at=moment)
        deliver(act.pk, worker="w")
        settle()
        act.refresh_from_db()
        return act


@pytest.fixture
def vk(sandbox: SandboxProcess, rubtsovsk: Administration, alice: Person) -> Stand:
    given = sandbox.add_account("vk", "Рубцовск. Официально")
    account = Account.objects.create(
        administration=rubtsovsk,
        network="vk",
        title="Рубцовск. Официально",
        remote_id=str(given["group_id"]),
        responsible=alice,
    )
    put_key(account=account, slot="community", secret=Secret(given["community_token"]), by=alice)
    put_key(account=account, slot="admin", secret=Secret(given["admin_token"]), by=alice)
    stand = Stand(sandbox, account, given)
    stand.look()
    return stand


@pytest.fixture
def telegram(sandbox: SandboxProcess, rubtsovsk: Administration, alice: Person) -> Stand:
    given = sandbox.add_account("telegram", "Рубцовск", new_bot=True)
    account = Account.objects.create(
        administration=rubtsovsk,
        network="telegram",
        title="Рубцовск",
        remote_id=str(given["channel_id"]),
        linked_group_id=str(given["group_id"]),
        responsible=alice,
    )
    put_key(account=account, slot="bot", secret=Secret(given["token"]), by=alice)
    stand = Stand(sandbox, account, given)
    stand.look()
    return stand


@pytest.fixture
def ok(sandbox: SandboxProcess, rubtsovsk: Administration, alice: Person) -> Stand:
    given = sandbox.add_account("ok", "Рубцовск")
    account = Account.objects.create(
        administration=rubtsovsk,
        network="ok",
        title="Рубцовск",
        remote_id=str(given["group_id"]),
        responsible=alice,
    )
    for slot, name in (("admin", "access_token"), ("application", "application_key"), ("secret", "application_secret")):
        put_key(account=account, slot=slot, secret=Secret(given[name]), by=alice)
    stand = Stand(sandbox, account, given)
    stand.look()
    return stand


@pytest.fixture
def max_(sandbox: SandboxProcess, rubtsovsk: Administration, alice: Person) -> Stand:
    given = sandbox.add_account("max", "Рубцовск", new_bot=True)
    account = Account.objects.create(
        administration=rubtsovsk, network="max", title="Рубцовск", remote_id=str(given["chat_id"]), responsible=alice
    )
    put_key(account=account, slot="bot", secret=Secret(given["token"]), by=alice)
    stand = Stand(sandbox, account, given)
    stand.look()
    return stand


@pytest.fixture(params=["vk", "telegram"])
def stand(request: pytest.FixtureRequest) -> Stand:
    found: Stand = request.getfixturevalue(request.param)
    return found


type Write = Callable[..., Message]
