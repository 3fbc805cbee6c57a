"""Commands, links and mentions in typed text become entities, as in Telegram's own applications."""

from typing import Any

import pytest

from tests.veche_sandbox.bot import Bot

pytestmark = pytest.mark.sweep


def person(bot: Bot, name: str = "Анна Ковалёва") -> int:
    """The peer id of a person who has written to the bot."""
    order = {"account": bot.channel, "author": name, "text": "Здравствуйте"}
    peer: int = bot.sandbox.ask("POST", "telegram", "messages", order)["peer_id"]
    return peer


def test_a_command_is_marked_in_private_and_in_the_group(bot: Bot) -> None:
    post = bot.post()
    order = {"account": bot.channel, "author": "Анна Ковалёва", "text": "/start zz"}
    bot.sandbox.ask("POST", "telegram", "messages", order)
    bot.sandbox.write_comment("telegram", post, "Анна Ковалёва", "/help ya.ru", account=bot.channel)

    said = {one["message"]["text"]: one["message"].get("entities") for one in bot.updates()}

    assert said["/start zz"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert said["/help ya.ru"] == [
        {"type": "bot_command", "offset": 0, "length": 5},
        {"type": "url", "offset": 6, "length": 5},
    ]


def test_a_person_s_post_has_links_and_loses_a_bot_s_marks(bot: Bot) -> None:
    sent = bot.result("sendMessage", chat_id=bot.channel, text="<b>Вода</b> есть", parse_mode="HTML")["message_id"]
    bot.sandbox.ask("POST", "telegram", "posts/edit", {"account": bot.channel, "id": sent, "text": "Да: t.me/x"})

    [edited] = [one["edited_channel_post"] for one in bot.updates() if "edited_channel_post" in one]

    assert (edited["text"], edited["entities"]) == ("Да: t.me/x", [{"type": "url", "offset": 4, "length": 6}])


def test_a_link_to_a_person_is_a_mention(bot: Bot) -> None:
    peer = person(bot)

    def marked(text: str, **more: Any) -> Any:
        return bot.result("sendMessage", chat_id=bot.channel, text=text, **more).get("entities")

    mention = [
        {
            "type": "text_mention",
            "offset": 0,
            "length": 4,
            "user": {"id": peer, "is_bot": False, "first_name": "Анна Ковалёва"},
        }
    ]
    assert marked(f'<a href="tg://user?id={peer}">Анна</a>', parse_mode="HTML") == mention
    assert marked(f"[Анна](tg://user?id={peer})", parse_mode="MarkdownV2") == mention
    given = [{"type": "text_mention", "offset": 0, "length": 4, "user": {"id": peer}}]
    assert marked("Анна", entities=given) == mention
    assert marked('<a href="tg://user?id=5">Кто</a>', parse_mode="HTML") is None
    given[0]["user"] = {"id": 5}
    assert bot.error("sendMessage", chat_id=bot.channel, text="Анна", entities=given) == (
        400,
        "Bad Request: user not found",
    )


def test_a_caption_has_a_language_and_a_person(bot: Bot) -> None:
    peer = person(bot)
    options = [{"text": "да"}, {"text": "нет"}]

    poll = bot.result(
        "sendPoll",
        chat_id=bot.channel,
        question="?",
        options=options,
        description=f'<a href="tg://user?id={peer}">Анна</a>',
        description_parse_mode="HTML",
    )["poll"]

    assert [one["type"] for one in poll["description_entities"]] == ["text_mention"]
