"""Private messages: stored once, all versions kept, answered by an act whose text is only in the conversation."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories import NOON, make_account, make_letter, make_message, make_shot
from veche.accounts.models import Account, Passport
from veche.inbox.domain.answer import answer
from veche.inbox.domain.close import close
from veche.inbox.domain.process_events import process_events
from veche.inbox.domain.receive import receive
from veche.inbox.domain.stuck import say_of_answer
from veche.inbox.enums import MessageState
from veche.inbox.errors import InboxError
from veche.inbox.models import Answer, Conversation, Message, MessagePicture
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.moderation.domain.queries import Show, counts, queue, waiting_count
from veche.networks.protocol import CommentCame, MessageCame, PictureRef
from veche.outbox.domain.results import record_failure
from veche.outbox.domain.unpack import network_act
from veche.outbox.enums import ActState, Proof
from veche.outbox.models import Act
from veche.staff.models import Administration, Person


@pytest.fixture
def account(rubtsovsk: Administration, alice: Person) -> Account:
    return make_account(rubtsovsk, responsible=alice)


def came(number: int = 7, text: str = "Как записаться к мэру?", *, edit: str = "", **more: object) -> MessageCame:
    fields = {"peer_id": "42", "author_id": "42", "author_name": "Анна", "at": NOON, **more}
    dedup = f"edit:{number}:{edit}" if edit else f"message:{fields['peer_id']}:{number}"
    return MessageCame(dedup=dedup, message_id=str(number), text=text, edited=bool(edit), **fields)  # type: ignore[arg-type]


def take(account: Account, *events: object) -> int:
    receive(account=account, events=events)  # type: ignore[arg-type]
    return process_events(account)


def waiting(account: Account) -> list[str]:
    return list(queue(account.administration, show=Show.WAITING, private=True).values_list("text", flat=True))


def test_the_same_message_twice_is_one(account: Account) -> None:
    assert (take(account, came(), came()), take(account, came())) == (1, 0)

    message = Message.objects.get()
    talk = Conversation.objects.get()
    assert talk.kind == "private"
    assert talk.peer_id == "42"
    assert str(talk) == "Личные сообщения"
    assert message.private is True
    assert message.state == MessageState.NEW
    assert message.author == "Анна"
    assert message.text == "Как записаться к мэру?"


def test_a_comment_and_two_residents_may_have_the_same_number(account: Account) -> None:
    comment = CommentCame("new:7", "7", "5", "", "1", "Олег", "Когда?", NOON)

    take(account, came(7), comment, came(7, "И мне", peer_id="43", author_id="43"))

    assert Message.objects.count() == 3
    assert set(Message.objects.values_list("text", "private")) == {
        ("Как записаться к мэру?", True),
        ("Когда?", False),
        ("И мне", True),
    }


def test_an_edition_keeps_every_wording(account: Account) -> None:
    take(account, came(text="Как записаться?"), came(text="Как записаться к мэру?", edit="e1"))

    message = Message.objects.get()
    assert (message.text, message.edited_at is not None) == ("Как записаться к мэру?", True)
    assert [wording.text for wording in message.wordings.all()] == ["Как записаться?", "Как записаться к мэру?"]


def test_pictures_are_kept_like_those_of_comments(account: Account) -> None:
    take(account, came(pictures=(PictureRef("a"), PictureRef("b"))), came(pictures=(PictureRef("a"),), edit="e"))

    assert list(MessagePicture.objects.values_list("ref", flat=True)) == ["a", "b"]


def test_of_a_talk_the_last_word_waits_for_all(account: Account, alice: Person) -> None:
    take(account, came(1, "Здравствуйте"), came(2, "Как записаться?"), came(3, "Ау", at=NOON - timedelta(days=1)))
    take(account, came(1, "Другая", peer_id="43", author_id="43"))

    assert waiting(account) == ["Ау", "Другая"]
    assert waiting_count(account.administration, private=True) == 2
    assert counts(account.administration, private=True) == {
        Show.WAITING: 2,
        Show.QUESTIONS: 0,
        Show.PROPOSED: 0,
        Show.PRIVATE: 2,
        Show.STUCK: 0,
        Show.HELD: 0,
    }

    answer(message=Message.objects.get(text="Ау"), by=alice, text="По телефону.")
    assert waiting(account) == ["Другая"]
    assert set(Message.objects.filter(conversation__peer_id="42").values_list("state", flat=True)) == {"answered"}

    take(account, came(4, "По какому?"))
    assert set(waiting(account)) == {"Другая", "По какому?"}


def test_what_came_after_the_page_was_drawn_still_waits(account: Account, alice: Person) -> None:
    take(account, came(1, "Как записаться?"))
    read = Message.objects.get()
    take(account, came(2, "И когда?"))

    answer(message=read, by=alice, text="По телефону.")

    assert waiting(account) == ["И когда?"]


def test_an_answer_is_an_act_and_its_words_stand_in_the_talk_alone(account: Account, alice: Person) -> None:
    take(account, came())

    made = answer(message=Message.objects.get(), by=alice, text="  По телефону 4-51-12. ")

    entry = Entry.objects.get(verb="message.answered")
    wanted = network_act(made.act)
    assert made.act.verb == "answer_message"
    assert made.act.state == ActState.PLANNED
    assert made.act.title == "Ответ на личное сообщение"
    assert (wanted.peer_id, wanted.text, wanted.message_id) == ("42", "По телефону 4-51-12.", "7")  # type: ignore[union-attr]
    assert entry.actor_id == alice.pk
    assert entry.object_type == "inbox.conversation"
    assert entry.facts == {"act": made.act_id}


def test_pressing_twice_answers_once(account: Account, alice: Person) -> None:
    message = make_letter(account)
    first, second = (answer(message=message, by=alice, text=text) for text in ("Да.", "Да. "))

    assert second.pk == first.pk
    assert Answer.objects.count() == 1
    assert Act.objects.count() == 1


def test_our_answer_seen_in_the_network_proves_what_nobody_knew(account: Account, alice: Person) -> None:
    take(account, came(1))
    acts = [answer(message=Message.objects.get(ours=False), by=alice, text=text).act for text in ("Да.", "Нет.")]
    Act.objects.update(state=ActState.UNKNOWN, first_call_at=NOON, doubt_since=NOON)

    ours: dict[str, Any] = {"ours": True, "author_id": "", "author_name": ""}
    take(account, came(2, "Нет.", peer_id="43", **ours), came(3, "Нет. ", **ours), came(3, "Нет. ", **ours))

    for act in acts:
        act.refresh_from_db()
    assert (acts[0].state, acts[1].state) == (ActState.UNKNOWN, ActState.CONFIRMED)
    assert (acts[1].proof, acts[1].remote_id) == (Proof.EVENT, "3")


def test_a_refused_answer_is_not_taken_for_the_one_that_came(account: Account, alice: Person) -> None:
    """The same text again, and the network's event arrives before its answer."""
    take(account, came(1))
    asked = Message.objects.get()
    refused = answer(message=asked, by=alice, text="Да.").act
    Act.objects.update(state=ActState.FAILED, first_call_at=NOON)
    Answer.objects.update(created_at=NOON - timedelta(hours=1))
    sent = answer(message=asked, by=alice, text="Да.").act
    Act.objects.filter(pk=sent.pk).update(state=ActState.SENDING, first_call_at=NOON + timedelta(minutes=5))

    take(account, came(2, "Да.", ours=True, at=NOON + timedelta(minutes=5)))

    refused.refresh_from_db()
    sent.refresh_from_db()
    assert refused.state == ActState.FAILED
    assert sent.state == ActState.CONFIRMED
    assert sent.remote_id == "2"


def test_what_a_person_sent_by_hand_closes_its_card(account: Account, alice: Person) -> None:
    take(account, came(1))
    act = answer(message=Message.objects.get(), by=alice, text="Да.").act
    Act.objects.update(state=ActState.BY_HAND)

    take(account, came(2, "Да.", ours=True, at=now()))

    act.refresh_from_db()
    assert act.state == ActState.CONFIRMED
    assert act.proof == Proof.EVENT
    assert act.remote_id == "2"


def test_a_picture_of_a_resident_goes_nowhere_on(account: Account, alice: Person) -> None:
    """An answer is text alone, in private as under a post (MAX shows pictures to anybody with the link)."""
    for asked in (make_letter(account), make_message(account)):
        make_shot(asked)
        payload = answer(message=asked, by=alice, text="Спасибо за снимок.").act.payload
        assert set(payload) <= {"verb", "text", "peer_id", "message_id", "post_id", "comment_id", "thread_id"}


def test_an_answer_of_long_ago_proves_nothing(account: Account, alice: Person) -> None:
    take(account, came(1))
    act = answer(message=Message.objects.get(), by=alice, text="Да.").act
    Act.objects.update(state=ActState.UNKNOWN, first_call_at=NOON, doubt_since=NOON)

    take(account, came(0, "Да.", ours=True, at=NOON - timedelta(hours=1)))

    act.refresh_from_db()
    assert act.state == ActState.UNKNOWN


def test_a_refusal_stands_under_the_answer_and_asks_for_a_person(account: Account, alice: Person) -> None:
    take(account, came(1))
    made = answer(message=Message.objects.get(), by=alice, text="Да.")
    Act.objects.update(state=ActState.SENDING)
    made.act.refresh_from_db()

    record_failure(made.act, "Житель запретил сообщения. Ответ цел.")

    made.act.refresh_from_db()
    assert (made.act.state, made.act.reason) == (ActState.FAILED, "Житель запретил сообщения. Ответ цел.")
    assert waiting(account) == ["Как записаться к мэру?"]
    take(account, came(2, "Ау"))
    answer(message=Message.objects.get(text="Ау"), by=alice, text="Слушаем.")
    assert waiting(account) == ["Ау"]

    say_of_answer(answer=made, what="drop", by=alice)
    assert waiting(account) == []


def test_a_dropped_answer_lets_the_message_wait_again(account: Account, alice: Person) -> None:
    take(account, came(1))
    made = answer(message=Message.objects.get(), by=alice, text="Да.")
    Act.objects.update(state=ActState.MISSED)
    made.act.refresh_from_db()

    say_of_answer(answer=made, what="drop", by=alice)

    assert Message.objects.get().state == MessageState.NEW


def test_no_answer_is_needed(account: Account, alice: Person) -> None:
    take(account, came(1, "Спасибо"), came(2, "Всё получилось"))
    last = Message.objects.get(text="Всё получилось")

    close(message=last, by=alice)
    close(message=last, by=alice)

    assert (waiting(account), Entry.objects.filter(verb="message.closed").count()) == ([], 1)
    take(account, came(1, "Спасибо! А когда?", edit="e1"))
    assert waiting(account) == ["Всё получилось"]


def test_a_comment_is_not_closed_so(account: Account, alice: Person) -> None:
    with pytest.raises(InboxError, match="только личные"):
        close(message=make_message(account), by=alice)


def test_where_no_key_answers_nothing_is_planned(account: Account, alice: Person) -> None:
    why = "Сообщения сообщества выключены."
    abilities = {"answer_message": {"mode": "absent", "why": why, "steps": []}}
    Passport.objects.create(
        administration=account.administration, account=account, abilities=abilities, checked_at=NOON
    )
    message = Message.objects.get(pk=make_letter(account).pk)

    with pytest.raises(InboxError, match=f"{why} Ваш ответ цел"):
        answer(message=message, by=alice, text="Да.")

    assert (Answer.objects.count(), Act.objects.count()) == (0, 0)


def test_what_is_private_is_left_out_unless_asked_for(account: Account) -> None:
    make_letter(account)
    comment = make_message(account)

    everything = {show: list(queue(account.administration, show=show)) for show in Show}

    assert everything == {
        Show.WAITING: [comment],
        Show.QUESTIONS: [comment],
        Show.PROPOSED: [],
        Show.PRIVATE: [],
        Show.STUCK: [],
        Show.HELD: [],
        Show.TALKS: [],
        Show.DELETED: [],
        Show.ALL: [comment],
    }
    assert waiting_count(account.administration) == 1
