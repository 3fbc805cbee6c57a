"""The effect of each fault: the state of the act, and the posts on the wall."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.grace import let_it_pass
from tests.profiles import shorten_calls
from tests.sandbox_process import SandboxProcess
from tests.waiting import wait_until
from veche.accounts.domain.keys import put_key
from veche.accounts.models import Account, Bucket
from veche.kernel.clock import now
from veche.kernel.crypto import Secret
from veche.outbox.domain.deliver import deliver
from veche.outbox.domain.person_decisions import say_happened, say_not_happened, send_now
from veche.outbox.domain.reconcile import reconcile
from veche.outbox.enums import ActState, Proof
from veche.outbox.errors import NotNow
from veche.outbox.models import Act
from veche.staff.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def short_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    shorten_calls(monkeypatch)


def run(act: Act, *, at_once: bool = True) -> Act:
    """Run the act. `at_once`: as if its pause had passed and its rate limit allowed it."""
    if at_once:
        Act.objects.filter(pk=act.pk).update(next_try_at=now())
        Bucket.objects.update(free_at=0.0)
    deliver(act.pk, worker="w")
    act.refresh_from_db()
    return act


def past_the_grace(act: Act) -> Act:
    """End the call's deadline and the network's grace."""
    act.refresh_from_db()
    let_it_pass(act)
    return run(act)


def standing(sandbox: SandboxProcess, network: str, text: str) -> int:
    return [post["text"] for post in sandbox.posts(network) if not post["deleted"]].count(text)


def test_refusal_before_the_call_is_tried_again_by_itself(
    sandbox: SandboxProcess, telegram: Account, post_to: Callable[..., Act]
) -> None:
    sandbox.fault("telegram", "sendMessage", "rate_limited", times=1, seconds=1)
    act = run(post_to(telegram, "Отказ до дела"))
    assert (act.state, standing(sandbox, "telegram", "Отказ до дела")) == (ActState.PLANNED, 0)
    assert act.next_try_at > now()

    act = run(act)

    assert (act.state, standing(sandbox, "telegram", "Отказ до дела")) == (ActState.SENT, 1)


def test_lost_answer_in_vk_is_found_and_not_sent_twice(
    sandbox: SandboxProcess, vk: Account, post_to: Callable[..., Act]
) -> None:
    sandbox.fault("vk", "wall.post", "lost_after_apply", times=1, seconds=0)
    act = run(post_to(vk, "Ответ потерян"))
    assert (act.state, act.remote_id) == (ActState.UNKNOWN, "")

    act = past_the_grace(act)

    assert (act.state, act.proof) == (ActState.CONFIRMED, Proof.READ_BACK)
    assert standing(sandbox, "vk", "Ответ потерян") == 1
    assert act.attempts.get().detail == (
        "VK принял и молчит: сделано или нет, пока неизвестно. Второй раз не шлём, сначала проверяем. "
        "Нашли на стене по тексту, фото и времени."
    )


def test_lost_answer_in_vk_without_admin_key_is_repeated_with_the_same_guid(
    sandbox: SandboxProcess, vk: Account, post_to: Callable[..., Act]
) -> None:
    vk.keys.filter(slot="admin").update(revoked_at=now())
    sandbox.fault("vk", "wall.post", "lost_after_apply", times=1, seconds=0)
    act = run(post_to(vk, "Повтор с тем же ключом"))

    act = past_the_grace(act)

    assert (act.state, standing(sandbox, "vk", "Повтор с тем же ключом")) == (ActState.SENT, 1)


def test_dropped_call_in_vk_is_ruled_out_and_sent_again(
    sandbox: SandboxProcess, quiet_vk: Account, post_to: Callable[..., Act]
) -> None:
    sandbox.fault("vk", "wall.post", "dropped", times=1, seconds=0)
    act = run(post_to(quiet_vk, "Оборвалось до дела"))
    assert act.state == ActState.UNKNOWN

    act = past_the_grace(act)
    assert (act.state, act.doubt_since) == (ActState.PLANNED, None)

    act = run(act)
    assert (act.state, standing(sandbox, "vk", "Оборвалось до дела")) == (ActState.SENT, 1)


def test_absence_is_not_believed_before_the_grace(
    sandbox: SandboxProcess, quiet_vk: Account, post_to: Callable[..., Act]
) -> None:
    sandbox.fault("vk", "wall.post", "dropped", times=1, seconds=0)
    act = run(post_to(quiet_vk, "Рано судить"))

    act = run(act)

    assert act.state == ActState.UNKNOWN


def test_lost_answer_in_telegram_waits_for_a_person_and_is_never_sent_again(
    sandbox: SandboxProcess, telegram: Account, post_to: Callable[..., Act], alice: Person
) -> None:
    sandbox.fault("telegram", "sendMessage", "lost_after_apply", times=1, seconds=0)
    act = run(post_to(telegram, "Молчание сети"))

    for _ in range(12):
        act = past_the_grace(act)
    assert (act.state, standing(sandbox, "telegram", "Молчание сети")) == (ActState.UNKNOWN, 1)

    say_happened(act=act, by=alice)
    act.refresh_from_db()
    assert (act.state, act.proof) == (ActState.CONFIRMED, Proof.PERSON)


def test_person_says_it_is_not_there_and_it_goes_out_once(
    sandbox: SandboxProcess, telegram: Account, post_to: Callable[..., Act], alice: Person
) -> None:
    sandbox.fault("telegram", "sendMessage", "dropped", times=1, seconds=0)
    act = run(post_to(telegram, "Не дошло"))
    with pytest.raises(NotNow, match="с опозданием"):
        say_not_happened(act=act, by=alice)

    act = past_the_grace(act)
    say_not_happened(act=act, by=alice)
    act = run(act)

    assert (act.state, standing(sandbox, "telegram", "Не дошло")) == (ActState.SENT, 1)


def test_answer_that_comes_after_the_deadline_leaves_one_post(
    sandbox: SandboxProcess, vk: Account, post_to: Callable[..., Act]
) -> None:
    sandbox.fault("vk", "wall.post", "applied_late", times=1, seconds=2)
    act = run(post_to(vk, "Сеть думала долго"))
    assert act.state == ActState.UNKNOWN
    wait_until(lambda: standing(sandbox, "vk", "Сеть думала долго") == 1)

    act = past_the_grace(act)

    assert (act.state, standing(sandbox, "vk", "Сеть думала долго")) == (ActState.CONFIRMED, 1)


def test_network_away_past_the_hour_is_missed_and_not_sent(
    sandbox: SandboxProcess, telegram: Account, post_to: Callable[..., Act], alice: Person
) -> None:
    act = post_to(telegram, "Вчерашний анонс")
    hour_ago = now() - timedelta(hours=2)
    Act.objects.filter(pk=act.pk).update(
        due_at=hour_ago, next_try_at=hour_ago, not_after=hour_ago + timedelta(minutes=60)
    )

    act = run(act, at_once=False)
    reconcile()
    act.refresh_from_db()
    assert (act.state, standing(sandbox, "telegram", "Вчерашний анонс")) == (ActState.MISSED, 0)

    send_now(act=act, by=alice)
    act = run(act)
    assert (act.state, standing(sandbox, "telegram", "Вчерашний анонс")) == (ActState.SENT, 1)


def test_revoked_key_fails_for_good_with_words_for_a_person(
    sandbox: SandboxProcess, vk: Account, post_to: Callable[..., Act], alice: Person
) -> None:
    put_key(account=vk, slot="community", secret=Secret("vk1.a.wrong-key-of-nobody"), by=alice)

    act = run(post_to(vk, "Ключ отозван"))

    assert act.state == ActState.FAILED
    assert "ключ" in act.reason.lower()
    assert "vk1.a" not in act.reason
    assert standing(sandbox, "vk", "Ключ отозван") == 0


def test_act_is_delivered_once_however_often_the_task_runs(
    sandbox: SandboxProcess, vk: Account, post_to: Callable[..., Act]
) -> None:
    act = post_to(vk, "Один раз")

    for _ in range(5):
        deliver(act.pk, worker="w")

    assert standing(sandbox, "vk", "Один раз") == 1


def test_two_posts_with_the_same_words_each_find_their_own(
    sandbox: SandboxProcess, vk: Account, post_to: Callable[..., Act]
) -> None:
    sandbox.fault("vk", "wall.post", "lost_after_apply", times=2, seconds=0)
    first = run(post_to(vk, "С праздником", intent="publish:first"))
    second = run(post_to(vk, "С праздником", intent="publish:second"))

    first, second = past_the_grace(first), past_the_grace(second)

    assert (first.state, second.state) == (ActState.CONFIRMED, ActState.CONFIRMED)
    assert first.remote_id != second.remote_id
    assert standing(sandbox, "vk", "С праздником") == 2
