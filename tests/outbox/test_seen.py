"""The network's events about a post prove it, and reveal missing parts."""

import pytest

from tests.chaos.pictures import photo
from tests.sandbox_process import SandboxProcess
from veche.accounts.models import Account, Bucket
from veche.kernel import probes
from veche.kernel.clock import now
from veche.networks.protocol import OutgoingPost, PostSeen, Publish
from veche.networks.shown import AttachmentCounts
from veche.outbox.domain.deliver import deliver
from veche.outbox.domain.plan import plan_act
from veche.outbox.domain.seen import seen
from veche.outbox.enums import ActState, Proof
from veche.outbox.models import Act
from veche.staff.models import Person

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "Каток открыт"


@pytest.fixture
def act(sandbox: SandboxProcess, vk: Account, alice: Person) -> Act:
    """Two pictures are sent, and VK silently keeps one."""
    sandbox.fault("vk", "wall.post", "partial")
    post = OutgoingPost(TEXT, (photo("раз"), photo("два")))
    return plan_act(account=vk, intent="publish", title=TEXT, act=Publish(post), by=alice)


def tell(act: Act, post_id: str, *, photos: int, exact: bool = True) -> None:
    shown = AttachmentCounts(photos=photos) if exact else AttachmentCounts()
    event = PostSeen(f"post:{post_id}", post_id, TEXT, photos, now(), photos_exact=exact, shown=shown)
    seen(account=act.account, event=event)


def leave(act: Act) -> None:
    """Send the act, as if the rate limit allowed each picture."""
    for _picture in range(4):
        Act.objects.filter(pk=act.pk).update(next_try_at=now())
        Bucket.objects.update(free_at=0.0)
        deliver(act.pk, worker="w")
        act.refresh_from_db()
        if act.state != ActState.PLANNED:
            return


def said(act: Act) -> tuple[str, str, str]:
    act.refresh_from_db()
    last = act.attempts.last()
    return act.state, act.proof, last.detail if last else ""


MISSING = "Сеть показала запись, но на ней фото 1 из 2."


def test_a_picture_that_was_left_out_is_told_by_the_event_too(act: Act) -> None:
    leave(act)

    tell(act, act.remote_id, photos=1)

    assert said(act) == (ActState.CONFIRMED, Proof.EVENT, MISSING)
    assert act.reason == "Вышла не целиком, сеть показывает фото 1 из 2. Откройте запись и дополните её."


def test_a_look_tells_the_same(act: Act) -> None:
    leave(act)

    Act.objects.filter(pk=act.pk).update(next_try_at=now())
    deliver(act.pk, worker="w")

    assert said(act) == (ActState.CONFIRMED, Proof.READ_BACK, MISSING.replace("Сеть показала", "VK показал"))
    assert act.reason == "Вышла не целиком, сеть показывает фото 1 из 2. Откройте запись и дополните её."


def test_an_event_before_the_answer_is_not_forgotten_with_it(act: Act, sandbox: SandboxProcess) -> None:
    def told(point: str) -> None:
        if point == "act.before_sent":
            tell(act, str(sandbox.posts("vk")[-1]["id"]), photos=1)

    probes.listen(told)
    try:
        leave(act)
    finally:
        probes.listen(None)

    assert said(act) == (ActState.CONFIRMED, Proof.EVENT, MISSING)


@pytest.mark.parametrize(("photos", "exact"), [(2, True), (1, False)])
def test_nothing_is_said_where_all_stand_or_nobody_can_count(act: Act, photos: int, exact: bool) -> None:
    leave(act)

    tell(act, act.remote_id, photos=photos, exact=exact)

    assert said(act) == (ActState.CONFIRMED, Proof.EVENT, "")
