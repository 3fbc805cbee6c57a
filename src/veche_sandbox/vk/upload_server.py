"""The upload server of pictures: one call per address, no token, its own format of errors."""

import json
import re
from hashlib import sha256

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from veche_sandbox.faults import Dialect, Reply, carry_out
from veche_sandbox.store import Store
from veche_sandbox.vk import uploads
from veche_sandbox.vk.calls import NETWORK
from veche_sandbox.vk.parts import read_parts
from veche_sandbox.vk.pictures import MOST_BYTES, Picture, read_picture
from veche_sandbox.vk.scaling import sizes_of
from veche_sandbox.vk.uploads import Upload

FIELD = re.compile(r"photo|file\d*")
"""The documentation sends `photo`; clients in use send `file`, `file0`, `file1` too."""
MOST_FILES = 5
"""For a wall, in one call: what is published for albums."""


def _broken(_seconds: float = 0) -> Reply:
    return Reply(JSONResponse({"error": "ERR_UPLOAD_INTERNAL: try again"}, status_code=500), "500")


DIALECT = Dialect(NETWORK, _broken, _broken)


async def receive_file(store: Store, request: Request) -> Response:
    """Receive files under any of the usual field names.

    If none is a picture, `"photo": "[]"`; saving that is error 100.
    """
    parts = [part.body for part in await read_parts(request, MOST_BYTES) if FIELD.fullmatch(part.field)]

    async def act() -> Reply:
        upload = uploads.find(store, address=request.path_params["address"])
        if upload is None or upload.hash is not None:
            return _failed("ERR_UPLOAD_BAD_ADDRESS: this address was used or is unknown", "used")
        purpose = uploads.purpose(store, upload)
        most = 1 if purpose else MOST_FILES
        if len(parts) > most:
            return _failed(f"ERR_UPLOAD_TOO_MANY_FILES: at most {most}", "too many")
        pictures = [picture for body in parts if (picture := await run_in_threadpool(read_picture, body))]
        least = _least(purpose)
        if any(picture.width < least[0] or picture.height < least[1] for picture in pictures):
            return _failed(f"ERR_UPLOAD_BAD_IMAGE_SIZE: min size {least[0]}x{least[1]}", "too small")
        return Reply(JSONResponse(_received(store, upload, pictures)), "ok" if pictures else "not a picture")

    return await carry_out(store, DIALECT, "upload", None, act)


def _failed(said: str, outcome: str) -> Reply:
    return Reply(JSONResponse({"error": said}), outcome)


def _least(purpose: str) -> tuple[int, int]:
    """dev.vk.com, «Загрузка главной фотографии»: 200 × 200; a cover must be as wide as the requested crop."""
    what, _, crop = purpose.partition(" ")
    return {"avatar": (200, 200), "cover": (int(crop or 0), 1)}.get(what, (0, 0))


def _received(store: Store, upload: Upload, pictures: list[Picture]) -> dict[str, object]:
    photo = json.dumps([_description(picture) for picture in pictures])
    value = uploads.receive(store, upload, photo, [picture.data for picture in pictures])
    return {"server": upload.server, "photo": photo, "hash": value}


def _description(picture: Picture) -> dict[str, object]:
    """An opaque value that must be returned unchanged."""
    sizes = [[size.letter, size.width, size.height] for size in sizes_of(picture.width, picture.height)]
    digest = sha256(picture.data).hexdigest()[:32]
    return {"markers_restarted": True, "photo": digest, "sizes": sizes, "kid": digest[:8]}
