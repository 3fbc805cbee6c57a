"""A post edited or deleted in the network: noticed, reported once, ended when it is undone."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.outbox.test_changes import BETTER, change, its_turn, out_telegram, out_vk, run, settled  # noqa: F401
from tests.sandbox_process import SandboxProcess
from veche.accounts.domain.health import may_be_polled
from veche.accounts.models import Account
from veche.inbox.domain.process_events import process_events
from veche.inbox.domain.receive import poll
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.networks.protocol import PostChanged
from veche.outbox.domain.divergence import mark_seen, unseen_divergences
from veche.outbox.domain.read_back import EVERY, read_back, seen_changed
from veche.outbox.enums import ActState, Proof
from veche.outbox.errors import NotNow
from veche.outbox.models import Act, PostDivergence
from veche.outbox.tasks import read_back_network
from veche.staff.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


def look(*acts: Act) -> int:
    """Read back, as if hours had passed since the last time."""
    Act.objects.filter(pk__in=[act.pk for act in acts]).update(
        read_back_at=None, due_at=now() - timedelta(hours=1), not_after=now()
    )
    its_turn()
    return read_back(acts[0].account)


def news(act: Act) -> list[tuple[str, str]]:
    return [(found.kind, found.text) for found in unseen_divergences(act.administration)]


def entries(act: Act) -> list[str]:
    return list(
        Entry.objects.of(act.administration_id).filter(verb__endswith="elsewhere").values_list("verb", flat=True)
    )


def place(act: Act) -> dict[str, int]:
    """The post's id and account: other tests write into other accounts of the same networks."""
    return {"id": int(act.remote_id), "account": int(act.account.remote_id)}


def rewrite(sandbox: SandboxProcess, act: Act, text: str) -> None:
    sandbox.ask("POST", act.account.network, "posts/edit", place(act) | {"text": text})


def remove(sandbox: SandboxProcess, act: Act) -> None:
    sandbox.ask("POST", act.account.network, "posts/delete", place(act))


def test_vk_shows_what_was_changed_and_it_is_said_once(sandbox: SandboxProcess, out_vk: Act) -> None:  # noqa: F811
    assert (look(out_vk), news(out_vk)) == (1, [])
    rewrite(sandbox, out_vk, "Купите слона")

    for _ in range(3):
        look(out_vk)

    assert news(out_vk) == [("changed", "Купите слона")]
    assert entries(out_vk) == ["act.changed_elsewhere"]


def test_it_is_over_when_our_words_stand_again(sandbox: SandboxProcess, out_vk: Act) -> None:  # noqa: F811
    ours = out_vk.payload["text"]
    rewrite(sandbox, out_vk, "Купите слона")
    look(out_vk)

    rewrite(sandbox, out_vk, ours)
    look(out_vk)

    assert news(out_vk) == []
    assert PostDivergence.objects.get().ended_at is not None


@pytest.mark.parametrize("which", ["out_vk", "out_telegram"])
def test_a_removed_post_is_noticed(sandbox: SandboxProcess, request: pytest.FixtureRequest, which: str) -> None:
    act: Act = request.getfixturevalue(which)
    remove(sandbox, act)

    look(act)
    look(act)

    assert (news(act), entries(act)) == ([("gone", "")], ["act.gone_elsewhere"])


def test_our_own_correction_is_no_news(sandbox: SandboxProcess, out_vk: Act) -> None:  # noqa: F811
    edit = change(out_vk, "edit")
    look(out_vk)
    settled(edit)
    look(out_vk)
    assert news(out_vk) == []

    rewrite(sandbox, out_vk, out_vk.payload["text"])
    look(out_vk)
    assert [kind for kind, _ in news(out_vk)] == ["changed"]


def test_what_we_withdraw_is_no_news_and_ends_the_old(sandbox: SandboxProcess, out_vk: Act) -> None:  # noqa: F811
    rewrite(sandbox, out_vk, "Купите слона")
    look(out_vk)

    settled(change(out_vk, "withdraw"))
    assert (look(out_vk), news(out_vk)) == (0, [])


def test_each_is_asked_about_only_now_and_then(sandbox: SandboxProcess, out_vk: Act) -> None:  # noqa: F811
    look(out_vk)
    assert read_back(out_vk.account) == 0

    Act.objects.filter(pk=out_vk.pk).update(read_back_at=now() - EVERY)
    its_turn()
    assert read_back(out_vk.account) == 1


def test_many_posts_cost_one_call_in_vk(sandbox: SandboxProcess, vk: Account, post_to: Callable[..., Act]) -> None:
    acts = [run(post_to(vk, f"Запись {number}")) for number in range(4)]
    before = len(sandbox.calls("vk", "wall.getById"))

    assert look(*acts) == 4

    assert len(sandbox.calls("vk", "wall.getById")) == before + 1


@pytest.mark.parametrize("fault", ["dropped", "truncated", "bad_gateway", "rate_limited"])
def test_silence_is_no_news(sandbox: SandboxProcess, out_vk: Act, fault: str) -> None:  # noqa: F811
    sandbox.fault("vk", "wall.getById", fault, seconds=1)

    assert (look(out_vk), news(out_vk)) == (0, [])


def test_without_the_key_vk_is_not_asked(sandbox: SandboxProcess, vk: Account, out_vk: Act) -> None:  # noqa: F811
    vk.keys.filter(slot="admin").update(revoked_at=now())
    calls = len(sandbox.calls("vk"))

    assert look(out_vk) == 0

    vk.refresh_from_db()
    assert (len(sandbox.calls("vk")), vk.trouble) == (calls, "")


def test_the_schedule_asks_every_open_account(sandbox: SandboxProcess, out_vk: Act) -> None:  # noqa: F811
    remove(sandbox, out_vk)
    Act.objects.filter(pk=out_vk.pk).update(due_at=now() - timedelta(hours=1), not_after=now())
    assert Account.objects.unscoped().filter(may_be_polled()).distinct().count() == 1

    assert read_back_network.call("vk") == 1
    assert news(out_vk) == [("gone", "")]


def hear(account: Account) -> None:
    its_turn()
    poll(account)
    account.refresh_from_db()
    process_events(account)


def test_telegram_tells_of_a_change_by_an_event(sandbox: SandboxProcess, out_telegram: Act) -> None:  # noqa: F811
    hear(out_telegram.account)
    rewrite(sandbox, out_telegram, "Купите слона")
    hear(out_telegram.account)

    assert (news(out_telegram), entries(out_telegram)) == (
        [("changed", "Купите слона")],
        ["act.changed_elsewhere"],
    )
    assert look(out_telegram) == 1
    assert news(out_telegram) == [("changed", "Купите слона")]


def test_an_event_closes_a_card(sandbox: SandboxProcess, telegram: Account, out_telegram: Act) -> None:  # noqa: F811
    hear(telegram)
    sandbox.fault("telegram", "editMessageText", "error", code="400")
    card = run(change(out_telegram, "edit"))
    assert card.state == ActState.BY_HAND

    rewrite(sandbox, out_telegram, "стало лучше")
    hear(telegram)

    card.refresh_from_db()
    assert card.state == ActState.CONFIRMED
    assert card.proof == Proof.EVENT
    assert news(out_telegram) == []


def test_a_person_knows_of_it_and_it_leaves_the_day(sandbox: SandboxProcess, out_vk: Act, alice: Person) -> None:  # noqa: F811
    remove(sandbox, out_vk)
    look(out_vk)
    [found] = unseen_divergences(out_vk.administration)

    mark_seen(divergence=found, by=alice)
    with pytest.raises(NotNow):
        mark_seen(divergence=found, by=alice)

    look(out_vk)
    assert (news(out_vk), entries(out_vk)) == ([], ["act.gone_elsewhere"])


@pytest.mark.parametrize("state", [ActState.SENDING, ActState.SENT, ActState.UNKNOWN, ActState.BY_HAND])
def test_an_event_proves_our_own_edit_wherever_it_stands(out_telegram: Act, state: ActState) -> None:  # noqa: F811
    edit = change(out_telegram, "edit")
    Act.objects.filter(pk=edit.pk).update(state=state)

    seen_changed(account=out_telegram.account, event=PostChanged("e1", out_telegram.remote_id, BETTER, now()))

    edit.refresh_from_db()
    assert edit.state == ActState.CONFIRMED
    assert edit.proof == Proof.EVENT
    assert news(out_telegram) == []
