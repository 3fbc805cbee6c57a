"""Attachments of a message: uploaded pictures, videos and files, and a keyboard.

An upload is not ready at once: for a short time it is «attachment.not.ready», and nothing is published.
"""

import time
from dataclasses import dataclass, field
from typing import Any

from veche_sandbox.max.call import Call
from veche_sandbox.max.errors import bad_request, not_ready
from veche_sandbox.max.keyboards import read_keyboard
from veche_sandbox.max.uploads import ready_at
from veche_sandbox.store import File, Photo
from veche_sandbox.store.files import DOCUMENT, VIDEO

MOST_MEDIA = 12
_ELSEWHERE = ("share", "audio", "sticker", "contact", "location")


@dataclass(slots=True)
class Attached:
    photos: list[Photo] = field(default_factory=list)
    others: list[dict[str, Any]] = field(default_factory=list)
    files: list[File] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.photos or self.others or self.files)


def read_attachments(call: Call, listed: list[Any]) -> Attached:
    found = Attached()
    for item in listed:
        if not isinstance(item, dict) or not isinstance(item.get("type"), str):
            raise bad_request("attachments: type is required")
        _complain(call, item, {"type", "payload"})
        _add(call, found, item)
    if any(file.kind == DOCUMENT for file in found.files) and len(found.photos) + len(found.files) > 1:
        raise bad_request("attachments: a file is the only attachment of its message")
    if len(found.photos) + len(found.files) > MOST_MEDIA:
        raise bad_request(f"attachments: not more than {MOST_MEDIA} media in one message")
    return found


def _add(call: Call, found: Attached, item: dict[str, Any]) -> None:
    match item["type"]:
        case "image":
            found.photos += _images(call, _payload(item))
        case "video" | "file" as kind:
            found.files.append(_file(call, _payload(item), kind))
        case "inline_keyboard":
            found.others.append(read_keyboard(call, _payload(item)))
        case kind if kind in _ELSEWHERE:
            raise bad_request(f"attachments: the training network has no {kind}")
        case _:
            raise bad_request("attachments: unknown type")


def _complain(call: Call, item: dict[str, Any], known: set[str]) -> None:
    for name in item.keys() - known:
        call.complain(f"attachments.{name}")


def _payload(item: dict[str, Any]) -> dict[str, Any]:
    payload = item.get("payload")
    if not isinstance(payload, dict):
        raise bad_request("attachments: payload is required")
    return payload


def _images(call: Call, payload: dict[str, Any]) -> list[Photo]:
    """Pictures named by one token or by the upload server's map of tokens, but not both."""
    _complain(call, payload, {"token", "photos", "url", "photo_id"})
    given = [name for name in ("token", "photos", "url") if payload.get(name)]
    # The payload of a received message (photo_id, token, url) may be sent back unchanged.
    if given == ["token", "url"] and "photo_id" in payload:
        given = ["token"]
    if len(given) != 1:
        raise bad_request("attachments: exactly one of token, photos, url is expected")
    if given == ["url"]:
        raise bad_request("attachments: failed to fetch image by url")
    tokens = [payload["token"]] if given == ["token"] else _tokens(payload["photos"])
    return [_photo(call, token) for token in tokens]


def one_image(call: Call, payload: dict[str, Any], name: str) -> Photo:
    """The single picture of a payload that is no attachment, such as a channel's icon."""
    found = _images(call, payload)
    if len(found) != 1:
        raise bad_request(f"{name}: exactly one image is expected")
    return found[0]


def _tokens(photos: Any) -> list[Any]:
    if not isinstance(photos, dict) or not all(isinstance(one, dict) for one in photos.values()):
        raise bad_request("attachments: photos is invalid")
    return [one.get("token") for one in photos.values()]


def _photo(call: Call, token: Any) -> Photo:
    photo = call.store.photos.by_key(token) if isinstance(token, str) else None
    if photo is None or photo.network != "max":
        raise bad_request("attachments: invalid token")
    if ready_at(call.store, photo) > time.time():
        raise not_ready()
    return photo


def _file(call: Call, payload: dict[str, Any], kind: str) -> File:
    _complain(call, payload, {"token", "url"})
    token = payload.get("token")
    file = call.store.files.by_key(token) if isinstance(token, str) else None
    if file is None or file.network != "max" or (file.kind == VIDEO) != (kind == "video"):
        raise bad_request("attachments: invalid token")
    if ready_at(call.store, file) > time.time():
        raise not_ready()
    return file
