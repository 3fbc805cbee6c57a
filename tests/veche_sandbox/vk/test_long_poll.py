"""Bots Long Poll: events of the wall, whoever caused them."""

import threading
from typing import Any

import pytest

from tests import loopback
from tests.veche_sandbox.vk.world import World, picture

pytestmark = pytest.mark.sweep

WALL_EVENTS = ("wall_post_new", "wall_reply_new", "wall_reply_edit", "wall_reply_delete", "wall_reply_restore")


def switch_on(vk: World) -> dict[str, Any]:
    chosen = dict.fromkeys(WALL_EVENTS, 1)
    assert vk.ok("groups.setLongPollSettings", group_id=vk.group_id, enabled=1, api_version="5.199", **chosen) == 1
    return dict(vk.ok("groups.getLongPollServer", group_id=vk.group_id))


def check(server: dict[str, Any], **other: Any) -> dict[str, Any]:
    sent = {"act": "a_check", "key": server["key"], "ts": server["ts"], "wait": 0, **other}
    return dict(loopback.get(server["server"], params=sent, timeout=30).json())


def test_off_until_switched_on(vk: World) -> None:
    off = (100, "One of the parameters specified was missing or invalid: longpoll for this group is not enabled")
    assert vk.refusal("groups.getLongPollServer", group_id=vk.group_id) == off
    before = vk.ok("groups.getLongPollSettings", group_id=vk.group_id)
    assert (before["is_enabled"], before["events"]["wall_reply_new"]) == (False, 0)
    switch_on(vk)
    after = vk.ok("groups.getLongPollSettings", group_id=vk.group_id)
    assert (after["is_enabled"], after["events"]["wall_reply_new"]) == (True, 1)


def test_everything_that_happens_on_the_wall(vk: World) -> None:
    server = switch_on(vk)
    post = vk.post("Мост открыт", attachments="https://example.org/")
    comment = vk.resident(post, "Наконец-то", author="Иван Первый")
    vk.order("comments/edit", id=comment, text="Наконец-то!")
    vk.ok("wall.deleteComment", vk.admin, owner_id=vk.wall, comment_id=comment)
    vk.ok("wall.restoreComment", vk.admin, owner_id=vk.wall, comment_id=comment)
    ours = vk.ok("wall.createComment", owner_id=vk.wall, post_id=post, message="Да", reply_to_comment=comment)

    answer = check(server)
    updates = answer["updates"]
    assert [update["type"] for update in updates] == [
        "wall_post_new",
        "wall_reply_new",
        "wall_reply_edit",
        "wall_reply_delete",
        "wall_reply_restore",
        "wall_reply_new",
    ]
    assert {update["group_id"] for update in updates} == {vk.group_id}
    assert len({update["event_id"] for update in updates}) == 6
    published, came, edited, gone, back, answered = (update["object"] for update in updates)
    assert published["id"] == post
    assert published["from_id"] == vk.wall
    assert published["text"] == "Мост открыт"
    assert came["id"] == comment
    assert came["post_id"] == post
    assert came["post_owner_id"] == vk.wall
    assert came["text"] == "Наконец-то"
    assert (edited["text"], back["text"]) == ("Наконец-то!", "Наконец-то!")
    admin = vk.admin_id
    assert gone == {"owner_id": vk.wall, "id": comment, "deleter_id": admin, "user_id": admin, "post_id": post}
    assert answered["id"] == ours["comment_id"]
    assert answered["from_id"] == vk.wall
    assert answered["reply_to_comment"] == comment
    assert check({**server, "ts": answer["ts"]}) == {"ts": answer["ts"], "updates": []}


def test_administrators_own_post_and_a_residents_picture(vk: World) -> None:
    server = switch_on(vk)
    post = vk.sandbox.write_post("vk", "Написано рукой", [picture()], account=vk.group_id)["id"]
    vk.resident(post, "", photos=[picture("PNG")])
    published, came = (update["object"] for update in check(server)["updates"])
    assert published["id"] == post
    assert published["from_id"] == vk.wall
    assert len(published["attachments"]) == 1
    assert came["attachments"][0]["photo"]["owner_id"] == came["from_id"]


def test_only_events_that_were_chosen(vk: World) -> None:
    server = switch_on(vk)
    vk.ok("groups.setLongPollSettings", group_id=vk.group_id, wall_post_new=0)
    vk.resident(vk.post(), "Спасибо")
    answer = check(server)
    assert [update["type"] for update in answer["updates"]] == ["wall_reply_new"]
    assert check({**server, "ts": answer["ts"]})["updates"] == []


def test_waits_for_news(vk: World) -> None:
    server = switch_on(vk)
    got: list[dict[str, Any]] = []
    waiting = threading.Thread(target=lambda: got.append(check(server, wait=25)))
    waiting.start()
    vk.post("Ждали")
    waiting.join(20)
    assert [update["object"]["text"] for answer in got for update in answer["updates"]] == ["Ждали"]


def test_comes_back_empty_when_the_time_is_over(vk: World) -> None:
    server = switch_on(vk)
    assert check(server, wait=1) == {"ts": server["ts"], "updates": []}


@pytest.mark.parametrize(
    ("other", "failed"), [({"key": "0" * 40}, 2), ({"ts": "999999"}, 3), ({"ts": "now"}, 3), ({"act": "a_look"}, 3)]
)
def test_refusals(vk: World, other: dict[str, str], failed: int) -> None:
    assert check(switch_on(vk), **other) == {"failed": failed}


def test_key_runs_out_after_an_hour(vk: World) -> None:
    server = switch_on(vk)
    vk.change_file("UPDATE once SET at = at - 3601 WHERE key = ?", f"long poll key of {vk.group_id}")
    assert check(server) == {"failed": 2}
    fresh = vk.ok("groups.getLongPollServer", group_id=vk.group_id)
    vk.post("После")
    assert len(check({**fresh, "ts": server["ts"]})["updates"]) == 1


def test_history_does_not_reach_back_for_ever(vk: World) -> None:
    server = switch_on(vk)
    vk.post()
    vk.change_file("UPDATE counters SET last = last + 1100 WHERE place = ?", f"events of {vk.group_id}")
    assert check(server) == {"failed": 1, "ts": 1101}


def test_switched_off_again(vk: World) -> None:
    server = switch_on(vk)
    vk.ok("groups.setLongPollSettings", group_id=vk.group_id, enabled=0)
    assert check(server) == {"failed": 3}
