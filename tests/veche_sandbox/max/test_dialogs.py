"""Dialogs of a person and a bot, and the settings of a channel."""

from typing import Any

import pytest

from tests.veche_sandbox.bot import picture
from tests.veche_sandbox.max.conftest import MaxBot

pytestmark = pytest.mark.sweep


def write(bot: MaxBot, text: str, author: str = "Анна Ковалёва") -> dict[str, Any]:
    order = {"account": bot.chat, "author": author, "text": text}
    made: dict[str, Any] = bot.sandbox.ask("POST", "max", "messages", order)
    return made


def answer(bot: MaxBot, peer: int, text: str, **more: Any) -> Any:
    return bot.good("POST", "/messages", params={"user_id": peer}, json={"text": text, **more})["message"]


def heard(bot: MaxBot, marker: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = bot.good("GET", "/updates", params={"timeout": 0, "marker": marker})["updates"]
    return found


def steady(message: dict[str, Any]) -> dict[str, Any]:
    """The message without its people's last activity, which is the second of the reading."""
    people = {"sender": {**message["sender"], "last_activity_time": None}}
    return {**message, **people, **({"link": steady(message["link"])} if "link" in message else {})}


def begin(bot: MaxBot) -> int:
    marker: int = bot.good("GET", "/updates", params={"timeout": 0})["marker"]
    return marker


def test_a_dialog_begins_goes_on_and_is_answered(bot: MaxBot) -> None:
    marker = begin(bot)
    written = write(bot, "Когда?")
    bot.sandbox.ask("POST", "max", "messages/edit", {"account": bot.chat, "id": written["id"], "text": "Когда же?"})

    started, came, edited = heard(bot, marker)

    assert [one["update_type"] for one in (started, came, edited)] == [
        "bot_started",
        "message_created",
        "message_edited",
    ]
    me = bot.good("GET", "/me")["user_id"]
    recipient = {"chat_id": started["chat_id"], "chat_type": "dialog", "user_id": me}
    assert (came["message"]["recipient"], came["message"]["sender"]["user_id"]) == (recipient, written["peer_id"])
    assert (edited["message"]["body"]["mid"], edited["message"]["body"]["text"]) == (written["id"], "Когда же?")
    assert not {"url", "stat"} & came["message"].keys()

    sent = answer(bot, written["peer_id"], "В шесть", link={"type": "reply", "mid": written["id"]})
    assert sent["link"]["message"]["text"] == "Когда же?"
    assert steady(bot.good("GET", f"/messages/{sent['body']['mid']}")) == steady(sent)
    assert heard(bot, begin(bot) + 1) == []
    write(bot, "Спасибо")
    found = bot.sandbox.ask("GET", "max", "messages", query={"account": bot.chat})
    assert [(one["text"], one["ours"], one["reply_to"]) for one in found] == [
        ("Когда же?", False, None),
        ("В шесть", True, written["id"]),
        ("Спасибо", False, None),
    ]


def test_nobody_is_written_to_who_does_not_want_it(bot: MaxBot) -> None:
    peer = write(bot, "Когда?")["peer_id"]
    bot.sandbox.ask("POST", "max", "messages/stop", {"account": bot.chat, "author": "Анна Ковалёва"})

    refusal = bot.refusal("POST", "/messages", params={"user_id": peer}, json={"text": "Да"})

    assert refusal == (403, "access.denied")
    write(bot, "Пишите")
    assert answer(bot, peer, "Да")["body"]["text"] == "Да"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"text": " "}, "proto.payload"),
        ({"text": "да", "link": {"type": "forward", "mid": "mid.1"}}, "proto.payload"),
        ({"text": "да", "link": {"type": "reply", "mid": "mid.1"}}, "proto.payload"),
        ({"text": "да", "attachments": [{"type": "image", "payload": {"token": "a"}}]}, "proto.payload"),
    ],
)
def test_mistakes_in_a_dialog(bot: MaxBot, body: dict[str, Any], code: str) -> None:
    peer = write(bot, "Когда?")["peer_id"]

    assert bot.refusal("POST", "/messages", params={"user_id": peer}, json=body) == (400, code)


def test_a_stranger_and_nobody(bot: MaxBot) -> None:
    comment = bot.comment(bot.post())
    found = bot.sandbox.comments("max", details=True)
    stranger = next(one["author_id"] for one in found if one["id"] == comment)

    for peer, expected in ((stranger, (403, "access.denied")), (5, (404, "not.found"))):
        assert bot.refusal("POST", "/messages", params={"user_id": peer}, json={"text": "Да"}) == expected


def test_another_bot_s_dialog_is_not_shown(bot: MaxBot) -> None:
    peer = write(bot, "Когда?")["peer_id"]
    mid = answer(bot, peer, "Да")["body"]["mid"]
    other = MaxBot(bot.sandbox, bot.sandbox.add_account("max", "Другой город", new_bot=True))

    assert other.refusal("GET", f"/messages/{mid}") == (404, "not.found")
    other.http.close()


def test_the_channel_s_look(bot: MaxBot) -> None:
    token = bot.uploaded(picture(300, 300))
    bot.sandbox.fault("max", "GET /me", "slow", seconds=0.3)
    bot.good("GET", "/me")  # meanwhile the picture becomes ready

    changed = bot.good(
        "PATCH", f"/chats/{bot.chat}", json={"title": "Энск", "description": "Официально", "icon": {"token": token}}
    )

    assert (changed["title"], changed["description"]) == ("Энск", "Официально")
    assert bot.http.get(changed["icon"]["url"]).content == picture(300, 300)
    assert bot.good("GET", f"/chats/{bot.chat}") == changed
    emptied = bot.good("PATCH", f"/chats/{bot.chat}", json={"description": ""})
    assert emptied["description"] is None
    assert emptied["title"] == "Энск"
    assert emptied["icon"] == changed["icon"]


@pytest.mark.parametrize(
    "body",
    [
        {"title": ""},
        {"title": "ж" * 201},
        {"description": "ж" * 16_001},
        {"icon": {"token": "nothing"}},
        {"icon": {}},
        {"pin": "mid.1"},
    ],
)
def test_mistakes_in_a_look(bot: MaxBot, body: dict[str, Any]) -> None:
    assert bot.refusal("PATCH", f"/chats/{bot.chat}", json=body) == (400, "proto.payload")


def test_without_the_right(bot: MaxBot) -> None:
    bot.rights("write", "read_all_messages")

    assert bot.refusal("PATCH", f"/chats/{bot.chat}", json={"title": "Энск"}) == (403, "access.denied")


def test_a_dialog_has_a_number_of_its_own_that_opens_it(bot: MaxBot) -> None:
    """As `reply()` of every framework addresses it."""
    marker = begin(bot)
    peer = write(bot, "Когда?")["peer_id"]
    chat = heard(bot, marker)[1]["message"]["recipient"]["chat_id"]

    sent = bot.good("POST", "/messages", params={"chat_id": chat}, json={"text": "В шесть"})["message"]
    listed = bot.good("GET", "/messages", params={"chat_id": chat})["messages"]
    shown = bot.good("GET", f"/chats/{chat}")

    assert sent["recipient"] == {"chat_id": chat, "chat_type": "dialog", "user_id": peer}
    assert [one["body"]["text"] for one in listed] == ["В шесть", "Когда?"]
    assert steady(listed[0]) == steady(sent)
    (found,) = bot.good("GET", "/messages", params={"message_ids": sent["body"]["mid"]})["messages"]
    assert steady(found) == steady(sent)
    assert {name: shown[name] for name in ("chat_id", "type", "status", "participants_count", "is_public")} == {
        "chat_id": chat,
        "type": "dialog",
        "status": "active",
        "participants_count": 2,
        "is_public": False,
    }
    assert (shown["dialog_with_user"]["user_id"], shown["last_event_time"]) == (peer, sent["timestamp"])


def test_a_dialog_s_own_messages_are_edited_and_deleted(bot: MaxBot) -> None:
    written = write(bot, "Когда?")
    mid = answer(bot, written["peer_id"], "В шесть")["body"]["mid"]

    bot.good("PUT", "/messages", params={"message_id": mid}, json={"text": "<b>В семь</b>", "format": "html"})
    edited = bot.good("GET", f"/messages/{mid}")["body"]
    bot.good("DELETE", "/messages", params={"message_id": mid})

    assert (edited["text"], edited["markup"]) == ("В семь", [{"type": "strong", "from": 0, "length": 6}])
    assert bot.refusal("GET", f"/messages/{mid}") == (404, "not.found")
    for verb in ("PUT", "DELETE"):
        asked: dict[str, Any] = {"json": {"text": "да"}} if verb == "PUT" else {}
        refusal = bot.refusal(verb, "/messages", params={"message_id": written["id"]}, **asked)
        assert refusal == (403, "access.denied")


def test_a_keyboard_hangs_on_a_dialog_s_message(bot: MaxBot) -> None:
    peer = write(bot, "Когда?")["peer_id"]
    keyboard = {
        "type": "inline_keyboard",
        "payload": {"buttons": [[{"type": "link", "text": "Сайт", "url": "https://x.ru"}]]},
    }

    assert answer(bot, peer, "Вот", attachments=[keyboard])["body"]["attachments"] == [keyboard]


def test_what_looks_like_a_dialog_and_is_none(bot: MaxBot) -> None:
    marker = begin(bot)
    write(bot, "Когда?")
    chat = heard(bot, marker)[1]["message"]["recipient"]["chat_id"]
    other = MaxBot(bot.sandbox, bot.sandbox.add_account("max", "Другой город", new_bot=True))

    for who, number in ((other, chat), (bot, chat + 1), (bot, 5)):
        assert who.refusal("GET", f"/chats/{number}") == (404, "not.found")
        asked: dict[str, Any] = {"params": {"chat_id": number}}
        assert who.refusal("GET", "/messages", **asked) == (404, "not.found")
        assert who.refusal("POST", "/messages", **asked, json={"text": "да"}) == (404, "not.found")
    other.http.close()


def test_a_start_by_a_deep_link_tells_its_payload(bot: MaxBot) -> None:
    write(bot, "Здравствуйте")
    marker = begin(bot)
    order = {"account": bot.chat, "author": "Анна Ковалёва", "text": "Я с плаката", "payload": "plakat-7"}
    peer = bot.sandbox.ask("POST", "max", "messages", order)["peer_id"]

    started, came = heard(bot, marker)

    assert started["update_type"] == "bot_started"
    assert started["user_id"] == peer
    assert started["payload"] == "plakat-7"
    assert came["message"]["body"]["text"] == "Я с плаката"
