"""Reading what stands on our pages: posts past Veche are found where no event tells of them, and followed."""

from datetime import timedelta

import pytest
import time_machine

from tests.inbox.conftest import Stand
from veche.accounts.models import Bucket
from veche.inbox.domain.own_posts import OVERLAP, read_posts
from veche.inbox.models import InboundEvent
from veche.kernel.clock import now
from veche.publishing.domain.foreign import SETTLES, judge_waiting
from veche.publishing.domain.foreign_follow import due, follow_posts
from veche.publishing.domain.foreign_queries import undecided
from veche.publishing.models import ForeignPost
from veche.staff.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


def by_hand(stand: Stand, text: str) -> dict[str, int]:
    """A post that an administrator publishes in VK's own application; the event is lost."""
    made = stand.sandbox.ask("POST", "vk", "posts", {"text": text, "account": stand.number})
    return {"id": int(made["id"]), "account": stand.number}


def test_a_post_by_hand_is_read_from_the_wall_asked_about_and_followed(vk: Stand, alice: Person) -> None:
    """The event came and the reading told the same once; ours is none of them; an edit and a removal are seen."""
    ours = vk.publish("Каток на Ленина открыт", alice)
    hand = by_hand(vk, "Субботник в субботу")
    assert read_posts(vk.account) == 2
    vk.look()
    with time_machine.travel(now() + OVERLAP / 2):
        Bucket.objects.update(free_at=0.0)
        assert read_posts(vk.account) == 2
        vk.sort()
    assert InboundEvent.objects.filter(kind="post_seen").count() == 2

    with time_machine.travel(now() + SETTLES):
        assert judge_waiting() == 1
    [post] = undecided(vk.account.administration)
    assert (post.text, post.post_id) == ("Субботник в субботу", str(hand["id"]))
    assert not ForeignPost.objects.filter(post_id=str(ours)).exists()

    for order, text, gone in (("edit", "Субботник перенесли", False), ("delete", "Субботник перенесли", True)):
        vk.sandbox.ask("POST", "vk", f"posts/{order}", hand | ({"text": text} if order == "edit" else {}))
        ForeignPost.objects.update(read_at=None)
        Bucket.objects.update(free_at=0.0)
        assert follow_posts(vk.account) == 1
        post.refresh_from_db()
        assert (post.text, post.gone_at is not None, post.changed_at is not None) == (text, gone, True)
    assert not due(vk.account).exists()


def test_a_key_that_may_not_read_the_wall_reads_nothing(vk: Stand) -> None:
    vk.account.keys.filter(slot="admin").update(revoked_at=now() - timedelta(days=1))

    assert read_posts(vk.account) == 0
    assert not InboundEvent.objects.exists()
