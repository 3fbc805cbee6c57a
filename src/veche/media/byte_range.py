"""Byte ranges of files: telephones play no video that they cannot request in parts."""

import re
from pathlib import Path

from django.http import HttpRequest, HttpResponse

# At most this much at once: what is missing the player asks for.
MOST = 4 * 1024 * 1024
_ONE_RANGE = re.compile(r"bytes=(\d{1,15})-(\d{0,15})")


def part_of(request: HttpRequest, path: Path, mime: str) -> HttpResponse | None:
    """The requested range; None for the whole file or an unsupported form."""
    asked = _ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None:
        return None
    size, start = path.stat().st_size, int(asked[1])
    last = min(int(asked[2] or size), size - 1)
    if start > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    with path.open("rb") as file:
        file.seek(start)
        content = file.read(min(last - start + 1, MOST))
    told = {"Content-Range": f"bytes {start}-{start + len(content) - 1}/{size}", "Accept-Ranges": "bytes"}
    return HttpResponse(content, status=206, content_type=mime, headers=told)
