"""Pinned messages of a chat."""

import pytest

from tests.veche_sandbox.bot import Bot

pytestmark = pytest.mark.sweep


def pinned(bot: Bot) -> int | None:
    top = bot.result("getChat", chat_id=bot.channel).get("pinned_message")
    return top["message_id"] if top else None


def test_the_newest_of_the_pinned_is_named(bot: Bot) -> None:
    first, second = bot.post("раз"), bot.post("два")
    assert pinned(bot) is None

    for post in (second, first):
        assert bot.result("pinChatMessage", chat_id=bot.channel, message_id=post, disable_notification=True) is True
    assert pinned(bot) == second

    assert bot.result("unpinChatMessage", chat_id=bot.channel, message_id=second) is True
    assert pinned(bot) == first
    assert bot.result("unpinChatMessage", chat_id=bot.channel) is True
    assert pinned(bot) is None


def test_what_changes_nothing_is_refused(bot: Bot) -> None:
    post = bot.post()
    same = (400, "Bad Request: CHAT_NOT_MODIFIED")

    assert bot.error("unpinChatMessage", chat_id=bot.channel, message_id=post) == same
    bot.result("pinChatMessage", chat_id=bot.channel, message_id=post)
    assert bot.error("pinChatMessage", chat_id=bot.channel, message_id=post) == same


def test_what_is_not_there_cannot_be_pinned(bot: Bot) -> None:
    post = bot.post()
    bot.result("pinChatMessage", chat_id=bot.channel, message_id=post)
    bot.result("deleteMessage", chat_id=bot.channel, message_id=post)

    assert pinned(bot) is None
    gone = (400, "Bad Request: message to pin not found")
    assert bot.error("pinChatMessage", chat_id=bot.channel, message_id=post) == gone
    assert bot.error("unpinChatMessage", chat_id=bot.channel) == (400, "Bad Request: message to unpin not found")


def test_without_the_right_nothing_is_pinned(bot: Bot) -> None:
    post = bot.post()
    bot.set_rights(bot.channel, "administrator", ["can_post_messages"])

    refused = bot.error("pinChatMessage", chat_id=bot.channel, message_id=post)

    assert refused == (400, "Bad Request: not enough rights to manage pinned messages in the chat")
