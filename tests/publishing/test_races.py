"""A person and the worker, or two people, at one instant over one publication: nothing is sent twice, and whoever comes
second is told in words. On SQLite writers take turns; PostgreSQL lets them meet."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import NamedTuple
from uuid import uuid4

import pytest

from tests.at_once import at_once
from tests.factories import make_occasion
from tests.outbox.conftest import vk  # noqa: F401
from tests.sandbox_process import SandboxProcess
from tests.written import approved, asked
from veche.accounts.models import Account
from veche.alarms.models import Alarm
from veche.approval.enums import Verdict
from veche.kernel.clock import now
from veche.outbox.domain.deliver import deliver
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.plan.domain.occasions import change_occasion
from veche.plan.domain.shifts import SHIFTED
from veche.plan.errors import PlanError
from veche.plan.models import PlanItem
from veche.posts.models import PostVersion
from veche.publishing.domain.change import drop_from_plan, move
from veche.publishing.domain.release import decide_and_release
from veche.publishing.domain.release_now import release_now
from veche.publishing.errors import PublishingError
from veche.staff.models import Person

pytestmark = [pytest.mark.sweep, pytest.mark.django_db(transaction=True)]
REFUSED = (PlanError, PublishingError)
# Who comes first is chance; of several rounds both are likely to have been.
ROUNDS = 3
LATER = timedelta(days=1)


class Due(NamedTuple):
    """A publication whose hour has come."""

    version: PostVersion
    text: str

    @property
    def item(self) -> PlanItem:
        return PlanItem.objects.of(self.version.administration_id).get(pk=self.version.post.plan_item_id)

    @property
    def act(self) -> Act:
        return Act.objects.of(self.version.administration_id).get(delivery__version=self.version)


@pytest.fixture
def due(vk: Account, alice: Person, carol: Person) -> Iterator[Due]:  # noqa: F811
    def made() -> Iterator[Due]:
        for _round in range(ROUNDS):
            text = f"Каток открыт. {uuid4()}"
            yield Due(approved(alice, carol, accounts=[vk], text=text, publish_at=now() - timedelta(minutes=1)), text)

    return made()


@pytest.fixture
def on_the_wall(sandbox: SandboxProcess) -> Callable[[Due], int]:
    """How often a publication stands in the network."""
    return lambda one: sum(post["text"] == one.text for post in sandbox.posts("vk"))


def test_released_now_at_its_own_hour_it_leaves_once(
    due: Iterator[Due], on_the_wall: Callable[[Due], int], carol: Person
):
    for one in due:
        number, revision = one.act.pk, one.version.revision
        at_once(
            partial(release_now, post=one.version.post, by=carol, revision=revision, why=""),
            partial(deliver, number, worker="w"),
            refused=REFUSED,
        )
        deliver(number, worker="w")
        assert (on_the_wall(one), one.act.pk, one.act.state) == (1, number, ActState.SENT)


def test_moved_at_its_hour_it_leaves_or_moves(due: Iterator[Due], on_the_wall: Callable[[Due], int], alice: Person):
    for one in due:
        number, hours, later = one.act.pk, (one.item.publish_at, one.act.due_at), now() + LATER
        said = at_once(
            partial(move, item=one.item, by=alice, publish_at=later),
            partial(deliver, number, worker="w"),
            refused=REFUSED,
        )
        deliver(number, worker="w")
        moved = said[0] == "done"
        assert (on_the_wall(one), one.act.state) == ((0, ActState.PLANNED) if moved else (1, ActState.SENT))
        assert (one.item.publish_at, one.act.due_at) == ((later, later) if moved else hours)
        assert moved or "уже уходит или вышла" in said[0]


def test_dropped_at_its_hour_it_leaves_or_is_dropped(
    due: Iterator[Due], on_the_wall: Callable[[Due], int], alice: Person
):
    for one in due:
        number = one.act.pk
        said = at_once(
            partial(drop_from_plan, item=one.item, by=alice), partial(deliver, number, worker="w"), refused=REFUSED
        )
        deliver(number, worker="w")
        dropped = said[0] == "done"
        assert (on_the_wall(one), one.item.cancelled_at is not None) == ((0, True) if dropped else (1, False))
        assert one.act.state == (ActState.CANCELLED if dropped else ActState.SENT)
        assert dropped or "уже вышла или уходит" in said[0]


def test_an_occasion_moved_while_its_post_is_agreed_is_told_once_and_moves_nothing(alice: Person, carol: Person):
    city, hour = alice.administration, now() + LATER
    for _round in range(ROUNDS):
        step = asked(alice, publish_at=hour)
        occasion = make_occasion(city, by=alice, starts_at=hour)
        items = PlanItem.objects.of(city).filter(pk=step.sheet.version.post.plan_item_id)
        items.update(occasion=occasion)

        said = at_once(
            partial(decide_and_release, step=step, by=carol, verdict=Verdict.YES),
            partial(change_occasion, occasion=occasion, by=alice, said={"starts_at": hour + LATER}),
            refused=REFUSED,
        )

        item = items.get()
        acts = Act.objects.of(city).filter(delivery__version=step.sheet.version)
        assert (said, item.publish_at, item.occasion_was_at) == (["done", "done"], hour, hour)
        assert [(act.state, act.due_at) for act in acts] == [(ActState.PLANNED, hour)] * 2
        assert Alarm.objects.of(city).filter(kind=SHIFTED, subject=item.pk).count() == 1
