"""The control API as described in src/veche_sandbox/README.md."""

import base64
from typing import Any

import pytest

from tests.sandbox_process import SandboxProcess
from tests.veche_sandbox.bot import Bot, picture

BAD_ORDERS: list[tuple[str, Any, str]] = [
    ("comments", {"author": "Анна", "text": "Да"}, "«post_id» must be a whole number"),
    ("comments", {"post_id": "два", "author": "Анна", "text": "Да"}, "«post_id» must be a whole number"),
    ("comments", {"post_id": 987654, "author": "Анна", "text": "Да"}, "no post 987654"),
    ("comments", {"post_id": 1, "author": "Анна", "text": "Да", "account": 5}, "no account 5"),
    ("comments", [], "the body must be a JSON object"),
    ("faults", {"method": "sendMessage"}, "«fault» must be a string"),
    (
        "faults",
        {"method": "sendMessage", "fault": "fire"},
        (
            "no fault 'fire'; there are lost_after_apply, applied_late, refused_before_apply, rate_limited, "
            "rate_limited_unhinted, slow, dropped, truncated, bad_gateway, token_revoked, partial, error, "
            "delivered_twice, out_of_order, wrong_secret"
        ),
    ),
    ("faults", {"fault": "slow"}, "«method» must be a string"),
    ("faults", {"method": "*", "fault": "slow", "seconds": -1}, "«seconds» must be a number from 0 to 3600"),
    ("faults", {"method": "*", "fault": "slow", "times": 0}, "«times» must be 1 or more"),
    ("faults", {"method": "*", "fault": "slow", "times": "x"}, "«times» must be a whole number"),
    ("posts", {"text": "Да", "at": 4102444800}, "«at» must be a moment that has passed, in Unix seconds"),
    ("posts", {"text": "  "}, "«text» must not be empty"),
    ("posts", {"text": "Да", "photos": ["!"]}, "a photo must be base64"),
    ("posts", {"text": "Да", "photos": ["0KTQvtGC0L4="]}, "a photo must be a JPEG, PNG, GIF or WebP picture"),
    ("accounts", {}, "«title» must be a string"),
    ("tokens/revoke", {"token": "x"}, "no such token"),
    ("tokens/renew", {"token": "x"}, "no such token"),
    ("rights", {"account": 1, "user_id": 1, "status": "left"}, "no such account or user"),
]


@pytest.mark.parametrize(("path", "body", "sentence"), BAD_ORDERS)
def test_bad_order_gets_one_clear_sentence(bot: Bot, path: str, body: Any, sentence: str) -> None:
    answer = bot.http.post(f"{bot.sandbox.info['control']}/telegram/{path}", json=body)

    assert (answer.status_code, answer.json()) == (400, {"error": sentence})


def test_order_must_be_json(bot: Bot) -> None:
    url = f"{bot.sandbox.info['control']}/telegram/faults"

    as_form = bot.http.post(url, data={"method": "*", "fault": "slow"})
    as_text = bot.http.post(url, content=b'{"method":"*"}', headers={"Content-Type": "text/plain"})
    broken = bot.http.post(url, content=b"{", headers={"Content-Type": "application/json"})

    assert as_form.json() == as_text.json() == {"error": "Content-Type must be application/json"}
    assert broken.json() == {"error": "the body is not JSON"}


def test_unknown_network_is_refused(bot: Bot) -> None:
    answer = bot.http.get(f"{bot.sandbox.info['control']}/myspace/posts")

    there_are = ", ".join(bot.sandbox.networks)
    assert (answer.status_code, answer.json()) == (400, {"error": f"no network 'myspace'; there are {there_are}"})


def test_foreign_host_name_is_refused(bot: Bot) -> None:
    url = f"{bot.sandbox.info['control']}/telegram/posts"

    assert bot.http.get(url, headers={"Host": "evil.example"}).status_code == 400


def test_same_post_number_in_two_channels_needs_the_account(bot: Bot, sandbox: SandboxProcess) -> None:
    neighbour = sandbox.add_account("telegram", "Соседи", new_bot=True)
    mine = bot.post("наше")
    sandbox.write_post("telegram", "соседское", account=neighbour["channel_id"])
    url = f"{sandbox.info['control']}/telegram/comments"

    answer = bot.http.post(url, json={"post_id": mine, "author": "Анна", "text": "Да"})

    assert answer.json() == {"error": f"post {mine} stands in several accounts: say which by «account»"}


def test_channel_without_a_group_takes_no_comments(lonely_bot: Bot) -> None:
    post = lonely_bot.post()
    order = {"post_id": post, "author": "Анна", "text": "Да", "account": lonely_bot.channel}

    answer = lonely_bot.http.post(f"{lonely_bot.sandbox.info['control']}/telegram/comments", json=order)

    assert answer.json() == {"error": f"post {post} has no discussion: its channel has no linked group"}


def test_comment_with_a_picture_and_its_details(bot: Bot) -> None:
    post = bot.post()
    photo = base64.b64encode(picture(60, 50)).decode()
    order = {"post_id": post, "author": "Анна", "text": "Вот яма", "photos": [photo], "account": bot.channel}

    made = bot.sandbox.ask("POST", "telegram", "comments", order)

    assert made == {"id": 902, "post_id": post, "author": "Анна", "text": "Вот яма", "deleted": False}
    [details] = [item for item in bot.sandbox.comments("telegram", details=True) if item["account"] == bot.channel]
    [found] = details.pop("photos")
    assert (found["width"], found["height"]) == (60, 50)
    author = bot.updates()[-1]["message"]["from"]["id"]
    assert details == {**made, "account": bot.channel, "author_id": author, "reply_to": 901, "thread": 901}


def test_human_post_is_told_as_a_channel_post(bot: Bot) -> None:
    post = bot.sandbox.write_post("telegram", "Парад", [picture(), picture()], account=bot.channel)

    updates = bot.updates()

    assert post["text"] == "Парад"
    assert len(post["photos"]) == 2
    assert post["account"] == bot.channel
    kinds = [next(iter(update.keys() - {"update_id"})) for update in updates]
    assert sorted(kinds) == ["channel_post", "channel_post", "message", "message"]


def test_deleted_post_is_marked(bot: Bot) -> None:
    post = bot.sandbox.write_post("telegram", "Ошибка", account=bot.channel)

    bot.sandbox.ask("POST", "telegram", "posts/delete", {"id": post["id"], "account": bot.channel})

    assert bot.sandbox.posts("telegram", bot.channel) == [{**post, "deleted": True}]


def test_calls_are_counted(bot: Bot) -> None:
    bot.post()
    bot.ask("getChat")
    bot.ask("nothing")

    calls = bot.sandbox.calls("telegram")

    assert [(call["method"], call["token_kind"], call["outcome"]) for call in calls] == [
        ("sendMessage", "bot", "ok"),
        ("getChat", "bot", "400"),
        ("nothing", "bot", "404"),
    ]


def test_traces_of_all_networks_are_read_and_cleared_together(bot: Bot, sandbox: SandboxProcess) -> None:
    bot.ask("sendMessage", colour="red")
    sandbox.fault("vk", "wall.post", "slow")
    assert {name: len(found) for name, found in sandbox.ask("GET", "all", "complaints").items()} == {
        "vk": 0,
        "telegram": 1,
        "max": 0,
        "ok": 0,
    }

    cleared = sandbox.ask("DELETE", "all", "traces")

    assert {name: one["cleared"] for name, one in cleared.items()} == {"vk": 1, "telegram": 2, "max": 0, "ok": 0}
    assert sandbox.all_complaints() == []


def test_accounts_are_listed_with_their_keys(bot: Bot) -> None:
    accounts = bot.sandbox.ask("GET", "telegram", "accounts")

    default = bot.sandbox.info["telegram"]
    keys = {name: default[name] for name in ("token", "channel_id", "group_id")}
    assert accounts[0] == {"title": "Администрация города Рубцовска", **keys}
    assert {account["channel_id"] for account in accounts} >= {default["channel_id"], bot.channel}


def test_what_stands_there_since_long_has_its_own_time(bot: Bot) -> None:
    sandbox = bot.sandbox
    post = sandbox.write_post("vk", "Каток залили", at=1_790_000_000)
    sandbox.write_comment("vk", post["id"], "Анна", "Спасибо!", at=1_790_000_600, account=post["account"])

    page = bot.http.get(f"{sandbox.info['control'].removesuffix('/control')}/wall/vk/{sandbox.info['vk']['group_id']}")

    years = [line for line in page.text.splitlines() if "сентября 2026" in line]
    assert len(years) == 2
