"""Comments under photos and videos, messages of topics, and suggested posts."""

import base64
from typing import Any

import pytest

from tests.veche_sandbox.vk import oracle
from tests.veche_sandbox.vk.test_long_poll import check
from tests.veche_sandbox.vk.world import World, picture

pytestmark = pytest.mark.sweep

KINDS = ("photo", "video", "topic")
PREFIXES = {"photo": "photo_comment", "video": "video_comment", "topic": "board_post"}
# The schema says that owners are positive; a community's number as an owner is negative.
POSITIVE = {"photo": ["photo_owner_id"], "video": [], "topic": ["topic_owner_id"]}


def add(vk: World, kind: str) -> int:
    body = {"photo": base64.b64encode(picture()).decode()} if kind == "photo" else {"title": "Дороги"}
    return int(vk.order("places", kind=kind, **body)["id"])


def write(vk: World, kind: str, place: int, text: str = "Когда починят?", **more: Any) -> int:
    order = {"kind": kind, "place_id": place, "author": "Анна Ковалёва", "text": text, **more}
    return int(vk.order("places/comments", **order)["id"])


def listen(vk: World) -> dict[str, Any]:
    names = [f"{prefix}_{what}" for prefix in PREFIXES.values() for what in ("new", "edit", "delete", "restore")]
    chosen = dict.fromkeys([*names, "wall_post_new", "wall_reply_new"], 1)
    vk.ok("groups.setLongPollSettings", group_id=vk.group_id, enabled=1, api_version="5.199", **chosen)
    return dict(vk.ok("groups.getLongPollServer", group_id=vk.group_id))


def address(vk: World, kind: str, place: int, comment: int) -> dict[str, int]:
    if kind == "topic":
        return {"group_id": vk.group_id, "topic_id": place, "comment_id": comment}
    return {"owner_id": vk.wall, "comment_id": comment}


def section(kind: str) -> str:
    return {"photo": "photos", "topic": "board"}.get(kind, kind)


@pytest.mark.skipif(not oracle.present(), reason=oracle.MISSING)
@pytest.mark.parametrize("kind", KINDS)
def test_events_have_the_shape_of_the_schema(vk: World, kind: str) -> None:
    server, place = listen(vk), add(vk, kind)
    comment = write(vk, kind, place, photos=[base64.b64encode(picture()).decode()])
    vk.order("places/comments/edit", kind=kind, id=comment, text="Когда?")
    vk.ok(f"{section(kind)}.deleteComment", vk.admin, **address(vk, kind, place, comment))
    vk.ok(f"{section(kind)}.restoreComment", vk.admin, **address(vk, kind, place, comment))

    updates = check(server)["updates"]

    prefix = PREFIXES[kind]
    assert [one["type"] for one in updates] == [f"{prefix}_{what}" for what in ("new", "edit", "delete", "restore")]
    for one in updates:
        name = one["type"] if kind == "topic" or one["type"].endswith("delete") else prefix
        shape = oracle.definition("callback/objects.json", f"callback_{name}")
        wrong = oracle.faults(one["object"], shape, kind)
        assert [fault for fault in wrong if "out of bounds" not in fault] == []
    assert updates[0]["object"][f"{kind}_id"] == place
    assert updates[0]["object"][f"{kind}_owner_id"] == vk.wall


@pytest.mark.skipif(not oracle.present(), reason=oracle.MISSING)
@pytest.mark.parametrize("kind", KINDS)
def test_answers_have_the_shape_of_the_schema(vk: World, kind: str) -> None:
    def judge(method: str, **params: Any) -> Any:
        answer = vk.ok(method, vk.admin, **params)
        shape = oracle.methods()[method]["responses"]["response"]
        assert oracle.faults({"response": answer}, shape, method) == []
        return answer

    place, part = add(vk, kind), section(kind)
    first, second = write(vk, kind, place), write(vk, kind, place, "И у нас?")
    where = {"group_id": vk.group_id} if kind == "topic" else {"owner_id": vk.wall}
    where |= {f"{kind}_id": place}
    answered = {} if kind == "topic" else {"reply_to_comment": first}
    ours = judge(f"{part}.createComment", **where, message="В мае.", from_group=1, **answered)

    assert judge(f"{part}.deleteComment", **address(vk, kind, place, second)) == 1
    found = judge(f"{part}.getComments", **where, sort="desc", start_comment_id=ours)

    top = [first] if kind == "video" else [ours, first]
    assert [one["id"] for one in found["items"]] == top
    assert vk.refusal(f"{part}.getComments", **where)[0] == 27
    assert vk.refusal(f"{part}.createComment", **where, message="Нет")[0] == 27
    if kind == "photo":
        [newest, *_] = judge("photos.getAllComments", owner_id=vk.wall)["items"]
        assert (newest["pid"], newest["from_id"]) == (place, vk.wall)
    if kind == "topic":
        [topic] = judge("board.getTopics", group_id=vk.group_id)["items"]
        assert (topic["title"], topic["comments"]) == ("Дороги", 2)


def test_a_community_key_deletes_in_topics_alone(vk: World) -> None:
    photo, topic = add(vk, "photo"), add(vk, "topic")
    under, inside = write(vk, "photo", photo), write(vk, "topic", topic)

    assert vk.refusal("photos.deleteComment", **address(vk, "photo", photo, under))[0] == 27
    assert vk.ok("board.deleteComment", **address(vk, "topic", topic, inside)) == 1
    assert vk.refusal("board.deleteComment", **address(vk, "topic", topic, inside))[0] == 15
    assert vk.ok("board.restoreComment", **address(vk, "topic", topic, inside)) == 1


def test_numbers_of_the_wall_and_of_photos_are_apart(vk: World) -> None:
    server, photo = listen(vk), add(vk, "photo")
    post = vk.post()
    number = write(vk, "photo", photo)
    while vk.resident(post, "На стене") < number:
        pass
    while write(vk, "photo", photo) < post + 1:
        pass

    told = {(one["type"], one["object"]["id"]) for one in check(server)["updates"]}

    assert {("wall_reply_new", post + 1), ("photo_comment_new", post + 1)} <= told


def test_a_suggested_post_waits_for_an_editor(vk: World) -> None:
    server = listen(vk)
    made = vk.order("suggestions", author="Пётр Лосев", text="Потеряли собаку")

    [update] = check(server)["updates"]

    assert (update["type"], update["object"]["post_type"]) == ("wall_post_new", "suggest")
    assert vk.texts() == []
    assert vk.ok("wall.get", vk.admin, owner_id=vk.wall)["items"] == []
    [waits] = vk.ok("wall.get", vk.admin, owner_id=vk.wall, filter="suggests")["items"]
    assert waits["id"] == made["id"]
    assert vk.ok("wall.delete", vk.admin, owner_id=vk.wall, post_id=made["id"]) == 1
    assert [one["deleted"] for one in vk.sandbox.ask("GET", "vk", f"suggestions?account={vk.group_id}")] == [True]


@pytest.mark.parametrize("kind", KINDS)
def test_a_resident_writes_on_the_page_of_the_place(vk: World, kind: str) -> None:
    server, place = listen(vk), add(vk, kind)
    address = f"{vk.base.removesuffix('/vk')}/vk.com/{kind}-{vk.group_id}_{place}"

    empty = vk.http.post(address, data={"author": "Анна", "text": " "})
    sent = vk.http.post(address, data={"author": "Анна", "text": "Где <это>?"})

    assert (empty.status_code, sent.status_code) == (400, 303)
    assert [one["object"]["text"] for one in check(server)["updates"]] == ["Где <это>?"]
    assert "Где &lt;это&gt;?" in vk.http.get(address).text
    assert vk.http.get(f"{address}99").status_code == 404
    wall = vk.http.get(f"{vk.base.removesuffix('/vk')}/wall/vk/{vk.group_id}").text
    assert f"/vk.com/{kind}-{vk.group_id}_{place}" in wall
