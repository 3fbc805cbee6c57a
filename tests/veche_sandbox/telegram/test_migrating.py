"""A discussion group that becomes a supergroup, and faults that imitate Telegram's own."""

import pytest

from tests.veche_sandbox.bot import Bot

pytestmark = pytest.mark.sweep


def test_a_group_s_former_number_leads_to_the_new_one(bot: Bot) -> None:
    post = bot.post()
    bot.sandbox.write_comment("telegram", post, "Анна", "Когда?", account=bot.channel)
    bot.updates(offset=-1)

    moved = bot.sandbox.ask("POST", "telegram", "migrate", {"account": bot.channel})
    answer = bot.ask("sendMessage", chat_id=bot.group, text="Да")
    new = moved["migrate_to_chat_id"]

    assert moved["migrate_from_chat_id"] == bot.group
    assert answer == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": new},
    }
    told = [
        one["message"]
        for one in bot.updates()
        if {"migrate_to_chat_id", "migrate_from_chat_id"} & one["message"].keys()
    ]
    assert [(one["chat"]["id"], one["chat"]["type"]) for one in told] == [(bot.group, "group"), (new, "supergroup")]
    assert (told[0]["migrate_to_chat_id"], told[1]["migrate_from_chat_id"]) == (new, bot.group)
    assert bot.result("getChat", chat_id=bot.channel)["linked_chat_id"] == new
    comment = bot.comments()[0]["id"]
    assert bot.result("deleteMessage", chat_id=new, message_id=comment) is True
    bot.sandbox.write_comment("telegram", bot.post("Ещё"), "Анна", "И тут?", account=bot.channel)
    assert [one["deleted"] for one in bot.comments()] == [True, False]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("400", (400, "Bad Request: ordered by the control API")),
        ("403", (403, "Forbidden: ordered by the control API")),
        ("chat not found", (400, "Bad Request: chat not found")),
    ],
)
def test_an_ordered_error_has_telegram_s_head(bot: Bot, code: str, expected: tuple[int, str]) -> None:
    bot.sandbox.fault("telegram", "getMe", "error", code=code)

    assert bot.error("getMe") == expected


def test_an_ordered_429_says_how_long_to_wait(bot: Bot) -> None:
    bot.sandbox.fault("telegram", "getMe", "error", code="429", seconds=7)

    assert bot.ask("getMe") == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 7",
        "parameters": {"retry_after": 7},
    }
