"""«О чём спрашивают»: the quotes of the last day."""

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
