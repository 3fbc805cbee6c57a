"""The pause: no publication is sent after its answer, everything else goes on."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Q

from tests.factories import make_account, make_act
from tests.grace import let_it_pass
from tests.outbox.test_freeze import in_thread
from tests.sandbox_process import SandboxProcess
from tests.waiting import wait_until
from veche.accounts.models import Account
from veche.kernel import probes
from veche.kernel.clock import now
from veche.networks.protocol import NetworkError, OutgoingPost, Publish, Verb
from veche.outbox.domain import pause as verbs
from veche.outbox.domain import trial
from veche.outbox.domain.claim import claim, pass_fence
from veche.outbox.domain.deliver import deliver
from veche.outbox.domain.freeze import freeze, release
from veche.outbox.domain.paused import current_pause, is_paused
from veche.outbox.domain.person_decisions import send_now
from veche.outbox.domain.plan import plan_act
from veche.outbox.domain.reconcile import reconcile
from veche.outbox.domain.results import did_not_happen, rule_out
from veche.outbox.enums import ActState
from veche.outbox.errors import AlreadyPaused, NotNow
from veche.outbox.models import Act, Attempt, Pause
from veche.staff.models import Administration, Person

pytestmark = pytest.mark.django_db(transaction=True)
BESIDE = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time anyway")


@pytest.fixture(autouse=True)
def nobody_listens_afterwards() -> Iterator[None]:
    yield
    probes.listen(None)


@pytest.fixture
def account(alice: Person) -> Account:
    return make_account(alice.administration, responsible=alice)


def mourning(by: Person) -> dict[str, Any]:
    return {"administration": by.administration, "by": by, "kind": "mourning", "reason": "День траура"}


def begin(by: Person) -> Pause:
    pause, _ = verbs.begin(**mourning(by))
    verbs.wait_for_calls(by.administration)
    return pause


def end(by: Person) -> None:
    """End it as if each waiting act had been decided about."""
    with transaction.atomic():
        pause = verbs.in_force(by.administration)
        verbs.mark_paused(by.administration_id)
        verbs.end(pause=pause, by=by)


def states() -> dict[int, str]:
    return dict(Act.objects.values_list("pk", "state"))


def test_none_of_forty_due_publications_leaves_after_the_answer(
    sandbox: SandboxProcess, vk: Account, post_to: Callable[..., Act], carol: Person
) -> None:
    acts = [post_to(vk, f"Пауза {number}", intent=f"p:{number}") for number in range(40)]

    def deliver_all() -> None:
        for act in acts:
            deliver(act.pk, worker="w")

    worker = in_thread(deliver_all)
    wait_until(lambda: bool(sandbox.posts("vk")))

    begin(carol)
    at_answer = sandbox.calls("vk", "wall.post")
    worker.join()

    assert sandbox.calls("vk", "wall.post") == at_answer
    assert set(states().values()) <= {ActState.PAUSED, ActState.SENT}
    assert Act.objects.filter(state=ActState.PAUSED).exists()


@pytest.mark.parametrize("point", ["act.before_claim", "act.claimed"])
def test_a_publication_in_a_workers_hand_is_held_wherever_the_pause_finds_it(
    point: str, sandbox: SandboxProcess, vk: Account, post_to: Callable[..., Act], carol: Person
) -> None:
    act, before = post_to(vk, f"Застали: {point}"), sandbox.calls("vk", "wall.post")
    probes.listen(lambda here: verbs.begin(**mourning(carol)) if here == point else None)

    deliver(act.pk, worker="w")

    act.refresh_from_db()
    assert (act.state, sandbox.calls("vk", "wall.post")) == (ActState.PAUSED, before)
    assert not Attempt.objects.filter(finished_at=None).exists()


def test_the_fence_is_shut_for_what_was_claimed_before(vk: Account, post_to: Callable[..., Act], carol: Person) -> None:
    act = post_to(vk, "Каток")
    taken = claim(act.pk, worker="w")
    assert taken is not None
    unseen = Pause.objects.create(**mourning(carol), since=now())  # it began before this act could be seen

    assert pass_fence(taken, call_seconds=5) is False

    act.refresh_from_db()
    assert (act.state, act.lease_until, act.last_call_at) == (ActState.PAUSED, None, None)
    assert Attempt.objects.get().detail == "пауза началась до вызова"
    Act.objects.filter(pk=act.pk).update(state=ActState.PLANNED, let_through=unseen)
    through = claim(act.pk, worker="w")
    assert through is not None
    assert pass_fence(through, call_seconds=5) is True


def test_answers_deletions_corrections_and_withdrawals_go_on(account: Account, carol: Person) -> None:
    others = [make_act(account, verb=verb, due_at=now()) for verb in Verb if verb != Verb.PUBLISH]
    post = make_act(account, due_at=now())
    begin(carol)
    late_comer = make_act(account, verb="withdraw", due_at=now())

    taken = [claim(act.pk, worker="w") for act in (*others, late_comer, post)]

    assert [act is not None for act in taken] == [True] * (len(others) + 1) + [False]
    assert states()[post.pk] == ActState.PAUSED


def hear_a_refusal(act: Act) -> None:
    Act.objects.filter(pk=act.pk).update(state=ActState.SENDING, doubt_since=None)
    act.refresh_from_db()
    did_not_happen(act, NetworkError("VK сейчас не успевает.", code="vk_10"))


@pytest.mark.parametrize("heard", [rule_out, hear_a_refusal])
def test_what_did_not_happen_waits_for_the_end(account: Account, carol: Person, heard: Callable[[Act], object]) -> None:
    passed = now() - timedelta(minutes=10)
    act = make_act(account, due_at=passed, state="unknown", doubt_since=passed, last_call_deadline=passed)
    let_it_pass(act)
    begin(carol)

    heard(act)

    assert states()[act.pk] == ActState.PAUSED


def test_an_act_in_doubt_is_not_repeated_and_stays_in_doubt(account: Account, carol: Person) -> None:
    act = make_act(account, due_at=now(), state="unknown", doubt_since=now(), lease_until=now() + timedelta(minutes=1))
    begin(carol)

    assert pass_fence(act, call_seconds=5) is False

    assert states()[act.pk] == ActState.UNKNOWN


def test_what_a_person_sends_again_waits_too_and_its_hour_does_not_make_it_missed(
    account: Account, carol: Person
) -> None:
    act = make_act(account, due_at=now() - timedelta(hours=3), state="missed")
    begin(carol)
    send_now(act=act, by=carol)
    Act.objects.filter(pk=act.pk).update(due_at=now() - timedelta(hours=3), not_after=now() - timedelta(hours=2))

    told = reconcile()

    assert (told["missed"], states()[act.pk]) == (0, ActState.PAUSED)


def test_a_freeze_and_a_pause_do_not_let_go_what_the_other_holds(account: Account, carol: Person) -> None:
    soon = now() + timedelta(hours=1)
    early, reply = make_act(account, due_at=soon), make_act(account, verb="reply", due_at=soon)
    freeze(administration=carol.administration, by=carol, reason="Взлом")
    pause = begin(carol)
    late = plan_act(account=account, intent="publish:1:1", title="Каток", act=Publish(OutgoingPost("Каток")), by=carol)
    both = states()
    release(administration=carol.administration, by=carol)
    paused = states()
    freeze(administration=carol.administration, by=carol, reason="Ещё раз")
    verbs.let_go(early, at=early.due_at, through=pause)
    let_through = states()
    release(administration=carol.administration, by=carol)

    assert both == {early.pk: ActState.PAUSED, reply.pk: ActState.STOPPED, late.pk: ActState.PAUSED}
    assert paused == {early.pk: ActState.PAUSED, reply.pk: ActState.PLANNED, late.pk: ActState.PAUSED}
    assert let_through == {early.pk: ActState.STOPPED, reply.pk: ActState.STOPPED, late.pk: ActState.PAUSED}
    assert states() == {early.pk: ActState.PLANNED, reply.pk: ActState.PLANNED, late.pk: ActState.PAUSED}


def test_two_who_begin_or_end_at_once(account: Account, carol: Person, other_city: Administration) -> None:
    begin(carol)
    with pytest.raises(AlreadyPaused):
        begin(carol)
    assert (is_paused(carol.administration), is_paused(other_city)) == (True, False)
    end(carol)
    with pytest.raises(NotNow):
        end(carol)


def test_a_trial_post_waits_for_no_resident_to_read_it(account: Account, carol: Person) -> None:
    waiting = make_act(account, intent="trial:1:0", trial=True, due_at=now())
    begin(carol)
    with pytest.raises(NotNow, match="Стоит пауза"):
        trial.begin(account=account, by=carol)
    end(carol)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason.startswith("Пробную")) == (ActState.CANCELLED, True)


def test_the_bar_costs_one_query_and_counts_a_post_in_two_networks_once(
    account: Account, alice: Person, carol: Person, django_assert_num_queries: Callable[[int], object]
) -> None:
    due = now() + timedelta(hours=1)
    for where in (account, make_account(alice.administration, responsible=alice, network="ok")):
        make_act(where, title="Горка", due_at=due)
    make_act(account, state="sending", due_at=now(), lease_until=now() + timedelta(minutes=2))
    Pause.objects.create(administration=alice.administration, by=carol, kind="emergency", reason="Паводок", since=now())
    verbs.mark_paused(alice.administration_id)

    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        found = current_pause(alice.administration)
        told = (getattr(found, "posts", None), getattr(found, "leaving", None), str(found and found.by))

    assert told == (1, 1, "carol")


@BESIDE
def test_what_was_approved_while_the_pause_began_is_held(account: Account, carol: Person, alice: Person) -> None:
    planned, paused = threading.Event(), threading.Event()

    def approve() -> None:
        with transaction.atomic():
            publish = Publish(OutgoingPost("Каток"))
            plan_act(account=account, intent="publish:1:1", title="Каток", act=publish, by=alice)
            planned.set()
            paused.wait(60)

    approving = in_thread(approve)
    planned.wait(60)
    begin(carol)
    paused.set()
    approving.join()
    before = Act.objects.get().state
    reconcile()

    assert (before, Act.objects.get().state) == (ActState.PLANNED, ActState.PAUSED)


@pytest.mark.parametrize(("late", "after"), [(False, ActState.PLANNED), (True, ActState.MISSED)])
def test_what_was_approved_while_the_pause_ended_is_not_lost(
    account: Account, carol: Person, *, late: bool, after: ActState
) -> None:
    moment = now() - timedelta(hours=3 if late else 0)
    act = make_act(
        account,
        state=ActState.PAUSED,
        due_at=moment,
    )

    reconcile()

    assert states()[act.pk] == after


def test_no_publication_is_paused_without_a_pause(account: Account) -> None:
    make_act(account, state=ActState.PAUSED, due_at=now())

    reconcile()

    assert not Act.objects.filter(Q(state=ActState.PAUSED)).exists()
