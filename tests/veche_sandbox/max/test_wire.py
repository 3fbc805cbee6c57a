"""The MAX dialect over HTTP: token, refusals, posts, pictures, comments, updates, webhooks."""

import time
from queue import Queue
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests import loopback
from tests.sandbox_process import SandboxProcess
from tests.veche_sandbox.bot import picture, promise
from tests.veche_sandbox.max.conftest import MaxBot
from tests.waiting import wait_until

pytestmark = pytest.mark.sweep

NOWHERE = "mid." + "0" * 32


@pytest.mark.parametrize("token", ["", "wrong", "Bearer {token}"])
def test_only_the_bare_token_in_the_header_opens(bot: MaxBot, token: str) -> None:
    given = token.format(token=bot.token)

    assert bot.refusal("GET", "/me", token=given) == (401, "verify.token")
    assert bot.refusal("GET", "/me", token="", params={"access_token": bot.token}) == (401, "verify.token")


@pytest.mark.parametrize(
    ("verb", "path", "refusal"),
    [
        ("GET", "/nowhere", (404, "not.found")),
        ("GET", "/chats", (404, "not.found")),
        ("PATCH", "/me", (405, "method.not.allowed")),
        ("GET", "/chats/-5", (404, "not.found")),
        ("GET", "/chats/nobody", (404, "not.found")),
        ("GET", f"/messages/{NOWHERE}", (404, "not.found")),
        ("GET", "/messages", (400, "proto.payload")),
        ("DELETE", "/messages", (400, "proto.payload")),
        ("DELETE", f"/messages?message_id={NOWHERE}", (200, "not.found")),
        ("DELETE", "/subscriptions?url=https://x.ru", (200, "not.found")),
        ("POST", "/uploads", (400, "proto.payload")),
        ("POST", "/uploads?type=photo", (400, "proto.payload")),
        ("GET", "/updates?limit=1001", (400, "proto.payload")),
        ("GET", "/updates?timeout=soon", (400, "proto.payload")),
    ],
)
def test_refusals(bot: MaxBot, verb: str, path: str, refusal: tuple[int, str]) -> None:
    assert bot.refusal(verb, path) == refusal


BAD_POSTS: list[Any] = [
    {},
    {"text": ""},
    {"text": " \n"},
    {"text": 5},
    {"text": "ж" * 4001},
    {"text": "🏛" * 2001},
    {"text": "да", "format": "rtf"},
    {"text": "да", "notify": False},
    {"text": "да", "notify": "yes"},
    {"attachments": {}},
    {"attachments": [5]},
    {"attachments": [{"type": "poll", "payload": {}}]},
    {"attachments": [{"type": "image"}]},
    {"attachments": [{"type": "image", "payload": {"token": "none"}}]},
    {"attachments": [{"type": "image", "payload": {"token": "a", "url": "https://x.ru/a.png"}}]},
    {"attachments": [{"type": "image", "payload": {"url": "https://x.ru/a.png"}}]},
    {"attachments": [{"type": "inline_keyboard", "payload": {"buttons": []}}]},
    {"text": "да", "link": {"type": "forward", "mid": NOWHERE}},
    [],
    "да",
]


@pytest.mark.parametrize("number", range(len(BAD_POSTS)))
def test_a_bad_post_is_refused(bot: MaxBot, number: int) -> None:
    answer = bot.refusal("POST", "/messages", params={"chat_id": bot.chat}, json=BAD_POSTS[number])

    assert answer == (400, "proto.payload")
    assert bot.wall() == []


def test_exactly_4000_stand(bot: MaxBot) -> None:
    bot.post("ж" * 4000)

    assert [len(post["text"]) for post in bot.wall()] == [4000]


def test_html_becomes_markup(bot: MaxBot) -> None:
    mid = bot.post("<b>Вода</b> &amp; <a href='https://x.ru'>свет</a>", format="html")

    body = bot.good("GET", f"/messages/{mid}")["body"]
    assert (body["text"], body["markup"]) == (
        "Вода & свет",
        [
            {"type": "strong", "from": 0, "length": 4},
            {"type": "link", "from": 7, "length": 4, "url": "https://x.ru"},
        ],
    )


def test_what_nobody_knows_is_ignored_and_listed(bot: MaxBot) -> None:
    bot.good("POST", "/messages", params={"chat_id": bot.chat, "guid": "1"}, json={"text": "да", "silent": True})

    assert [(one["method"], one["parameter"]) for one in bot.sandbox.complaints("max")] == [
        ("POST /messages", "guid"),
        ("POST /messages", "silent"),
    ]


def test_a_picture_is_not_ready_at_once_and_then_for_good(bot: MaxBot) -> None:
    token = bot.uploaded()
    body = {"attachments": [{"type": "image", "payload": {"token": token}}] * 12}
    asked: dict[str, Any] = {"params": {"chat_id": bot.chat}, "json": body}
    first = bot.refusal("POST", "/messages", **asked)
    wait_until(lambda: bot.ask("POST", "/messages", **asked).status_code == 200)
    again = bot.good("POST", "/messages", **asked)

    assert first == (400, "attachment.not.ready")
    assert len(again["message"]["body"]["attachments"]) == 12
    url = again["message"]["body"]["attachments"][0]["payload"]["url"]
    assert bot.http.get(url).content == picture()
    body["attachments"] = [*body["attachments"], body["attachments"][0]]
    assert bot.refusal("POST", "/messages", **asked) == (400, "proto.payload")


@pytest.mark.parametrize("body", [b"", b"text", promise(7681, 10), picture(kind="WEBP")])
def test_the_upload_server_takes_pictures_only(bot: MaxBot, body: bytes) -> None:
    place = bot.good("POST", "/uploads", params={"type": "image"})["url"]

    answer = loopback.post(place, files={"data": ("a.png", body)})

    assert (answer.status_code, answer.json()["error_code"]) == (400, "3")


def test_an_address_takes_one_file(bot: MaxBot) -> None:
    place = bot.good("POST", "/uploads", params={"type": "image"})["url"]

    answers = [loopback.post(place, files={"data": ("a.png", picture())}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 400]


def test_an_edit_keeps_what_it_does_not_name(bot: MaxBot) -> None:
    token = bot.uploaded()
    asked: dict[str, Any] = {"json": {"attachments": [{"type": "image", "payload": {"token": token}}]}}
    mid = bot.post("Мост")
    wait_until(lambda: bot.ask("PUT", "/messages", params={"message_id": mid}, **asked).status_code == 200)
    bot.good("PUT", "/messages", params={"message_id": mid}, json={"text": "Новый мост", "attachments": None})
    kept = [(post["text"], len(post["photos"])) for post in bot.wall()]
    bot.good("PUT", "/messages", params={"message_id": mid}, json={"text": None, "attachments": []})

    assert kept == [("Новый мост", 1)]
    assert [(post["text"], len(post["photos"])) for post in bot.wall()] == [("Новый мост", 0)]


@pytest.mark.parametrize(
    ("verb", "path", "body", "right"),
    [
        ("POST", "/messages?chat_id={chat}", {"text": "да"}, "write"),
        ("PUT", "/messages?message_id={mid}", {"text": "да"}, "edit"),
        ("DELETE", "/messages?message_id={mid}", None, "delete"),
        ("GET", "/messages?chat_id={chat}", None, "read_all_messages"),
        ("PUT", "/chats/{chat}/pin", {"message_id": "{mid}"}, "pin_message"),
        ("POST", "/messages/{mid}/comments", {"text": "да"}, "write"),
        ("GET", "/messages/{mid}/comments", None, "read_all_messages"),
        ("DELETE", "/messages/{mid}/comments?comment_id={comment}", None, "delete"),
    ],
)
def test_each_deed_has_its_right(bot: MaxBot, verb: str, path: str, body: Any, right: str) -> None:
    mid = bot.post()
    known = {"chat": bot.chat, "mid": mid, "comment": bot.comment(mid)}
    asked: dict[str, Any] = {"json": {name: value.format(**known) for name, value in body.items()}} if body else {}
    others = {"write", "edit", "delete", "read_all_messages", "pin_message"} - {right}

    bot.rights(*others)
    refused = bot.refusal(verb, path.format(**known), **asked)
    bot.rights(*others, right)

    assert refused == (403, "access.denied")
    bot.good(verb, path.format(**known), **asked)


@pytest.mark.parametrize("status", ["member", "left"])
def test_a_bot_that_is_no_administrator(bot: MaxBot, status: str) -> None:
    bot.rights(status=status)

    asked: dict[str, Any] = {"params": {"chat_id": bot.chat}, "json": {"text": "да"}}
    assert bot.refusal("POST", "/messages", **asked) == (403, "access.denied")


@pytest.mark.parametrize(
    "body",
    [
        {"text": ""},
        {"text": "ж" * 4001},
        {"text": "<a href='https://x.ru'>тут</a>", "format": "html"},
        {"text": "да", "link": {"type": "forward", "mid": NOWHERE}},
        {"text": "да", "link": {"type": "reply", "mid": NOWHERE}},
    ],
)
def test_a_bad_comment_is_refused(bot: MaxBot, body: dict[str, Any]) -> None:
    mid = bot.post()

    assert bot.refusal("POST", f"/messages/{mid}/comments", json=body) == (400, "proto.payload")


def test_only_own_comments_are_edited_and_for_26_hours(bot: MaxBot) -> None:
    mid = bot.post()
    theirs = bot.comment(mid)
    path = f"/messages/{mid}/comments"
    ours = bot.good("POST", path, json={"text": "да"})["message"]["body"]["mid"]

    assert bot.refusal("PUT", path, params={"comment_id": theirs}, json={"text": "нет"}) == (403, "access.denied")
    bot.good("PUT", path, params={"comment_id": ours}, json={"text": "нет"})
    assert bot.refusal("PUT", path, params={"comment_id": NOWHERE}, json={"text": "нет"}) == (200, "not.found")


def test_history_is_newest_first_and_cut_by_time(bot: MaxBot) -> None:
    now = int(time.time())
    for hours in (3, 2, 1):
        bot.sandbox.write_post("max", f"Час {hours}", account=bot.chat, at=now - hours * 3600)
    middle = (now - 2 * 3600 - 60) * 1000

    def texts(**asked: int) -> list[str]:
        answer = bot.good("GET", "/messages", params={"chat_id": bot.chat, **asked})
        return [message["body"]["text"] for message in answer["messages"]]

    assert texts() == ["Час 1", "Час 2", "Час 3"]
    assert texts(count=1) == ["Час 1"]
    assert texts(after=middle) == texts(to=middle) == ["Час 1", "Час 2"]
    assert texts(before=middle) == texts(**{"from": middle}) == ["Час 3"]


def test_updates_by_marker(bot: MaxBot) -> None:
    mid = bot.post()
    begin = bot.good("GET", "/updates", params={"timeout": 0})["marker"]
    for text in ("Раз", "Два", "Три"):
        bot.comment(mid, text)

    def heard(**asked: Any) -> tuple[list[str], int]:
        answer = bot.good("GET", "/updates", params={"timeout": 0, **asked})
        return [update["message"]["body"]["text"] for update in answer["updates"]], answer["marker"]

    assert heard() == (["Три"], begin + 3)
    assert heard(marker=begin, limit=2) == (["Раз", "Два"], begin + 2)
    assert heard(marker=begin, types="message_created") == ([], begin + 3)
    assert heard(marker=begin + 2) == (["Три"], begin + 3)
    assert heard(marker=begin) == (["Три"], begin + 3)


def test_a_webhook_gets_everything_with_its_secret(bot: MaxBot, httpserver: HTTPServer) -> None:
    heard: Queue[Request] = Queue()
    statuses = iter([500, 200, 200, 200])

    def take(request: Request) -> Response:
        heard.put(request)
        return Response(status=next(statuses))

    httpserver.expect_request("/hook").respond_with_handler(take)
    mid = bot.post()
    order = {"url": httpserver.url_for("/hook"), "secret": "secret-5"}
    bot.good("POST", "/subscriptions", json=order)
    comment = bot.comment(mid)
    bot.sandbox.ask("POST", "max", "comments/delete", {"id": comment, "account": bot.chat})
    bot.rights("read_all_messages")

    requests = [heard.get(timeout=60) for _ in range(4)]

    kinds = [request.get_json()["update_type"] for request in requests]
    assert kinds == ["comment_created", "comment_created", "comment_removed", "bot_admin_permissions_changed"]
    assert {request.headers["X-Max-Bot-Api-Secret"] for request in requests} == {"secret-5"}


@pytest.mark.parametrize(
    "order",
    [
        {},
        {"url": "http://example.ru/hook"},
        {"url": "https://example.ru:8443/hook"},
        {"url": "https://example.ru/hook", "secret": "four"},
        {"url": "https://example.ru/hook", "secret": "ключ-от-вебхука"},
        {"url": "https://example.ru/hook", "update_types": ["message_shouted"]},
    ],
)
def test_a_bad_subscription_is_refused(bot: MaxBot, order: dict[str, Any]) -> None:
    assert bot.refusal("POST", "/subscriptions", json=order) == (400, "proto.payload")


def test_the_public_link_leads_to_the_wall(bot: MaxBot) -> None:
    mid = bot.post()
    url = bot.good("GET", f"/messages/{mid}")["url"]
    here = bot.sandbox.info["control"].removesuffix("/control")

    answer = bot.http.get(url.replace("https://max.ru", f"{here}/max.ru"))
    missing = bot.http.get(f"{here}/max.ru/c/{bot.chat}/AAAAAAAAAAA")

    assert (answer.status_code, missing.status_code) == (303, 404)
    page = bot.http.get(here + answer.headers["location"])
    assert "Завтра отключат воду" in page.text
    assert 'type="file"' not in page.text


def test_strict_rates(tmp_path: Any) -> None:
    with SandboxProcess(tmp_path / "strict.sqlite3", "--strict-rates") as sandbox:
        bot = MaxBot(sandbox, sandbox.info["max"])
        asked: dict[str, Any] = {"params": {"chat_id": bot.chat}, "json": {"text": "да"}}
        answers = [bot.ask("POST", "/messages", **asked).status_code for _ in range(3)]
        peer = sandbox.ask("POST", "max", "messages", {"author": "Анна", "text": "Когда?"})["peer_id"]
        asked["params"] = {"user_id": peer}
        answers += [bot.ask("POST", "/messages", **asked).status_code for _ in range(3)]
        bot.http.close()

    assert answers == [200, 200, 429, 200, 200, 429]
