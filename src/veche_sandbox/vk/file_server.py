"""The upload server for documents (field `file`) and videos (field `video_file`), which needs no token."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from veche_sandbox.faults import Dialect, Reply, carry_out
from veche_sandbox.store import Store
from veche_sandbox.store.files import mime_of
from veche_sandbox.vk import file_uploads
from veche_sandbox.vk.calls import NETWORK
from veche_sandbox.vk.file_uploads import FileUpload
from veche_sandbox.vk.labels import label_length
from veche_sandbox.vk.parts import Part, read_parts

MOST_BYTES = 256 * 1024 * 1024
# docs.save: programs and music are not accepted; VK publishes no list, these are the usual ones.
REFUSED = frozenset(("exe", "bat", "com", "msi", "sh", "mp3", "ogg", "wav"))


def _broken(_seconds: float = 0) -> Reply:
    return Reply(JSONResponse({"error": "ERR_UPLOAD_INTERNAL: try again"}, status_code=500), "500")


DIALECT = Dialect(NETWORK, _broken, _broken)


async def receive_file(store: Store, request: Request) -> Response:
    parts = await read_parts(request, MOST_BYTES)

    async def act() -> Reply:
        upload = file_uploads.find(store, address=request.path_params["address"])
        if upload is None or upload.token is not None:
            return Reply(JSONResponse({"error": "ERR_UPLOAD_BAD_ADDRESS: this address was used or is unknown"}), "used")
        return await run_in_threadpool(_taken, store, upload, parts)

    return await carry_out(store, DIALECT, "upload_file", None, act)


def _taken(store: Store, upload: FileUpload, parts: list[Part]) -> Reply:
    part = parts[0] if len(parts) == 1 else None
    wanted = "video_file" if upload.video_key else "file"
    if part is None or part.field != wanted or not 0 < len(part.body) <= MOST_BYTES:
        return Reply(JSONResponse({"error": "no_file"}), "no file")
    if upload.video_key:
        return _video(store, upload, part.body)
    if part.name.rpartition(".")[2].lower() in REFUSED:
        return Reply(JSONResponse({"error": "unsupported_format"}), "refused")
    return Reply(JSONResponse({"file": file_uploads.receive(store, upload, part.name, part.body)}))


def _video(store: Store, upload: FileUpload, body: bytes) -> Reply:
    video = store.files.by_key(upload.video_key)
    if video is None or not mime_of(body).startswith("video/"):
        return Reply(JSONResponse({"error": "not_a_video"}), "not a video")
    with store.transaction():
        store.files.fill(video, body)
        label_length(store, video, body)
        file_uploads.receive(store, upload, video.name, b"")
    said = {"size": len(body), "owner_id": video.owner_id, "video_id": video.id, "video_hash": video.key[:18]}
    return Reply(JSONResponse(said))
