"""An act over the rate limit is rescheduled; one account's flood delays no other."""

import io
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django_tasks_db.models import DBTaskResult
from PIL import Image
from pytest_django import Settings

from tests.sandbox_process import SandboxProcess
from veche.accounts.domain.clients import open_for
from veche.accounts.domain.keys import put_key
from veche.accounts.domain.pace import wait_for
from veche.accounts.models import Account
from veche.kernel.clock import now
from veche.kernel.crypto import Secret
from veche.kernel.uploads import take_picture
from veche.networks.protocol import DeleteComment, OutgoingPost, Photo, Publish
from veche.networks.telegram import pace
from veche.outbox.domain.deliver import deliver
from veche.outbox.domain.plan import plan_act
from veche.outbox.domain.rate_limiting import reschedule
from veche.outbox.domain.reconcile import reconcile
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.outbox.reasons import LATE_BY_RATE, LATE_WHILE_IDLE, LATE_WHILE_NETWORK_DOWN, WAITS_FOR_RATE
from veche.staff.models import Person

pytestmark = pytest.mark.django_db(transaction=True)

SECOND = pace.CHAT.interval


@pytest.fixture
def second_channel(sandbox: SandboxProcess, telegram: Account, alice: Person) -> Account:
    """Another channel of the same bot."""
    place = sandbox.add_account("telegram", "Второй канал")
    account = Account.objects.create(
        administration=telegram.administration,
        network="telegram",
        title="Второй канал",
        remote_id=str(place["channel_id"]),
        responsible=alice,
    )
    put_key(account=account, slot="bot", secret=Secret(place["token"]), by=alice)
    assert place["token"] == sandbox.info["telegram"]["token"]
    return account


def test_what_may_not_go_yet_waits_in_the_order_of_its_hour(telegram: Account, post_to: Callable[..., Act]) -> None:
    with time_machine.travel(now(), tick=False):
        acts = [post_to(telegram, f"Очередь, запись {number}") for number in range(4)]
        for act in acts:
            deliver(act.pk, worker="w")

    first, *others = (Act.objects.get(pk=act.pk) for act in acts)
    assert first.state == ActState.SENT
    assert [(act.state, act.attempt, act.attempts.count(), act.reason) for act in others] == [("planned", 0, 0, "")] * 3
    assert first.last_call_at
    waits = [(act.next_try_at - first.last_call_at).total_seconds() for act in others]
    assert waits == pytest.approx([SECOND, 2 * SECOND, 3 * SECOND], abs=1e-5)
    queued = DBTaskResult.objects.filter(queue_name="telegram", run_after__in=[act.next_try_at for act in others])
    assert [row.args_kwargs["args"] for row in queued.order_by("run_after")] == [[act.pk] for act in others]


def test_posts_of_one_moment_stand_in_line_from_the_beginning(telegram: Account, alice: Person) -> None:
    due = now() + timedelta(hours=1)
    acts = [
        plan_act(
            account=telegram,
            intent=f"publish:{number}",
            title="",
            act=Publish(OutgoingPost(f"Ровно в десять, {number}")),
            by=alice,
            due_at=due,
        )
        for number in range(3)
    ]

    assert [(act.next_try_at - due).total_seconds() for act in acts] == pytest.approx([0, SECOND, 2 * SECOND])
    assert {act.due_at for act in acts} == {due}


def test_what_the_line_made_late_says_so(telegram: Account, post_to: Callable[..., Act]) -> None:
    queued, away = post_to(telegram, "Стояла в очереди"), post_to(telegram, "Сеть молчала")
    untouched = post_to(telegram, "Никто не брался")
    assert reschedule(queued, now() + timedelta(hours=2))
    Act.objects.filter(pk=away.pk).update(reason="Телеграм не ответил.")

    with time_machine.travel(now() + timedelta(hours=3)):
        assert reconcile()["missed"] == 3

    reasons = [Act.objects.get(pk=act.pk).reason for act in (queued, away, untouched)]
    assert reasons == [LATE_BY_RATE, LATE_WHILE_NETWORK_DOWN, LATE_WHILE_IDLE]


def test_its_turn_comes(sandbox: SandboxProcess, telegram: Account, post_to: Callable[..., Act]) -> None:
    first, second = post_to(telegram, "Пошла сразу"), post_to(telegram, "Пошла через секунду")
    deliver(first.pk, worker="w")
    deliver(second.pk, worker="w")
    second.refresh_from_db()

    with time_machine.travel(second.next_try_at + timedelta(milliseconds=1)):
        deliver(second.pk, worker="w")

    second.refresh_from_db()
    assert (second.state, second.attempt) == (ActState.SENT, 1)


def test_a_flood_slows_its_account_and_no_other(
    sandbox: SandboxProcess, telegram: Account, second_channel: Account, vk: Account, post_to: Callable[..., Act]
) -> None:
    flooded = [post_to(telegram, f"Слишком часто {number}") for number in range(2)]
    free = [post_to(second_channel, "Другой канал того же бота"), post_to(vk, "Другая сеть")]
    sandbox.fault("telegram", "sendMessage", "rate_limited", times=1, seconds=40)

    began = now()
    for act in (*flooded, *free):
        deliver(act.pk, worker="w")

    slowed = [Act.objects.get(pk=act.pk) for act in flooded]
    assert [act.state for act in slowed] == ["planned", "planned"]
    assert all(timedelta(seconds=39) < act.next_try_at - began < timedelta(seconds=45) for act in slowed)
    assert (slowed[1].attempt, slowed[1].reason) == (0, WAITS_FOR_RATE)
    assert [Act.objects.get(pk=act.pk).state for act in free] == ["sent", "sent"]


def test_vk_counts_the_same_action_by_its_verb(
    sandbox: SandboxProcess, vk: Account, post_to: Callable[..., Act]
) -> None:
    """Error 9 is about posts only: comments are still deleted."""
    sandbox.fault("vk", "wall.post", "error", times=1, code="9")
    deliver(post_to(vk, "Одно и то же").pk, worker="w")

    posts = wait_for(vk.administration_id, open_for(vk, Publish(OutgoingPost("Ещё"))).turns)
    deletions = wait_for(vk.administration_id, open_for(vk, DeleteComment("1", "2")).turns)
    assert posts[0] > 800
    assert deletions[0] == 0


def test_photos_go_up_no_faster_than_the_administrators_key_may(
    sandbox: SandboxProcess, vk: Account, alice: Person, settings: Settings
) -> None:
    """Each photo is two calls; the third second allows the third photo, and none is uploaded twice."""
    photos = []
    for number in range(3):
        content = io.BytesIO()
        Image.new("RGB", (60, 40), (number * 80, 0, 0)).save(content, "PNG")
        picture = take_picture(content.getvalue(), name=f"{number}.png", root=Path(settings.MEDIA_ROOT))
        photos.append(Photo(picture.path(Path(settings.MEDIA_ROOT)), "image/png", f"Снимок {number}", picture.sha256))
    act = plan_act(
        account=vk,
        intent="publish:album",
        title="Альбом",
        act=Publish(OutgoingPost("Три снимка", tuple(photos))),
        by=alice,
    )
    before = len(sandbox.calls("vk", "photos.saveWallPhoto"))

    parts = []
    for _ in range(3):
        # The clock is frozen: on a busy machine a call may take so long that the next photo is allowed.
        with time_machine.travel(Act.objects.get(pk=act.pk).next_try_at + timedelta(milliseconds=1), tick=False):
            deliver(act.pk, worker="w")
        act.refresh_from_db()
        parts.append((act.state, len(act.parts)))

    assert parts == [("planned", 1), ("planned", 2), ("sent", 3)]
    assert len(sandbox.calls("vk", "photos.saveWallPhoto")) - before == 3


def test_two_workers_with_one_key_send_one_post_a_second(
    sandbox: SandboxProcess, telegram: Account, post_to: Callable[..., Act]
) -> None:
    acts = [post_to(telegram, f"Два обработчика, запись {number}") for number in range(8)]
    ready = threading.Barrier(2)

    def work(mine: list[Act]) -> None:
        ready.wait()
        for act in mine:
            deliver(act.pk, worker="w")
        connection.close()

    workers = [threading.Thread(target=work, args=(part,)) for part in (acts[::2], acts[1::2])]
    with time_machine.travel(now(), tick=False):  # on a busy machine a second passes, and the next one is allowed
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

    states = sorted(Act.objects.get(pk=act.pk).state for act in acts)
    assert states == ["planned"] * 7 + ["sent"]
