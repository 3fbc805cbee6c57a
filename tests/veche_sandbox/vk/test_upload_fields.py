"""Requests to VK's upload servers: several files, other field names, unreadable files."""

from typing import Any

import pytest

from tests.veche_sandbox.vk.world import World, name, picture

pytestmark = pytest.mark.sweep


def parts(*fields: str) -> list[tuple[str, tuple[str, bytes, str]]]:
    return [(field, (f"{field}.jpg", picture(width=300 + number), "image/jpeg")) for number, field in enumerate(fields)]


def wall_address(vk: World) -> str:
    return str(vk.ok("photos.getWallUploadServer", vk.admin, group_id=vk.group_id)["upload_url"])


@pytest.mark.parametrize(
    "fields", [("file0", "file1"), ("file1", "file2", "file3", "file4", "file5"), ("photo", "file")]
)
def test_several_photos_at_once(vk: World, fields: tuple[str, ...]) -> None:
    sent = vk.http.post(wall_address(vk), files=parts(*fields)).json()
    saved = vk.ok("photos.saveWallPhoto", vk.admin, group_id=vk.group_id, **sent)
    vk.post("Мост", attachments=",".join(name(photo) for photo in saved))
    [post] = vk.sandbox.posts("vk", vk.group_id)
    assert [photo["width"] for photo in post["photos"]] == [300 + number for number in range(len(fields))]
    assert vk.sandbox.complaints("vk") == []


def test_more_photos_than_vk_takes(vk: World) -> None:
    url = wall_address(vk)
    answer = vk.http.post(url, files=parts(*(f"file{number}" for number in range(6))))
    assert answer.json() == {"error": "ERR_UPLOAD_TOO_MANY_FILES: at most 5"}
    assert "hash" in vk.http.post(url, files=parts("file0")).json()


def test_a_bad_file_among_good_ones_is_left_out(vk: World) -> None:
    files = [("file0", ("a.jpg", b"no picture", "image/jpeg")), *parts("file1")]
    sent = vk.http.post(wall_address(vk), files=files).json()
    assert len(vk.ok("photos.saveWallPhoto", vk.admin, group_id=vk.group_id, **sent)) == 1


def test_main_photo_and_cover_in_the_field_file(vk: World) -> None:
    url = vk.ok("photos.getOwnerPhotoUploadServer", vk.admin, owner_id=vk.wall)["upload_url"]
    sent = vk.upload(url, picture(), field="file")
    assert vk.ok("photos.saveOwnerPhoto", vk.admin, **sent)["saved"] == 1
    own = {"group_id": vk.group_id, "crop_x2": 1590, "crop_y2": 400}
    url = vk.ok("photos.getOwnerCoverPhotoUploadServer", **own)["upload_url"]
    sent = vk.upload(url, picture(width=1590, height=400), field="file")
    assert vk.ok("photos.saveOwnerCoverPhoto", hash=sent["hash"], photo=sent["photo"])["images"]


def test_one_main_photo_only(vk: World) -> None:
    url = vk.ok("photos.getOwnerPhotoUploadServer", vk.admin, owner_id=vk.wall)["upload_url"]
    answer = vk.http.post(url, files=parts("file0", "file1"))
    assert answer.json() == {"error": "ERR_UPLOAD_TOO_MANY_FILES: at most 1"}


def addresses(vk: World) -> dict[str, str]:
    story = vk.ok("stories.getPhotoUploadServer", group_id=vk.group_id, add_to_news=1)
    film = vk.ok("video.save", vk.admin, group_id=vk.group_id, name="Каток")
    paper = vk.ok("docs.getWallUploadServer", group_id=vk.group_id)
    found: list[dict[str, Any]] = [story, film, paper]
    return {"photo": wall_address(vk), **{str(number): one["upload_url"] for number, one in enumerate(found)}}


def test_what_cannot_be_read_is_refused_in_json(vk: World) -> None:
    head = {"Content-Type": "multipart/form-data; boundary=x"}
    for url in addresses(vk).values():
        broken = vk.http.post(url, content=b"--x\r\nno header at all", headers=head)
        assert (broken.status_code, broken.headers["content-type"]) == (200, "application/json")
    for url in addresses(vk).values():
        several = vk.http.post(url, files=parts(*(f"file{number}" for number in range(9))))
        assert (several.status_code, several.headers["content-type"]) == (200, "application/json")
