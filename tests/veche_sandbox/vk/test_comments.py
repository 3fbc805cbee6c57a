"""Comments: residents write, the community answers, deletes and restores."""

import base64
import io
from typing import Any

import pytest
from PIL import Image

from tests.veche_sandbox.vk.world import World, name, picture

pytestmark = pytest.mark.sweep


def listed(vk: World, post: int, **params: object) -> dict[str, Any]:
    return dict(vk.ok("wall.getComments", vk.admin, owner_id=vk.wall, post_id=post, **params))


def ids(answer: dict[str, Any]) -> list[int]:
    return [item["id"] for item in answer["items"]]


def test_resident_is_read_by_the_administrator(vk: World) -> None:
    post = vk.post()
    comment = vk.resident(post, "Когда включат?", author="Мария Петрова")
    answer = listed(vk, post, extended=1)
    [item] = answer["items"]
    assert item["id"] == comment
    assert item["text"] == "Когда включат?"
    assert item["post_id"] == post
    assert item["owner_id"] == vk.wall
    [person] = answer["profiles"]
    assert person["id"] == item["from_id"]
    assert person["first_name"] == "Мария"
    assert person["last_name"] == "Петрова"
    one = vk.ok("wall.getComment", vk.admin, owner_id=vk.wall, comment_id=comment)
    assert one["items"][0]["text"] == "Когда включат?"


def test_answer_of_the_community_stands_in_the_thread(vk: World) -> None:
    post = vk.post()
    comment = vk.resident(post, "Когда?")
    words = {"owner_id": vk.wall, "post_id": post, "from_group": vk.group_id, "message": "К шести"}
    made = vk.ok("wall.createComment", **words, reply_to_comment=comment)
    assert made == {"comment_id": comment + 1, "parents_stack": [comment]}
    again = vk.ok("wall.createComment", **words, reply_to_comment=made["comment_id"])
    assert again["parents_stack"] == [comment]

    answer = listed(vk, post, thread_items_count=10)
    assert answer["count"] == 3
    assert answer["current_level_count"] == 1
    assert ids(answer) == [comment]
    thread = answer["items"][0]["thread"]
    assert (thread["count"], [item["from_id"] for item in thread["items"]]) == (2, [vk.wall, vk.wall])
    assert thread["items"][1]["reply_to_comment"] == made["comment_id"]
    assert ids(listed(vk, post, comment_id=comment)) == [made["comment_id"], again["comment_id"]]


def test_guid_prevents_no_second_comment(vk: World) -> None:
    """Not verified with the real VK; the sender does not rely on it."""
    post = vk.post()
    words = {"owner_id": vk.wall, "post_id": post, "message": "К шести", "guid": "6f1d"}
    first, second = vk.ok("wall.createComment", **words), vk.ok("wall.createComment", **words)
    assert first["comment_id"] != second["comment_id"]


def test_from_group_is_an_id_and_not_a_flag(vk: World) -> None:
    words = {"owner_id": vk.wall, "post_id": vk.post(), "message": "К шести"}
    code, message = vk.refusal("wall.createComment", **words, from_group=1)
    assert (code, message) == (100, "One of the parameters specified was missing or invalid: from_group is invalid")
    vk.ok("wall.createComment", vk.admin, **words)
    vk.ok("wall.createComment", vk.admin, **words, from_group=vk.group_id)
    authors = [comment["author_id"] for comment in vk.sandbox.comments("vk", details=True)][-2:]
    assert authors == [vk.admin_id, vk.wall]


def test_comment_that_says_nothing_or_too_much(vk: World) -> None:
    words = {"owner_id": vk.wall, "post_id": vk.post()}
    assert vk.call("wall.createComment", **words, message=" ").code == 100
    assert vk.call("wall.createComment", **words, message="я" * 4097).code == 100
    assert vk.call("wall.createComment", **words, attachments=name(vk.photo())).code == 0


def test_comment_where_there_is_nothing_to_comment(vk: World) -> None:
    post, other = vk.post(), vk.post()
    comment = vk.resident(other, "Не здесь")
    own = {"owner_id": vk.wall, "message": "Да"}
    assert vk.call("wall.createComment", **own, post_id=9999).code == 212
    assert vk.call("wall.createComment", **own, post_id=post, reply_to_comment=comment).code == 100
    vk.ok("wall.delete", vk.admin, owner_id=vk.wall, post_id=post)
    assert vk.call("wall.createComment", **own, post_id=post).code == 212
    assert vk.call("wall.getComments", vk.admin, owner_id=vk.wall, post_id=post).code == 212


def test_closed_comments(vk: World) -> None:
    post = vk.post()
    own = {"owner_id": vk.wall, "post_id": post}
    assert vk.ok("wall.closeComments", **own) == 1
    assert vk.refusal("wall.createComment", **own, message="Да")[0] == 213
    assert vk.ok("wall.openComments", **own) == 1
    assert vk.call("wall.createComment", **own, message="Да").code == 0
    closed = vk.post("Без обсуждения", close_comments=1)
    assert vk.call("wall.createComment", owner_id=vk.wall, post_id=closed, message="Да").code == 213


def test_delete_and_restore(vk: World) -> None:
    post = vk.post()
    kept, gone = vk.resident(post, "Спасибо"), vk.resident(post, "Ругань")
    own = {"owner_id": vk.wall, "comment_id": gone}
    assert vk.refusal("wall.restoreComment", vk.admin, **own) == (243, "Comment has not been deleted")
    assert vk.ok("wall.deleteComment", vk.admin, **own) == 1

    answer = listed(vk, post)
    assert (answer["count"], ids(answer)) == (1, [kept, gone])
    left = answer["items"][1]
    assert left["deleted"] is True
    assert left["text"] == ""
    assert left["from_id"] == 0
    assert vk.refusal("wall.getComment", vk.admin, **own)[0] == 212
    assert vk.refusal("wall.deleteComment", vk.admin, **own) == (
        211,
        "Access to wall's comment denied: comment not found",
    )
    assert vk.refusal("wall.editComment", vk.admin, **own, message="Вежливость")[0] == 211

    assert vk.ok("wall.restoreComment", vk.admin, **own) == 1
    assert [item["text"] for item in listed(vk, post)["items"]] == ["Спасибо", "Ругань"]


def test_comment_that_never_was(vk: World) -> None:
    post = vk.post()
    for method in ("wall.deleteComment", "wall.restoreComment", "wall.editComment"):
        assert vk.call(method, vk.admin, owner_id=vk.wall, comment_id=9999).code == 211
        assert vk.call(method, vk.admin, owner_id=vk.wall, comment_id=post).code == 211
    assert vk.call("wall.getComment", vk.admin, owner_id=vk.wall, comment_id=9999).code == 212


def test_deletion_under_the_wrong_post(vk: World) -> None:
    post, other = vk.post(), vk.post()
    comment = vk.resident(post, "Когда?")
    assert vk.call("wall.deleteComment", vk.admin, owner_id=vk.wall, post_id=other, comment_id=comment).code == 211


def test_nobody_rewrites_a_resident(vk: World) -> None:
    post = vk.post()
    comment = vk.resident(post, "Когда?")
    ours = vk.ok("wall.createComment", owner_id=vk.wall, post_id=post, message="К шести")["comment_id"]
    own = {"owner_id": vk.wall, "message": "К семи"}
    assert vk.refusal("wall.editComment", vk.admin, **own, comment_id=comment)[0] == 211
    assert vk.ok("wall.editComment", vk.admin, **own, comment_id=ours) == 1
    assert [item["text"] for item in listed(vk, post)["items"]] == ["Когда?", "К семи"]


def test_pages_and_order(vk: World) -> None:
    post = vk.post()
    written = [vk.resident(post, str(number)) for number in range(12)]
    assert ids(listed(vk, post)) == written[:10]
    assert ids(listed(vk, post, count=100)) == written
    assert ids(listed(vk, post, sort="desc", count=2)) == [written[11], written[10]]
    assert ids(listed(vk, post, start_comment_id=written[4], count=2)) == [written[4], written[5]]
    assert ids(listed(vk, post, start_comment_id=written[4], offset=1, count=2)) == [written[5], written[6]]


def test_residents_picture_can_be_fetched(vk: World) -> None:
    post = vk.post()
    vk.resident(post, "Смотрите", photos=[picture("PNG", 1000, 500)])
    [item] = listed(vk, post)["items"]
    sizes = item["attachments"][0]["photo"]["sizes"]
    assert [(size["type"], size["width"], size["height"]) for size in sizes] == [
        ("s", 75, 38),
        ("m", 130, 65),
        ("x", 604, 302),
        ("y", 807, 404),
        ("z", 1000, 500),
    ]
    for size in sizes:
        answer = vk.http.get(size["url"])
        with Image.open(io.BytesIO(answer.content)) as image:
            assert (image.format, image.size) == ("JPEG", (size["width"], size["height"]))
    assert base64.b64encode(answer.content) != base64.b64encode(picture("PNG", 1000, 500))
    assert vk.http.get(sizes[0]["url"].replace("/s.jpg", "/q.jpg")).status_code == 404
