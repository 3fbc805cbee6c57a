"""Resumable uploads: parts of a file, each with `Content-Range`, in any order; repeated parts are harmless."""

import re
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.responses import Response

from veche_sandbox.store import Store

_RANGE = re.compile(r"bytes (\d{1,10})-(\d{1,10})/(\d{1,10})")
_NAME = re.compile(r'filename="?([^";]+)')


class BadRange(ValueError):
    """The header does not match the body, or the file being uploaded."""


@dataclass(frozen=True, slots=True)
class Range:
    """A part of a file. `end` is exclusive; `size` is the whole file's."""

    begin: int
    end: int
    size: int


def read_range(headers: Headers, body: bytes) -> Range | None:
    """The part's range; None if the body is the whole file."""
    said = headers.get("content-range")
    if said is None:
        return None
    match = _RANGE.fullmatch(said)
    if match is None:
        raise BadRange("WRONG_CONTENT_RANGE")
    found = Range(int(match[1]), int(match[2]) + 1, int(match[3]))
    if found.end - found.begin != len(body) or not body or found.end > found.size:
        raise BadRange("WRONG_CONTENT_RANGE")
    return found


def file_name(headers: Headers) -> str:
    match = _NAME.search(headers.get("content-disposition", ""))
    return match[1] if match else headers.get("x-file-name", "")


def keep(store: Store, address: str, one: Range, body: bytes) -> bytes | None:
    """Store a part. Returns the whole file after its last part, else None."""
    store.file_parts.put(address, one.begin, body)
    if store.file_parts.spans(address) != [(0, one.size)]:
        return None
    return store.file_parts.join(address, one.size)


def state(store: Store, address: str, size: int, status: int) -> Response:
    """The received ranges and the size: «0-65535/1483505»."""
    spans = ",".join(f"{begin}-{end - 1}" for begin, end in store.file_parts.spans(address))
    headers = {"Range": f"{spans}/{size}"} if spans else {}
    return Response(f"{spans}/{size}" if spans else "", status, headers, "text/plain")
