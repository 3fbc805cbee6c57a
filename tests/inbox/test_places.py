"""Comments under photos, videos and in topics, and suggested posts: from VK to the inbox and back."""

import base64
from typing import Any

import pytest

from tests.inbox.conftest import Stand, png
from tests.markup import words
from tests.people import client_of
from veche.accounts.models import Passport
from veche.cases.domain.comment_links import messages_at
from veche.inbox.domain.answer import UNANSWERED, answer, reply_by_hand
from veche.inbox.enums import MessageState
from veche.inbox.errors import InboxError
from veche.inbox.models import Conversation, Message
from veche.inbox.words import IN_TOPIC, where
from veche.kernel.clock import now
from veche.moderation.domain.deleting import delete_by_hand
from veche.moderation.domain.rule import delete, restore
from veche.moderation.enums import Ground
from veche.networks.protocol import Operation
from veche.outbox.words import commented
from veche.publishing.models import ForeignPost
from veche.staff.models import Person

pytestmark = pytest.mark.django_db(transaction=True)

KINDS = ("photo", "video", "topic")
NUMBERED = {"photo": "под фото", "video": "под видео", "topic": "в обсуждении"}
WHERE = {"photo": "под фото", "video": "под видео", "topic": "в обсуждении «Дороги»"}


def order(vk: Stand, path: str, **body: Any) -> Any:
    return vk.sandbox.ask("POST", "vk", path, {"account": vk.number, **body})


def add(vk: Stand, kind: str) -> int:
    body = {"photo": base64.b64encode(png()).decode()} if kind == "photo" else {"title": "Дороги"}
    return int(order(vk, "places", kind=kind, **body)["id"])


def write(vk: Stand, kind: str, place: int, text: str) -> int:
    body = {"kind": kind, "place_id": place, "author": "Анна Ковалёва", "text": text}
    return int(order(vk, "places/comments", **body)["id"])


def standing(vk: Stand, kind: str) -> dict[str, bool]:
    found = vk.sandbox.ask("GET", "vk", f"places/comments?account={vk.number}&kind={kind}")
    return {one["text"]: not one["deleted"] for one in found}


@pytest.mark.parametrize("kind", KINDS)
def test_a_comment_in_its_place_is_answered_deleted_and_restored(vk: Stand, alice: Person, kind: str) -> None:
    place = add(vk, kind)
    write(vk, kind, place, "Вот это бл*ть дорога")
    vk.look()
    message = vk.message("Вот это бл*ть дорога")

    assert where(message) == WHERE[kind]
    page = words(client_of(alice).get(f"/inbox/{message.pk}/").content.decode())
    assert f"{NUMBERED[kind]}, 1 комментарий" in page
    assert (IN_TOPIC in page) == (kind == "topic")
    assert message.conversation.url == f"https://vk.com/{kind}-{vk.number}_{place}"
    assert message.proposal.ground == Ground.OBSCENE
    answered = vk.carry_out(answer(message=message, by=alice, text="Починим в мае.").act)
    vk.look()
    assert standing(vk, kind)["Починим в мае."] is True
    assert [one.remote_id for one in Message.objects.filter(ours=True)] == [answered.remote_id]

    deleted = vk.carry_out(delete(message=message, ground=Ground.OBSCENE, by=alice).act)
    vk.look()
    number = message.remote_id.rpartition(":")[2]
    assert commented(deleted) == f"№ {number}, {NUMBERED[kind]} № {place}"
    link = f"{message.conversation.url}?reply={number}"
    assert messages_at(message.administration, [link]) == {link: message}
    message.refresh_from_db()
    assert (standing(vk, kind)[message.text], message.state) == (False, MessageState.DELETED)

    vk.carry_out(restore(message=message, by=alice).act)
    vk.look()
    message.refresh_from_db()
    assert (standing(vk, kind)[message.text], message.state) == (True, MessageState.KEPT)
    assert Conversation.objects.count() == 1


def test_deleting_a_photo_s_comment_leaves_the_wall_s_of_the_same_number(vk: Stand, alice: Person) -> None:
    post, photo = vk.publish("Каток на Ленина открыт", alice), add(vk, "photo")
    wall = vk.resident(post, "На стене")["id"]
    while (number := write(vk, "photo", photo, "Под фото")) < wall:
        order(vk, "places/comments/edit", kind="photo", id=number, text=f"Ранее {number}")
    vk.look()
    message = Message.objects.get(remote_id=f"photo{photo}:{wall}")

    vk.carry_out(delete(message=message, ground=Ground.SPAM, by=alice).act)
    vk.look()

    states = {one.remote_id: one.state for one in Message.objects.filter(remote_id__endswith=str(wall))}
    assert states == {str(wall): MessageState.NEW, f"photo{photo}:{wall}": MessageState.DELETED}
    assert vk.standing() == {"На стене": False}


def test_a_suggested_post_is_read_as_what_a_resident_wrote(vk: Stand, alice: Person) -> None:
    order(vk, "suggestions", author="Пётр Лосев", text="Потеряли собаку")
    vk.look()
    message = vk.message("Потеряли собаку")

    assert (message.ours, message.author, where(message)) == (False, "Пётр Лосев", "в предложенной записи")
    assert ForeignPost.objects.count() == 0
    page = words(client_of(alice).get(f"/inbox/{message.pk}/").content.decode())
    assert "житель предлагает её опубликовать Открыть в VK" in page
    with pytest.raises(InboxError) as refused:
        answer(message=message, by=alice, text="Нашли?")
    assert UNANSWERED in str(refused.value)
    vk.carry_out(delete(message=message, ground=Ground.SPAM, by=alice).act)
    suggested = vk.sandbox.ask("GET", "vk", f"suggestions?account={vk.number}")
    assert [one["deleted"] for one in suggested] == [True]


def test_what_no_key_does_here_is_said_with_what_to_press(vk: Stand) -> None:
    for kind in KINDS:
        write(vk, kind, add(vk, kind), f"Вопрос {kind}")
    vk.look()
    none = {"why": "Ключ администратора не вписан.", "slot": "admin"}
    abilities = {
        Operation.REPLY: {"mode": "auto"},
        Operation.REPLY_IN_PLACE: {"mode": "by_hand", "steps": ["Откройте фото по ссылке."], **none},
        Operation.DELETE_COMMENT: {"mode": "by_hand", **none},
        Operation.MODERATE_TOPICS: {"mode": "auto"},
    }
    known = {"administration": vk.account.administration, "checked_at": now(), "abilities": abilities}
    Passport.objects.update_or_create(account=vk.account, defaults=known)

    messages = {kind: vk.message(f"Вопрос {kind}") for kind in KINDS}

    said = "Ключ администратора не вписан. Откройте фото по ссылке."
    assert {reply_by_hand(one) for one in messages.values()} == {said}
    assert {kind: bool(delete_by_hand(one)) for kind, one in messages.items()} == {
        "photo": True,
        "video": True,
        "topic": False,
    }
