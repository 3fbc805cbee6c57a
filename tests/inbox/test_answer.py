import pytest

from tests.factories import make_account, make_message
from veche.inbox.domain.answer import answer
from veche.inbox.domain.stuck import say_of_answer, settle_dropped
from veche.inbox.enums import MessageState
from veche.inbox.errors import InboxError
from veche.inbox.models import Answer, Message
from veche.journal.models import Entry
from veche.outbox.domain.person_decisions import give_up
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.staff.models import Administration, Person


@pytest.fixture
def message(rubtsovsk: Administration, alice: Person) -> Message:
    return make_message(make_account(rubtsovsk, responsible=alice))


def test_an_answer_is_planned_and_written_down(message: Message, alice: Person) -> None:
    made = answer(message=message, by=alice, text="  С понедельника.  ")

    message.refresh_from_db()
    entry = Entry.objects.get(verb="comment.answered")
    assert made.text == "С понедельника."
    assert made.act.state == ActState.PLANNED
    assert message.state == MessageState.ANSWERED
    assert made.act.verb == "reply"
    assert (entry.actor_id, entry.facts) == (alice.pk, {"act": made.act_id})


def test_pressing_twice_answers_once(message: Message, alice: Person) -> None:
    first = answer(message=message, by=alice, text="Да.")
    second = answer(message=message, by=alice, text="Да. ")

    assert second.pk == first.pk
    assert Answer.objects.count() == 1
    assert Act.objects.count() == 1


def test_other_words_are_another_answer(message: Message, alice: Person, bob: Person) -> None:
    answer(message=message, by=alice, text="Да.")
    answer(message=message, by=bob, text="Уточню: с понедельника.")

    assert list(Act.objects.order_by("pk").values_list("intent", flat=True)) == [
        f"reply:{message.pk}:1",
        f"reply:{message.pk}:2",
    ]


@pytest.mark.parametrize(("text", "said"), [("", "ни слова"), ("   ", "ни слова"), ("я" * 5000, "длиннее")])
def test_what_the_network_would_not_take_is_refused(message: Message, alice: Person, text: str, said: str) -> None:
    with pytest.raises(InboxError, match=said):
        answer(message=message, by=alice, text=text)

    assert Answer.objects.count() == 0


@pytest.mark.parametrize("state", [MessageState.DELETED, MessageState.DELETING, MessageState.GONE])
def test_what_is_gone_is_not_answered(message: Message, alice: Person, state: MessageState) -> None:
    Message.objects.update(state=state)

    with pytest.raises(InboxError, match="Ваш ответ цел"):
        answer(message=message, by=alice, text="Да.")


def test_an_answer_that_failed_can_be_sent_again_or_dropped(message: Message, alice: Person) -> None:
    made = answer(message=message, by=alice, text="Да.")
    Act.objects.update(state=ActState.FAILED)
    say_of_answer(answer=made, what="again", by=alice)
    made.act.refresh_from_db()
    assert made.act.state == ActState.PLANNED

    Act.objects.update(state=ActState.FAILED)
    say_of_answer(answer=made, what="drop", by=alice)

    made.act.refresh_from_db()
    message.refresh_from_db()
    assert (made.act.state, message.state) == (ActState.CANCELLED, MessageState.NEW)


def test_an_answer_given_up_in_the_outbox_lets_the_comment_wait_again(message: Message, alice: Person) -> None:
    dropped = answer(message=message, by=alice, text="Да.")
    Act.objects.update(state=ActState.FAILED)
    give_up(act=dropped.act, by=alice)

    assert (settle_dropped(), settle_dropped()) == (1, 0)
    message.refresh_from_db()
    assert message.state == MessageState.NEW

    answer(message=message, by=alice, text="Завтра.")
    assert settle_dropped() == 0
    message.refresh_from_db()
    assert message.state == MessageState.ANSWERED


def test_after_a_dropped_answer_the_same_words_may_go_out(message: Message, alice: Person) -> None:
    made = answer(message=message, by=alice, text="Да.")
    Act.objects.update(state=ActState.FAILED)
    say_of_answer(answer=made, what="drop", by=alice)

    again = answer(message=message, by=alice, text="Да.")

    assert again.pk != made.pk


def test_an_unknown_saying_changes_nothing(message: Message, alice: Person) -> None:
    made = answer(message=message, by=alice, text="Да.")
    for what in ("", "explode", "seen"):
        with pytest.raises(InboxError):
            say_of_answer(answer=made, what=what, by=alice)

    made.act.refresh_from_db()
    assert made.act.state == ActState.PLANNED
