"""POST /uploads and the upload server: an address for one file, then a token that may be used many times."""

import json
import secrets
import time
from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from veche_sandbox.faults import Dialect, Reply, carry_out
from veche_sandbox.max import ranges
from veche_sandbox.max.call import Call
from veche_sandbox.max.errors import bad_request, not_found, not_ready
from veche_sandbox.max.registry import OPERATIONS, TEXT, Param
from veche_sandbox.store import File, Photo, Store
from veche_sandbox.store.files import DOCUMENT, VIDEO, mime_of
from veche_sandbox.store.films import film_measures
from veche_sandbox.store.photos import NotAPicture, measure

TYPES = ("image", "video", "audio", "file")
MOST_BYTES = 50 * 1024 * 1024
MOST_VIDEO_BYTES = 250 * 1024 * 1024
NEVER = 4_000_000_000
MOST_SIDE = 7680
FORMATS = ("image/jpeg", "image/png", "image/gif")
READY_SECONDS = 0.25
"""How long a picture is «not ready». The real ones take as long as they take."""


@OPERATIONS.operation("POST", "/uploads", Param("type", TEXT, required=True, choices=TYPES))
def get_upload_url(call: Call) -> Any:
    """An upload address. Videos and audios get their token now, images and files with the upload's answer."""
    kind = call.query["type"]
    if kind == "audio":
        raise bad_request("type: the training network keeps no audio")
    address = secrets.token_urlsafe(24)
    announced = {}
    if kind == "video":
        video = call.store.files.save("max", call.bot.id, VIDEO, "video", b"")
        call.store.ledger.set_note("max", ready_note(video.key), str(NEVER))
        announced = {"token": video.key}
    note = json.dumps({"bot": call.bot.id, "type": kind, "token": announced.get("token", "")})
    call.store.ledger.set_note("max", _note(address), note)
    return {"url": f"{call.store.address}/max/upload/{address}", **announced}


def _note(address: str) -> str:
    return f"upload {address}"


def ready_note(key: str) -> str:
    return f"ready {key}"


def ready_at(store: Store, thing: Photo | File) -> float:
    return float(store.ledger.note("max", ready_note(thing.key)) or 0)


@OPERATIONS.operation("GET", "/videos/{videoToken}")
def get_video(call: Call) -> Any:
    """A video's data. The sandbox keeps only the uploaded file, whatever its resolution."""
    file = call.store.files.by_key(call.path["videoToken"])
    if file is None or file.network != "max" or file.kind != VIDEO or file.owner_id != call.bot.id:
        raise not_found(f"Video {call.path['videoToken']} not found")
    if ready_at(call.store, file) > time.time():
        raise not_ready()
    measures = film_measures(call.store.files.body(file))
    urls = {"mp4_720": f"{call.store.address}/files/{file.key}"}
    return {"token": file.key, "urls": urls, "thumbnail": None, **measures}


def _refused(status: int, words: str) -> Reply:
    return Reply(JSONResponse({"error_code": "3", "error_data": words}, status), words)


def _ordered(words: str) -> Reply:
    return _refused(400, words)


DIALECT = Dialect(
    "max", lambda: _refused(500, "INTERNAL_ERROR"), lambda _seconds: _refused(429, "TOO_MANY_REQUESTS"), _ordered
)


async def receive_file(store: Store, request: Request) -> Response:
    """Receive the multipart field `data`, bare bytes, or a part. A video is answered in XML, as by the real server."""
    address = request.path_params["address"]
    name, body = await _data_field(request)

    async def act() -> Reply:
        note = store.ledger.note("max", _note(address))
        if not note:
            return _refused(400, "BAD_UPLOAD_ADDRESS")
        return await _take(store, address, json.loads(note), _Received(name, body, request.headers))

    return await carry_out(store, DIALECT, "upload", None, act)


@dataclass(frozen=True, slots=True)
class _Received:
    """The content of one request."""

    name: str
    body: bytes
    headers: Headers


async def _take(store: Store, address: str, upload: dict[str, Any], came: _Received) -> Reply:
    try:
        part = None if _is_multipart(came.headers) else ranges.read_range(came.headers, came.body)
    except ranges.BadRange as error:
        return _refused(400, str(error))
    if part and not _expected(upload, part):
        return _refused(400, "WRONG_CONTENT_RANGE")
    whole: bytes | None = came.body
    if part:
        store.ledger.set_note("max", _note(address), json.dumps({**upload, "size": part.size}))
        whole = ranges.keep(store, address, part, came.body)
        if whole is None:
            return Reply(ranges.state(store, address, part.size, 201), "part")
    return await _whole(store, address, upload, came.name, whole or b"")


async def _whole(store: Store, address: str, upload: dict[str, Any], name: str, body: bytes) -> Reply:
    """Store a whole file. An accepted file uses the address up."""
    problem = await run_in_threadpool(_problem, body, upload["type"])
    store.file_parts.forget(address)
    if problem:
        return _refused(400, problem)
    with store.transaction():
        answer = _keep(store, upload, name, body)
        store.ledger.set_note("max", _note(address), "")
    return Reply(answer)


def _expected(upload: dict[str, Any], part: ranges.Range) -> bool:
    """Whether the part belongs to a file of the same, permitted size."""
    most = MOST_BYTES if upload["type"] == "image" else MOST_VIDEO_BYTES
    return part.size <= most and upload.get("size", part.size) == part.size


def show_state(store: Store, address: str) -> Response:
    """How much of a file sent in parts has arrived."""
    note = store.ledger.note("max", _note(address))
    if not note:
        return _refused(400, "BAD_UPLOAD_ADDRESS").response
    return ranges.state(store, address, json.loads(note).get("size", 0), 200)


def _keep(store: Store, upload: dict[str, Any], name: str, body: bytes) -> Response:
    if upload["type"] == "image":
        photo = store.photos.save("max", upload["bot"], body)
        _ready_soon(store, photo.key)
        return JSONResponse({"photos": {secrets.token_urlsafe(12): {"token": photo.key}}})
    if upload["type"] == "video":
        video = store.files.by_key(upload["token"])
        if video is not None:
            store.files.fill(video, body)
            _ready_soon(store, video.key)
        return Response("<retval>1</retval>", media_type="text/xml")
    file = store.files.save("max", upload["bot"], DOCUMENT, name or "file", body)
    _ready_soon(store, file.key)
    return JSONResponse({"fileId": file.pk, "token": file.key})


def _ready_soon(store: Store, key: str) -> None:
    store.ledger.set_note("max", ready_note(key), str(time.time() + READY_SECONDS))


def _is_multipart(headers: Headers) -> bool:
    return headers.get("content-type", "").startswith("multipart/form-data")


async def _data_field(request: Request) -> tuple[str, bytes]:
    if not _is_multipart(request.headers):
        return ranges.file_name(request.headers), await request.body()
    async with request.form(max_files=1, max_part_size=MOST_VIDEO_BYTES) as form:
        field = form.get("data")
        if not isinstance(field, UploadFile):
            return "", b""
        return field.filename or "", await field.read(MOST_VIDEO_BYTES + 1)


def _problem(body: bytes, kind: str) -> str:
    if kind == "video":
        return "" if mime_of(body).startswith("video/") and len(body) <= MOST_VIDEO_BYTES else "Wrong video"
    if kind == "file":
        return "" if body else "File is empty"
    if len(body) > MOST_BYTES:
        return "FILE_TOO_LARGE"
    try:
        mime, width, height = measure(body)
    except NotAPicture:
        return "File extension is forbidden"
    if mime not in FORMATS:
        return "File extension is forbidden"
    return "IMAGE_TOO_LARGE" if max(width, height) > MOST_SIDE else ""


def serve_picture(store: Store, key: str) -> Response:
    """Serve a picture. Pictures are public by address."""
    photo = store.photos.by_key(key)
    if photo is None or photo.network != "max":
        return Response("404 Not Found", 404)
    return Response(store.photos.body(photo), media_type=photo.mime)
