"""Small generated videos for tests."""

import json
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import av
import pytest

from veche.kernel import video

RED, BLUE = (200, 30, 30), (30, 30, 200)
type Read = tuple[dict[str, Any] | None, dict[str, bytes]]
# By film and order without its paths: the answer, and the files that were written.
_read: dict[tuple[bytes, str], Read] = {}
_written: dict[tuple[object, ...], bytes] = {}


@pytest.fixture
def films_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Equal films are probed and transcoded once in a process of pytest; test_video.py asks the process each time."""
    ask = video._ask

    def remembered(order: dict[str, Any], seconds: int, told: Callable[[float], None], name: str) -> Any:
        places: dict[str, Path] = {key: Path(order[key]) for key in ("into", "poster") if key in order}
        rest = {key: value for key, value in order.items() if key != "path" and key not in places}
        key = Path(order["path"]).read_bytes(), json.dumps(rest, sort_keys=True)
        if key not in _read:
            answer = ask(order, seconds, told, name)
            _read[key] = answer, {name: path.read_bytes() for name, path in places.items() if path.exists()}
        answer, contents = _read[key]
        for place, content in contents.items():
            places[place].write_bytes(content)
        return answer

    monkeypatch.setattr(video, "_ask", remembered)


def film(
    path: Path, *, seconds: int = 1, width: int = 160, height: int = 90, sound: bool = True, place: str = ""
) -> Path:
    """Left half red, right half blue, with a silent sound track; the format follows the file's ending."""
    key = path.suffix, seconds, width, height, sound, place
    if key not in _written:
        _written[key] = _encoded(path, seconds, width, height, sound=sound, place=place).read_bytes()
    path.write_bytes(_written[key])
    return path


def _encoded(path: Path, seconds: int, width: int, height: int, *, sound: bool, place: str) -> Path:
    codecs = ("libvpx-vp9", "libopus") if path.suffix in {".webm", ".mkv"} else ("libx264", "aac")
    with av.open(str(path), "w") as target:
        if place:
            target.metadata["location"] = place
        video = cast("av.VideoStream", target.add_stream(codecs[0], rate=10))
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        audio = cast("av.AudioStream", target.add_stream(codecs[1], rate=48_000, layout="stereo")) if sound else None
        for number in range(seconds * 10):
            picture = _picture(width, height)
            picture.pts = number
            target.mux(video.encode(picture))
        target.mux(video.encode(None))
        if audio is not None:
            for number in range(seconds * 50):
                target.mux(audio.encode(_silence(number)))
            target.mux(audio.encode(None))
    return path


def flashing(path: Path, *, times: int) -> Path:
    """Two seconds at 20 frames a second; the left half turns white and black again so many times a second."""
    with av.open(str(path), "w") as target:
        video = target.add_stream("libx264", rate=20)
        video.width, video.height, video.pix_fmt = 160, 90, "yuv420p"
        for number in range(40):
            picture = av.VideoFrame(160, 90, "gray")
            plane = picture.planes[0]
            light = 235 if times and (number * times * 2 // 20) % 2 else 16
            row = (bytes([light]) * 80 + bytes([16]) * 80).ljust(plane.line_size, b"\0")
            plane.update(row * 90)
            picture.pts = number
            target.mux(video.encode(picture.reformat(format="yuv420p")))
        target.mux(video.encode(None))
    return path


def huge(path: Path) -> Path:
    """One black frame of 5000 × 3400 pixels, encoded on one thread without look-ahead."""
    with av.open(str(path), "w") as target:
        video = target.add_stream("libx264", rate=10)
        video.width, video.height, video.pix_fmt = 5000, 3400, "yuv420p"
        video.options = {"preset": "ultrafast", "tune": "zerolatency", "x264-params": "threads=1"}
        target.mux(video.encode(av.VideoFrame(5000, 3400, "yuv420p")))
        target.mux(video.encode(None))
    return path


def turned(path: Path) -> Path:
    """The same file marked as filmed upright, to be rotated clockwise."""
    content = bytearray(path.read_bytes())
    matrix = content.index(b"tkhd") + 4 + 4 + 20 + 8 + 8
    content[matrix : matrix + 36] = struct.pack(">9i", 0, 1 << 16, 0, -(1 << 16), 0, 0, 0, 0, 1 << 30)
    path.write_bytes(content)
    return path


def corners(path: Path) -> tuple[str, str]:
    """The colours of the first and the last pixel."""
    with av.open(str(path)) as source:
        frame = next(source.decode(video=0))
        plane = frame.reformat(format="rgb24").planes[0]
        body = bytes(plane)
        last = (frame.height - 1) * plane.line_size + (frame.width - 1) * 3
        return _colour(body[0:3]), _colour(body[last : last + 3])


def _colour(point: bytes) -> str:
    return "red" if point[0] > point[2] else "blue"


def _picture(width: int, height: int) -> av.VideoFrame:
    picture = av.VideoFrame(width, height, "rgb24")
    plane = picture.planes[0]
    row = (bytes(RED) * (width // 2) + bytes(BLUE) * (width - width // 2)).ljust(plane.line_size, b"\0")
    plane.update(row * height)
    return picture.reformat(format="yuv420p")


def _silence(number: int) -> av.AudioFrame:
    frame = av.AudioFrame(format="fltp", layout="stereo", samples=960)
    frame.sample_rate, frame.pts = 48_000, number * 960
    for plane in frame.planes:
        plane.update(bytes(plane.buffer_size))
    return frame
