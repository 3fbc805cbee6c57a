"""«О чём спрашивают»: the quotes of the last day."""

from datetime import timedelta

import pytest

from tests.factories import make_account, make_conversation, make_message
from tests.publishing.test_release import put
from tests.written import approved
from veche.inbox.models import Conversation
from veche.kernel.clock import now
from veche.outbox.enums import ActState
from veche.publishing.domain.withdraw import withdraw
from veche.staff.models import Person
from veche.web.pages.asks import asked


def test_comments_under_a_post_that_was_taken_down_are_not_counted(alice: Person, carol: Person) -> None:
    account = make_account(alice.administration, responsible=alice)
    version = approved(alice, carol, accounts=[account])
    act = put(version, "vk", ActState.CONFIRMED)
    for post_id, title, about in (("5", "Каток", act), ("6", "Ярмарка", None)):
        conversation = make_conversation(account, post_id=post_id)
        Conversation.objects.filter(pk=conversation.pk).update(title=title, act=about)
        make_message(account, conversation=conversation, at=now())
    before = [topic.title for topic in asked(alice.administration).topics]
    withdraw(post=version.post, by=alice, reason="Неверный адрес")

    after = asked(alice.administration)

    assert sorted(before) == ["Каток", "Ярмарка"]
    assert [(topic.title, topic.number) for topic in after.topics] == [("Ярмарка", 1)]
    assert after.aside.startswith("за сутки 1 комментарий")


@pytest.mark.parametrize(
    ("today", "said"), [(0, "за сутки 0 комментариев, обычно 2"), (1, "за сутки 1 комментарий, обычно 2")]
)
def test_the_usual_number_is_that_of_four_weeks_whatever_came_today(alice: Person, today: int, said: str) -> None:
    account = make_account(alice.administration, responsible=alice)
    conversation = make_conversation(account, post_id="5")
    Conversation.objects.filter(pk=conversation.pk).update(title="Каток")
    for number in range(54):
        make_message(account, conversation=conversation, at=now() - timedelta(days=2 + number % 20))
    make_message(account, conversation=conversation, at=now() - timedelta(days=40))
    make_message(account, conversation=conversation, at=now() - timedelta(days=2), private=True)
    for _ in range(today):
        make_message(account, conversation=conversation, at=now())

    assert asked(alice.administration).aside == said
