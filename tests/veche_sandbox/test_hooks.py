"""Webhook faults, in every network that has webhooks."""

from collections.abc import Callable
from queue import Queue

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.sandbox_process import SandboxProcess
from tests.veche_sandbox.bot import Bot
from tests.veche_sandbox.max.conftest import MaxBot


@pytest.fixture
def heard(httpserver: HTTPServer) -> Queue[Request]:
    """Requests to a receiver that accepts only the right secret in the header."""
    requests: Queue[Request] = Queue()

    def take(request: Request) -> Response:
        requests.put(request)
        said = request.headers.get("X-Telegram-Bot-Api-Secret-Token") or request.headers.get("X-Max-Bot-Api-Secret")
        return Response(status=200 if said == "secret-5" else 401)

    httpserver.expect_request("/hook").respond_with_handler(take)
    return requests


@pytest.fixture(params=["telegram", "max"])
def hook(
    request: pytest.FixtureRequest, sandbox: SandboxProcess, heard: Queue[Request], httpserver: HTTPServer
) -> tuple[str, Callable[[str], None], Queue[Request]]:
    """The network's name, a function that writes a comment as a resident, and the requests that follow."""
    network, url = request.param, httpserver.url_for("/hook")
    keys = sandbox.add_account(network, "Администрация города", new_bot=True)
    if network == "telegram":
        with Bot(sandbox, keys) as bot:
            post, account = bot.post(), bot.channel
            bot.updates(offset=-1)
            bot.result("setWebhook", url=url, secret_token="secret-5", drop_pending_updates=True)
    else:
        made = MaxBot(sandbox, keys)
        post, account = made.post(), made.chat  # type: ignore[assignment]
        made.good("POST", "/subscriptions", json={"url": url, "secret": "secret-5"})
        made.http.close()

    def comment(text: str) -> None:
        sandbox.write_comment(network, post, "Анна", text, account=account)

    return network, comment, heard


def text(request: Request) -> str:
    body = request.get_json()
    message = body["message"]
    return str(message.get("text") or message["body"]["text"])


def test_an_event_comes_twice(sandbox: SandboxProcess, hook: tuple[str, Callable[[str], None], Queue[Request]]) -> None:
    network, comment, heard = hook
    sandbox.fault(network, "webhook", "delivered_twice")
    comment("Раз")
    comment("Два")

    assert [text(heard.get(timeout=60)) for _ in range(3)] == ["Раз", "Раз", "Два"]
    assert [(call["fault"], call["outcome"]) for call in sandbox.calls(network, "webhook")] == [
        ("delivered_twice", "200")
    ]


def test_an_event_is_overtaken(
    sandbox: SandboxProcess, hook: tuple[str, Callable[[str], None], Queue[Request]]
) -> None:
    network, comment, heard = hook
    sandbox.fault(network, "webhook", "out_of_order", seconds=20)
    comment("Раз")
    comment("Два")
    comment("Три")

    assert [text(heard.get(timeout=60)) for _ in range(3)] == ["Два", "Раз", "Три"]


def test_an_event_that_nothing_overtakes_comes_late(
    sandbox: SandboxProcess, hook: tuple[str, Callable[[str], None], Queue[Request]]
) -> None:
    network, comment, heard = hook
    sandbox.fault(network, "webhook", "out_of_order", seconds=0.1)
    comment("Раз")

    assert text(heard.get(timeout=60)) == "Раз"


def test_a_wrong_secret_is_refused_and_the_right_one_follows(
    sandbox: SandboxProcess, hook: tuple[str, Callable[[str], None], Queue[Request]]
) -> None:
    network, comment, heard = hook
    sandbox.fault(network, "*", "slow", times=5)
    sandbox.fault(network, "webhook", "wrong_secret")
    comment("Раз")

    header = "X-Telegram-Bot-Api-Secret-Token" if network == "telegram" else "X-Max-Bot-Api-Secret"
    came = [heard.get(timeout=60) for _ in range(2)]
    assert [(text(one), one.headers[header] == "secret-5") for one in came] == [("Раз", False), ("Раз", True)]


@pytest.mark.parametrize(
    ("network", "method", "fault"),
    [
        ("telegram", "sendMessage", "wrong_secret"),
        ("telegram", "webhook", "slow"),
        ("ok", "webhook", "delivered_twice"),
        ("vk", "*", "out_of_order"),
    ],
)
def test_orders_that_make_no_sense(sandbox: SandboxProcess, network: str, method: str, fault: str) -> None:
    with pytest.raises(AssertionError, match="400"):
        sandbox.fault(network, method, fault)
