"""Two workers at one instant: each comment of a group has one outcome, the one that it really had."""

import pytest

from tests.at_once import at_once
from tests.factories import NOON, make_account, make_message
from veche.cases.enums import How
from veche.groups.domain.carry_out import carry_out
from veche.groups.domain.decide import Words, decide
from veche.groups.enums import GroupKind, GroupVerb, Outcome
from veche.groups.models import GroupDecision
from veche.inbox.models import Answer
from veche.staff.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_workers_answer_once_and_say_so(alice: Person) -> None:
    account = make_account(alice.administration, responsible=alice)
    for number in range(3):
        asked = [make_message(account, text=f"Где вода {number}?", author_id=str(author)) for author in range(3)]
        words = Words(f"Воду дадут к шести вечера. {number}", How.EACH)
        chosen = dict.fromkeys([one.pk for one in asked], 0)
        made = decide(by=alice, kind=GroupKind.TROUBLE, verb=GroupVerb.ANSWER, chosen=chosen, words=words)
        GroupDecision.objects.filter(pk=made.pk).update(due_at=NOON)
        at_once(carry_out, carry_out, refused=())
        assert Answer.objects.filter(message__in=asked).count() == 3
        assert set(made.entries.values_list("outcome", "why")) == {(Outcome.DONE, "")}
