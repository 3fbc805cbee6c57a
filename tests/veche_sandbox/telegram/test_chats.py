"""Members of chats and the rights of a bot."""

import pytest

from tests.veche_sandbox.bot import Bot, picture

pytestmark = pytest.mark.sweep


def test_channel_and_group_name_each_other(bot: Bot) -> None:
    channel = bot.result("getChat", chat_id=bot.channel)
    group = bot.result("getChat", chat_id=bot.group)

    assert (channel["type"], channel["linked_chat_id"]) == ("channel", bot.group)
    assert (group["type"], group["linked_chat_id"]) == ("supergroup", bot.channel)


def test_default_channel_is_found_by_its_name(bot: Bot) -> None:
    default = bot.sandbox.info["telegram"]

    answer = bot.result("getChat", chat_id="@Training_City")

    assert (answer["id"], answer["username"]) == (default["channel_id"], "training_city")
    refused = bot.error("sendMessage", chat_id="@training_city", text="Чужой")
    assert refused == (403, "Forbidden: bot is not a member of the channel chat")


def test_bot_sees_its_own_rights(bot: Bot) -> None:
    member = bot.result("getChatMember", chat_id=bot.channel, user_id=bot.id)

    assert (member["status"], member["user"]["is_bot"]) == ("administrator", True)
    assert {name: member[name] for name in ("can_post_messages", "can_delete_messages", "can_promote_members")} == {
        "can_post_messages": True,
        "can_delete_messages": True,
        "can_promote_members": False,
    }


def test_administrators_are_the_owner_and_the_bot(bot: Bot) -> None:
    administrators = bot.result("getChatAdministrators", chat_id=bot.group)

    assert [(item["status"], item["user"]["first_name"]) for item in administrators] == [
        ("creator", "Владелец Канала"),
        ("administrator", "Бот пресс-службы"),
    ]
    assert bot.result("getChatMemberCount", chat_id=bot.group) == 2


def test_resident_who_only_writes_is_no_member(bot: Bot) -> None:
    bot.sandbox.write_comment("telegram", bot.post(), "Анна", "Когда?", account=bot.channel)
    author = bot.updates()[-1]["message"]["from"]

    member = bot.result("getChatMember", chat_id=bot.group, user_id=author["id"])

    assert member == {"user": author, "status": "left"}


def test_picture_of_a_comment_is_downloaded(bot: Bot) -> None:
    body = picture(300, 200, "JPEG")
    bot.sandbox.write_comment("telegram", bot.post(), "Анна", "", [body], account=bot.channel)
    small, large = bot.updates()[-1]["message"]["photo"]

    files = [bot.result("getFile", file_id=size["file_id"]) for size in (small, large)]
    bodies = [bot.http.get(f"{bot.base}/file/bot{bot.token}/{file['file_path']}") for file in files]

    assert bodies[1].content == body
    assert bodies[0].content[:3] == b"\xff\xd8\xff"
    assert files[1]["file_size"] == len(body)
    assert bot.http.get(f"{bot.base}/file/bot{bot.id}:wrong/{files[1]['file_path']}").status_code == 401
    assert bot.http.get(f"{bot.base}/file/bot{bot.token}/photos/y_nothing.jpg").status_code == 404
