"""video.*: an address for one video, and its publication. Topics refer to it by id."""

import secrets
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from veche_sandbox import expiry
from veche_sandbox.faults import Dialect, Reply, carry_out
from veche_sandbox.ok.access import managed_group
from veche_sandbox.ok.calls import NETWORK, Call, method
from veche_sandbox.ok.errors import ApiError, missing, not_found
from veche_sandbox.ok.transport import DIALECT as API
from veche_sandbox.store import File, Store
from veche_sandbox.store.files import VIDEO, mime_of

VIDEOS = ("VALUABLE_ACCESS", "VIDEO_CONTENT")
MOST_BYTES = 256 * 1024 * 1024
DIALECT = Dialect(NETWORK, API.refuse, API.flood, API.error)


def _note(address: str) -> str:
    return f"video {address}"


def published_note(video: File) -> str:
    return f"published video {video.id}"


@method("video.getUploadUrl", "gid file_name! file_size! attachment_type lat lng cid post_form", permissions=VIDEOS)
def get_upload_url(call: Call) -> Any:
    if not call.text("gid"):
        raise missing("gid")
    group = managed_group(call, call.text("gid"))
    call.flag("post_form")
    if not 0 < call.whole("file_size") <= MOST_BYTES:
        raise ApiError(501, "Wrong size")
    video = call.store.files.save(NETWORK, -group.id, VIDEO, call.text("file_name"), b"")
    address = secrets.token_urlsafe(24)
    call.store.ledger.set_note(NETWORK, _note(address), video.key)
    expiry.begin(call.store, NETWORK, address)
    return {"video_id": video.id, "upload_url": f"{call.store.address}/ok/upload_video/{address}"}


@method(
    "video.update",
    "vid! title description tags privacy cover_photo_id cover_photo_upload_token publish game donate cid rec rec_start"
    " rec_stop",
    permissions=VIDEOS,
)
def update(call: Call) -> Any:
    video = find(call, call.text("vid"))
    if video is None or not video.size:
        raise not_found("Video")
    if call.flag("publish"):
        call.store.ledger.set_note(NETWORK, published_note(video), "1")
    return {"success": True}


def find(call: Call, number: str) -> File | None:
    """A video of any group: videos are named without their group."""
    if not (number.isascii() and number.isdecimal() and len(number) <= 18):
        return None
    groups = call.store.accounts.all(NETWORK, "group")
    found = (call.store.files.find(NETWORK, -group.id, int(number)) for group in groups)
    return next((video for video in found if video and video.kind == VIDEO), None)


def is_published(call: Call, video: File) -> bool:
    """Whether the video is shown in a topic of any group."""
    groups = call.store.accounts.all(NETWORK, "group")
    topics = [one for group in groups for one in call.store.entries.of_kind(NETWORK, group.id, "post")]
    return video in call.store.files.of([one for one in topics if not one.deleted])


async def receive_video(store: Store, request: Request) -> Response:
    """Receive a video. The real server's answer is not documented: the status is the answer."""
    body = await _data(request)

    async def act() -> Reply:
        address = request.path_params["address"]
        key = store.ledger.note(NETWORK, _note(address))
        video = store.files.by_key(key) if key and not expiry.is_over(store, NETWORK, address) else None
        if video is None:
            return Reply(PlainTextResponse("unknown address", 404), "404")
        if not mime_of(body).startswith("video/") or len(body) > MOST_BYTES:
            return Reply(PlainTextResponse("not a video", 400), "400")
        store.files.fill(video, body)
        return Reply(PlainTextResponse("OK"))

    return await carry_out(store, DIALECT, "upload_video", None, act)


async def _data(request: Request) -> bytes:
    async with request.form(max_files=1, max_part_size=MOST_BYTES) as form:
        files = [value for _, value in form.multi_items() if isinstance(value, UploadFile)]
        return await files[0].read(MOST_BYTES + 1) if files else b""
