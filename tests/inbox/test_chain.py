"""From a resident's comment to a row, through the training networks."""

import hashlib
from pathlib import Path

import pytest
from django.conf import settings

from tests.inbox.conftest import Stand, png
from veche.inbox.domain.answer import answer
from veche.inbox.enums import MessageState
from veche.inbox.models import Conversation, InboundEvent, Message
from veche.kernel.uploads import kept_path
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.staff.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_comment_with_a_picture_arrives_whole(stand: Stand, alice: Person) -> None:
    post = stand.publish("Каток на Ленина открыт", alice)
    stand.look()
    stand.resident(post, "А освещение будет?", png())

    stand.look()

    message = stand.message("А освещение будет?")
    [picture] = message.pictures.all()
    kept = kept_path(Path(settings.MEDIA_ROOT), picture.sha256).read_bytes()
    assert message.author == "Анна Ковалёва"
    assert message.state == MessageState.NEW
    assert message.ours is False
    assert message.conversation.title == "Каток на Ленина открыт"
    assert message.conversation.act == Act.objects.get(remote_id=str(post))
    assert [wording.text for wording in message.wordings.all()] == ["А освещение будет?"]
    assert hashlib.sha256(kept).hexdigest() == picture.sha256
    assert len(kept) == picture.size
    assert picture.trouble == ""


def test_looking_again_brings_nothing_twice(stand: Stand, alice: Person) -> None:
    post = stand.publish("Тепло вернули", alice)
    stand.resident(post, "Спасибо!")
    for _round in range(3):
        stand.look()

    assert (Message.objects.count(), Conversation.objects.count()) == (1, 1)


def test_a_comment_that_was_edited_keeps_both_wordings(stand: Stand, alice: Person) -> None:
    post = stand.publish("Мост открыт", alice)
    written = stand.resident(post, "Наконец-то")
    stand.look()
    stand.change("edit", written["id"], text="Наконец-то, бля")

    stand.look()

    message = stand.message("Наконец-то, бля")
    assert [wording.text for wording in message.wordings.all()] == ["Наконец-то", "Наконец-то, бля"]
    assert (message.edited_at is not None, message.proposal.ground) == (True, "obscene")


def test_an_edition_back_to_the_old_words_is_what_stands_there(stand: Stand, alice: Person) -> None:
    post = stand.publish("Мост закрыт", alice)
    written = stand.resident(post, "первое")
    stand.look()
    for text in ("второе", "первое"):
        stand.change("edit", written["id"], text=text)
        stand.look()

    message = Message.objects.get()
    assert message.text == "первое"
    assert [wording.text for wording in message.wordings.all()] == ["первое", "второе", "первое"]


def test_vk_says_what_was_deleted_by_its_author_and_what_came_back(vk: Stand, alice: Person) -> None:
    post = vk.publish("Субботник", alice)
    written = vk.resident(post, "Приду")
    vk.look()
    vk.change("delete", written["id"])
    vk.look()
    assert vk.message("Приду").state == MessageState.GONE

    vk.change("restore", written["id"])
    vk.look()

    assert vk.message("Приду").state == MessageState.NEW


def test_an_answer_stands_under_the_comment(stand: Stand, alice: Person) -> None:
    post = stand.publish("Автобус № 7", alice)
    stand.look()
    stand.resident(post, "Когда поедет?")
    stand.look()

    made = answer(message=stand.message("Когда поедет?"), by=alice, text="С понедельника.")
    act = stand.carry_out(made.act)
    stand.look()

    assert (act.state, act.proof) == (ActState.CONFIRMED, "answer")
    assert stand.standing() == {"Когда поедет?": False, "С понедельника.": False}
    assert stand.message("Когда поедет?").state == MessageState.ANSWERED
    assert not Message.objects.filter(ours=False, text="С понедельника.").exists()


def test_what_was_stored_is_sorted_after_the_worker_died(stand: Stand, alice: Person) -> None:
    """The task is lost with the worker; the schedule finds waiting events."""
    from veche.inbox.domain.receive import poll
    from veche.inbox.tasks import sort_out_waiting

    post = stand.publish("Фонари", alice)
    stand.look()
    stand.resident(post, "Темно")
    stand.account.refresh_from_db()
    poll(stand.account)
    assert not Message.objects.filter(text="Темно").exists()

    sort_out_waiting.func()

    assert stand.message("Темно").state == MessageState.NEW
    assert not InboundEvent.objects.filter(processed_at=None).exists()


def test_a_network_that_is_off_is_said_and_loses_nothing(vk: Stand, alice: Person) -> None:
    post = vk.publish("Связь", alice)
    vk.sandbox.fault("vk", "groups.getLongPollServer", "dropped", times=1)
    vk.resident(post, "Слышно?")

    vk.look()
    vk.account.refresh_from_db()
    assert (vk.account.trouble != "", Message.objects.count()) == (True, 0)
    vk.look()

    vk.account.refresh_from_db()
    assert (vk.account.trouble, vk.message("Слышно?").state) == ("", MessageState.NEW)
