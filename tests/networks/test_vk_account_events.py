"""VK's events about a community besides its wall, by Callback API and Long Poll, and ignored ones."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.networks.conftest import Bench, soon
from veche.networks.protocol import (
    AdministratorChanged,
    Answer,
    AuthorReleased,
    AuthorRestricted,
    Event,
    MessageCame,
    PageChanged,
    PictureRef,
    Slot,
    WebhookRequest,
)

SECRET = "Ключ-от-вебхука_1"
AT = 1_795_600_000
UNREAD = "Событий VK, которых мы не поняли: 1. Посмотрите комментарии в VK."
MESSAGE = {
    "id": 7,
    "date": AT,
    "from_id": 100_005,
    "peer_id": 100_005,
    "out": 0,
    "version": 1,
    "conversation_message_id": 1,
    "text": "Когда дадут воду?",
}


def told(bench: Bench, kind: str, body: Any, event_id: str = "e1") -> tuple[Event, ...]:
    return answered(bench, kind, body, event_id).events


def answered(bench: Bench, kind: str, body: Any, event_id: str = "e1") -> Answer:
    bench.secret = SECRET
    envelope = {"type": kind, "group_id": bench.account, "event_id": event_id, "v": "5.199", "secret": SECRET}
    return bench.network.parse_webhook(WebhookRequest(json.dumps({**envelope, "object": body}).encode()))


def test_a_message_with_a_picture(vk: Bench) -> None:
    sizes = [{"type": "s", "url": "https://s.test/s.jpg", "width": 75, "height": 50}]
    sizes += [{"type": "w", "url": "https://s.test/w.jpg", "width": 2000, "height": 1500}]
    pictured = {**MESSAGE, "attachments": [{"type": "photo", "photo": {"sizes": sizes}}]}

    [message] = told(vk, "message_new", {"message": pictured, "client_info": {}})

    assert message == MessageCame(
        dedup="message:7",
        message_id="7",
        peer_id="100005",
        author_id="100005",
        author_name="",
        text="Когда дадут воду?",
        at=datetime.fromtimestamp(AT, UTC),
        pictures=(PictureRef("https://s.test/w.jpg"),),
    )


def test_the_same_message_before_version_5_103(vk: Bench) -> None:
    assert told(vk, "message_new", MESSAGE) == told(vk, "message_new", {"message": MESSAGE, "client_info": {}})


def test_an_edited_message_and_our_own(vk: Bench) -> None:
    [edited] = told(vk, "message_edit", {**MESSAGE, "text": "Когда?", "update_time": AT + 60}, "e2")
    [ours] = told(vk, "message_reply", {**MESSAGE, "id": 8, "out": 1, "from_id": -vk.account})

    assert isinstance(edited, MessageCame)
    assert isinstance(ours, MessageCame)
    assert edited.dedup == "message-edit:7:e2"
    assert edited.edited is True
    assert edited.at.timestamp() == AT + 60
    assert ours.dedup == "message:8"
    assert ours.ours is True
    assert ours.peer_id == "100005"


@pytest.mark.parametrize("peer", [2_000_000_001, -5])
def test_a_chat_of_several_is_nobody_s_letter(vk: Bench, peer: int) -> None:
    assert told(vk, "message_new", {"message": {**MESSAGE, "peer_id": peer}}) == ()


def test_a_ban_its_end_and_new_administrators(vk: Bench) -> None:
    ban = {"admin_id": 1, "user_id": 9, "unblock_date": AT, "reason": 1, "comment": ""}
    [blocked] = told(vk, "user_block", ban)
    [for_good] = told(vk, "user_block", {**ban, "unblock_date": 0})
    [free] = told(vk, "user_unblock", {"admin_id": 0, "user_id": 9, "by_end_date": 1})
    [officer] = told(vk, "group_officers_edit", {"admin_id": 1, "user_id": 2, "level_old": 0, "level_new": 3})

    assert isinstance(blocked, AuthorRestricted)
    assert isinstance(for_good, AuthorRestricted)
    assert isinstance(free, AuthorReleased)
    assert isinstance(officer, AdministratorChanged)
    assert blocked.author_id == "9"
    assert blocked.until == datetime.fromtimestamp(AT, UTC)
    assert for_good.until is None
    assert officer.person_id == "2"
    assert officer.before == ""
    assert officer.after == "administrator"
    assert officer.by_id == "1"


def test_settings_that_changed(vk: Bench) -> None:
    changes = {"title": {"old_value": "А", "new_value": "Б"}, "wall": {"old_value": 1, "new_value": 0}}

    title, wall = told(vk, "group_change_settings", {"user_id": 3, "changes": changes})

    assert isinstance(title, PageChanged)
    assert isinstance(wall, PageChanged)
    assert title.what == "title"
    assert title.before == "А"
    assert title.after == "Б"
    assert title.by_id == "3"
    assert wall.what == "wall"
    assert wall.before == "1"
    assert wall.after == "0"
    assert title.dedup != wall.dedup


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("message_new", {"message": {"id": 1}}),
        ("message_new", []),
        ("message_edit", None),
        ("user_block", {}),
        ("group_officers_edit", {"user_id": 1, "level_old": 0, "level_new": 9}),
        ("group_change_settings", {"user_id": 1, "changes": ["title"]}),
        ("group_change_photo", {"user_id": 1}),
        ("user_unblock", {"user_id": "x" * 30}),
    ],
)
def test_what_cannot_be_read_is_taken_and_said(vk: Bench, kind: str, body: Any) -> None:
    assert answered(vk, kind, body) == Answer((), gap=UNREAD)


def test_a_cursor_of_before_asks_vk_to_tell_more(vk: Bench) -> None:
    """An account read for months gets messages too, without being connected again."""
    ours = json.loads(vk.begin())
    settings = {"group_id": vk.account, "enabled": 1, "api_version": "5.199", "message_new": 0, "wall_reply_new": 1}
    call = {"access_token": vk.given["community_token"], "v": "5.199", **settings}
    vk.http.send(
        "POST",
        f"{vk.sandbox.info['vk']['base']}/method/groups.setLongPollSettings",
        data={name: str(value) for name, value in call.items()},
        deadline=soon(),
    )
    before = json.dumps({"ts": ours["ts"], "at": ours["at"]})

    first = vk.news(before)
    vk.sandbox.ask("POST", "vk", "messages", {"account": vk.account, "author": "Анна", "text": "Вода?"})

    assert [event.text for event in vk.news(first.cursor).events if isinstance(event, MessageCame)] == ["Вода?"]


def test_messages_whose_events_were_lost_are_read_again(vk: Bench) -> None:
    order = {"account": vk.account, "author": "Анна Ковалёва"}
    cursor = vk.begin()
    for text in ("Первое", "Второе"):
        vk.sandbox.ask("POST", "vk", "messages", {**order, "text": text})

    by_event = vk.news(cursor).events
    lost = vk.news(cursor.replace('"ts": "', '"ts": "9'))

    assert len(by_event) == 2
    assert lost.events == by_event
    assert "личные сообщения перечитаны" in lost.gap
    vk.slots = (Slot.ADMIN,)
    assert "проверьте личные сообщения" in vk.news(cursor.replace('"ts": "', '"ts": "9')).gap


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("user_block", {"admin_id": 1, "user_id": 7, "unblock_date": 0}),
        ("user_unblock", {"admin_id": 1, "user_id": 7, "by_end_date": 0}),
        ("group_officers_edit", {"admin_id": 1, "user_id": 7, "level_old": 0, "level_new": 2}),
        ("group_change_settings", {"user_id": 1, "changes": {"title": {"old_value": "a", "new_value": "b"}}}),
    ],
)
def test_of_the_account_vk_names_no_hour(vk: Bench, kind: str, body: dict[str, Any]) -> None:
    [event] = told(vk, kind, body)

    assert not event.timed  # type: ignore[union-attr]
