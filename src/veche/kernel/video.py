"""Probe videos, and transcode copies that fit a network.

FFmpeg reads untrusted files, so it runs in a process of its own (`video_process`) with limits for memory, processor
time and written bytes; a file that crashes it crashes nothing else.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from veche.kernel.files import MEGABYTE

# Address space. Measured with 5120 × 2880 on two threads: looking takes 300 MB, making a copy 400 MB.
MEMORY = 1024 * MEGABYTE
# Width × height of a frame, asked before one is decoded: 4K has 8.8 million, action cameras 15.9 million.
MOST_PIXELS = 16_000_000
# What `video_process` answers for a larger frame.
TOO_MANY_PIXELS = "too many pixels"
PROBE_SECONDS, TRANSCODE_SECONDS = 20, 1800
# Below this a moving picture is a smear; a longer film does not fit and a person shortens it.
LEAST_BITS = 250_000
MOST_BITS = 4_000_000
AUDIO_BITS = 128_000
# What a container itself takes, and how far an encoder misses its aim.
SPARE = 0.9


class VideoRefused(Exception):
    """The file is refused. The message is one Russian sentence for the person who sent it."""


@dataclass(frozen=True, slots=True)
class VideoInfo:
    """Properties of a video as it is shown, rotation applied. `video`, `audio`: codecs, `audio` is "" if there is none.

    `place`: the file says where it was filmed. `flashes`: the most within one second of its first minute, None if not
    counted.
    """

    width: int
    height: int
    seconds: float
    video: str
    audio: str
    moves: bool
    place: bool = False
    flashes: int | None = None


@dataclass(frozen=True, slots=True)
class TranscodeTarget:
    """Parameters of an MP4 copy in H.264 and AAC: at most `most_bytes`, no side longer than `side`.

    `rewrap`: keep the streams, drop the metadata.
    """

    most_bytes: int
    side: int = 1280
    fps: int = 30
    sound: bool = True
    rewrap: bool = False

    def bits(self, seconds: float) -> int:
        """Bit rate of the picture alone, bits a second."""
        room = self.most_bytes * 8 * SPARE / max(seconds, 1.0) - (AUDIO_BITS if self.sound else 0)
        return min(MOST_BITS, int(room))


def probe(path: Path, *, name: str, poster: Path | None = None) -> VideoInfo:
    """Probe a video. Raises `VideoRefused` if it cannot be played. `poster`: where to write the first frame, a small
    JPEG."""
    order = {"path": str(path), "seconds": PROBE_SECONDS, "memory": MEMORY, "most_bytes": 4 * MEGABYTE}
    if poster is not None:
        poster.parent.mkdir(parents=True, exist_ok=True)
        order["poster"] = str(poster)
    answer = _ask(order, PROBE_SECONDS, lambda _part: None, name)
    if answer is None:
        raise VideoRefused(f"«{name}» не читается как видео: оно повреждено или скачано не до конца. Выберите другое.")
    return VideoInfo(**answer)


def transcode(
    path: Path, into: Path, film: VideoInfo, wanted: TranscodeTarget, *, name: str, told: Callable[[float], None]
) -> VideoInfo:
    """Write the copy to `into`; on failure nothing is left there. `told` is called with the progress, 0 to 1."""
    bits = wanted.bits(film.seconds)
    if bits < LEAST_BITS and not wanted.rewrap:
        most = wanted.most_bytes // MEGABYTE
        raise VideoRefused(f"«{name}» слишком длинное: в {most} МБ оно не войдёт. Сократите его или дайте ссылку.")
    into.parent.mkdir(parents=True, exist_ok=True)
    order = {
        "path": str(path),
        "into": str(into),
        "side": wanted.side,
        "bits": bits,
        "fps": wanted.fps,
        "sound": wanted.sound,
        "rewrap": wanted.rewrap,
        "seconds": TRANSCODE_SECONDS,
        "memory": MEMORY,
        "most_bytes": wanted.most_bytes,
    }
    answer = _ask(order, TRANSCODE_SECONDS, told, name)
    if answer is None:
        into.unlink(missing_ok=True)
        raise VideoRefused(f"Не получилось приготовить «{name}» для сети. Сохраните его как MP4 и загрузите снова.")
    return VideoInfo(**answer)


def _ask(order: dict[str, Any], seconds: int, told: Callable[[float], None], name: str) -> dict[str, Any] | None:
    """The answer of `video_process`; None if it refuses, dies or times out. Raises `VideoRefused` for too large
    frames."""
    order["most_pixels"] = MOST_PIXELS
    with _bench(seconds) as (orders, answers):
        with suppress(BrokenPipeError):
            orders.write(json.dumps(order))
            orders.close()
        for line in answers:
            said = json.loads(line)
            if "film" in said:
                found: dict[str, Any] = said["film"]
                return found
            if said.get("refused") == TOO_MANY_PIXELS:
                most = MOST_PIXELS // 1_000_000
                raise VideoRefused(f"В кадре «{name}» больше {most} млн точек. Сохраните видео в 4K и загрузите снова.")
            if "progress" in said:
                told(float(said["progress"]))
    return None


@contextmanager
def _bench(seconds: int) -> Iterator[tuple[IO[str], IO[str]]]:
    command = [sys.executable, "-m", "veche.kernel.video_process"]
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    pipe = subprocess.PIPE
    with subprocess.Popen(  # noqa: S603 -- our own module, nothing of the file's in the command
        command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as process:
        alarm = threading.Timer(seconds, process.kill)
        alarm.start()
        try:
            if process.stdin is None or process.stdout is None:
                raise OSError("no pipes")
            yield process.stdin, process.stdout
        finally:
            alarm.cancel()
            process.kill()
