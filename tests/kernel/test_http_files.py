"""Files are streamed when sent: a video is never held in memory."""

import hashlib
import io
import random
from pathlib import Path
from typing import BinaryIO, cast

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.kernel.http_clients import soon
from veche.kernel.http import HttpClient


def test_an_open_file_goes_out_piece_by_piece(httpserver: HTTPServer, tmp_path: Path) -> None:
    """Of a video of 32 MB at most a few pieces are held."""
    http = HttpClient(allowed_private=frozenset({(httpserver.host, httpserver.port)}))
    film = tmp_path / "film.mp4"
    film.write_bytes(random.Random(1).randbytes(1024 * 1024) * 32)
    got: list[str] = []

    def digest(request: Request) -> Response:
        got.append(hashlib.sha256(request.files["video"].read()).hexdigest())
        return Response("", headers={"X-Length": request.headers["Content-Length"]})

    httpserver.expect_request("/").respond_with_handler(digest)
    read: list[int] = []

    class Counted(io.FileIO):
        def read(self, size: int | None = -1, /) -> bytes:
            read.append(size or 0)
            return bytes(super().read(size) or b"")

    with Counted(film, "rb") as content:
        files = {"video": ("film.mp4", cast("BinaryIO", content), "video/mp4")}
        response = http.send("POST", httpserver.url_for("/"), files=files, deadline=soon())

    assert got == [hashlib.sha256(film.read_bytes()).hexdigest()]
    assert (min(read), max(read)) == (64 * 1024, 64 * 1024)
    assert int(response.headers["x-length"]) > film.stat().st_size
