"""Encodings of arguments, and complaints about them."""

import json

import pytest

from tests.veche_sandbox.bot import Bot, picture
from tests.veche_sandbox.raw import raw

pytestmark = pytest.mark.sweep


def test_arguments_come_by_address_form_or_json(bot: Bot) -> None:
    chat = bot.channel

    bot.http.get(bot.url("sendMessage"), params={"chat_id": chat, "text": "адрес"}).raise_for_status()
    bot.http.post(bot.url("sendMessage"), data={"chat_id": chat, "text": "форма"}).raise_for_status()
    bot.http.post(bot.url("sendMessage"), json={"chat_id": chat, "text": "json"}).raise_for_status()
    files = {"ignored": ("a.txt", b"")}
    bot.http.post(bot.url("SENDmessage"), data={"chat_id": chat, "text": "части"}, files=files).raise_for_status()

    assert bot.texts() == ["адрес", "форма", "json", "части"]


def test_objects_come_as_json_inside_json(bot: Bot) -> None:
    post = bot.post()
    forward = bot.updates()[0]["message"]["message_id"]
    reply = {"message_id": forward}

    bot.http.post(bot.url("sendMessage"), json={"chat_id": bot.group, "text": "а", "reply_parameters": reply})
    as_text = {"chat_id": bot.group, "text": "б", "reply_parameters": json.dumps(reply)}
    bot.http.post(bot.url("sendMessage"), json=as_text)

    assert [(comment["post_id"], comment["text"]) for comment in bot.comments()] == [(post, "а"), (post, "б")]


def test_status_is_the_error_code(bot: Bot) -> None:
    answers = [bot.http.post(bot.url(method)).status_code for method in ("getMe", "getChat", "nothing")]

    assert answers == [200, 400, 404]


def test_body_that_is_no_json_is_refused(bot: Bot) -> None:
    headers = {"Content-Type": "application/json"}

    answer = bot.http.post(bot.url("sendMessage"), content=b"{", headers=headers)

    assert answer.json() == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: can't parse JSON object in the request body",
    }


def test_too_large_a_body_is_413(bot: Bot) -> None:
    head = f"POST /telegram/bot{bot.token}/sendPhoto HTTP/1.1\r\nHost: localhost\r\nContent-Length: 62914560\r\n\r\n"

    answer = raw(bot.base, head.encode())

    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b'{"ok":false,"error_code":413,"description":"Request Entity Too Large"}' in answer


def test_a_careful_client_hears_no_complaint(bot: Bot) -> None:
    bot.post()
    bot.result("sendPhoto", {"photo": picture()}, chat_id=bot.channel, caption="Фото", disable_notification=True)
    media = [{"type": "photo", "media": f"attach://{name}", "caption": name} for name in "ab"]
    bot.result("sendMediaGroup", {"a": picture(), "b": picture()}, chat_id=bot.channel, media=media)
    bot.updates(offset=0, limit=10, timeout=0, allowed_updates=["message"])

    assert bot.sandbox.complaints("telegram") == []


def test_what_the_network_swallows_is_complained_about(bot: Bot) -> None:
    bot.result("sendMessage", chat_id=bot.channel, text="Да", disable_web_page_preview=True, guid="1")
    bot.result("sendMessage", chat_id=bot.channel, text="Да", disable_notification="maybe")
    bot.result("sendMessage", chat_id=bot.channel, text="Да", link_preview_options={"is_disabled": 1, "color": "red"})
    bot.result("sendPhoto", {"photo": picture(), "other": picture()}, chat_id=bot.channel)

    assert bot.sandbox.complaints("telegram") == [
        {"method": "sendMessage", "parameter": "disable_web_page_preview", "problem": "unknown parameter"},
        {"method": "sendMessage", "parameter": "guid", "problem": "unknown parameter"},
        {"method": "sendMessage", "parameter": "disable_notification", "problem": "is not Boolean"},
        {"method": "sendMessage", "parameter": "link_preview_options.is_disabled", "problem": "is not Boolean"},
        {"method": "sendMessage", "parameter": "link_preview_options.color", "problem": "unknown parameter"},
        {"method": "sendPhoto", "parameter": "other", "problem": "a file that nothing refers to"},
    ]
