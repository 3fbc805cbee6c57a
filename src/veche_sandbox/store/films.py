"""Width, height and duration of an MP4, read from its boxes; unreadable values are 0."""

import struct
from collections.abc import Iterator

_INSIDE = {b"moov", b"trak"}
_FIXED = 1 << 16
"""Widths and heights are written with sixteen bits behind the point."""


def film_measures(body: bytes) -> dict[str, int]:
    """`width` and `height` of the first track that has them, `duration` in seconds."""
    found = {"width": 0, "height": 0, "duration": 0}
    for name, inside in _boxes(memoryview(body)):
        if name == b"mvhd":
            found["duration"] = _seconds(inside)
        elif name == b"tkhd" and not found["width"]:
            found["width"], found["height"] = _sides(inside)
    return found


def _boxes(data: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    """All boxes, each after those that contain it."""
    while len(data) >= 8:
        size, name = struct.unpack(">I4s", data[:8])
        head = 8
        if size == 1 and len(data) >= 16:
            size, head = struct.unpack(">Q", data[8:16])[0], 16
        if size == 0:
            size = len(data)
        if size < head:
            return
        yield name, data[head:size]
        if name in _INSIDE:
            yield from _boxes(data[head:size])
        data = data[size:]


def _seconds(inside: memoryview) -> int:
    form, begin = (">IQ", 20) if bytes(inside[:1]) == b"\x01" else (">II", 12)
    if len(inside) < begin + struct.calcsize(form):
        return 0
    scale, length = struct.unpack_from(form, inside, begin)
    return round(length / scale) if scale else 0


def _sides(inside: memoryview) -> tuple[int, int]:
    """Width and height, which are at the end of the box, after the matrix."""
    if len(inside) < 84:
        return 0, 0
    width, height = struct.unpack(">II", inside[-8:])
    return width // _FIXED, height // _FIXED
