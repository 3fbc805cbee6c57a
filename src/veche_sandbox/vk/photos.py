"""photos.getWallUploadServer and photos.saveWallPhoto. A community's own key gets error 27."""

import time

from veche_sandbox.store import Photo
from veche_sandbox.vk import uploads
from veche_sandbox.vk.access import EDITOR, community, holds
from veche_sandbox.vk.attachments import wall_note
from veche_sandbox.vk.calls import METHODS, NETWORK, Call
from veche_sandbox.vk.errors import bad_hash, bad_param, bad_photo, bad_server, group_denied
from veche_sandbox.vk.objects import WALL_ALBUM, photo_object
from veche_sandbox.vk.params import integer, number, string
from veche_sandbox.vk.registry import USER, Json, Right
from veche_sandbox.vk.uploads import Upload

NOTHING = "[]"
"""What the upload server gives as `photo` when it did not like the file."""


@METHODS.method("photos.getWallUploadServer", integer("group_id"), kinds=USER, right=Right.PHOTOS)
def get_wall_upload_server(call: Call) -> Json:
    group_id = call.integer("group_id")
    _allow(call, group_id)
    upload = uploads.begin(call.store, call.caller.user_id, group_id)
    return {
        "album_id": WALL_ALBUM,
        "upload_url": f"{call.store.address}/vk/upload/{upload.address}",
        "user_id": call.caller.user_id,
    }


def _allow(call: Call, group_id: int) -> None:
    if group_id < 0:
        raise bad_param("group_id should be positive")
    if group_id and not holds(call, community(call, group_id), EDITOR):
        raise group_denied()


@METHODS.method(
    "photos.saveWallPhoto",
    integer("user_id", low=0),
    integer("group_id", low=0),
    string("photo", required=True),
    integer("server"),
    string("hash"),
    number("latitude"),
    number("longitude"),
    string("caption"),
    kinds=USER,
    right=Right.PHOTOS,
)
def save_wall_photo(call: Call) -> Json:
    """Save photos. A hash works once. The photo's owner is the person who uploaded it, not the community."""
    if call.text("photo") == NOTHING:
        raise bad_param("photos_list is invalid")
    with call.store.transaction():
        upload = _redeem_upload(call)
        photos = [_saved(call, upload, body) for body in uploads.bodies(call.store, upload)]
        uploads.spend(call.store, upload)
    now, caption = int(time.time()), {"text": call.text("caption")}
    return [photo_object(call.store, photo, now) | caption for photo in photos]


def _saved(call: Call, upload: Upload, body: bytes) -> Photo:
    photo = call.store.photos.save(NETWORK, call.caller.user_id, body)
    call.store.ledger.set_note(NETWORK, wall_note(photo), str(upload.group_id))
    return photo


def _redeem_upload(call: Call) -> Upload:
    upload = uploads.find(call.store, hash_=call.text("hash")) if call.text("hash") else None
    if upload is None or upload.user_id != call.caller.user_id or upload.group_id != call.integer("group_id"):
        raise bad_hash()
    if uploads.purpose(call.store, upload):
        raise bad_hash()
    if call.integer("server") != upload.server:
        raise bad_server()
    if call.text("photo") != upload.photo:
        raise bad_photo()
    return upload
