"""Webhooks: updates are posted, and repeated after a failure."""

import json
from collections.abc import Iterator

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.veche_sandbox.bot import Bot

pytestmark = pytest.mark.sweep


@pytest.fixture
def hook() -> Iterator[HTTPServer]:
    with HTTPServer(port=0) as server:
        yield server


def test_update_is_posted_with_the_secret(bot: Bot, hook: HTTPServer) -> None:
    with hook.wait(timeout=60) as waiting:
        hook.expect_ordered_request("/hook", method="POST").respond_with_data("ok")
        bot.result("setWebhook", url=hook.url_for("/hook"), secret_token="s-1_A")
        bot.post("новость")

    assert waiting.result
    request, _ = hook.log[0]
    assert request.headers["X-Telegram-Bot-Api-Secret-Token"] == "s-1_A"
    assert request.headers["Content-Type"] == "application/json"
    assert request.json["message"]["text"] == "новость"


def test_failed_update_comes_again_and_the_next_waits(bot: Bot, hook: HTTPServer) -> None:
    bodies: list[str] = []

    def answer(request: Request) -> Response:
        bodies.append(json.loads(request.get_data())["message"]["text"])
        return Response(status=500 if len(bodies) == 1 else 200)

    with hook.wait(timeout=60):
        for _ in range(3):
            hook.expect_ordered_request("/hook").respond_with_handler(answer)
        bot.result("setWebhook", url=hook.url_for("/hook"))
        bot.post("раз")
        bot.post("два")

    assert bodies == ["раз", "раз", "два"]
    info = bot.result("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"


def test_webhook_starts_with_what_was_waiting(bot: Bot, hook: HTTPServer) -> None:
    bot.post("раньше")

    with hook.wait(timeout=60):
        hook.expect_ordered_request("/hook").respond_with_data("ok")
        bot.result("setWebhook", url=hook.url_for("/hook"))

    assert hook.log[0][0].json["message"]["text"] == "раньше"


def test_pending_updates_are_dropped_if_asked(bot: Bot) -> None:
    bot.post("раньше")
    bot.result("setWebhook", url="https://127.0.0.1:8443/never", drop_pending_updates=True, max_connections=3)

    info = bot.result("getWebhookInfo")

    assert info == {
        "url": "https://127.0.0.1:8443/never",
        "has_custom_certificate": False,
        "pending_update_count": 0,
        "ip_address": "127.0.0.1",
        "max_connections": 3,
    }
    bot.result("deleteWebhook")
    assert bot.result("getWebhookInfo")["url"] == ""


@pytest.mark.parametrize("port", [8444, 8080, 1])
def test_webhook_of_another_port_is_refused(bot: Bot, port: int) -> None:
    said = "Bad Request: bad webhook: webhook can be set up only on ports 80, 88, 443 or 8443"
    assert bot.error("setWebhook", url=f"https://gorod.example:{port}/hook") == (400, said)
