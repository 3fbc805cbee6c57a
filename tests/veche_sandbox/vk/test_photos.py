"""Uploads of pictures: address, file, save."""

import io
import json
from collections.abc import Callable

import pytest
from PIL import Image

from tests.veche_sandbox.vk.world import World, name, picture

pytestmark = pytest.mark.sweep

GARBAGE = (100, "One of the parameters specified was missing or invalid: photos_list is invalid")


def test_photo_goes_the_whole_way(vk: World) -> None:
    server = vk.ok("photos.getWallUploadServer", vk.admin, group_id=vk.group_id)
    sent = vk.upload(server["upload_url"], picture())
    [photo] = vk.ok("photos.saveWallPhoto", vk.admin, group_id=vk.group_id, caption="Мост", **sent)
    assert (photo["owner_id"], photo["text"]) == (server["user_id"], "Мост")
    post = vk.post("Мост открыт", attachments=f"{name(photo)}_{photo['access_key']}")
    [stands] = vk.sandbox.posts("vk", vk.group_id)
    assert (stands["id"], [(p["width"], p["height"]) for p in stands["photos"]]) == (post, [(640, 480)])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF"])
def test_kinds_that_are_taken(vk: World, kind: str) -> None:
    assert json.loads(vk.send_file(picture(kind))["photo"])


def bomb() -> bytes:
    """A picture of 20000 × 20000 in 48 kB."""
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    "draw",
    [
        pytest.param(lambda: b"", id="nothing"),
        pytest.param(lambda: b"%PDF-1.7 not a picture", id="not a picture"),
        pytest.param(lambda: picture("BMP"), id="BMP"),
        pytest.param(lambda: picture("WEBP"), id="WebP"),
        pytest.param(lambda: picture()[:-400], id="cut off"),
        pytest.param(bomb, id="bomb"),
        pytest.param(lambda: picture("PNG", 14_000, 701), id="too large"),
        pytest.param(lambda: picture("PNG", 2_101, 100), id="too wide"),
        pytest.param(lambda: picture("PNG", 100, 2_101), id="too high"),
    ],
)
def test_file_that_is_not_taken_gives_an_empty_photo(vk: World, draw: Callable[[], bytes]) -> None:
    sent = vk.send_file(draw())
    assert sent["photo"] == "[]"
    assert vk.refusal("photos.saveWallPhoto", vk.admin, group_id=vk.group_id, **sent) == GARBAGE


def test_limits_are_inclusive(vk: World) -> None:
    assert vk.send_file(picture("PNG", 13_300, 700))["photo"] != "[]"
    assert vk.send_file(picture("PNG", 2_000, 100))["photo"] != "[]"


def test_more_than_50_megabytes(vk: World) -> None:
    assert vk.send_file(picture() + b"\0" * (50 * 1024 * 1024))["photo"] == "[]"


def test_wrong_field(vk: World) -> None:
    assert vk.send_file(picture(), field="image")["photo"] == "[]"


def test_address_is_good_for_one_file(vk: World) -> None:
    url = vk.ok("photos.getWallUploadServer", vk.admin, group_id=vk.group_id)["upload_url"]
    assert "hash" in vk.upload(url, picture())
    assert vk.upload(url, picture()) == {"error": "ERR_UPLOAD_BAD_ADDRESS: this address was used or is unknown"}
    assert "error" in vk.upload(url.rsplit("/", 1)[0] + "/nowhere", picture())


def test_hash_is_good_for_one_save(vk: World) -> None:
    sent = vk.send_file(picture())
    own = {"group_id": vk.group_id, **sent}
    vk.ok("photos.saveWallPhoto", vk.admin, **own)
    assert vk.refusal("photos.saveWallPhoto", vk.admin, **own) == (121, "Invalid hash")


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"hash": "0" * 32}, (121, "Invalid hash")),
        ({"hash": None}, (121, "Invalid hash")),
        ({"group_id": None}, (121, "Invalid hash")),
        ({"server": 1}, (118, "Invalid server")),
        ({"photo": "[{}]"}, (129, "Invalid photo")),
        ({"photo": None}, (100, "One of the parameters specified was missing or invalid: photo is undefined")),
    ],
)
def test_save_with_something_else_than_the_server_gave(
    vk: World, wrong: dict[str, object], refusal: tuple[int, str]
) -> None:
    sent = {"group_id": vk.group_id, **vk.send_file(picture()), **wrong}
    assert vk.refusal("photos.saveWallPhoto", vk.admin, **sent) == refusal


def test_upload_can_be_broken_on_order(vk: World) -> None:
    url = vk.ok("photos.getWallUploadServer", vk.admin, group_id=vk.group_id)["upload_url"]
    vk.sandbox.fault("vk", "upload", "refused_before_apply")
    assert vk.http.post(url, files={"photo": ("a.jpg", picture(), "image/jpeg")}).status_code == 500
    assert "hash" in vk.upload(url, picture())


def test_own_photo_without_a_group_stands_in_the_post_of_its_owner(vk: World) -> None:
    """The usual method of public clients.

    With the community's key the photo is dropped, and a complaint is recorded.
    """
    url = vk.ok("photos.getWallUploadServer", vk.admin)["upload_url"]
    [photo] = vk.ok("photos.saveWallPhoto", vk.admin, **vk.upload(url, picture()))
    own = {"owner_id": vk.wall, "from_group": 1, "message": "Мост", "attachments": name(photo)}
    vk.ok("wall.post", vk.admin, **own)
    assert vk.sandbox.complaints("vk") == []
    vk.ok("wall.post", vk.community, **own)
    assert [len(post["photos"]) for post in vk.sandbox.posts("vk", vk.group_id)] == [1, 0]
    assert [one["problem"] for one in vk.sandbox.complaints("vk")] == [f"{name(photo)} was dropped"]
