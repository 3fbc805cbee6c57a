"""Events repeated, out of order, unreadable, and two workers at once."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from tests.engine.waiting import rows
from tests.factories import NOON, make_account, make_act
from veche.accounts.models import Account
from veche.inbox.domain.process_events import process_events
from veche.inbox.domain.receive import receive
from veche.inbox.enums import MessageState
from veche.inbox.models import Conversation, InboundEvent, Message, MessagePicture
from veche.inbox.tasks import sort_out_waiting
from veche.kernel.clock import now
from veche.networks.payload import act_to_json
from veche.networks.protocol import (
    CommentBack,
    CommentCame,
    CommentGone,
    OutgoingPost,
    PictureRef,
    PostSeen,
    Publish,
)
from veche.outbox.enums import ActState, Proof
from veche.staff.models import Administration, Person


@pytest.fixture
def account(rubtsovsk: Administration, alice: Person) -> Account:
    return make_account(rubtsovsk, responsible=alice)


def came(number: int = 7, text: str = "Когда?", *, edit: str = "", **more: object) -> CommentCame:
    fields = {"post_id": "5", "thread_id": "", "author_id": "1", "author_name": "Анна", "at": NOON, **more}
    dedup = f"edit:{number}:{edit}" if edit else f"new:{number}"
    return CommentCame(dedup=dedup, comment_id=str(number), text=text, edited=bool(edit), **fields)  # type: ignore[arg-type]


def gone(number: int = 7, mark: str = "a") -> CommentGone:
    return CommentGone(f"gone:{number}:{mark}", str(number), "5", NOON)


def back(number: int = 7) -> CommentBack:
    return CommentBack(f"back:{number}:a", str(number), "5", NOON)


def take(account: Account, *events: object) -> int:
    receive(account=account, events=events)  # type: ignore[arg-type]
    return process_events(account)


def test_the_same_event_twice_is_one_comment(account: Account) -> None:
    assert (take(account, came(), came()), take(account, came())) == (1, 0)
    assert (Message.objects.count(), InboundEvent.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_events_are_sorted_out_together_also_after_the_clock_was_set_back(account: Account) -> None:
    told = []
    with time_machine.travel(NOON, tick=False) as clock:
        for back in (timedelta(), timedelta(), timedelta(hours=3)):
            clock.shift(-back)
            receive(account=account, events=[came()])
            told.append(sum(row.task_path.endswith(".sort_out") for row in rows()))

    assert told == [1, 1, 2]


@pytest.mark.django_db(transaction=True)
def test_new_comments_are_screened_at_once_not_when_the_schedule_says(account: Account) -> None:
    receive(account=account, events=[came(7), came(8)])
    process_events(account)
    process_events(account)
    assert [row.task_path for row in rows() if "moderation" in row.task_path] == ["veche.moderation.tasks.propose"]


def test_an_edition_before_its_comment_loses_neither_wording(account: Account) -> None:
    take(account, came(text="потом", edit="e1"), came(text="сначала"))

    message = Message.objects.get()
    assert message.text == "потом"
    assert {wording.text for wording in message.wordings.all()} == {"потом", "сначала"}


def test_a_deletion_before_its_comment_waits_for_it(account: Account) -> None:
    assert take(account, gone()) == 0
    assert InboundEvent.objects.get().trouble == "before its comment"

    take(account, came())
    InboundEvent.objects.update(next_try_at=now())
    process_events(account)

    assert Message.objects.get().state == MessageState.GONE
    assert not InboundEvent.objects.filter(processed_at=None).exists()


def test_a_deletion_of_a_comment_we_never_had_stops_waiting(account: Account) -> None:
    take(account, gone())
    InboundEvent.objects.update(next_try_at=now(), received_at=now() - timedelta(hours=1))

    process_events(account)

    assert InboundEvent.objects.get().processed_at is not None


def test_a_comment_that_came_back_is_looked_at_again(account: Account) -> None:
    take(account, came(), gone(), back())

    assert Message.objects.get().state == MessageState.NEW


@pytest.mark.parametrize("state", [MessageState.DELETED, MessageState.RESTORING])
def test_a_late_word_of_our_own_deletion_changes_nothing(account: Account, state: MessageState) -> None:
    take(account, came())
    Message.objects.update(state=state)

    take(account, gone())

    assert Message.objects.get().state == state


def test_new_words_put_an_accepted_comment_back_into_the_queue(account: Account) -> None:
    take(account, came())
    Message.objects.update(state=MessageState.KEPT, screened_at=now())

    take(account, came(text="Другое", edit="e1"))

    message = Message.objects.get()
    assert (message.state, message.screened_at) == (MessageState.NEW, None)


@pytest.mark.parametrize("first", ["question", "answer"])
def test_an_answer_by_hand_in_the_network_is_an_answer(account: Account, first: str) -> None:
    """In either order; a comment of ours that answers nobody leaves the question open."""
    told = [came(7), came(9, "До девяти вечера.", ours=True, reply_to="7", at=NOON + timedelta(minutes=1))]
    other = came(8, "А в субботу?")
    for event in told if first == "question" else reversed(told):
        take(account, event)
    take(account, other, came(10, "Хорошего дня!", ours=True))

    states = dict(Message.objects.filter(ours=False).values_list("remote_id", "state"))
    assert states == {"7": MessageState.ANSWERED, "8": MessageState.NEW}


def test_an_edition_brings_its_new_picture(account: Account) -> None:
    take(account, came(pictures=(PictureRef("https://a/1"),)))
    take(account, came(edit="e1", pictures=(PictureRef("https://a/1"), PictureRef("https://a/2"))))

    assert list(MessagePicture.objects.values_list("ref", flat=True)) == ["https://a/1", "https://a/2"]


def test_what_is_not_understood_waits_with_its_trouble_and_stops_nobody(
    account: Account, caplog: pytest.LogCaptureFixture
) -> None:
    receive(account=account, events=[came(1), came(2)])
    broken = InboundEvent.objects.get(dedup="new:1")
    InboundEvent.objects.filter(pk=broken.pk).update(payload={"at": "вчера"})

    assert process_events(account) == 1

    broken.refresh_from_db()
    assert broken.trouble == "ValueError"
    assert broken.tries == 1
    assert broken.processed_at is None
    assert broken.next_try_at is not None
    assert [record.message for record in caplog.records] == ["inbound event not understood"]


def test_it_is_tried_again_and_said_once(account: Account, caplog: pytest.LogCaptureFixture) -> None:
    receive(account=account, events=[came()])
    good = InboundEvent.objects.get().payload
    InboundEvent.objects.update(payload={})
    process_events(account)
    InboundEvent.objects.update(next_try_at=now())
    process_events(account)
    assert [record.message for record in caplog.records] == ["inbound event not understood"]
    InboundEvent.objects.update(payload=good, next_try_at=now())

    assert sort_out_waiting.func() == 1
    assert Message.objects.get().text == "Когда?"


def test_it_is_not_tried_before_its_pause_is_over(account: Account) -> None:
    receive(account=account, events=[came()])
    InboundEvent.objects.update(payload={})
    process_events(account)

    process_events(account)

    assert InboundEvent.objects.get().tries == 1


def test_words_that_no_database_takes_are_taken(account: Account) -> None:
    take(account, came(text="а\x00б\ud800"))

    assert Message.objects.get().text == "аб?"


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_take_turns(account: Account) -> None:
    events: list[object] = []
    for number in range(20):
        events += [came(number), came(number, f"правка {number}", edit="e1"), gone(number)]
    receive(account=account, events=events)  # type: ignore[arg-type]
    counted: list[int] = []

    def work() -> None:
        try:
            counted.append(process_events(account))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert (sum(counted), Message.objects.count()) == (60, 20)
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.GONE}
    assert [message.text for message in Message.objects.order_by("pk")] == [f"правка {n}" for n in range(20)]


def test_a_post_seen_before_the_call_returned_is_bound_to_its_act(rubtsovsk: Administration, alice: Person) -> None:
    """The callback arrives before the answer of wall.post: the act has no id yet."""
    account = make_account(rubtsovsk, responsible=alice)
    act = make_act(
        account,
        state=ActState.SENDING,
        first_call_at=NOON,
        title="Каток открыт",
        payload=act_to_json(Publish(OutgoingPost("Каток открыт"))),
    )

    take(account, PostSeen("post:9", "9", "Каток открыт", 0, NOON, url="https://vk.ru/wall-1_9"), came(post_id="9"))

    act.refresh_from_db()
    conversation = Conversation.objects.get()
    assert act.state == ActState.CONFIRMED
    assert act.proof == Proof.EVENT
    assert act.remote_id == "9"
    assert conversation.act_id == act.pk
    assert conversation.title == "Каток открыт"
    assert conversation.url == "https://vk.ru/wall-1_9"
    assert Message.objects.get().conversation_id == conversation.pk


def test_a_post_of_the_same_words_that_never_left_is_not_taken_for_it(account: Account) -> None:
    """The first was given up after a refusal, then written again, and the event arrives before the answer."""
    payload = act_to_json(Publish(OutgoingPost("Каток открыт")))
    dropped = make_act(account, state=ActState.CANCELLED, first_call_at=NOON, payload=payload)
    sent = make_act(account, state=ActState.SENDING, first_call_at=NOON + timedelta(minutes=5), payload=payload)

    take(account, PostSeen("post:9", "9", "Каток открыт", 0, NOON + timedelta(minutes=5)))

    dropped.refresh_from_db()
    sent.refresh_from_db()
    assert dropped.state == ActState.CANCELLED
    assert sent.state == ActState.CONFIRMED
    assert sent.remote_id == "9"


def test_a_thread_that_was_opened_before_its_post_is_joined_to_it(rubtsovsk: Administration, alice: Person) -> None:
    """Telegram: an answer deep in the thread, then the channel's own post, then the forward with both ids."""
    account = make_account(rubtsovsk, responsible=alice, network="telegram")
    deep = came(post_id="", thread_id="900")

    take(account, deep, PostSeen("channel:42", "42", "Мост", 0, NOON))
    take(account, PostSeen("thread:42", "42", "Мост", 0, NOON, thread_id="900"))

    conversation = Conversation.objects.get()
    assert conversation.post_id == "42"
    assert conversation.thread_id == "900"
    assert conversation.title == "Мост"
    assert Message.objects.get().conversation_id == conversation.pk
