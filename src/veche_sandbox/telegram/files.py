"""getFile and its download."""

import io
from typing import Any

from PIL import Image
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from veche_sandbox.store import Photo, Store
from veche_sandbox.telegram import attachments
from veche_sandbox.telegram.call import Call
from veche_sandbox.telegram.errors import bad_request
from veche_sandbox.telegram.pictures import by_file_id
from veche_sandbox.telegram.shapes import file_id, photo_sizes, thumb_size

MAX_DOWNLOAD = 20 * 1024 * 1024
"""«getFile»: bots can download files of up to 20 MB."""

_TAILS = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp"}


def get_file(call: Call) -> Any:
    given = call.arguments.text("file_id")
    if not given:
        raise bad_request("file_id not specified")
    file = attachments.by_file_id(call, given)
    if file is not None:
        shown = attachments.file_object(file, {})
        if file.size > MAX_DOWNLOAD:
            raise bad_request("file is too big")
        return {name: shown[name] for name in ("file_id", "file_unique_id", "file_size")} | {
            "file_path": f"{file.kind}s/{file.key}"
        }
    photo = by_file_id(call, given)
    if photo is None:
        raise bad_request("invalid file_id")
    size = next(size for size in ("y", "s") if given == file_id(photo, size))
    found = next(item for item in photo_sizes(photo)[:: -1 if size == "y" else 1])
    tail = _TAILS[photo.mime] if size == "y" else "jpg"
    path = f"photos/{size}_{photo.key}.{tail}"
    return {**{name: found[name] for name in ("file_id", "file_unique_id", "file_size")}, "file_path": path}


def download(store: Store, request: Request) -> Response:
    token = store.accounts.token("telegram", request.path_params["token"])
    if token is None or token.revoked:
        return JSONResponse({"ok": False, "error_code": 401, "description": "Unauthorized"}, 401)
    folder, _, key = request.path_params["path"].partition("/")
    file = store.files.by_key(key)
    if file is not None and file.network == "telegram" and folder == f"{file.kind}s":
        return Response(store.files.body(file), media_type="application/octet-stream")
    name = request.path_params["path"].removeprefix("photos/")
    size, _, rest = name.partition("_")
    photo = store.photos.by_key(rest.rpartition(".")[0])
    if photo is None or photo.network != "telegram" or size not in {"y", "s"}:
        return JSONResponse({"ok": False, "error_code": 404, "description": "Not Found"}, 404)
    body = store.photos.body(photo)
    return Response(body if size == "y" else thumbnail(photo, body), media_type="application/octet-stream")


def thumbnail(photo: Photo, body: bytes) -> bytes:
    """A JPEG of at most 90 pixels per side."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(body)) as image:
        image.draft("RGB", thumb_size(photo))
        image.convert("RGB").resize(thumb_size(photo)).save(out, "JPEG")
    return out.getvalue()
