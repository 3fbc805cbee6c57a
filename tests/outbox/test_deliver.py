"""From intent to proof against the training networks."""

from collections.abc import Callable

import pytest

from tests.sandbox_process import SandboxProcess
from veche.accounts.models import Account
from veche.outbox.domain.deliver import deliver
from veche.outbox.enums import ActState, Outcome, Proof
from veche.outbox.models import Act

pytestmark = pytest.mark.django_db(transaction=True)


def test_vk_publication_is_sent_then_proven_by_reading_it_back(
    sandbox: SandboxProcess, vk: Account, post_to: Callable[..., Act]
) -> None:
    act = post_to(vk, "Каток на «Торпедо» открыт")

    deliver(act.pk, worker="w")
    act.refresh_from_db()
    assert (act.state, act.proof) == (ActState.SENT, "")

    Act.objects.filter(pk=act.pk).update(next_try_at=act.due_at)
    deliver(act.pk, worker="w")
    act.refresh_from_db()

    assert (act.state, act.proof) == (ActState.CONFIRMED, Proof.READ_BACK)
    standing = [post["id"] for post in sandbox.posts("vk") if post["text"] == "Каток на «Торпедо» открыт"]
    assert standing == [int(act.remote_id)]
    assert [attempt.outcome for attempt in act.attempts.all()] == [Outcome.HAPPENED]


def test_telegram_publication_stands_as_sent_until_the_group_shows_it(
    sandbox: SandboxProcess, telegram: Account, post_to: Callable[..., Act]
) -> None:
    act = post_to(telegram, "Тепло вернули в 14 домов")

    deliver(act.pk, worker="w")

    act.refresh_from_db()
    assert (act.state, act.proof) == (ActState.SENT, "")
    assert [post["text"] for post in sandbox.posts("telegram")].count("Тепло вернули в 14 домов") == 1
