"""An upload that fails because of the network is tried again; only refusals of the file are final."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.networks.conftest import Bench, bench_of, picture, soon
from tests.networks.test_formats import MP4, PDF, TEXT, file
from tests.networks.test_odd_answers import open_at
from veche.networks.protocol import (
    Act,
    FileKind,
    NetworkError,
    OutgoingPost,
    Parts,
    Photo,
    Poll,
    Publish,
    SetAvatar,
    SetCover,
)
from veche.networks.video_extras import PUT_ON

# Faults unrelated to the file: an internal error, «too often», no answer, half an answer, a proxy's page.
PASSING: Final = (
    "refused_before_apply",
    "rate_limited",
    "lost_after_apply",
    "truncated",
    "bad_gateway",
)
POLL: Final = Poll("Какой двор первым?", ("Ленина, 5", "Мира, 12"))


def drawn(folder: Path, colour: str, *, width: int = 640, height: int = 480) -> Photo:
    path = folder / f"{colour}.png"
    path.write_bytes(picture(colour, width=width, height=height))
    return Photo(path, "image/png", alt="Снимок")


type Make = Callable[[Path], Act]


def _photo(folder: Path) -> Act:
    return Publish(OutgoingPost(TEXT, (drawn(folder, "navy"),)))


def _video(folder: Path) -> Act:
    video = file(folder, FileKind.VIDEO, MP4, "каток.mp4", "video/mp4", width=1280, height=720, seconds=12)
    return Publish(OutgoingPost(TEXT, files=(video,)))


def _covered(folder: Path) -> Act:
    video = file(folder, FileKind.VIDEO, MP4, "каток.mp4", "video/mp4", width=1280, height=720, seconds=12)
    return Publish(OutgoingPost(TEXT, files=(replace(video, cover=drawn(folder, "teal")),)))


def _document(folder: Path) -> Act:
    return Publish(OutgoingPost(TEXT, files=(file(folder, FileKind.DOCUMENT, PDF, "план.pdf", "application/pdf"),)))


def _poll(_folder: Path) -> Act:
    return Publish(OutgoingPost(TEXT, poll=POLL))


def _story(folder: Path) -> Act:
    return Publish(OutgoingPost("", (drawn(folder, "navy"),), story=True))


def _avatar(folder: Path) -> Act:
    return SetAvatar(drawn(folder, "navy"))


def _cover(folder: Path) -> Act:
    return SetCover(drawn(folder, "teal", width=1920, height=768))


# Every call before the acting one, by network and kind of upload.
CALLS: Final[Mapping[str, tuple[tuple[Make, tuple[str, ...]], ...]]] = {
    "vk": (
        (_photo, ("photos.getWallUploadServer", "upload", "photos.saveWallPhoto")),
        (_video, ("video.save", "upload_file")),
        (_covered, ("video.getThumbUploadUrl", "upload", "video.saveUploadedThumb")),
        (_document, ("docs.getWallUploadServer", "upload_file", "docs.save")),
        (_poll, ("polls.create",)),
        (_story, ("stories.getPhotoUploadServer", "upload_story")),
        (_avatar, ("photos.getOwnerPhotoUploadServer", "upload")),
        (_cover, ("photos.getOwnerCoverPhotoUploadServer", "upload")),
    ),
    "ok": (
        (_photo, ("photosV2.getUploadUrl", "upload")),
        (_video, ("video.getUploadUrl", "upload_video", "video.update")),
        (_avatar, ("photosV2.getUploadUrl", "upload")),
    ),
    "max": (
        (_photo, ("POST /uploads", "upload")),
        (_video, ("POST /uploads", "upload")),
        (_document, ("POST /uploads", "upload")),
        (_avatar, ("POST /uploads", "upload")),
    ),
    "mastodon": ((_photo, ("POST /api/v2/media",)), (_video, ("POST /api/v2/media",))),
}
# Each waits a second for a time-out: `make test` tries the calls of a photo.
CASES: Final = [
    pytest.param(slug, make, call, id=f"{slug}-{make.__name__}-{call}", marks=[pytest.mark.sweep] * (make != _photo))
    for slug, acts in CALLS.items()
    for make, calls in acts
    for call in calls
]


def prepared(bench: Bench, act: Act, parts: Parts) -> tuple[Parts, NetworkError | None]:
    """All parts so far, as the outbox stores them, and the error."""
    done = parts
    try:
        for stage in bench.network.prepare(act, parts, deadline=soon()):
            done = stage
    except NetworkError as error:
        return done, error
    return done, None


@pytest.mark.parametrize(("slug", "make", "call"), CASES)
def test_a_fault_that_passes_is_tried_again_and_blames_no_file(
    request: pytest.FixtureRequest, tmp_path: Path, slug: str, make: Make, call: str
) -> None:
    bench = bench_of(request, slug)
    told = {}
    # For servers that answer by status alone, half a body is a complete answer.
    mute = call == "upload_video" or (slug, make, call) == ("max", _video, "upload")
    faults = [fault for fault in PASSING if not (mute and fault == "truncated")]
    for fault in faults:
        bench.fault(call, fault)
        act = make(tmp_path)

        parts, error = prepared(bench, act, {})
        again, second = prepared(bench, act, parts)

        told[fault] = (error is not None, error and (error.permanent, error.maybe_done, error.key_slot), second)
        bench.network.perform(act, again, key=uuid4(), deadline=soon())
        assert "refused" not in again.values()
        if make is _covered:
            assert PUT_ON in again.values()
    assert told == dict.fromkeys(faults, (True, (False, False, None), None))


type Answered = tuple[int, Any]
# Answers of an upload server, and whether they are about the file: (final, code).
SAID: Final[Mapping[str, tuple[tuple[Answered, bool], ...]]] = {
    "vk": (
        ((500, {"error": "ERR_UPLOAD_INTERNAL: try again"}), False),
        ((503, {"error": "Service Unavailable"}), False),
        ((429, {"error": "Too Many Requests"}), False),
        ((408, {"error": "Request Timeout"}), False),
        ((404, {"error": "not found"}), False),
        ((200, {"error": "ERR_UPLOAD_INTERNAL: try again"}), False),
        ((200, {"error": "ERR_UPLOAD_BAD_ADDRESS: this address was used or is unknown"}), False),
        ((200, {}), False),
        ((200, {"photo": "", "server": 1, "hash": ""}), False),
        ((200, {"photo": "[]", "server": 1, "hash": "a"}), True),
        ((200, {"error": "ERR_UPLOAD_BAD_IMAGE_SIZE: min size 200x200"}), True),
        ((200, {"error": "unsupported_format"}), True),
        ((413, {"error": "Request Entity Too Large"}), True),
    ),
    "ok": (
        ((500, {"error_code": 9999, "error_msg": "SYSTEM"}), False),
        ((503, {}), False),
        ((429, {}), False),
        ((200, {"error_code": 300, "error_msg": "Unknown upload address"}), False),
        ((200, {"error_code": 2, "error_msg": "SERVICE"}), False),
        ((200, {}), False),
        ((200, {"error_code": 504, "error_msg": "Image is corrupted"}), True),
        ((200, {"photos": {"1": {"token": ""}}}), True),
        ((413, {}), True),
    ),
    "max": (
        ((500, {"error_code": "3", "error_data": "INTERNAL_ERROR"}), False),
        ((503, {"error_code": "3", "error_data": "File storage is down"}), False),
        ((429, {"error_code": "3", "error_data": "TOO_MANY_REQUESTS"}), False),
        ((408, {"error_code": "3", "error_data": "timeout"}), False),
        ((400, {"error_code": "3", "error_data": "BAD_UPLOAD_ADDRESS"}), False),
        ((404, {"error_code": "3", "error_data": "not found"}), False),
        ((200, {}), False),
        ((200, {"photos": {}}), False),
        ((400, {"error_code": "3", "error_data": "File extension is forbidden"}), True),
        ((413, {"error_code": "3", "error_data": "FILE_TOO_LARGE"}), True),
    ),
    "mastodon": (
        ((500, {"error": "Error processing thumbnail for uploaded media"}), False),
        ((503, {"error": "Service Unavailable"}), False),
        ((429, {"error": "Too many requests"}), False),
        ((408, {"error": "Request Timeout"}), False),
        ((200, {}), False),
        ((413, {"error": "Payload Too Large"}), True),
        ((422, {"error": "Validation failed: File content type is invalid"}), True),
    ),
}


def saying(server: HTTPServer, slug: str, status: int, body: Any) -> Any:
    """A network of which only the upload server fails."""
    place = {"upload_url": server.url_for("/storage/1"), "url": server.url_for("/storage/1"), "version": "4.5.0"}

    def api(_method: str, _form: dict[str, str]) -> Any:
        return {"response": place} if slug == "vk" else place

    def up(_request: Request) -> Response:
        return Response(json.dumps(body), status)

    server.expect_request(re.compile("/storage/1|/api/v2/media")).respond_with_handler(up)
    return open_at(server, slug, api)


@pytest.mark.parametrize(
    ("slug", "answered", "final"), [(slug, said, final) for slug, every in SAID.items() for said, final in every]
)
def test_only_what_is_said_about_the_file_is_final(
    httpserver: HTTPServer, tmp_path: Path, slug: str, answered: Answered, final: bool, photos: Any
) -> None:
    network = saying(httpserver, slug, *answered)

    with pytest.raises(NetworkError) as caught:
        list(network.prepare(Publish(OutgoingPost(TEXT, photos[:1])), {}, deadline=soon()))

    error = caught.value
    assert error.permanent == final
    assert error.maybe_done is False
    assert error.key_slot is None
    assert ("Снимок 0" in error.advice) == final


@pytest.mark.parametrize("status", [500, 429])
def test_telegram_takes_the_bytes_with_the_call_itself(telegram: Bench, tmp_path: Path, status: int) -> None:
    """So an internal error leaves an unknown outcome, and «too often» does not."""
    telegram.fault("sendPhoto", "error", code=str(status))

    with pytest.raises(NetworkError) as caught:
        telegram.perform(_photo(tmp_path))

    assert (caught.value.permanent, caught.value.maybe_done) == (False, status == 500)
