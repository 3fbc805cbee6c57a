"""Methods that ordinary bots call besides sending: forwarding, copying, other media, reactions, commands."""

import json
import re
from typing import Any

import pytest

from tests.veche_sandbox.bot import Bot, picture
from tests.veche_sandbox.telegram.test_files_and_rights import film
from tests.veche_sandbox.telegram.test_table import PUBLISHED
from veche_sandbox.telegram.bot_actions import REACTIONS

pytestmark = pytest.mark.sweep


def test_a_post_is_forwarded_to_the_group(bot: Bot) -> None:
    post = bot.result("sendPhoto", {"photo": picture()}, chat_id=bot.channel, caption="#вода")

    sent = bot.result("forwardMessage", chat_id=bot.group, from_chat_id=bot.channel, message_id=post["message_id"])
    again = bot.result("forwardMessage", chat_id=bot.group, from_chat_id=bot.group, message_id=sent["message_id"])

    origin = {
        "type": "channel",
        "chat": post["chat"],
        "message_id": post["message_id"],
        "date": post["date"],
    }
    assert sent["forward_origin"] == again["forward_origin"] == origin
    assert (sent["chat"]["id"], sent["from"]["id"], sent["caption"]) == (bot.group, bot.id, "#вода")
    assert (sent["photo"], sent["caption_entities"]) == (post["photo"], post["caption_entities"])
    assert "is_automatic_forward" not in sent


def test_a_person_s_message_is_passed_on(bot: Bot) -> None:
    order = {"account": bot.channel, "author": "Анна Ковалёва", "text": "Когда?"}
    letter = bot.sandbox.ask("POST", "telegram", "messages", order)
    asked = {"from_chat_id": letter["peer_id"], "message_id": letter["id"]}

    to_group = bot.result("forwardMessage", chat_id=bot.group, **asked)
    to_person = bot.result("forwardMessage", chat_id=letter["peer_id"], **asked)
    copied = bot.result("copyMessage", chat_id=bot.group, **asked)

    assert to_group["forward_origin"]["sender_user"]["id"] == letter["peer_id"]
    assert (to_person["forward_origin"], to_person["text"]) == (to_group["forward_origin"], "Когда?")
    assert copied.keys() == {"message_id"}


def test_a_copy_has_its_own_caption_and_no_origin(bot: Bot) -> None:
    post = bot.result("sendVideo", {"video": film(320, 240, 5)}, chat_id=bot.channel, caption="Каток")
    asked = {"from_chat_id": bot.channel, "message_id": post["message_id"]}

    bot.result("copyMessage", chat_id=bot.channel, **asked)
    bot.result("copyMessage", chat_id=bot.channel, **asked, caption="<b>Лёд</b>", parse_mode="HTML")

    posts = bot.sandbox.posts("telegram", bot.channel)
    assert [one["text"] for one in posts] == ["Каток", "Каток", "Лёд"]
    assert len({one["files"][0]["sha256"] for one in posts}) == 1


@pytest.mark.parametrize("method", ["forwardMessage", "copyMessage"])
def test_what_is_not_there_is_not_passed_on(bot: Bot, method: str) -> None:
    what = method.removesuffix("Message")
    asked: dict[str, Any] = {"chat_id": bot.group, "from_chat_id": bot.channel}

    assert bot.error(method, **asked, message_id=999) == (400, f"Bad Request: message to {what} not found")
    assert bot.error(method, chat_id=bot.group, from_chat_id=-100500, message_id=1) == (
        400,
        "Bad Request: chat not found",
    )


def test_a_protected_message_is_not_forwarded(bot: Bot) -> None:
    post = bot.result("sendMessage", chat_id=bot.channel, text="Да", protect_content=True)["message_id"]

    asked = {"chat_id": bot.group, "from_chat_id": bot.channel, "message_id": post}
    assert bot.error("forwardMessage", **asked) == (400, "Bad Request: message can't be forwarded")


def test_other_media_take_a_message_s_place(bot: Bot) -> None:
    post = bot.result("sendPhoto", {"photo": picture()}, chat_id=bot.channel, caption="Было")["message_id"]
    media = {"type": "video", "media": "attach://film", "caption": "Стало"}

    shown = bot.result(
        "editMessageMedia", {"film": film(320, 240, 5)}, chat_id=bot.channel, message_id=post, media=media
    )

    assert shown["caption"] == "Стало"
    assert shown["video"]["width"] == 320
    assert "photo" not in shown
    [forward] = [one["message"] for one in bot.updates() if "message" in one]
    assert forward["caption"] == "Было"
    [stands] = bot.sandbox.posts("telegram", bot.channel)
    assert stands["text"] == "Стало"
    assert stands["photos"] == []
    assert len(stands["files"]) == 1
    bad = {"type": "zzz", "media": "x"}
    assert bot.error("editMessageMedia", chat_id=bot.channel, message_id=post, media=bad)[0] == 400
    assert bot.sandbox.complaints("telegram") == []


def test_a_text_gets_a_picture(bot: Bot) -> None:
    media = {"type": "photo", "media": "attach://a"}

    shown = bot.result("editMessageMedia", {"a": picture()}, chat_id=bot.channel, message_id=bot.post(), media=media)

    assert ("photo" in shown, "text" in shown) == (True, False)


def test_reactions(bot: Bot) -> None:
    asked: dict[str, Any] = {"chat_id": bot.channel, "message_id": bot.post()}

    assert bot.result("setMessageReaction", **asked, reaction=[{"type": "emoji", "emoji": "👍"}]) is True
    assert bot.result("setMessageReaction", **asked) is True
    for bad in ([{"type": "emoji", "emoji": "🏛"}], [{"type": "paid"}], [{"type": "emoji", "emoji": "👍"}] * 2):
        assert bot.error("setMessageReaction", **asked, reaction=bad)[0] == 400


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published table of the Bot API is not here")
def test_reactions_are_the_published_ones() -> None:
    said = json.loads(PUBLISHED.read_text())["types"]["ReactionTypeEmoji"]["fields"][1]["description"]

    assert frozenset(re.findall(r'"([^"]+)"', said)) == REACTIONS


def test_everything_is_let_go_from_the_top(bot: Bot) -> None:
    bot.set_rights(bot.channel, "administrator", ["can_post_messages", "can_edit_messages"])
    for number in (bot.post("Раз"), bot.post("Два")):
        bot.result("pinChatMessage", chat_id=bot.channel, message_id=number)

    assert bot.result("unpinAllChatMessages", chat_id=bot.channel) is True
    assert "pinned_message" not in bot.result("getChat", chat_id=bot.channel)
    bot.set_rights(bot.channel, "administrator", ["can_post_messages"])
    assert bot.error("unpinAllChatMessages", chat_id=bot.channel)[0] == 400


def test_a_bot_says_that_it_types(bot: Bot) -> None:
    assert bot.result("sendChatAction", chat_id=bot.group, action="typing") is True
    assert bot.error("sendChatAction", chat_id=bot.group, action="dancing") == (
        400,
        "Bad Request: wrong parameter action in request",
    )
    assert bot.error("sendChatAction", chat_id=bot.channel, action="typing")[0] == 400


def test_commands_of_a_scope(bot: Bot) -> None:
    listed = [{"command": "water", "description": "Отключения воды"}]
    scope = {"type": "all_private_chats"}

    assert bot.result("setMyCommands", commands=listed, scope=scope) is True
    assert bot.result("getMyCommands", scope=scope) == listed
    assert bot.result("getMyCommands") == []
    assert bot.result("deleteMyCommands", scope=scope) is True
    assert bot.result("getMyCommands", scope=scope) == []
    for bad in ([{"command": "Вода", "description": "а"}], [{"command": "a", "description": ""}], listed * 101):
        assert bot.error("setMyCommands", commands=bad)[0] == 400


def test_former_names_of_methods_are_heard(bot: Bot) -> None:
    post = bot.post()
    bot.sandbox.write_comment("telegram", post, "Злой", "Да", account=bot.channel)
    found = bot.sandbox.comments("telegram", details=True)
    person = next(one["author_id"] for one in found if one["account"] == bot.channel)

    assert bot.result("getChatMembersCount", chat_id=bot.group) == bot.result("getChatMemberCount", chat_id=bot.group)
    assert bot.result("kickChatMember", chat_id=bot.group, user_id=person) is True
    assert bot.result("getChatMember", chat_id=bot.group, user_id=person)["status"] == "kicked"
