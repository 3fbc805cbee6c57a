"""From «Исправить» to the wall: a post with a picture is corrected, pinned and withdrawn in both training networks."""

import pytest

from tests.publishing.test_after_publication import BETTER
from tests.sandbox_process import SandboxProcess
from tests.written import TEXT, drafted, step_of, with_picture, working, write
from veche.accounts.domain.keys import put_key
from veche.accounts.models import Account, Bucket
from veche.approval.domain.ask import ask
from veche.approval.enums import Verdict
from veche.kernel.clock import now
from veche.kernel.crypto import Secret
from veche.outbox.domain.deliver import deliver
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.posts.models import Post
from veche.publishing.domain.change import rewrite
from veche.publishing.domain.pins import pin
from veche.publishing.domain.release import decide_and_release
from veche.publishing.domain.standing import is_out
from veche.publishing.domain.withdraw import withdraw
from veche.staff.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def accounts(sandbox: SandboxProcess, alice: Person) -> list[Account]:
    places = sandbox.info["vk"], sandbox.info["telegram"]
    vk, telegram = (
        Account.objects.create(
            administration=alice.administration, network=network, title=network, responsible=alice, **where
        )
        for network, where in (
            ("vk", {"remote_id": str(places[0]["group_id"])}),
            ("telegram", {"remote_id": str(places[1]["channel_id"]), "linked_group_id": str(places[1]["group_id"])}),
        )
    )
    put_key(account=vk, slot="community", secret=Secret(places[0]["community_token"]), by=alice)
    put_key(account=vk, slot="admin", secret=Secret(places[0]["admin_token"]), by=alice)
    put_key(account=telegram, slot="bot", secret=Secret(places[1]["token"]), by=alice)
    return [vk, telegram]


def work() -> None:
    """Run the worker, as if all pauses had passed and rate limits allowed it."""
    for _ in range(4):
        moving = Act.objects.filter(state__in=(ActState.PLANNED, ActState.SENT, ActState.UNKNOWN))
        moving.update(due_at=now(), next_try_at=now())
        for act in moving.order_by("pk"):
            Bucket.objects.update(free_at=0.0)
            deliver(act.pk, worker="w")


def agree(post: Post, alice: Person, carol: Person) -> None:
    step = step_of(ask(version=working(post), by=alice, correction=is_out(post)).version)
    decide_and_release(step=step, by=carol, verdict=Verdict.YES)
    work()


def walls(sandbox: SandboxProcess) -> dict[str, list[tuple[str, int]]]:
    return {
        network: sorted((post["text"], len(post["photos"])) for post in sandbox.posts(network) if not post["deleted"])
        for network in ("vk", "telegram")
    }


def test_corrected_pinned_and_withdrawn(sandbox: SandboxProcess, accounts: list[Account], alice: Person, carol: Person):
    before = walls(sandbox)
    post = drafted(alice, accounts=accounts)
    with_picture(post, alice)
    agree(post, alice, carol)
    uploads = len(sandbox.calls("vk", "photos.saveWallPhoto"))
    assert walls(sandbox) == {network: sorted([*wall, (TEXT, 1)]) for network, wall in before.items()}

    rewrite(post=post, by=alice)
    write(post, alice, BETTER)
    described = working(post).pictures.get()
    described.alt = "Каток вечером"
    described.save()
    agree(post, alice, carol)
    assert walls(sandbox) == {network: sorted([*wall, (BETTER, 1)]) for network, wall in before.items()}
    assert len(sandbox.calls("vk", "photos.saveWallPhoto")) == uploads

    pin(post=post, by=alice)
    work()
    withdraw(post=Post.objects.get(pk=post.pk), by=alice, reason="Ошибка")
    work()
    assert walls(sandbox) == before
    states = set(Act.objects.exclude(account__network="telegram", verb="publish").values_list("verb", "state"))
    assert states == {(verb, "confirmed") for verb in ("publish", "edit", "pin", "withdraw")}
