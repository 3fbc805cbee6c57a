"""Two people decide about a proposal at one instant: one act is done, the other person is told in words."""

import pytest

from tests.at_once import at_once
from tests.factories import make_account
from tests.proposed import agreed, closing, proposed
from veche.accounts.domain.checklist import mark
from veche.accounts.domain.proposals import agree, refuse, withdraw
from veche.accounts.domain.register import close
from veche.accounts.enums import ChecklistStep
from veche.accounts.errors import AccountError
from veche.accounts.models import AccountProposal, ProposalStep
from veche.journal.models import Entry
from veche.kernel.clock import today
from veche.staff.models import Person

pytestmark = pytest.mark.django_db(transaction=True)
REFUSED = (AccountError,)


def verbs(by: Person) -> list[str]:
    """What the journal says of proposals after the proposing."""
    rows = Entry.objects.of(by.administration).filter(verb__startswith="account.proposal_")
    return list(rows.order_by("number").values_list("verb", flat=True))


def test_two_decide(alice: Person, carol: Person, helen: Person):
    made = proposed(alice)

    said = at_once(
        lambda: agree(proposal=made, by=carol),
        lambda: refuse(proposal=made, by=helen, reason="Рано"),
        refused=REFUSED,
    )

    made.refresh_from_db()
    yes = made.state == "agreed"
    assert said[0 if yes else 1] == "done"
    assert "пока вы смотрели" in said[1 if yes else 0], said
    assert verbs(alice) == ["account.proposal_agreed" if yes else "account.proposal_refused"]


def test_a_yes_against_the_withdrawal(alice: Person, carol: Person):
    """What was agreed may still be withdrawn; nobody agrees to what was withdrawn."""
    made = proposed(alice)

    said = at_once(lambda: agree(proposal=made, by=carol), lambda: withdraw(proposal=made, by=alice), refused=REFUSED)

    made.refresh_from_db()
    first = said[0] == "done"
    assert (made.state, said[1]) == ("withdrawn", "done"), said
    assert verbs(alice) == [*(["account.proposal_agreed"] if first else []), "account.proposal_withdrawn"]


def test_the_page_is_made_against_the_withdrawal(alice: Person, carol: Person):
    made = agreed(alice, carol)
    day, url = today(alice.administration.time_zone), "https://vk.com/club777"

    said = at_once(
        lambda: mark(proposal=made, by=alice, step=ChecklistStep.CREATED, day=day, note="", url=url),
        lambda: withdraw(proposal=made, by=alice),
        refused=REFUSED,
    )

    made.refresh_from_db()
    created = ProposalStep.objects.filter(proposal=made).exists()
    assert (said.count("done"), said[0] == "done", made.state == "withdrawn") == (1, created, not created), said


def test_two_propose_to_close_one_account(alice: Person, carol: Person):
    account = make_account(alice.administration, responsible=alice)

    said = at_once(lambda: closing(account, alice), lambda: closing(account, carol), refused=REFUSED)

    told = next(one for one in said if one != "done")
    assert (said.count("done"), AccountProposal.objects.count()) == (1, 1)
    assert told.startswith("Закрыть этот аккаунт уже предложили.")


def test_a_yes_against_the_closing(alice: Person, carol: Person, ivan: Person):
    """Whichever is first, the checklist has the step."""
    account = make_account(alice.administration, responsible=alice)
    made = closing(account, alice)

    said = at_once(lambda: agree(proposal=made, by=carol), lambda: close(account=account, by=ivan), refused=REFUSED)

    assert said == ["done", "done"]
    assert [step.step for step in ProposalStep.objects.filter(proposal=made)] == ["closed"]
