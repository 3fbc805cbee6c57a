"""An unchanged post of any format gives no report, and is recognised when the network shows it."""

from pathlib import Path

import pytest
from django.conf import settings

from tests.networks.test_formats import file, gif
from tests.outbox.test_read_back import look, news
from tests.outbox.test_trial import connected, run
from tests.sandbox_process import SandboxProcess
from veche.kernel.clock import now
from veche.kernel.media import file_path
from veche.networks.protocol import FileKind, OutgoingPost, PostSeen, Publish
from veche.outbox.domain.plan import plan_act
from veche.outbox.domain.seen import seen
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.staff.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def act(sandbox: SandboxProcess, alice: Person, tmp_path: Path) -> Act:
    """An animation, which MAX shows as a photo."""
    moving = file(tmp_path, FileKind.ANIMATION, gif(), "снег.gif", "image/gif", width=4, height=2, seconds=1.0)
    kept = file_path(Path(settings.MEDIA_ROOT), moving.sha256, moving.mime)
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(gif())
    return plan_act(
        account=connected(sandbox, "max", alice),
        intent="publish:gif",
        title="Снег",
        act=Publish(OutgoingPost("Снег", files=(moving,))),
        by=alice,
        due_at=now(),
    )


def test_an_animation_in_max_was_changed_by_nobody(act: Act) -> None:
    act = run(run(act))
    assert act.state == ActState.CONFIRMED

    assert (look(act), news(act)) == (1, [])


def test_an_animation_published_by_hand_is_known_again(act: Act) -> None:
    Act.objects.filter(pk=act.pk).update(state=ActState.BY_HAND)

    assert seen(account=act.account, event=PostSeen("mid.9", "mid.9", "Снег", 1, now())) == act
