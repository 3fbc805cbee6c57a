"""The upload server: several files for one address, in any multipart fields, in the order of the photo ids."""

import json
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from veche_sandbox import expiry
from veche_sandbox.faults import Dialect, Reply, carry_out
from veche_sandbox.ok.calls import NETWORK
from veche_sandbox.ok.errors import ApiError
from veche_sandbox.ok.photos import committed_note, upload_note, uploaded_note
from veche_sandbox.ok.transport import DIALECT as API
from veche_sandbox.store import Store
from veche_sandbox.store.photos import NotAPicture, measure

MOST_BYTES = 50 * 1024 * 1024
MOST_SIDES = 14_000
MIMES = frozenset({"image/jpeg", "image/png", "image/gif"})
DIALECT = Dialect(NETWORK, API.refuse, API.flood, API.error)


async def receive_files(store: Store, request: Request) -> Response:
    """`{"photos": {"<photo id>": {"token": …}}}`, or the network's error object."""
    files = await _files(request)

    async def act() -> Reply:
        try:
            return Reply(JSONResponse(await run_in_threadpool(_take, store, request.path_params["address"], files)))
        except ApiError as error:
            return Reply(JSONResponse(error.as_json()), str(error.code))

    return await carry_out(store, DIALECT, "upload", None, act)


async def _files(request: Request) -> list[bytes]:
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        await request.body()
        return []
    async with request.form(max_files=100) as form:
        return [await field.read(MOST_BYTES + 1) for _, field in form.multi_items() if isinstance(field, UploadFile)]


def _take(store: Store, address: str, files: list[bytes]) -> Any:
    note = store.ledger.note(NETWORK, upload_note(address))
    if note is None or expiry.is_over(store, NETWORK, address):
        raise ApiError(300, "Unknown upload address")
    upload = json.loads(note)
    if not files:
        raise ApiError(505, "No image")
    if len(files) > len(upload["names"]):
        raise ApiError(500, "More files than were asked for")
    for body in files:
        _check(body)
    with store.transaction():
        saved = [store.photos.save(NETWORK, upload["owner"], body) for body in files]
        for photo in saved:
            store.ledger.set_note(NETWORK, committed_note(photo.key), upload["album"])
            expiry.begin(store, NETWORK, photo.key)
        for name, photo in zip(upload["names"], saved, strict=False):
            store.ledger.set_note(NETWORK, uploaded_note(name), photo.key)
    tokens = {name: {"token": photo.key} for name, photo in zip(upload["names"], saved, strict=False)}
    return {"photos": tokens}


def _check(body: bytes) -> None:
    if len(body) > MOST_BYTES:
        raise ApiError(502, "Too big")
    try:
        mime, width, height = measure(body)
    except NotAPicture:
        raise ApiError(504, "Image is corrupted") from None
    if mime not in MIMES:
        raise ApiError(503, "Invalid format")
    if width + height > MOST_SIDES:
        raise ApiError(502, "Too big")


def picture(store: Store, key: str) -> Response:
    """Serve a picture, public by address."""
    photo = store.photos.by_key(key)
    if photo is None or photo.network != NETWORK:
        return PlainTextResponse("404 Not Found", status_code=404)
    return Response(store.photos.body(photo), media_type=photo.mime)
