"""A restored copy's state of the networks is doubted: looked up, or left to a person, never sent blindly."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories import make_act
from tests.grace import let_it_pass
from tests.people import client_of
from tests.sandbox_process import SandboxProcess
from veche.accounts.models import Account
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.outbox.domain import grace, person_decisions
from veche.outbox.domain.deliver import deliver
from veche.outbox.domain.freeze import freeze, release
from veche.outbox.domain.plan import cancel
from veche.outbox.domain.restored import doubt_everything
from veche.outbox.domain.unpack import call_seconds
from veche.outbox.enums import ActState, Outcome, Proof
from veche.outbox.models import Act, Freeze
from veche.staff.models import Administration, Person

pytestmark = pytest.mark.django_db(transaction=True)

HOUR = timedelta(hours=1)
FINISHED = {"sent", "confirmed", "cancelled", "by_hand"}  # an act by hand is checked again by itself


def after_the_grace(act: Act) -> None:
    """Both clocks pass the network's grace; the next look-up is due."""
    let_it_pass(act)
    Act.objects.unscoped().filter(pk=act.pk).update(next_try_at=now() - timedelta(minutes=5))


def test_every_act_that_is_not_finished_is_doubted(rubtsovsk: Administration, vk: Account, alice: Person) -> None:
    for state in ActState.values:
        make_act(vk, intent=state, state=state, due_at=now() + HOUR, proof="person" if state == "confirmed" else "")

    doubted = doubt_everything(administration=rubtsovsk, taken_at=now() - HOUR)

    after = dict(Act.objects.of(rubtsovsk).values_list("intent", "state"))
    assert after == {state: state if state in FINISHED else "unknown" for state in ActState.values}
    assert doubted == len(ActState.values) - len(FINISHED)
    entry = Entry.objects.of(rubtsovsk).get(verb="outbox.restored")
    assert (entry.actor_id, entry.facts["doubted"]) == (None, doubted)


def test_what_left_after_the_copy_is_found_and_not_sent_again(
    sandbox: SandboxProcess, rubtsovsk: Administration, vk: Account, post_to: Callable[..., Act]
) -> None:
    act, taken_at = post_to(vk, "Вышла после копии"), now()
    in_the_copy = Act.objects.filter(pk=act.pk).values("state", "attempt", "first_call_at", "remote_id").get()
    deliver(act.pk, worker="old")
    Act.objects.filter(pk=act.pk).update(**in_the_copy, due_at=now() + HOUR, not_after=now() + 2 * HOUR)

    doubt_everything(administration=rubtsovsk, taken_at=taken_at)
    deliver(act.pk, worker="new")

    act.refresh_from_db()
    assert (act.state, act.proof) == (ActState.CONFIRMED, Proof.READ_BACK)
    assert [post["text"] for post in sandbox.posts("vk")].count("Вышла после копии") == 1


def test_what_did_not_leave_waits_frozen_until_a_person_lets_it_go(
    sandbox: SandboxProcess, rubtsovsk: Administration, quiet_vk: Account, alice: Person, post_to: Callable[..., Act]
) -> None:
    act = post_to(quiet_vk, "Не уходила")

    doubt_everything(administration=rubtsovsk, taken_at=now() - HOUR)
    deliver(act.pk, worker="w")
    act.refresh_from_db()
    assert act.state == ActState.UNKNOWN  # its absence proves nothing yet: a late call may still be applied
    after_the_grace(act)
    deliver(act.pk, worker="w")
    deliver(act.pk, worker="w")
    act.refresh_from_db()
    assert act.state == ActState.STOPPED

    release(administration=rubtsovsk, by=alice)
    deliver(act.pk, worker="w")

    act.refresh_from_db()
    assert act.state == ActState.SENT
    assert [post["text"] for post in sandbox.posts("vk")].count("Не уходила") == 1


def test_what_is_due_later_is_neither_repeated_nor_sent_before_its_hour(
    sandbox: SandboxProcess, rubtsovsk: Administration, vk: Account, alice: Person, post_to: Callable[..., Act]
) -> None:
    act = post_to(vk, "Вечерняя")
    Act.objects.filter(pk=act.pk).update(due_at=now() + HOUR, not_after=now() + 2 * HOUR)
    vk.keys.filter(slot="admin").update(revoked_at=now())  # nobody can look, and VK would accept the same guid again

    doubt_everything(administration=rubtsovsk, taken_at=now())
    release(administration=rubtsovsk, by=alice)
    deliver(act.pk, worker="w")
    after_the_grace(act)
    person_decisions.say_not_happened(act=act, by=alice)
    deliver(act.pk, worker="w")

    act.refresh_from_db()
    assert act.state == ActState.PLANNED
    assert [post for post in sandbox.posts("vk") if post["text"] == "Вечерняя"] == []


@pytest.mark.parametrize(
    ("later", "state"), [(HOUR, ActState.STOPPED), (-HOUR, ActState.UNKNOWN)], ids=["to come", "past"]
)
def test_a_post_that_nobody_knows_is_none_whose_hour_is_to_come(
    rubtsovsk: Administration, vk: Account, post_to: Callable[..., Act], later: timedelta, state: str
) -> None:
    """A post sent after the copy is on the wall: it may be an act of the past, edited since."""
    unknown = post_to(vk, "Вышла, и копия не знает")
    deliver(unknown.pk, worker="w")
    unknown.refresh_from_db()
    act = post_to(vk, "Завтрашняя")
    Act.objects.filter(pk=act.pk).update(due_at=now() + later, not_after=now() + 2 * HOUR)
    Act.objects.filter(pk=unknown.pk).update(remote_id="", state=ActState.CANCELLED, proof="", proven_at=None)

    doubt_everything(administration=rubtsovsk, taken_at=now() - 2 * HOUR)
    deliver(act.pk, worker="w")
    after_the_grace(act)
    deliver(act.pk, worker="w")

    act.refresh_from_db()
    assert act.state == state


def test_what_failed_is_not_tried_again_by_itself(
    rubtsovsk: Administration, quiet_vk: Account, post_to: Callable[..., Act]
):
    act = post_to(quiet_vk, "Сеть не приняла")
    Act.objects.filter(pk=act.pk).update(state=ActState.FAILED)

    doubt_everything(administration=rubtsovsk, taken_at=now())
    after_the_grace(act)
    deliver(act.pk, worker="w")

    act.refresh_from_db()
    assert act.state == ActState.MISSED


def test_an_attempt_that_the_copy_cut_in_two_is_closed(rubtsovsk: Administration, vk: Account) -> None:
    act = make_act(vk, state="sending", lease_until=now() + HOUR, attempt=3)
    act.attempts.create(administration=rubtsovsk, number=3, started_at=now())

    doubt_everything(administration=rubtsovsk, taken_at=now())

    act.refresh_from_db()
    attempt = act.attempts.get()
    assert (act.attempt, act.lease_until) == (4, None)
    assert (attempt.outcome, attempt.finished_at is None) == (Outcome.UNKNOWN, False)


def test_a_freeze_of_the_copy_goes_on(rubtsovsk: Administration, alice: Person) -> None:
    freeze(administration=rubtsovsk, by=alice, reason="Траур")

    doubt_everything(administration=rubtsovsk, taken_at=now())

    assert [(row.by, row.reason) for row in Freeze.objects.of(rubtsovsk)] == [(alice, "Траур")]


def test_the_freeze_of_a_restore_names_the_copy_and_nobody(rubtsovsk: Administration, carol: Person) -> None:
    doubt_everything(administration=rubtsovsk, taken_at=now())

    page = client_of(carol).get(reverse("outbox:freeze")).content.decode()

    assert Freeze.objects.of(rubtsovsk).get().by is None
    assert "само Вече: данные восстановлены из копии" in page
    assert "None" not in page


def test_a_doubted_act_whose_text_was_changed_does_not_leave_later(
    rubtsovsk: Administration, quiet_vk: Account, post_to: Callable[..., Act]
) -> None:
    act = post_to(quiet_vk, "Прежний текст")
    Act.objects.filter(pk=act.pk).update(due_at=now() + HOUR, not_after=now() + 2 * HOUR)
    doubt_everything(administration=rubtsovsk, taken_at=now())

    assert cancel(act=act, reason="Текст правят.") is False
    after_the_grace(act)
    deliver(act.pk, worker="w")

    act.refresh_from_db()
    assert (act.state, act.reason) == (ActState.CANCELLED, "Текст правят.")


def test_the_age_of_the_copy_does_not_prolong_the_grace(
    sandbox: SandboxProcess, rubtsovsk: Administration, vk: Account, alice: Person, post_to: Callable[..., Act]
) -> None:
    """It was the time since the call: for a day nobody could answer «не вышла» about an act of a copy a day old."""
    act = post_to(vk, "Каток до копии")
    sandbox.fault("vk", "wall.post", "dropped")
    deliver(act.pk, worker="old")
    Act.objects.filter(pk=act.pk).update(last_call_at=now() - timedelta(days=1))

    doubt_everything(administration=rubtsovsk, taken_at=now() - HOUR)
    act.refresh_from_db()
    most = timedelta(seconds=call_seconds(act)) + grace.grace_of(act)

    assert (act.state, grace.grace_ends_at(act) <= now() + most) == (ActState.UNKNOWN, True)
