"""POST /uploads and the upload server: an address for one file, then a token that may be used many times."""

import secrets
import time
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from veche.sandbox.faults import Dialect, Reply, carry_out
from veche.sandbox.max.call import Call
from veche.sandbox.max.errors import bad_request
from veche.sandbox.max.registry import OPERATIONS, TEXT, Param
from veche.sandbox.store import Photo, Store
from veche.sandbox.store.photos import NotAPicture, measure

TYPES = ("image", "video", "audio", "file")
MOST_BYTES = 50 * 1024 * 1024
MOST_SIDE = 7680
FORMATS = ("image/jpeg", "image/png", "image/gif")
READY_SECONDS = 0.25
"""How long a picture is «not ready». The real ones take as long as they take."""


@OPERATIONS.operation("POST", "/uploads", Param("type", TEXT, required=True, choices=TYPES))
def get_upload_url(call: Call) -> Any:
    if call.query["type"] != "image":
        raise bad_request(f"type: the training network keeps no {call.query['type']}")
    address = secrets.token_urlsafe(24)
    call.store.ledger.set_note("max", _note(address), str(call.bot.id))
    return {"url": f"{call.store.address}/max/upload/{address}"}


def _note(address: str) -> str:
    return f"upload {address}"


def ready_at(store: Store, photo: Photo) -> float:
    return float(store.ledger.note("max", f"ready {photo.key}") or 0)


def _refused(status: int, words: str) -> Reply:
    return Reply(JSONResponse({"error_code": "3", "error_data": words}, status), words)


def _ordered(words: str) -> Reply:
    return _refused(400, words)


DIALECT = Dialect(
    "max", lambda: _refused(500, "INTERNAL_ERROR"), lambda _seconds: _refused(429, "TOO_MANY_REQUESTS"), _ordered
)


async def receive_file(store: Store, request: Request) -> Response:
    """Multipart field `data`; the answer holds the token under a name that means nothing."""
    address = request.path_params["address"]
    body = await _data_field(request)

    async def act() -> Reply:
        bot = store.ledger.note("max", _note(address))
        if not bot:
            return _refused(400, "BAD_UPLOAD_ADDRESS")
        problem = await run_in_threadpool(_problem, body)
        if problem:
            return _refused(400, problem)
        with store.transaction():
            photo = store.photos.save("max", int(bot), body)
            store.ledger.set_note("max", f"ready {photo.key}", str(time.time() + READY_SECONDS))
            store.ledger.set_note("max", _note(address), "")
        return Reply(JSONResponse({"photos": {secrets.token_urlsafe(12): {"token": photo.key}}}))

    return await carry_out(store, DIALECT, "upload", "", act)


async def _data_field(request: Request) -> bytes:
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await request.body()
    async with request.form(max_files=1) as form:
        field = form.get("data")
        return await field.read(MOST_BYTES + 1) if isinstance(field, UploadFile) else b""


def _problem(body: bytes) -> str:
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
    """Pictures are public to whoever knows the address."""
    photo = store.photos.by_key(key)
    if photo is None or photo.network != "max":
        return Response("404 Not Found", 404)
    return Response(store.photos.body(photo), media_type=photo.mime)
