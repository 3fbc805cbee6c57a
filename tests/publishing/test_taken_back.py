"""What was taken back stays back, whoever looked at an older page and whatever the network did meanwhile."""

from datetime import timedelta

import pytest

from tests.written import approved, asked, drafted, working
from veche.approval.domain.ask import ask
from veche.approval.domain.decide import decide
from veche.approval.enums import Verdict
from veche.approval.errors import ApprovalError
from veche.approval.models import ApprovalSheet
from veche.kernel.clock import now
from veche.networks.protocol import NetworkError
from veche.outbox.domain.reconcile import reconcile
from veche.outbox.domain.resolve import rule_out
from veche.outbox.domain.results import did_not_happen
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.plan.models import PlanItem
from veche.publishing.domain.change import rewrite, withdraw
from veche.publishing.models import Delivery
from veche.staff.models import Person


def test_nobody_is_asked_about_what_was_withdrawn_a_moment_ago(alice: Person, bob: Person):
    post = drafted(alice)
    page = working(post)  # alice's page still shows it in the plan
    withdraw(item=PlanItem.objects.of(alice.administration).get(), by=bob)

    with pytest.raises(ApprovalError, match="сняли с плана"):
        ask(version=page, by=alice)

    assert (ApprovalSheet.objects.of(alice.administration).count(), working(post).frozen_at) == (0, None)


def test_a_yes_to_what_stands_in_no_plan_sends_nothing(alice: Person, carol: Person):
    """Even if the question were still open."""
    step = asked(alice)
    PlanItem.objects.of(alice.administration).update(cancelled_at=now())

    with pytest.raises(ApprovalError, match="сняли с плана"):
        decide(step=step, by=carol, verdict=Verdict.YES)

    assert Delivery.objects.of(alice.administration).count() == 0


@pytest.mark.parametrize("state", [ActState.SENDING, ActState.UNKNOWN])
def test_a_text_that_is_rewritten_goes_out_no_more_by_itself(state: ActState, alice: Person, carol: Person):
    """It was on its way or in doubt: if it did not arrive, a person decides, because the yes was to other words."""
    version = approved(alice, carol)
    act = version.deliveries.earliest("pk").act
    began = now() - timedelta(seconds=30)
    Act.objects.of(alice.administration).filter(pk=act.pk).update(
        state=state, attempt=1, due_at=began, first_call_at=began, last_call_at=began, last_call_deadline=began
    )
    rewrite(post=version.post, by=alice)
    act.refresh_from_db()

    if state == ActState.SENDING:
        did_not_happen(act, NetworkError("Сеть занята.", permanent=False))
    else:
        rule_out(act)
    reconcile()

    act.refresh_from_db()
    assert act.state == ActState.MISSED
