"""Settings of a chat: title, description, photo."""

from typing import Any

import pytest

from tests.veche_sandbox.bot import Bot, picture

pytestmark = pytest.mark.sweep


def chat(bot: Bot) -> dict[str, Any]:
    found: dict[str, Any] = bot.result("getChat", chat_id=bot.channel)
    return found


def test_title_description_and_photo(bot: Bot) -> None:
    body = picture(200, 160)
    assert bot.result("setChatTitle", chat_id=bot.channel, title="Город Энск")
    assert bot.result("setChatDescription", chat_id=bot.channel, description="Официально")
    assert bot.result("setChatPhoto", {"photo": body}, chat_id=bot.channel)

    shown = chat(bot)
    assert (shown["title"], shown["description"]) == ("Город Энск", "Официально")
    path = bot.result("getFile", file_id=shown["photo"]["big_file_id"])["file_path"]
    assert bot.http.get(f"{bot.base}/file/bot{bot.token}/{path}").content == body
    assert bot.updates() == []
    assert bot.result("setChatDescription", chat_id=bot.channel)
    assert "description" not in chat(bot)


@pytest.mark.parametrize(
    ("method", "arguments", "words"),
    [
        ("setChatTitle", {"title": " "}, "title can't be empty"),
        ("setChatTitle", {"title": "ж" * 129}, "CHAT_TITLE_TOO_LONG"),
        ("setChatDescription", {"description": "ж" * 256}, "CHAT_ABOUT_TOO_LONG"),
        ("setChatDescription", {"description": ""}, "chat description is not modified"),
        ("setChatPhoto", {}, "there is no photo in the request"),
        ("setChatPhoto", {"photo": "AgAC"}, "photo must be uploaded as an InputFile"),
    ],
)
def test_mistakes(bot: Bot, method: str, arguments: dict[str, Any], words: str) -> None:
    assert bot.error(method, chat_id=bot.channel, **arguments) == (400, f"Bad Request: {words}")


def test_the_same_title_and_a_small_photo(bot: Bot) -> None:
    same = bot.error("setChatTitle", chat_id=bot.channel, title=chat(bot)["title"])

    assert same == (400, "Bad Request: chat title is not modified")
    small = bot.error("setChatPhoto", {"photo": picture(300, 159)}, chat_id=bot.channel)
    assert small == (400, "Bad Request: PHOTO_CROP_SIZE_SMALL")


def test_without_the_right(bot: Bot) -> None:
    bot.set_rights(bot.channel, "administrator", ["can_post_messages"])

    assert bot.error("setChatDescription", chat_id=bot.channel, description="Да") == (
        400,
        "Bad Request: not enough rights to set chat description",
    )


def test_what_a_human_changes_is_a_message_of_the_channel(bot: Bot) -> None:
    bot.sandbox.ask("POST", "telegram", "page", {"account": bot.channel, "title": "Город Энск"})
    bot.sandbox.ask("POST", "telegram", "page", {"account": bot.channel, "description": "Официально"})

    [told] = bot.updates()

    assert told["channel_post"]["new_chat_title"] == "Город Энск"
    assert told["channel_post"]["sender_chat"]["title"] == "Город Энск"
    assert bot.texts() == []
