"""Every answer and every event has the shape of the published schema."""

from typing import Any

import pytest

from tests.veche_sandbox.vk import oracle
from tests.veche_sandbox.vk.test_long_poll import WALL_EVENTS, check, switch_on
from tests.veche_sandbox.vk.world import World, name, picture

pytestmark = [pytest.mark.sweep, pytest.mark.skipif(not oracle.present(), reason=oracle.MISSING)]

NEWER_ERRORS = {1051}
"""Seen, and not in the schema yet."""


def judge(method: str, answer: Any, response: str = "response") -> list[str]:
    schema = oracle.methods()[method]["responses"][response]
    return oracle.faults({"response": answer}, schema, method)


def test_checker_finds_what_is_wrong() -> None:
    assert judge("wall.post", {"post_id": 5}) == []
    assert judge("wall.post", {"post_id": "5"}) == ["wall.post.response.post_id: '5' is not integer"]
    assert judge("wall.post", {}) == ["wall.post.response: no post_id"]


def test_posts(vk: World) -> None:
    own, posts = {"owner_id": vk.wall}, f"{vk.wall}_1"
    assert not judge("wall.post", {"post_id": vk.post("С картинкой", attachments=name(vk.photo()))})
    vk.ok("wall.pin", vk.admin, **own, post_id=1)
    assert not judge("wall.get", vk.ok("wall.get", vk.admin, **own))
    assert not judge("wall.get", vk.ok("wall.get", vk.admin, **own, extended=1), "extendedResponse")
    assert not judge("wall.getById", vk.ok("wall.getById", vk.admin, posts=posts))
    assert not judge("wall.getById", vk.ok("wall.getById", vk.admin, posts=posts, extended=1), "extendedResponse")
    assert not judge("wall.edit", vk.ok("wall.edit", vk.admin, **own, post_id=1, message="Иначе"))
    for method in ("wall.delete", "wall.restore", "wall.pin", "wall.unpin", "wall.closeComments", "wall.openComments"):
        assert not judge(method, vk.ok(method, vk.admin, **own, post_id=1))


def test_comments(vk: World) -> None:
    post, own = vk.post(), {"owner_id": vk.wall}
    first = vk.resident(post, "Смотрите", photos=[picture()])
    second = vk.resident(post, "Ругань")
    made = vk.ok("wall.createComment", **own, post_id=post, message="Да", reply_to_comment=first)
    assert not judge("wall.createComment", made)
    assert not judge("wall.deleteComment", vk.ok("wall.deleteComment", vk.admin, **own, comment_id=second))
    asked = {**own, "post_id": post, "thread_items_count": 10, "need_likes": 1}
    assert not judge("wall.getComments", vk.ok("wall.getComments", vk.admin, **asked))
    extended = vk.ok("wall.getComments", vk.admin, **asked, extended=1)
    assert not judge("wall.getComments", extended, "extendedResponse")
    assert not judge("wall.getComment", vk.ok("wall.getComment", vk.admin, **own, comment_id=first))
    one = vk.ok("wall.getComment", vk.admin, **own, comment_id=first, extended=1)
    assert not judge("wall.getComment", one, "extendedResponse")
    assert not judge("wall.restoreComment", vk.ok("wall.restoreComment", vk.admin, **own, comment_id=second))
    edited = vk.ok("wall.editComment", vk.admin, **own, comment_id=made["comment_id"], message="Нет")
    assert not judge("wall.editComment", edited)


def test_photos_people_and_communities(vk: World) -> None:
    own = {"group_id": vk.group_id}
    assert not judge("photos.getWallUploadServer", vk.ok("photos.getWallUploadServer", vk.admin, **own))
    assert not judge("photos.saveWallPhoto", [vk.photo()])
    assert not judge("users.get", vk.ok("users.get", vk.admin))
    assert not judge("groups.getById", vk.ok("groups.getById"))
    assert not judge("groups.getById", vk.ok("groups.getById", vk.admin, **own))
    assert not judge("groups.getTokenPermissions", vk.ok("groups.getTokenPermissions"))
    assert not judge("groups.getMembers", vk.ok("groups.getMembers", **own))
    managers = vk.ok("groups.getMembers", **own, filter="managers")
    assert not judge("groups.getMembers", managers, "filterResponse")
    assert managers["items"] == [{"id": vk.admin_id, "role": "creator"}]


def test_callbacks_and_long_poll(vk: World) -> None:
    own = {"group_id": vk.group_id}
    switch_on(vk)
    code = vk.ok("groups.getCallbackConfirmationCode", **own)
    server = vk.ok("groups.addCallbackServer", **own, url="http://127.0.0.1:9/", title="Вече")
    one = {**own, **server}
    assert not judge("groups.getCallbackConfirmationCode", code)
    assert not judge("groups.addCallbackServer", server)
    for method in ("groups.getLongPollServer", "groups.getLongPollSettings", "groups.getCallbackServers"):
        assert not judge(method, vk.ok(method, **own))
    assert not judge("groups.getCallbackSettings", vk.ok("groups.getCallbackSettings", **one))
    assert not judge("groups.setCallbackSettings", vk.ok("groups.setCallbackSettings", **one, wall_post_new=1))
    edited = vk.ok("groups.editCallbackServer", **one, url="http://127.0.0.1:9/", title="Вече")
    assert not judge("groups.editCallbackServer", edited)
    assert not judge("groups.deleteCallbackServer", vk.ok("groups.deleteCallbackServer", **one))


def test_events(vk: World) -> None:
    server = switch_on(vk)
    post = vk.post("С картинкой", attachments=name(vk.photo()))
    comment = vk.resident(post, "Смотрите", photos=[picture()])
    vk.order("comments/edit", id=comment, text="Смотрите!")
    own = {"owner_id": vk.wall, "comment_id": comment}
    vk.ok("wall.deleteComment", vk.admin, **own)
    vk.ok("wall.restoreComment", vk.admin, **own)
    updates = check(server)["updates"]
    assert {update["type"] for update in updates} == set(WALL_EVENTS)
    shapes = {"wall_reply_delete": "callback_wall_comment_delete"}
    for update in updates:
        kind = update["type"]
        shape = oracle.definition("callback/objects.json", shapes.get(kind, f"callback_{kind}"))
        assert oracle.faults(update["object"], shape, kind) == []
        base = oracle.definition("callback/objects.json", "callback_base")
        assert oracle.faults(update, base, kind) == []


def test_refusals_have_numbers_and_words_of_the_schema(vk: World) -> None:
    """Compares the text before the colon; the rest is from published answers or our own."""
    known = oracle.errors()
    for method, token, params in (
        ("nothing.at.all", vk.community, {}),
        ("wall.get", vk.community, {}),
        ("wall.get", "vk1.a.nobody", {}),
        ("wall.post", vk.community, {}),
        ("wall.edit", vk.admin, {"owner_id": vk.wall, "post_id": 1, "message": "Да"}),
        ("wall.delete", vk.admin, {"owner_id": vk.wall, "post_id": 1}),
        ("wall.deleteComment", vk.admin, {"owner_id": vk.wall, "comment_id": 1}),
        ("wall.getComments", vk.admin, {"owner_id": vk.wall, "post_id": 1}),
        ("wall.post", vk.community, {"owner_id": vk.wall, "message": "Да", "publish_date": 4102444800}),
        ("photos.saveWallPhoto", vk.admin, {"photo": "[{}]", "hash": "0"}),
        ("users.get", vk.community, {"v": None}),
        ("wall.post", vk.keys["service_token"], {}),
    ):
        answer = vk.call(method, token, **params)
        assert answer.message.partition(":")[0].rstrip(".") == known[answer.code].rstrip(".")
        error = oracle.definition("base/objects.json", "base_error")
        assert oracle.faults({"inner_type": "base_error", **answer.error}, error) == []
