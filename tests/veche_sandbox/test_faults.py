"""Each fault as a client sees it, and the wall afterwards."""

import socket
import time
from urllib.parse import urlsplit

import pytest

from tests.veche_sandbox.bot import Bot
from tests.veche_sandbox.raw import raw
from tests.waiting import wait_until


def _request(bot: Bot, text: str) -> bytes:
    body = f"chat_id={bot.channel}&text={text}"
    head = (
        f"POST /telegram/bot{bot.token}/sendMessage HTTP/1.1",
        "Host: localhost",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
    )
    return ("\r\n".join(head) + "\r\n\r\n" + body).encode()


def _outcomes(bot: Bot) -> list[tuple[str, str]]:
    return [(call["fault"], call["outcome"]) for call in bot.sandbox.calls("telegram", "sendMessage")]


def _last(bot: Bot, method: str) -> str | None:
    """The outcome of the latest call; empty while it runs, None if there is none."""
    calls = bot.sandbox.calls("telegram", method)
    return str(calls[-1]["outcome"]) if calls else None


def test_without_faults_an_answer_comes(bot: Bot) -> None:
    assert raw(bot.base, _request(bot, "yes")).startswith(b"HTTP/1.1 200 OK\r\n")
    assert bot.texts() == ["yes"]


def test_lost_after_apply_applies_and_says_nothing(bot: Bot) -> None:
    bot.sandbox.fault("telegram", "sendMessage", "lost_after_apply")

    answer = raw(bot.base, _request(bot, "lost"))

    assert answer == b""
    assert bot.texts() == ["lost"]
    assert _outcomes(bot) == [("lost_after_apply", "lost: ok")]


def test_lost_after_apply_may_take_its_time(bot: Bot) -> None:
    bot.sandbox.fault("telegram", "sendMessage", "lost_after_apply", seconds=0.4)
    began = time.monotonic()

    answer = raw(bot.base, _request(bot, "lost"))

    assert answer == b""
    assert time.monotonic() - began >= 0.4


def test_applied_late_applies_after_the_client_left(bot: Bot) -> None:
    bot.sandbox.fault("telegram", "sendMessage", "applied_late", seconds=2)

    with pytest.raises(TimeoutError):
        raw(bot.base, _request(bot, "late"), seconds=0.2)

    assert bot.texts() == []
    wait_until(lambda: bot.texts() == ["late"])


def test_applied_late_never_answers_a_patient_client(bot: Bot) -> None:
    bot.sandbox.fault("telegram", "sendMessage", "applied_late", seconds=0.2)

    assert raw(bot.base, _request(bot, "late")) == b""
    assert bot.texts() == ["late"]


def test_dropped_applies_nothing(bot: Bot) -> None:
    bot.sandbox.fault("telegram", "sendMessage", "dropped")

    assert raw(bot.base, _request(bot, "dropped")) == b""
    assert bot.texts() == []


def test_refused_before_apply_is_an_internal_error(bot: Bot) -> None:
    bot.sandbox.fault("telegram", "sendMessage", "refused_before_apply")

    assert bot.error("sendMessage", chat_id=bot.channel, text="Да") == (500, "Internal Server Error")
    assert bot.texts() == []


def test_rate_limited_says_how_long_to_wait(bot: Bot) -> None:
    bot.sandbox.fault("telegram", "sendMessage", "rate_limited", seconds=7)

    assert bot.ask("sendMessage", chat_id=bot.channel, text="Да") == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 7",
        "parameters": {"retry_after": 7},
    }
    assert bot.texts() == []


def test_slow_answers_late_and_truly(bot: Bot) -> None:
    bot.sandbox.fault("telegram", "sendMessage", "slow", seconds=0.4)
    began = time.monotonic()

    message = bot.result("sendMessage", chat_id=bot.channel, text="Да")

    assert time.monotonic() - began >= 0.4
    assert message["text"] == "Да"


def test_fault_strikes_as_often_as_ordered_and_only_its_method(bot: Bot) -> None:
    bot.sandbox.fault("telegram", "sendmessage", "refused_before_apply", times=2)

    assert bot.result("getMe")["id"] == bot.id
    assert [bot.ask("sendMessage", chat_id=bot.channel, text="Да")["ok"] for _ in range(3)] == [False, False, True]


def test_star_strikes_any_method_until_cleared(bot: Bot) -> None:
    bot.sandbox.fault("telegram", "*", "refused_before_apply", times=100)
    assert [bot.ask(method)["ok"] for method in ("getMe", "getWebhookInfo")] == [False, False]

    bot.sandbox.clear_faults("telegram")

    assert bot.ask("getMe")["ok"]


def test_a_hanging_call_delays_no_other(bot: Bot) -> None:
    bot.sandbox.fault("telegram", "getMe", "slow", seconds=20)
    address = urlsplit(bot.base)

    with socket.create_connection((address.hostname or "", address.port or 0)) as hanging:
        hanging.sendall(f"GET /telegram/bot{bot.token}/getMe HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        wait_until(lambda: _last(bot, "getMe") == "")
        bot.post()
        assert _last(bot, "getMe") == ""


def test_truncated_applies_and_cuts_the_answer(bot: Bot) -> None:
    bot.sandbox.fault("telegram", "sendMessage", "truncated")

    head, _, body = raw(bot.base, _request(bot, "cut")).partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert body.startswith(b'{"ok":true,')
    assert not body.endswith(b"}")
    assert bot.texts() == ["cut"]


def test_a_proxy_s_page_instead_of_an_answer(bot: Bot) -> None:
    bot.sandbox.fault("telegram", "sendMessage", "bad_gateway")

    answer = raw(bot.base, _request(bot, "gone"))

    assert answer.startswith(b"HTTP/1.1 502 Bad Gateway\r\n")
    assert b"<h1>502 Bad Gateway</h1>" in answer
    assert bot.texts() == []


def test_an_error_of_the_network_s_own(bot: Bot) -> None:
    bot.sandbox.fault("telegram", "sendMessage", "error", code="403")

    assert b'"error_code":403' in raw(bot.base, _request(bot, "refused"))
    assert bot.texts() == []


def test_a_wait_that_names_no_time(bot: Bot) -> None:
    bot.sandbox.fault("telegram", "sendMessage", "rate_limited_unhinted")

    answer = bot.ask("sendMessage", chat_id=bot.channel, text="Да")

    assert answer["error_code"] == 429
    assert "parameters" not in answer
    assert bot.texts() == []


def test_a_token_is_revoked_by_the_call_that_meets_it(bot: Bot) -> None:
    bot.sandbox.fault("telegram", "sendMessage", "token_revoked")
    refusals = [bot.error("sendMessage", chat_id=bot.channel, text="Да"), bot.error("getMe")]
    former, bot.token = bot.token, bot.sandbox.ask("POST", "telegram", "tokens/renew", {"token": bot.token})["token"]

    assert refusals == [(401, "Unauthorized"), (401, "Unauthorized")]
    assert _outcomes(bot) == [("token_revoked", "401")]
    assert (bot.token != former, bot.id) == (True, bot.result("getMe")["id"])
    [keys] = [one for one in bot.sandbox.ask("GET", "telegram", "accounts") if one["channel_id"] == bot.channel]
    assert keys["token"] == bot.token
