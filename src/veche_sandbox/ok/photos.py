"""photosV2.*: an upload address, and the commit for albums. Topics use the upload's token instead."""

import json
import secrets
from typing import Any

from veche_sandbox import expiry
from veche_sandbox.ok.access import managed_group
from veche_sandbox.ok.calls import NETWORK, Call, method
from veche_sandbox.ok.errors import ApiError, bad_param, missing
from veche_sandbox.ok.shapes import moscow

PHOTOS = ("VALUABLE_ACCESS", "PHOTO_CONTENT")
MOST = 100


def upload_note(address: str) -> str:
    return f"upload {address}"


def uploaded_note(name: str) -> str:
    return f"uploaded as {name}"


def committed_note(photo_key: str) -> str:
    return f"album of {photo_key}"


@method("photosV2.getUploadUrl", "aid gid count sizes placeholders", permissions=PHOTOS)
def get_upload_url(call: Call) -> Any:
    """An upload address. For a topic: `gid` without `aid`. Empty parameters count as missing."""
    if not call.text("gid"):
        raise missing("gid")
    group = managed_group(call, call.text("gid"))
    count = call.count(default=1, most=MOST)
    sizes = call.listing("sizes")
    if sizes and (len(sizes) != count or not all(size.isdecimal() for size in sizes)):
        raise bad_param("sizes")
    address = secrets.token_urlsafe(24)
    names = [secrets.token_urlsafe(18) for _ in range(count)]
    note = json.dumps({"owner": -group.id, "album": call.text("aid"), "names": names})
    call.store.ledger.set_note(NETWORK, upload_note(address), note)
    ends = expiry.begin(call.store, NETWORK, address)
    return {
        "photo_ids": names,
        "upload_url": f"{call.store.address}/ok/upload/{address}",
        "expires": moscow(ends),
        "expires_ms": ends * 1000,
        "ttl_ms": expiry.LIVES * 1000,
    }


@method("photosV2.commit", "photo_id token comment photos", permissions=PHOTOS)
def commit(call: Call) -> Any:
    """Put uploaded photos into their album. The documentation forbids it for photos of a topic."""
    return {"photos": [_committed(call, item) for item in _named(call)]}


def _named(call: Call) -> list[dict[str, Any]]:
    if not call.text("photos"):
        return [{"photo_id": call.text("photo_id"), "token": call.text("token")}]
    try:
        found = json.loads(call.text("photos"))
    except (ValueError, RecursionError):
        raise bad_param("photos") from None
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise bad_param("photos")
    return found


def _committed(call: Call, item: dict[str, Any]) -> dict[str, str]:
    photo = call.store.photos.by_key(str(item.get("token", "")))
    if photo is None or photo.network != NETWORK:
        raise ApiError(121, "Invalid photo token")
    album = call.store.ledger.note(NETWORK, committed_note(photo.key))
    if not album:
        call.complain("token", "a photo of a topic is not to be committed")
    return {"photo_id": str(item.get("photo_id", "")), "assigned_photo_id": str(photo.id), "status": "SUCCESS"}
