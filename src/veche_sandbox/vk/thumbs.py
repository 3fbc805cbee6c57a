"""A video's cover: video.getThumbUploadUrl, the upload server, video.saveUploadedThumb with the upload's answer."""

import json

from veche_sandbox.store import Photo
from veche_sandbox.store.files import VIDEO
from veche_sandbox.vk import uploads
from veche_sandbox.vk.access import EDITOR, holds, wall_of
from veche_sandbox.vk.calls import METHODS, NETWORK, Call
from veche_sandbox.vk.errors import access_denied, bad_photo, video_denied
from veche_sandbox.vk.objects import thumb_note, thumb_of
from veche_sandbox.vk.params import flags, integer, string
from veche_sandbox.vk.photos import NOTHING
from veche_sandbox.vk.registry import USER, Json
from veche_sandbox.vk.uploads import Upload

THUMB = "thumb"


@METHODS.method("video.getThumbUploadUrl", integer("owner_id", required=True), kinds=USER)
def get_thumb_upload_url(call: Call) -> Json:
    place = wall_of(call, call.integer("owner_id"))
    if not holds(call, place, EDITOR):
        raise access_denied("user should be group editor")
    return {"upload_url": uploads.address_for(call.store, call.caller.user_id, place.id, THUMB)}


@METHODS.method(
    "video.saveUploadedThumb",
    integer("owner_id", required=True),
    string("thumb_json", required=True),
    string("thumb_size"),
    string("random_tag"),
    integer("video_id", low=1),
    *flags("set_thumb"),
    kinds=USER,
)
def save_uploaded_thumb(call: Call) -> Json:
    """Save a cover. Without `video_id` and `set_thumb` it is stored but not shown."""
    upload = _redeem_upload(call)
    owner, number = call.integer("owner_id"), call.integer("video_id")
    video = call.store.files.find(NETWORK, owner, number) if number else None
    if number and (video is None or video.kind != VIDEO or owner != -upload.group_id):
        raise video_denied()
    with call.store.transaction():
        [body] = uploads.bodies(call.store, upload)
        photo: Photo = call.store.photos.save(NETWORK, owner, body)
        if video is not None and call.flag("set_thumb"):
            call.store.ledger.set_note(NETWORK, thumb_note(video.key), photo.key)
        uploads.spend(call.store, upload)
    shown: list[Json] = [*thumb_of(call.store, video)] if video else []
    return {"photo_id": photo.id, "photo_owner_id": owner, "photo_hash": photo.sha256[:32], "image": shown}


def _redeem_upload(call: Call) -> Upload:
    try:
        told = json.loads(call.text("thumb_json"))
        upload = uploads.find(call.store, hash_=str(told["hash"]))
    except (ValueError, LookupError, TypeError):
        raise bad_photo() from None
    if upload is None or upload.user_id != call.caller.user_id or upload.photo == NOTHING:
        raise bad_photo()
    if uploads.purpose(call.store, upload) != THUMB or told.get("photo") != upload.photo:
        raise bad_photo()
    return upload
