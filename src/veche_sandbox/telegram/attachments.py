"""Videos, animations and documents of a call: uploads, and files sent again by id."""

from dataclasses import dataclass
from typing import Any

from veche_sandbox.store import Account, File
from veche_sandbox.store.files import ANIMATION, DOCUMENT, VIDEO, mime_of
from veche_sandbox.store.films import film_measures
from veche_sandbox.store.photos import NotAPicture, measure
from veche_sandbox.telegram.arguments import Upload
from veche_sandbox.telegram.call import Call
from veche_sandbox.telegram.errors import bad_request

MAX_BYTES = 50 * 1024 * 1024
"""«sendVideo», «sendAnimation», «sendDocument»: 50 MB."""
MAX_THUMB_BYTES, MAX_THUMB_SIDE = 200 * 1024, 320
_PREFIX = {VIDEO: "BAACAgIAAx", ANIMATION: "CgACAgIAAx", DOCUMENT: "BQACAgIAAx"}


@dataclass(frozen=True, slots=True)
class Sent:
    """`measures`: width, height and duration as the sender gave them, which the network believes."""

    file: File
    measures: dict[str, int]


def find_file(call: Call, kind: str, given: str, chat: Account, said: dict[str, Any]) -> Sent | None:
    """An upload (the part `kind`, or the one named by `attach://`) or a file id; None if neither is given.

    A file sent as a video that is none becomes a document, as in the real network.
    """
    named = {name: said[name] for name in ("width", "height", "duration") if isinstance(said.get(name), int)}
    name = given.removeprefix("attach://") if given.startswith("attach://") else kind
    if given and not given.startswith("attach://"):
        return _measured(call, _known(call, given), named)
    upload = call.arguments.files.get(name)
    return _measured(call, _saved(call, kind, upload, chat), named) if upload else None


def _measured(call: Call, file: File, named: dict[str, int]) -> Sent:
    """Missing measures are read from the file; unreadable ones are 0."""
    return Sent(file, {} if file.kind == DOCUMENT else {**_probed(call.store.files.body(file)), **named})


def _probed(body: bytes) -> dict[str, int]:
    if mime_of(body) != "image/gif":
        return film_measures(body)
    try:
        _, width, height = measure(body)
    except NotAPicture:
        return {}
    return {"width": width, "height": height}


def find_thumbnail(call: Call, given: str) -> dict[str, str]:
    """«sendVideo», thumbnail: a new JPEG of at most 200 kB and 320 × 320. The network ignores others silently."""
    name = given.removeprefix("attach://") if given.startswith("attach://") else "thumbnail"
    upload = call.arguments.files.get(name)
    if not given and upload is None:
        return {}
    if upload is None or (given and not given.startswith("attach://")) or not _is_thumbnail(upload.body):
        problem = "is no JPEG of at most 200 kB and 320 × 320, sent as a new file"
        call.complain("thumbnail", problem)
        return {}
    return {"thumb": call.store.photos.save("telegram", call.bot.id, upload.body).key}


def _is_thumbnail(body: bytes) -> bool:
    try:
        mime, width, height = measure(body)
    except NotAPicture:
        return False
    return mime == "image/jpeg" and len(body) <= MAX_THUMB_BYTES and max(width, height) <= MAX_THUMB_SIDE


def file_id(file: File) -> str:
    return f"{_PREFIX[file.kind]}{file.key}"


def by_file_id(call: Call, given: str) -> File | None:
    prefix = next((prefix for prefix in _PREFIX.values() if given.startswith(prefix)), None)
    file = call.store.files.by_key(given[len(prefix) :]) if prefix else None
    return file if file and file.network == "telegram" and file_id(file) == given else None


def file_object(file: File, measures: dict[str, int]) -> dict[str, Any]:
    body: dict[str, Any] = {
        "file_id": file_id(file),
        "file_unique_id": f"AgAD{file.sha256[:12]}",
        "file_name": file.name,
        "mime_type": "video/mp4" if file.kind == ANIMATION else file.mime,
        "file_size": file.size,
    }
    if file.kind != DOCUMENT:
        body |= {name: measures.get(name, 0) for name in ("width", "height", "duration")}
    return body


def _known(call: Call, given: str) -> File:
    if "." in given or ":" in given:
        # The training network never fetches from outside.
        raise bad_request("failed to get HTTP URL content")
    file = by_file_id(call, given)
    if file is None:
        raise bad_request("wrong remote file identifier specified: can't unserialize it")
    return file


def _saved(call: Call, kind: str, upload: Upload, chat: Account) -> File:
    if not upload.body:
        raise bad_request("file must be non-empty")
    if len(upload.body) > MAX_BYTES:
        raise bad_request(f"file of size {len(upload.body)} bytes is too big")
    mime = mime_of(upload.body)
    fits = {VIDEO: mime == "video/mp4", ANIMATION: mime in ("image/gif", "video/mp4"), DOCUMENT: True}
    return call.store.files.save(
        "telegram", chat.id, kind if fits[kind] else DOCUMENT, upload.name or kind, upload.body
    )
