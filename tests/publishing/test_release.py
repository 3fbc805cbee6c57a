"""From approval to acts: one for each account, once, and only of the approved version."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, connections
from django.db.utils import OperationalError
from django.test.utils import CaptureQueriesContext

from tests.factories import make_account
from tests.people import make_person
from tests.undone import undone
from tests.written import approved, asked, drafted, step_of, tomorrow, with_picture, working, write
from veche.approval.domain.ask import ask
from veche.approval.domain.decide import decide, is_approved
from veche.approval.enums import Verdict
from veche.approval.errors import ApprovalError
from veche.approval.models import Decision, Step
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.networks.payload import act_to_json
from veche.networks.protocol import Publish
from veche.outbox.domain.plan import NOT_AFTER
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.plan.errors import PlanError
from veche.plan.models import PlanItem
from veche.posts.domain.queries import latest_version
from veche.posts.domain.rendering import outgoing
from veche.posts.models import Post, PostVersion
from veche.publishing.domain.change import drop_from_plan, move, rewrite
from veche.publishing.domain.release import decide_and_release, release
from veche.publishing.errors import PublishingError
from veche.publishing.models import Delivery
from veche.staff.enums import Role
from veche.staff.models import Person


def acts_of(post) -> dict[tuple[int, str], str]:
    """(version, network) → state."""
    found = Delivery.objects.of(post.administration).filter(version__post=post).select_related("act", "account")
    return {(row.version.number, row.account.network): str(row.act.state) for row in found.select_related("version")}


def put(version: PostVersion, network: str, state: ActState) -> Act:
    """Set the act's state, as by the worker."""
    act: Act = Act.objects.of(version.administration).get(delivery__version=version, account__network=network)
    proof = {"proof": "read_back", "remote_id": "5"} if state == ActState.CONFIRMED else {}
    Act.objects.of(version.administration).filter(pk=act.pk).update(state=state, **proof)
    return act


def test_a_yes_plans_one_act_for_each_account(alice: Person, carol: Person):
    version = approved(alice, carol)

    acts = Act.objects.of(alice.administration).filter(delivery__version=version)
    item = version.post.plan_item
    assert {(act.account.network, act.state, act.due_at, act.not_after, act.by) for act in acts} == {
        (network, "planned", item.publish_at, item.publish_at + NOT_AFTER, carol) for network in ("vk", "telegram")
    }
    assert {act.account.network: act.payload for act in acts} == {
        network: act_to_json(Publish(outgoing(version, network))) for network in ("vk", "telegram")
    }


def test_a_remark_plans_nothing(alice: Person, carol: Person):
    step = asked(alice)

    decide_and_release(step=step, by=carol, verdict=Verdict.RETURN, note="Где?")

    assert acts_of(step.sheet.version.post) == {}


def test_asking_reads_the_text_once_for_all_networks(alice: Person):
    costs = []
    for networks in (("vk",), ("vk", "telegram", "max")):
        accounts = [make_account(alice.administration, responsible=alice, network=network) for network in networks]
        post = drafted(alice, accounts=accounts)
        with_picture(post, alice)
        version = working(post)
        with CaptureQueriesContext(connection) as queries:
            ask(version=version, by=alice)
        costs.append(len(queries))

    assert costs[0] == costs[1] <= 45


def test_releasing_again_adds_nothing(alice: Person, carol: Person):
    version = approved(alice, carol)
    before = list(Act.objects.of(alice.administration).values_list("pk", "idempotency_key"))

    release(version=version, by=carol)

    assert list(Act.objects.of(alice.administration).values_list("pk", "idempotency_key")) == before
    assert Delivery.objects.of(alice.administration).count() == 2


def test_without_a_yes_nothing_is_released(alice: Person):
    step = asked(alice)

    with pytest.raises(PublishingError, match="ещё не согласовали"):
        release(version=step.sheet.version, by=alice)

    assert acts_of(step.sheet.version.post) == {}


def test_a_yes_that_is_a_little_late_sends_at_once(alice: Person, carol: Person):
    step = asked(alice)

    with time_machine.travel(step.sheet.version.post.plan_item.publish_at + timedelta(minutes=40), tick=False):
        decide_and_release(step=step, by=carol, verdict=Verdict.YES)
        due = set(Act.objects.of(alice.administration).values_list("due_at", flat=True))
        assert due == {now()}


def test_a_changed_text_needs_a_new_yes(alice: Person, carol: Person):
    version = approved(alice, carol)
    post = version.post

    rewrite(post=post, by=alice)
    write(post, alice, "Другой текст")
    ask(version=working(post), by=alice)
    second = latest_version(post)

    assert acts_of(post) == {(1, "vk"): "planned", (1, "telegram"): "planned"}
    assert not is_approved(second)
    with pytest.raises(PublishingError, match="ещё не согласовали"):
        release(version=second, by=carol)
    decide_and_release(step=step_of(second), by=carol, verdict=Verdict.YES)
    replaced = {(1, "vk"): "cancelled", (1, "telegram"): "cancelled"}
    assert acts_of(post) == replaced | {(2, "vk"): "planned", (2, "telegram"): "planned"}


def test_where_an_older_version_may_stand_no_second_post_goes(alice: Person, carol: Person):
    version = approved(alice, carol)
    for state in (ActState.SENDING, ActState.SENT, ActState.UNKNOWN, ActState.CONFIRMED):
        with undone():
            post = Post.objects.get(pk=version.post_id)
            put(version, "vk", state)

            rewrite(post=post, by=alice)
            write(post, alice, "Другой текст")
            ask(version=working(post), by=alice)
            decide_and_release(step=step_of(latest_version(post)), by=carol, verdict=Verdict.YES)

            corrected = {(2, "vk"): "planned"} if state == ActState.CONFIRMED else {}
            assert acts_of(post) == corrected | {
                (1, "vk"): state,
                (1, "telegram"): "cancelled",
                (2, "telegram"): "planned",
            }
            posts = Act.objects.of(alice.administration).filter(account__network="vk", verb="publish")
            assert posts.count() == 1


def test_moving_takes_the_acts_along(alice: Person, carol: Person):
    version = approved(alice, carol)
    put(version, "vk", ActState.MISSED)
    later = tomorrow() + timedelta(days=2)

    move(item=version.post.plan_item, by=alice, publish_at=later)

    acts = Act.objects.of(alice.administration)
    assert {(act.state, act.due_at, act.next_try_at, act.not_after) for act in acts} == {
        ("planned", later, later, later + NOT_AFTER)
    }


def test_frozen_acts_move_and_stay_frozen(alice: Person, carol: Person):
    version = approved(alice, carol)
    put(version, "vk", ActState.STOPPED)
    later = tomorrow() + timedelta(days=2)

    move(item=version.post.plan_item, by=alice, publish_at=later)

    assert acts_of(version.post) == {(1, "vk"): "stopped", (1, "telegram"): "planned"}
    assert {act.due_at for act in Act.objects.of(alice.administration)} == {later}


@pytest.mark.parametrize("state", [ActState.SENDING, ActState.SENT, ActState.UNKNOWN, ActState.CONFIRMED])
def test_what_may_have_left_is_neither_moved_nor_dropped(alice: Person, carol: Person, state: ActState):
    version = approved(alice, carol)
    put(version, "vk", state)
    item = version.post.plan_item
    before = (item.publish_at, acts_of(version.post))

    with pytest.raises(PublishingError, match="уже уходит или вышла"):
        move(item=item, by=alice, publish_at=tomorrow() + timedelta(days=2))
    with pytest.raises(PublishingError, match="снять с плана нельзя"):
        drop_from_plan(item=item, by=alice)

    item.refresh_from_db()
    assert (item.publish_at, acts_of(version.post), item.cancelled_at) == (*before, None)


def test_into_the_past_nothing_moves(alice: Person, carol: Person):
    version = approved(alice, carol)
    item = version.post.plan_item
    due = {act.due_at for act in Act.objects.of(alice.administration)}

    with pytest.raises(PlanError, match="уже прошло"):
        move(item=item, by=alice, publish_at=now() - timedelta(hours=1))

    item.refresh_from_db()
    assert {item.publish_at} == due == {act.due_at for act in Act.objects.of(alice.administration)}


def test_dropping_from_the_plan_takes_everything_back(alice: Person, carol: Person):
    version = approved(alice, carol)
    put(version, "vk", ActState.FAILED)

    item = drop_from_plan(item=version.post.plan_item, by=alice)

    assert item.cancelled_at is not None
    assert set(acts_of(version.post).values()) == {"cancelled"}
    assert Entry.objects.of(alice.administration).filter(verb="plan.cancelled").count() == 1
    with pytest.raises(PublishingError, match="сняли с плана"):
        rewrite(post=version.post, by=alice)


def test_dropping_from_the_plan_closes_the_question(alice: Person, carol: Person):
    step = asked(alice)
    drop_from_plan(item=step.sheet.version.post.plan_item, by=alice)

    with pytest.raises(ApprovalError):
        decide_and_release(step=step, by=carol, verdict=Verdict.YES)

    assert acts_of(step.sheet.version.post) == {}


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time anyway")
def test_two_approvers_at_once_make_one_release(alice: Person, carol: Person):
    second = make_person(alice.administration, Role.PRESS_HEAD)
    step = asked(alice)
    start = threading.Barrier(2)
    said: list[object] = []

    def press(by: Person) -> None:
        start.wait(60)
        try:
            said.append(decide_and_release(step=step, by=by, verdict=Verdict.YES).person_id)
        except (ApprovalError, OperationalError) as error:
            said.append(type(error).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(by,)) for by in (carol, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sorted(map(str, said)) in [sorted([str(by.pk), "AlreadyDecided"]) for by in (carol, second)]
    assert acts_of(step.sheet.version.post) == {(1, "vk"): "planned", (1, "telegram"): "planned"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time anyway")
def test_two_releases_at_once_make_one_delivery_for_each_account(alice: Person, carol: Person):
    step = asked(alice)
    decide(step=step, by=carol, verdict=Verdict.YES)
    version = latest_version(step.sheet.version.post)
    start, failed = threading.Barrier(4), []

    def press() -> None:
        start.wait(60)
        try:
            release(version=PostVersion.objects.get(pk=version.pk), by=carol)
        except Exception as error:  # noqa: BLE001 -- the thread's error is the test's finding
            failed.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert failed == []
    assert acts_of(version.post) == {(1, "vk"): "planned", (1, "telegram"): "planned"}


@pytest.mark.django_db
def test_a_yes_long_after_the_hour_lets_nothing_burst_out(alice: Person, carol: Person) -> None:
    step = asked(alice)
    item = step.sheet.version.post.plan_item
    PlanItem.objects.filter(pk=item.pk).update(publish_at=now() - timedelta(hours=2))
    fresh = Step.objects.get(pk=step.pk)

    with pytest.raises(PublishingError, match="задним числом"):
        decide_and_release(step=fresh, by=carol, verdict=Verdict.YES)

    assert (Act.objects.count(), Decision.objects.count()) == (0, 0)


def test_a_yes_that_waited_for_another_hour_keeps_to_it(alice: Person, carol: Person) -> None:
    step = asked(alice)
    seen = step.sheet.version.post.plan_item  # the data of the approver's page
    later = seen.publish_at + timedelta(hours=8)
    move(item=PlanItem.objects.get(pk=seen.pk), by=alice, publish_at=later)

    decide_and_release(step=step, by=carol, verdict=Verdict.YES)

    assert {act.due_at for act in Act.objects.all()} == {later}


def test_a_yes_that_waited_past_the_hour_lets_nothing_burst_out(alice: Person, carol: Person) -> None:
    step = asked(alice)
    PlanItem.objects.filter(pk=step.sheet.version.post.plan_item.pk).update(publish_at=now() - timedelta(hours=2))

    with pytest.raises(PublishingError, match="задним числом"):
        decide_and_release(step=step, by=carol, verdict=Verdict.YES)

    assert (Act.objects.count(), Decision.objects.count()) == (0, 0)
