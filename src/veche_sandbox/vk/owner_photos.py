"""A community's main photo and cover: upload addresses, and saving the uploads."""

from veche_sandbox.page import set_page
from veche_sandbox.store import Photo
from veche_sandbox.vk import uploads
from veche_sandbox.vk.access import EDITOR, community, holds, managed_community, wall_of
from veche_sandbox.vk.account_events import ALBUM, photo_changed
from veche_sandbox.vk.calls import METHODS, NETWORK, Call
from veche_sandbox.vk.errors import access_denied, bad_hash, bad_param, bad_photo, bad_server
from veche_sandbox.vk.objects import photo_object
from veche_sandbox.vk.params import flags, integer, listing, string
from veche_sandbox.vk.photos import NOTHING
from veche_sandbox.vk.registry import GROUP, SERVICE, USER, Json, Right
from veche_sandbox.vk.scaling import sizes_of
from veche_sandbox.vk.uploads import Upload

AVATAR, COVER = "avatar", "cover"
NARROWEST_CROP = 911
"""Answers of VK say so; the 795 of its own schema is refused."""


@METHODS.method("photos.getOwnerPhotoUploadServer", integer("owner_id"), kinds=USER, right=Right.PHOTOS)
def get_owner_photo_upload_server(call: Call) -> Json:
    place = wall_of(call, call.integer("owner_id", call.caller.user_id))
    if not holds(call, place, EDITOR):
        raise access_denied("user should be group editor")
    return {"upload_url": uploads.address_for(call.store, call.caller.user_id, place.id, AVATAR)}


@METHODS.method(
    "photos.saveOwnerPhoto", string("server"), string("hash"), string("photo"), kinds=USER, right=Right.PHOTOS
)
def save_owner_photo(call: Call) -> Json:
    upload = _redeem_upload(call, AVATAR)
    if call.text("server") != str(upload.server):
        raise bad_server()
    with call.store.transaction():
        photo = _set_portrait(call, upload, AVATAR)
        photo_changed(call.store, upload.group_id, call.caller.user_id, photo)
    address = f"{call.store.address}/vk/photo/{photo.key}/w.jpg"
    return {"photo_hash": photo.sha256[:32], "photo_src": address, "photo_src_big": address, "saved": 1}


@METHODS.method(
    "photos.getOwnerCoverPhotoUploadServer",
    integer("group_id", low=1),
    *(integer(name, low=0) for name in ("crop_x", "crop_y", "crop_x2", "crop_y2")),
    *flags("is_video_cover"),
    kinds=USER | GROUP,
    right=Right.PHOTOS,
)
def get_owner_cover_upload_server(call: Call) -> Json:
    place = managed_community(call, call.integer("group_id", call.caller.group_id))
    width = call.integer("crop_x2", 795) - call.integer("crop_x")
    height = call.integer("crop_y2", 200) - call.integer("crop_y")
    if width < NARROWEST_CROP or height <= 0:
        raise bad_param(f"crop_x2 is invalid: width of the crop must be at least {NARROWEST_CROP}")
    url = uploads.address_for(call.store, call.caller.user_id, place.id, f"{COVER} {width}")
    return {"upload_url": url}


@METHODS.method(
    "photos.saveOwnerCoverPhoto",
    *(integer(name, low=0) for name in ("crop_x", "crop_height", "crop_y", "crop_width")),
    *(string(name) for name in ("response_json", "hash", "photo")),
    *flags("is_video_cover"),
    kinds=USER | GROUP,
    right=Right.PHOTOS,
)
def save_owner_cover(call: Call) -> Json:
    """Save a cover; it gives no event."""
    with call.store.transaction():
        photo = _set_portrait(call, _redeem_upload(call, COVER), COVER)
    return {"images": cover_images(call, photo)}


def cover_images(call: Call, photo: Photo) -> list[Json]:
    return [
        {
            "url": f"{call.store.address}/vk/photo/{photo.key}/{size.letter}.jpg",
            "width": size.width,
            "height": size.height,
        }
        for size in sizes_of(photo.width, photo.height)
    ]


def _set_portrait(call: Call, upload: Upload, what: str) -> Photo:
    [body] = uploads.bodies(call.store, upload)
    photo = call.store.photos.save(NETWORK, -upload.group_id, body)
    set_page(call.store, community(call, upload.group_id), what, photo.key)
    uploads.spend(call.store, upload)
    return photo


def _redeem_upload(call: Call, what: str) -> Upload:
    """The upload of a hash, which works once and only for the caller who requested the address."""
    upload = uploads.find(call.store, hash_=call.text("hash")) if call.text("hash") else None
    if upload is None or upload.user_id != call.caller.user_id:
        raise bad_hash()
    if uploads.purpose(call.store, upload).partition(" ")[0] != what:
        raise bad_hash()
    if call.text("photo") != upload.photo or upload.photo == NOTHING:
        raise bad_photo()
    return upload


@METHODS.method(
    "photos.get",
    integer("owner_id"),
    string("album_id"),
    listing("photo_ids"),
    *flags("rev", "extended", "photo_sizes"),
    string("feed_type"),
    integer("feed"),
    integer("offset", low=0),
    integer("count", low=0, high=1000),
    kinds=USER | SERVICE,
)
def get_photos(call: Call) -> Json:
    """The album of main photos, the only one stored, newest first with `rev`."""
    place = wall_of(call, call.integer("owner_id", call.caller.user_id))
    if call.text("album_id") != ALBUM:
        raise bad_param("album_id is invalid")
    found = [(call.store.photos.by_key(key), at) for key, at in place.extra.get(ALBUM, ())]
    photos = [(photo, at) for photo, at in found if photo]
    if call.flag("rev"):
        photos.reverse()
    start = call.integer("offset")
    shown = photos[start : start + call.integer("count", 50)]
    items: list[Json] = [photo_object(call.store, photo, at) | {"album_id": -6} for photo, at in shown]
    return {"count": len(photos), "items": items}
