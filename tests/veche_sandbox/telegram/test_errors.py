"""Refusals and their texts."""

from typing import Any

import pytest

from tests.veche_sandbox.bot import Bot, picture

pytestmark = pytest.mark.sweep

NOBODY = -1009999999999


def test_wrong_token_is_unauthorized(bot: Bot) -> None:
    bot.token = f"{bot.id}:AAwrong"

    assert bot.ask("getMe") == {"ok": False, "error_code": 401, "description": "Unauthorized"}


def test_revoked_token_is_unauthorized(bot: Bot) -> None:
    bot.sandbox.revoke_token("telegram", bot.token)

    assert bot.error("sendMessage", chat_id=bot.channel, text="Привет") == (401, "Unauthorized")
    assert bot.sandbox.posts("telegram", bot.channel) == []


def test_unknown_method_is_not_found(bot: Bot) -> None:
    assert bot.error("sendPost") == (404, "Not Found: method not found")


@pytest.mark.parametrize(
    ("method", "arguments", "description"),
    [
        ("sendMessage", {}, "message text is empty"),
        ("sendMessage", {"text": "Да"}, "chat_id is empty"),
        ("sendMessage", {"text": "Да", "chat_id": NOBODY}, "chat not found"),
        ("sendMessage", {"text": "Да", "chat_id": "@nobody_at_all"}, "chat not found"),
        ("sendMessage", {"text": "Да", "chat_id": "канал"}, "chat not found"),
        ("sendMessage", {"text": " \n ", "chat_id": "CHANNEL"}, "text must be non-empty"),
        ("sendMessage", {"text": "ж" * 4097, "chat_id": "CHANNEL"}, "message is too long"),
        ("sendMessage", {"text": "🏛" * 2049, "chat_id": "CHANNEL"}, "message is too long"),
        ("sendMessage", {"text": "ж" * 20000, "chat_id": "CHANNEL"}, "text is too long"),
        ("sendMessage", {"text": "Да", "chat_id": "CHANNEL", "parse_mode": "bb"}, "unsupported parse_mode"),
        (
            "sendMessage",
            {"text": "Да", "chat_id": "CHANNEL", "reply_parameters": "{"},
            "can't parse reply parameters JSON object",
        ),
        (
            "sendMessage",
            {"text": "Да", "chat_id": "CHANNEL", "reply_parameters": {"message_id": 77}},
            "message to be replied not found",
        ),
        ("sendPhoto", {"chat_id": "CHANNEL"}, "there is no photo in the request"),
        ("sendPhoto", {"chat_id": "CHANNEL", "photo": "https://example.org/a.png"}, "failed to get HTTP URL content"),
        (
            "sendPhoto",
            {"chat_id": "CHANNEL", "photo": "AgACAgIAAxyабв"},
            "wrong remote file identifier specified: can't unserialize it",
        ),
        ("sendMediaGroup", {"chat_id": "CHANNEL"}, 'parameter "media" is required'),
        ("sendMediaGroup", {"chat_id": "CHANNEL", "media": "["}, "can't parse media JSON object"),
        ("sendMediaGroup", {"chat_id": "CHANNEL", "media": {}}, "expected an Array of InputMedia"),
        ("sendMediaGroup", {"chat_id": "CHANNEL", "media": []}, "there are no messages to send"),
        (
            "sendMediaGroup",
            {"chat_id": "CHANNEL", "media": [{"type": "photo", "media": "attach://no"}] * 2},
            "can't parse InputMedia: media not found",
        ),
        (
            "sendMediaGroup",
            {"chat_id": "CHANNEL", "media": [{"type": "animation", "media": "attach://a"}] * 2},
            "can't parse InputMedia: type \"animation\" can't be used in sendMediaGroup",
        ),
        ("editMessageText", {"text": "Да"}, "message identifier is not specified"),
        ("editMessageText", {"text": "Да", "chat_id": "CHANNEL", "message_id": 77}, "message to edit not found"),
        ("editMessageText", {"chat_id": "CHANNEL", "message_id": 77}, "message text is empty"),
        ("deleteMessage", {"chat_id": "CHANNEL"}, "message to delete not found"),
        ("deleteMessage", {"chat_id": "CHANNEL", "message_id": 77}, "message to delete not found"),
        ("deleteMessages", {"chat_id": "CHANNEL"}, "message identifiers are not specified"),
        ("deleteMessages", {"chat_id": "CHANNEL", "message_ids": 5}, "expected an Array of message identifiers"),
        ("deleteMessages", {"chat_id": "CHANNEL", "message_ids": [True]}, "message identifier must be a Number"),
        ("deleteMessages", {"chat_id": "CHANNEL", "message_ids": [0]}, "invalid message identifier specified"),
        (
            "deleteMessages",
            {"chat_id": "CHANNEL", "message_ids": list(range(1, 102))},
            "too many message identifiers specified",
        ),
        ("getChat", {}, "chat_id is empty"),
        ("getChat", {"chat_id": NOBODY}, "chat not found"),
        ("getChatMember", {"chat_id": "CHANNEL"}, "invalid user_id specified"),
        ("getChatMember", {"chat_id": "CHANNEL", "user_id": 4}, "PARTICIPANT_ID_INVALID"),
        ("getFile", {}, "file_id not specified"),
        ("getFile", {"file_id": "AgACAgIAAxyабв"}, "invalid file_id"),
        ("setWebhook", {"url": "ftp://example.org"}, "invalid webhook URL specified"),
        (
            "setWebhook",
            {"url": "http://example.org/hook"},
            "bad webhook: An HTTPS URL must be provided for webhook",
        ),
        (
            "setWebhook",
            {"url": "https://example.org/hook", "secret_token": "нет"},
            "secret token contains unallowed characters",
        ),
        (
            "setWebhook",
            {"url": "https://example.org/hook", "secret_token": "s" * 257},
            "secret token is too long",
        ),
    ],
)
def test_bad_call_is_refused_in_the_networks_words(
    bot: Bot, method: str, arguments: dict[str, Any], description: str
) -> None:
    given: dict[str, Any] = {name: bot.channel if value == "CHANNEL" else value for name, value in arguments.items()}

    assert bot.error(method, **given) == (400, f"Bad Request: {description}")
    assert bot.sandbox.posts("telegram", bot.channel) == []


def test_album_has_two_to_ten_items(bot: Bot) -> None:
    item = {"type": "photo", "media": "attach://a"}

    for count, description in ((1, "media must include 2-10 items"), (11, "too many messages to send as an album")):
        refused = bot.error("sendMediaGroup", {"a": picture()}, chat_id=bot.channel, media=[item] * count)
        assert refused == (400, f"Bad Request: {description}")
    assert bot.sandbox.posts("telegram", bot.channel) == []


def test_channel_of_another_bot_does_not_exist(bot: Bot, lonely_bot: Bot) -> None:
    refused = bot.error("sendMessage", chat_id=lonely_bot.channel, text="Привет")

    assert refused == (400, "Bad Request: chat not found")
    assert bot.sandbox.posts("telegram", lonely_bot.channel) == []


@pytest.mark.parametrize(
    ("status", "rights", "refusal"),
    [
        ("administrator", [], (400, "Bad Request: need administrator rights in the channel chat")),
        ("administrator", ["can_delete_messages"], (400, "Bad Request: need administrator rights in the channel chat")),
        ("left", [], (403, "Forbidden: bot is not a member of the channel chat")),
        ("kicked", [], (403, "Forbidden: bot was kicked from the channel chat")),
    ],
)
def test_bot_without_rights_cannot_post(bot: Bot, status: str, rights: list[str], refusal: tuple[int, str]) -> None:
    bot.set_rights(bot.channel, status, rights)

    assert bot.error("sendMessage", chat_id=bot.channel, text="Привет") == refusal
    assert bot.sandbox.posts("telegram", bot.channel) == []


def test_bot_without_rights_cannot_delete_a_comment(bot: Bot) -> None:
    comment = bot.sandbox.write_comment("telegram", bot.post(), "Анна", "Когда?", account=bot.channel)
    bot.set_rights(bot.group, "administrator", ["can_pin_messages"])

    refused = bot.error("deleteMessage", chat_id=bot.group, message_id=comment["id"])

    assert refused == (400, "Bad Request: message can't be deleted for everyone")
    assert bot.comments() == [{**comment, "deleted": False}]
