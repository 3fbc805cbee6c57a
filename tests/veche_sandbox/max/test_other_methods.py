"""Further API methods that ordinary bots call, and requests that a careful bot never sends."""

import json
from typing import Any

import pytest

from tests import loopback
from tests.veche_sandbox.max import published
from tests.veche_sandbox.max.conftest import MaxBot
from tests.veche_sandbox.max.test_chunks import VIDEO
from tests.waiting import wait_until

pytestmark = pytest.mark.sweep


def test_a_bot_says_that_it_types(bot: MaxBot) -> None:
    path = f"/chats/{bot.chat}/actions"

    assert bot.good("POST", path, json={"action": "typing_on"}) == {"success": True}
    assert bot.refusal("POST", path, json={"action": "dancing"}) == (400, "proto.payload")
    assert bot.refusal("POST", "/chats/-5/actions", json={"action": "typing_on"}) == (404, "not.found")


def test_a_bot_s_commands(bot: MaxBot) -> None:
    listed = [{"name": "water", "description": "Отключения воды"}, {"name": "help"}]

    answer = bot.good("PATCH", "/me/commands", json={"commands": listed})
    bot.good("PATCH", "/me/commands", json={})

    assert answer == {"commands": listed}
    assert bot.good("GET", "/me")["commands"] == listed
    assert bot.good("PATCH", "/me/commands", json={"commands": []}) == {"commands": []}


@pytest.mark.parametrize(
    "listed", [[{"name": ""}], [{"description": "a"}], [{"name": "a" * 65}], [{"name": "a"}] * 33, [5]]
)
def test_bad_commands_are_refused(bot: MaxBot, listed: list[Any]) -> None:
    assert bot.refusal("PATCH", "/me/commands", json={"commands": listed}) == (400, "proto.payload")


def test_a_video_is_shown_by_its_token(bot: MaxBot) -> None:
    found = bot.good("POST", "/uploads", params={"type": "video"})
    loopback.post(found["url"], files={"data": ("a.mp4", VIDEO)})
    wait_until(lambda: not bot.refusal_code("GET", f"/videos/{found['token']}"))

    shown = bot.good("GET", f"/videos/{found['token']}")

    assert bot.http.get(shown["urls"]["mp4_720"]).content == VIDEO
    assert {name: shown[name] for name in ("token", "width", "height", "duration")} == {
        "token": found["token"],
        "width": 0,
        "height": 0,
        "duration": 0,
    }
    assert bot.refusal("GET", "/videos/nothing") == (404, "not.found")


LINK = {"type": "link", "text": "Сайт", "url": "https://x.ru"}
BAD_ROWS: list[Any] = [
    [[LINK] * 4],
    [[{"type": "callback", "text": "a", "payload": "b"}] * 8],
    [[{**LINK, "url": "x"}]],
    [[{**LINK, "url": "https://x.ru/" + "a" * 2048}]],
    [[{**LINK, "text": ""}]],
    [[{**LINK, "text": "a" * 129}]],
    [[{"type": "callback", "text": "a"}]],
    [[{"type": "clipboard", "text": "a", "payload": "b" * 1025}]],
    [[{"type": "dance", "text": "a"}]],
    [["a"]],
    [[]],
]


@pytest.mark.parametrize("number", range(len(BAD_ROWS)))
def test_a_bad_keyboard_is_refused(bot: MaxBot, number: int) -> None:
    keyboard = {"type": "inline_keyboard", "payload": {"buttons": BAD_ROWS[number]}}
    body = {"text": "да", "attachments": [keyboard]}

    assert bot.refusal("POST", "/messages", params={"chat_id": bot.chat}, json=body) == (400, "proto.payload")


def test_good_keyboards_come_back(bot: MaxBot) -> None:
    rows = [
        [LINK] * 3,
        [{"type": "callback", "text": "a", "payload": "b"}] * 7,
        [{"type": "message", "text": "m"}, {"type": "open_app", "text": "o", "web_app": "x"}],
        [{"type": "request_contact", "text": "c"}, {"type": "request_geo_location", "text": "g", "quick": True}],
    ]
    keyboard = {"type": "inline_keyboard", "payload": {"buttons": rows}}
    mid = bot.post("Вот", attachments=[keyboard])

    assert bot.good("GET", f"/messages/{mid}")["body"]["attachments"] == [keyboard]


def test_a_post_answers_a_post(bot: MaxBot) -> None:
    mid = bot.post("Завтра отключат воду")
    asked: dict[str, Any] = {"params": {"chat_id": bot.chat}}

    link = {"type": "reply", "mid": mid}
    sent = bot.good("POST", "/messages", **asked, json={"text": "Уже включили", "link": link})["message"]

    assert (sent["link"]["type"], sent["link"]["message"]["mid"]) == ("reply", mid)
    assert sent["link"]["message"]["text"] == "Завтра отключат воду"
    answer = bot.ask("POST", "/messages", **asked, json={"text": "да", "link": {**link, "mid": "mid.1"}})
    assert (answer.status_code, answer.json()["message"]) == (400, "link: message not found")
    answer = bot.ask("POST", "/messages", **asked, json={"text": "да", "link": {**link, "type": "forward"}})
    assert answer.json()["message"] == "link: the training network has no forwarded posts"


def test_a_kind_of_update_that_there_is_not_is_complained_about(bot: MaxBot) -> None:
    bot.good("GET", "/updates", params={"timeout": 0, "types": "message_created,message_shouted"})

    assert bot.sandbox.complaints("max") == [
        {"method": "GET /updates", "parameter": "types", "problem": "message_shouted is no kind of update"}
    ]


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        ("403", (403, "access.denied")),
        ("401", (401, "verify.token")),
        ("413", (413, "http.413")),
        ("chat.denied", (403, "chat.denied")),
    ],
)
def test_an_ordered_error_has_a_code(bot: MaxBot, code: str, refusal: tuple[int, str]) -> None:
    bot.sandbox.fault("max", "GET /me", "error", code=code)

    assert bot.refusal("GET", "/me") == refusal


def test_a_new_post_was_seen_by_nobody(bot: MaxBot) -> None:
    mid = bot.post()
    shown = bot.good("GET", f"/messages/{mid}")["stat"]
    bot.sandbox.ask("POST", "max", "posts/figures", {"account": bot.chat, "id": mid, "views": 128})

    assert (shown, bot.good("GET", f"/messages/{mid}")["stat"]) == ({"views": 0}, {"views": 128})


@pytest.mark.skipif(not published.HERE, reason=published.MISSING)
@pytest.mark.parametrize("name", ["bot_started", "chat_title_changed"])
def test_updates_have_the_fields_of_the_recorded_ones(bot: MaxBot, name: str) -> None:
    marker = bot.good("GET", "/updates", params={"timeout": 0})["marker"]
    bot.sandbox.ask("POST", "max", "messages", {"account": bot.chat, "author": "Анна", "text": "Когда?"})
    bot.sandbox.ask("POST", "max", "page", {"account": bot.chat, "title": "Другое имя"})
    found = bot.good("GET", "/updates", params={"timeout": 0, "marker": marker})["updates"]

    ours = next(one for one in found if one["update_type"] == name)
    recorded = json.loads((published.FOLDER / "stabs" / f"webhook.{name}.json").read_text())
    assert recorded.keys() <= ours.keys()
    assert ours["user_id"] == ours["user"]["user_id"]


@pytest.mark.parametrize(("seconds", "named"), [(0, None), (1.5, "2")])
def test_too_many_requests_name_the_time_that_was_ordered(bot: MaxBot, seconds: float, named: str | None) -> None:
    bot.sandbox.fault("max", "GET /me", "rate_limited", seconds=seconds)

    answer = bot.ask("GET", "/me")

    assert (answer.status_code, answer.headers.get("retry-after")) == (429, named)


def test_a_token_revoked_on_the_way_is_refused_and_renewed(bot: MaxBot) -> None:
    bot.sandbox.fault("max", "POST /messages", "token_revoked")
    query, body = {"chat_id": bot.chat}, {"text": "Да"}

    assert bot.refusal("POST", "/messages", params=query, json=body) == (401, "verify.token")
    bot.token = bot.sandbox.ask("POST", "max", "tokens/renew", {"token": bot.token})["token"]

    assert bot.post("Да")
    assert [post["text"] for post in bot.wall()] == ["Да"]


def test_what_is_on_top_is_told_to_the_control_api(bot: MaxBot) -> None:
    posts = [bot.post("Раз"), bot.post("Два")]
    for mid in posts:
        bot.good("PUT", f"/chats/{bot.chat}/pin", json={"message_id": mid})
    shown = [post.get("pinned", False) for post in bot.wall()]
    bot.good("DELETE", f"/chats/{bot.chat}/pin")

    assert (shown, bot.good("GET", f"/chats/{bot.chat}/pin")["message"]) == ([False, True], None)
    assert [post.get("pinned", False) for post in bot.wall()] == [False, False]
