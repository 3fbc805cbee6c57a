"""Refusals of keyboards under a message."""

from typing import Any

import pytest

from tests.veche_sandbox.bot import Bot

pytestmark = pytest.mark.sweep

URL = {"text": "Да", "url": "https://gorod.example"}
PARSE = "can't parse inline keyboard button: "


def rows(*buttons: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[button] for button in buttons]}


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        (rows({"text": "Да"}), PARSE + "Text buttons are unallowed in the inline keyboard"),
        (rows({"text": "Да", "callback_data": ""}), PARSE + "Text buttons are unallowed in the inline keyboard"),
        (rows({"url": "https://gorod.example"}), PARSE + 'Can\'t find field "text"'),
        (rows({"text": 5, "callback_data": "x"}), PARSE + 'field "text" must be of type String'),
        (rows({"text": "Да", "callback_data": "я" * 33}), "BUTTON_DATA_INVALID"),
        (rows({"text": "Да", "url": "ftp://gorod.example"}),
         "inline keyboard button URL 'ftp://gorod.example' is invalid: Unsupported URL protocol"),
        (rows(*[URL] * 101), "reply markup is too long"),
        (rows(*[{"text": "Да" * 50, "callback_data": "x"}] * 99), "reply markup is too long"),
        ({"keyboard": [[{"text": "Да"}]]}, "inline keyboard expected"),
    ],
)  # fmt: skip
def test_what_a_channel_does_not_take(bot: Bot, markup: Any, said: str) -> None:
    refused = bot.error("sendMessage", chat_id=bot.channel, text="Мост", reply_markup=markup)

    assert (refused, bot.texts()) == ((400, f"Bad Request: {said}"), [])


def test_a_good_keyboard_stands(bot: Bot) -> None:
    markup = rows(URL, {"text": "Нет", "callback_data": "я" * 32}, {"text": "Кому", "switch_inline_query": ""})
    sent = bot.result("sendMessage", chat_id=bot.channel, text="Мост", reply_markup=markup)
    assert sent["reply_markup"] == markup

    bot.result("sendMessage", chat_id=bot.group, text="Мост", reply_markup={"keyboard": [["Да"], [{"text": "Нет"}]]})
    change = {"chat_id": bot.channel, "message_id": sent["message_id"], "text": "Мост!"}
    refused = bot.error("editMessageText", **change, reply_markup={"remove_keyboard": True})
    assert refused == (400, "Bad Request: inline keyboard expected")
