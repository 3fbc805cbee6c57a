"""Invalid input of any kind is answered as the Bot API does and never with status 500."""

import pytest

from tests.veche_sandbox.bot import Bot, picture
from veche_sandbox.telegram.table import METHODS

pytestmark = pytest.mark.sweep

RUBBISH = ("-1", "9" * 40, "{", "[]", "null", "{}", "5", '"x"', "[{}]", "[null]", "a\0b", "٣", '{"message_id":[1]}')


@pytest.mark.sweep
@pytest.mark.parametrize("method", [name for name, parameters in METHODS.items() if parameters])
def test_rubbish_in_any_argument_is_answered_properly(bot: Bot, method: str) -> None:
    bot.post()
    good = {"chat_id": str(bot.channel), "text": "Да", "message_id": "2", "user_id": str(bot.id)}
    start = {name: value for name, value in good.items() if name in METHODS[method]}
    broken = []

    for name in METHODS[method]:
        for value in RUBBISH:
            data = {**start, name: value}
            if method in {"getUpdates", "setWebhook"} and name in {"timeout", "url"}:
                continue
            answer = bot.http.post(bot.url(method), data=data, files={"a": ("a.png", picture())})
            body = answer.json() if answer.headers["content-type"] == "application/json" else {}
            proper = body.get("ok") is True or body.get("error_code") == answer.status_code
            if not proper or answer.status_code >= 500:
                broken.append((name, value, answer.text))

    assert broken == []


def test_half_a_surrogate_is_no_text(bot: Bot) -> None:
    headers = {"Content-Type": "application/json"}
    body = f'{{"chat_id": {bot.channel}, "text": "\\ud83c"}}'.encode()

    answer = bot.http.post(bot.url("sendMessage"), content=body, headers=headers)

    assert answer.json()["description"] == "Bad Request: strings must be encoded in UTF-8"


def test_multipart_without_a_boundary_is_refused(bot: Bot) -> None:
    answer = bot.http.post(bot.url("sendMessage"), content=b"x", headers={"Content-Type": "multipart/form-data"})

    assert answer.json() == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: can't parse the request body",
    }
