"""What was taken back stays so, whatever older pages show and whatever the network did meanwhile."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from tests.grace import let_it_pass
from tests.publishing.test_after_publication import BETTER, act_of, agreed
from tests.publishing.test_release import put
from tests.undone import undone
from tests.written import approved, asked, drafted, working
from veche.approval.domain.ask import ask
from veche.approval.domain.decide import decide
from veche.approval.enums import Verdict
from veche.approval.errors import ApprovalError
from veche.approval.models import ApprovalSheet
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.networks.protocol import NetworkError
from veche.outbox.domain.person_decisions import give_up, say_not_happened, send_now
from veche.outbox.domain.reconcile import reconcile
from veche.outbox.domain.results import did_not_happen, rule_out
from veche.outbox.enums import ActState
from veche.outbox.errors import NotNow
from veche.outbox.models import Act
from veche.plan.models import PlanItem
from veche.posts.models import Post, PostVersion
from veche.publishing.domain.catch_up import catch_up
from veche.publishing.domain.change import drop_from_plan, rewrite
from veche.publishing.domain.earlier_versions import hold
from veche.publishing.domain.place import save_place
from veche.publishing.domain.withdraw import withdraw
from veche.publishing.models import Delivery
from veche.staff.models import Person


def test_nobody_is_asked_about_what_was_dropped_a_moment_ago(alice: Person, bob: Person):
    post = drafted(alice)
    page = working(post)  # alice's page still shows it in the plan
    drop_from_plan(item=PlanItem.objects.of(alice.administration).get(), by=bob)

    with pytest.raises(ApprovalError, match="сняли с плана"):
        ask(version=page, by=alice)

    assert (ApprovalSheet.objects.of(alice.administration).count(), working(post).frozen_at) == (0, None)


def test_a_yes_to_what_stands_in_no_plan_sends_nothing(alice: Person, carol: Person):
    """Even if the approval were still open."""
    step = asked(alice)
    PlanItem.objects.of(alice.administration).update(cancelled_at=now())

    with pytest.raises(ApprovalError, match="сняли с плана"):
        decide(step=step, by=carol, verdict=Verdict.YES)

    assert Delivery.objects.of(alice.administration).count() == 0


def test_a_text_that_is_rewritten_goes_out_no_more(alice: Person, carol: Person):
    """It was being sent or in doubt, and did not arrive: another text was approved, and nobody is asked again."""
    version = approved(alice, carol)
    held = (ActState.CANCELLED, "Придержали: пока правят, согласованная версия не уйдёт.")
    for how in ("refused", "refused for good", "looked up", "a person looked"):
        with undone():
            act = in_doubt(version, "telegram", ActState.SENDING if how.startswith("refused") else ActState.UNKNOWN)
            post = Post.objects.get(pk=version.post_id)
            rewrite(post=post, by=alice)
            hold(post=post, by=alice)
            act.refresh_from_db()

            came_to_nothing(act, how, by=alice)
            reconcile()

            act.refresh_from_db()
            assert (act.state, act.reason) == held, how
            with pytest.raises(NotNow):
                send_now(act=act, by=alice)


def came_to_nothing(act: Act, how: str, *, by: Person) -> None:
    if how == "looked up":
        rule_out(act)
    elif how == "a person looked":
        say_not_happened(act=act, by=by)
    else:
        did_not_happen(act, NetworkError("Сеть не приняла.", permanent=how == "refused for good"))


def in_doubt(version: PostVersion, network: str, state: ActState = ActState.UNKNOWN) -> Act:
    """Called two minutes ago; the network's grace has passed."""
    act = act_of(version, network)
    called = now() - timedelta(minutes=2)
    Act.objects.filter(pk=act.pk).update(
        state=state, attempt=1, due_at=called, first_call_at=called, last_call_at=called, last_call_deadline=called
    )
    let_it_pass(act)
    return act


@pytest.fixture
def halfway(alice: Person, carol: Person) -> Iterator[tuple[PostVersion, Act]]:
    """Two minutes after its hour: published in VK, unknown in Telegram."""
    version = approved(alice, carol)
    with time_machine.travel(version.post.plan_item.publish_at + timedelta(minutes=2), tick=False):
        put(version, "vk", ActState.CONFIRMED)
        yield version, in_doubt(version, "telegram")


def in_telegram(version: PostVersion) -> list[tuple[int, str, str]]:
    found = Delivery.objects.filter(version__post=version.post, account__network="telegram").order_by("version__number")
    return [(row.version.number, row.act.verb, row.act.state) for row in found]


def test_where_the_old_words_did_not_arrive_the_new_ones_go(
    halfway: tuple[PostVersion, Act], alice: Person, carol: Person
):
    version, act = halfway
    second = agreed(version.post, alice, carol)
    assert (catch_up(), in_telegram(version)) == (0, [(1, "publish", "unknown")])

    say_not_happened(act=act, by=alice)
    assert (catch_up(), catch_up()) == (1, 0)

    assert in_telegram(version) == [(1, "publish", "cancelled"), (2, "publish", "planned")]
    new = act_of(second, "telegram")
    assert new.payload["text"] == BETTER
    assert new.due_at == now()
    assert new.by is None
    said = Entry.objects.of(alice.administration).filter(verb="publishing.released").latest("number")
    assert (said.actor, said.facts) == (None, {"version": 2, "acts": [new.pk]})


def test_long_after_the_hour_the_new_words_wait_for_a_person_too(
    halfway: tuple[PostVersion, Act], alice: Person, carol: Person
):
    version, act = halfway
    second = agreed(version.post, alice, carol)
    with time_machine.travel(version.post.plan_item.publish_at + timedelta(hours=2), tick=False):
        say_not_happened(act=act, by=alice)
        assert catch_up() == 1
        reconcile()

        assert in_telegram(version) == [(1, "publish", "cancelled"), (2, "publish", "missed")]
        give_up(act=act_of(second, "telegram"), by=alice)
        assert (catch_up(), in_telegram(version)[1]) == (0, (2, "publish", "cancelled"))


def test_what_was_withdrawn_in_doubt_never_goes(halfway: tuple[PostVersion, Act], alice: Person):
    version, act = halfway
    withdraw(post=version.post, by=alice, reason="Ошибка")

    say_not_happened(act=act, by=alice)

    with pytest.raises(NotNow):
        send_now(act=act, by=alice)
    reconcile()
    act.refresh_from_db()
    assert catch_up() == 0
    assert act.state == ActState.CANCELLED
    assert act.reason == "Запись сняли с публикации."


def test_a_network_that_was_chosen_no_more_gets_nothing(halfway: tuple[PostVersion, Act], alice: Person, carol: Person):
    version, act = halfway
    fresh = rewrite(post=version.post, by=alice)
    save_place(version=fresh, item=version.post.plan_item, by=alice, accounts=[act_of(version, "vk").account])
    agreed(version.post, alice, carol)

    say_not_happened(act=act, by=alice)

    assert (catch_up(), in_telegram(version)) == (0, [(1, "publish", "cancelled")])
