"""wall.post and the methods for existing posts."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest

from tests.veche_sandbox.vk.world import VERSION, World, name
from tests.waiting import wait_until

pytestmark = pytest.mark.sweep

EMPTY = (100, "One of the parameters specified was missing or invalid: no text or attachments")


def shown(vk: World, post: int) -> dict[str, Any]:
    return dict(vk.ok("wall.getById", vk.admin, posts=f"{vk.wall}_{post}")["items"][0])


def test_community_key_posts_in_the_communitys_name(vk: World) -> None:
    post = vk.post("  Завтра отключат воду\r\nна Ленина\n")
    found = shown(vk, post)
    assert found["text"] == "Завтра отключат воду\nна Ленина"
    assert found["from_id"] == vk.wall
    assert found["owner_id"] == vk.wall
    [stands] = vk.sandbox.posts("vk", vk.group_id)
    assert stands == {
        "id": post,
        "account": vk.group_id,
        "text": "Завтра отключат воду\nна Ленина",
        "photos": [],
        "deleted": False,
    }


def test_administrator_posts_as_the_community_only_when_asked(vk: World) -> None:
    as_person = vk.ok("wall.post", vk.admin, owner_id=vk.wall, message="Сам")["post_id"]
    as_community = vk.ok("wall.post", vk.admin, owner_id=vk.wall, message="От города", from_group=1, signed=1)[
        "post_id"
    ]
    assert shown(vk, as_person)["from_id"] == vk.admin_id
    assert (shown(vk, as_community)["from_id"], shown(vk, as_community)["signer_id"]) == (vk.wall, vk.admin_id)


@pytest.mark.parametrize("message", ["", "   ", "\r\n\r\n"])
def test_empty_post(vk: World, message: str) -> None:
    assert vk.refusal("wall.post", owner_id=vk.wall, message=message) == EMPTY


def test_longest_text(vk: World) -> None:
    vk.post("я" * 16_384)
    code, message = vk.refusal("wall.post", owner_id=vk.wall, message="я" * 16_385)
    assert (code, message) == (100, "One of the parameters specified was missing or invalid: message is too long")
    assert vk.call("wall.post", owner_id=vk.wall, message="🏛" * 8_193).code == 100


def test_people_have_no_walls_here(vk: World) -> None:
    assert vk.refusal("wall.post", vk.admin, message="Себе") == (15, "Access denied: wall is disabled")


def test_wall_that_does_not_exist(vk: World) -> None:
    code, message = vk.refusal("wall.post", owner_id=-1, message="Никуда")
    assert (code, message) == (100, "One of the parameters specified was missing or invalid: owner_id is invalid")


def test_time_in_the_past_publishes_at_once_and_the_future_is_refused(vk: World) -> None:
    past = vk.post("Вчера", publish_date=int(time.time()) - 60)
    assert shown(vk, past)["text"] == "Вчера"
    refusal = vk.refusal("wall.post", owner_id=vk.wall, message="Завтра", publish_date=int(time.time()) + 600)
    assert refusal == (214, "Access to adding post denied: scheduled posts are not available here")
    assert vk.texts() == ["Вчера"]


def test_guid_within_the_hour_is_the_same_post(vk: World) -> None:
    first = vk.post("Раз", guid="6f1d")
    assert vk.post("Раз", guid="6f1d") == first
    assert vk.post("Другой текст", guid="6f1d") == first
    assert vk.post("Раз", guid="6f1e") != first
    assert vk.texts() == ["Раз", "Раз"]


def test_guid_after_the_hour_is_a_second_post(vk: World) -> None:
    first = vk.post("Раз", guid="6f1d")
    vk.change_file("UPDATE once SET at = at - 3590 WHERE key = ?", f"guid {vk.group_id} 6f1d")
    assert vk.post("Раз", guid="6f1d") == first
    vk.change_file("UPDATE once SET at = at - 11 WHERE key = ?", f"guid {vk.group_id} 6f1d")
    assert vk.post("Раз", guid="6f1d") != first
    assert vk.texts() == ["Раз", "Раз"]


def test_guid_holds_when_the_first_call_is_applied_late(vk: World) -> None:
    vk.sandbox.fault("vk", "wall.post", "applied_late", seconds=1)
    form = {"access_token": vk.community, "v": VERSION, "owner_id": str(vk.wall), "message": "Раз", "guid": "6f1d"}
    with ThreadPoolExecutor() as pool:
        late = pool.submit(httpx2.post, f"{vk.base}/method/wall.post", data=form)
        wait_until(lambda: any(call["fault"] for call in vk.sandbox.calls("vk", "wall.post")))
        assert not late.done()
        first = vk.post("Раз", guid="6f1d")
        with pytest.raises(httpx2.TransportError):
            late.result()
    assert [post["id"] for post in vk.sandbox.posts("vk", vk.group_id)] == [first]


def test_guid_of_a_refused_post_is_not_spent(vk: World) -> None:
    assert vk.refusal("wall.post", owner_id=vk.wall, guid="6f1d") == EMPTY
    vk.post("Раз", guid="6f1d")
    assert vk.texts() == ["Раз"]


def test_guid_is_each_walls_own(vk: World, neighbour: World) -> None:
    vk.post("Раз", guid="6f1d")
    neighbour.post("Два", guid="6f1d")
    assert (vk.texts(), neighbour.texts()) == (["Раз"], ["Два"])


def test_photos_keep_their_order(vk: World) -> None:
    photos = [vk.photo() for _ in range(3)]
    wanted = [photos[2], photos[0], photos[1]]
    post = vk.post("", attachments=",".join(name(photo) for photo in wanted))
    kept = [item["photo"]["id"] for item in shown(vk, post)["attachments"]]
    assert kept == [photo["id"] for photo in wanted]


def test_ten_attachments_at_most(vk: World) -> None:
    photo = name(vk.photo())
    vk.post("Десять", attachments=",".join([photo] * 10))
    code, message = vk.refusal("wall.post", owner_id=vk.wall, message="Да", attachments=",".join([photo] * 11))
    assert (code, "too many attachments" in message) == (100, True)


def test_one_link(vk: World) -> None:
    post = vk.post("Смотрите", attachments="https://example.org/a")
    assert [item["type"] for item in shown(vk, post)["attachments"]] == ["link"]
    two = "https://example.org/a,https://example.org/b"
    assert vk.call("wall.post", owner_id=vk.wall, message="Две", attachments=two).code == 100


@pytest.mark.parametrize("attachment", ["photo", "456239017", "picture1_2", "photo-1-2", "photo1_2.jpg"])
def test_malformed_attachment(vk: World, attachment: str) -> None:
    code, message = vk.refusal("wall.post", owner_id=vk.wall, message="Да", attachments=attachment)
    assert (code, message) == (100, "One of the parameters specified was missing or invalid: attachments is invalid")


def test_photo_that_does_not_exist_is_dropped_in_silence(vk: World) -> None:
    """An answer does not prove that the pictures were published; the sandbox records a complaint."""
    post = vk.post("Текст остался", attachments="photo1_2")
    assert (shown(vk, post)["text"], shown(vk, post)["attachments"]) == ("Текст остался", [])
    assert vk.sandbox.complaints("vk") == [
        {"method": "wall.post", "parameter": "attachments", "problem": "photo1_2 was dropped"}
    ]
    assert vk.refusal("wall.post", owner_id=vk.wall, attachments="photo1_2") == EMPTY


def test_photo_uploaded_for_another_wall_is_dropped(vk: World, neighbour: World) -> None:
    foreign = name(neighbour.photo())
    post = vk.post("Текст", attachments=foreign)
    assert shown(vk, post)["attachments"] == []


def test_edit_replaces_the_whole_post(vk: World) -> None:
    photo = name(vk.photo())
    post = vk.post("Было", attachments=photo)
    assert vk.ok("wall.edit", vk.admin, owner_id=vk.wall, post_id=post, message="Стало") == {"post_id": post}
    found = shown(vk, post)
    assert found["text"] == "Стало"
    assert found["attachments"] == []
    assert "edited" in found
    assert vk.refusal("wall.edit", vk.admin, owner_id=vk.wall, post_id=post) == EMPTY
    assert vk.refusal("wall.edit", vk.admin, owner_id=vk.wall, post_id=9999, message="Да")[0] == 210


def test_delete_and_restore(vk: World) -> None:
    post, own = vk.post("Вот"), {"owner_id": vk.wall}
    assert vk.ok("wall.delete", vk.admin, **own, post_id=post) == 1
    assert vk.ok("wall.getById", vk.admin, posts=f"{vk.wall}_{post}") == {"items": []}
    assert vk.ok("wall.get", vk.admin, **own)["count"] == 0
    assert vk.refusal("wall.delete", vk.admin, **own, post_id=post) == (104, "Not found")
    assert vk.refusal("wall.edit", vk.admin, **own, post_id=post, message="Да")[0] == 210
    assert vk.ok("wall.restore", vk.admin, **own, post_id=post) == 1
    assert vk.texts() == ["Вот"]
    assert vk.refusal("wall.restore", vk.admin, **own, post_id=9999)[0] == 210


def test_one_post_is_pinned(vk: World) -> None:
    first, second, third = vk.post("1"), vk.post("2"), vk.post("3")
    for post in (first, second):
        assert vk.ok("wall.pin", vk.admin, owner_id=vk.wall, post_id=post) == 1
    order = [(post["id"], post["is_pinned"]) for post in vk.ok("wall.get", vk.admin, owner_id=vk.wall)["items"]]
    assert order == [(second, 1), (third, 0), (first, 0)]
    assert vk.ok("wall.unpin", vk.admin, owner_id=vk.wall, post_id=second) == 1
    order = [(post["id"], post["is_pinned"]) for post in vk.ok("wall.get", vk.admin, owner_id=vk.wall)["items"]]
    assert order == [(third, 0), (second, 0), (first, 0)]
    assert vk.refusal("wall.pin", vk.admin, owner_id=vk.wall, post_id=9999)[0] == 210


def test_wall_in_pages_and_by_name(vk: World) -> None:
    for number in range(5):
        vk.post(str(number))
    page = vk.ok("wall.get", vk.admin, owner_id=vk.wall, offset=1, count=2)
    assert (page["count"], [post["text"] for post in page["items"]]) == (5, ["3", "2"])
    by_name = vk.ok("wall.get", vk.admin, domain=f"club{vk.group_id}", count=1, extended=1)
    assert [post["text"] for post in by_name["items"]] == ["4"]
    assert [group["id"] for group in by_name["groups"]] == [vk.group_id]
    assert vk.ok("wall.get", vk.admin, owner_id=vk.wall, filter="others")["count"] == 0


def test_service_key_reads(vk: World) -> None:
    post = vk.post("Всем видно")
    service = vk.keys["service_token"]
    assert vk.ok("wall.getById", service, posts=f"{vk.wall}_{post}")["items"][0]["can_edit"] == 0
    assert vk.ok("wall.get", service, owner_id=vk.wall)["count"] == 1


def test_malformed_post_name(vk: World) -> None:
    code, message = vk.refusal("wall.getById", vk.admin, posts="wall-1_2")
    assert (code, message) == (100, "One of the parameters specified was missing or invalid: posts is invalid")
