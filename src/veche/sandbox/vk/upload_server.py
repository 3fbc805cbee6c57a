"""The upload server: one file for one address. It is not a method: no token, its own way to say no."""

import json
from hashlib import sha256

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from veche.sandbox.faults import Dialect, Reply, carry_out
from veche.sandbox.store import Store
from veche.sandbox.vk import uploads
from veche.sandbox.vk.calls import NETWORK
from veche.sandbox.vk.photos import NOTHING
from veche.sandbox.vk.pictures import MOST_BYTES, Picture, read_picture
from veche.sandbox.vk.scaling import sizes_of
from veche.sandbox.vk.uploads import Upload


def _broken(_seconds: float = 0) -> Reply:
    return Reply(JSONResponse({"error": "ERR_UPLOAD_INTERNAL: try again"}, status_code=500), "500")


DIALECT = Dialect(NETWORK, _broken, _broken)


async def receive_file(store: Store, request: Request) -> Response:
    """Multipart field `photo`, of a video's cover `file`. A bad file is `"photo": "[]"`: saved, error 100."""
    upload = uploads.find(store, address=request.path_params["address"])
    field = "file" if upload is not None and uploads.purpose(store, upload) == "thumb" else "photo"
    body = await _photo_field(request, field)

    async def act() -> Reply:
        upload = uploads.find(store, address=request.path_params["address"])
        if upload is None or upload.hash is not None:
            return Reply(JSONResponse({"error": "ERR_UPLOAD_BAD_ADDRESS: this address was used or is unknown"}), "used")
        picture = await run_in_threadpool(read_picture, body)
        least = _least(uploads.purpose(store, upload))
        if picture is not None and (picture.width < least[0] or picture.height < least[1]):
            said = f"ERR_UPLOAD_BAD_IMAGE_SIZE: min size {least[0]}x{least[1]}"
            return Reply(JSONResponse({"error": said}), "too small")
        return Reply(JSONResponse(_received(store, upload, picture)), "ok" if picture else "not a picture")

    return await carry_out(store, DIALECT, "upload", "", act)


def _least(purpose: str) -> tuple[int, int]:
    """dev.vk.com, «Загрузка главной фотографии»: 200 × 200; a cover is not narrower than the crop asked for."""
    what, _, crop = purpose.partition(" ")
    return {"avatar": (200, 200), "cover": (int(crop or 0), 1)}.get(what, (0, 0))


async def _photo_field(request: Request, field: str) -> bytes:
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        await request.body()
        return b""
    async with request.form(max_files=1) as form:
        return await _bytes_of(form, field)


async def _bytes_of(form: FormData, name: str) -> bytes:
    """One byte more than allowed is enough to refuse it."""
    field = form.get(name)
    return await field.read(MOST_BYTES + 1) if isinstance(field, UploadFile) else b""


def _received(store: Store, upload: Upload, picture: Picture | None) -> dict[str, object]:
    photo = NOTHING if picture is None else _description(picture)
    value = uploads.receive(store, upload, photo, picture.data if picture else None)
    return {"server": upload.server, "photo": photo, "hash": value}


def _description(picture: Picture) -> str:
    """A string of JSON that nobody but VK understands; it must come back as it is."""
    sizes = [[size.letter, size.width, size.height] for size in sizes_of(picture.width, picture.height)]
    digest = sha256(picture.data).hexdigest()[:32]
    return json.dumps([{"markers_restarted": True, "photo": digest, "sizes": sizes, "kid": digest[:8]}])
