"""Upload addresses and upload results expire after a day."""

import pytest

from tests.veche_sandbox.vk.world import World, picture

pytestmark = pytest.mark.sweep

OVER = {"error": "ERR_UPLOAD_BAD_ADDRESS: this address was used or is unknown"}


def test_an_address_that_is_over_takes_no_photo_and_no_file(vk: World) -> None:
    photo = vk.ok("photos.getWallUploadServer", vk.admin, group_id=vk.group_id)["upload_url"]
    file = vk.ok("docs.getWallUploadServer", group_id=vk.group_id)["upload_url"]
    story = vk.ok("stories.getPhotoUploadServer", group_id=vk.group_id, add_to_news=1)["upload_url"]

    vk.let_uploads_end()

    assert (vk.upload(photo, picture()), vk.upload(file, b"text", field="file")) == (OVER, OVER)
    assert vk.upload(story, picture(), field="file")["error"]["error_code"] == 100


def test_what_was_uploaded_is_not_saved_a_day_later(vk: World) -> None:
    photo = vk.send_file(picture())
    file = vk.upload(vk.ok("docs.getWallUploadServer", group_id=vk.group_id)["upload_url"], b"text", field="file")

    vk.let_uploads_end()

    assert vk.refusal("photos.saveWallPhoto", vk.admin, group_id=vk.group_id, **photo)[0] == 121
    assert vk.refusal("docs.save", file=file["file"])[0] == 100
