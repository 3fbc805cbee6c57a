"""The process that reads and transcodes videos: `python -m veche.kernel.video_process`.

`video` starts and limits it. The order is one JSON object on standard input; answers are lines of JSON: `{"progress":
0.5}` while it works, `{"film": {…}}` when it is done, `{"refused": "word"}` when the file is no video. Anything else is
a crash.
"""

import json
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from fractions import Fraction
from typing import Any

import av
from av.audio.resampler import AudioResampler
from av.error import FFmpegError
from av.video.reformatter import VideoReformatter

from veche.kernel.flashes import most_flashes, quarters_of
from veche.kernel.limits import limit
from veche.kernel.video import AUDIO_BITS, TOO_MANY_PIXELS

# Frames are decoded this far to see that the file is whole enough to be shown.
PROBE_FRAMES = 3
# How far flashes are counted, and how much of the processor that may take; on a picture of so many points a side.
FLASH_SECONDS, FLASH_CPU_SECONDS, FLASH_SIDE = 60, 8, 16
EVEN = 2
POSTER_SIDE = 960
AUDIO_RATE = 48_000
# Each further thread keeps frames of its own.
THREADS = 2


class TooManyPixels(Exception):
    """A frame is larger than the order allows."""


def main() -> None:
    order = json.load(sys.stdin)
    limit(memory=order["memory"], seconds=order["seconds"])
    resource.setrlimit(resource.RLIMIT_FSIZE, (order["most_bytes"], order["most_bytes"]))
    try:
        work = rewrapped if order.get("rewrap") else transcode
        say(film=work(order) if order.get("into") else probe_with_flashes(order))
    except TooManyPixels:
        say(refused=TOO_MANY_PIXELS)
    except (FFmpegError, ValueError, EOFError, MemoryError, OSError) as error:
        say(refused=type(error).__name__)


def say(**words: Any) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def picture_of(film: Any, most_pixels: int) -> Any:
    """The first video stream, ready to be decoded. Raises `TooManyPixels` before a frame is decoded.

    FFmpeg limits the decoder likewise, because a stream may hold larger frames than it declares.
    """
    video = next(iter(film.streams.video), None)
    if video is None:
        raise ValueError("no picture")
    if video.codec_context.width * video.codec_context.height > most_pixels:
        raise TooManyPixels
    video.codec_context.options = {"max_pixels": str(most_pixels)}
    video.codec_context.thread_count = THREADS
    return video


def probe(order: dict[str, Any], path: str, poster: str = "") -> dict[str, Any]:
    with av.open(path) as film:
        video = picture_of(film, order["most_pixels"])
        width, height = 0, 0
        frames = 0
        for frame in film.decode(video):
            width, height = upright(frame)
            if not frames and poster:
                draw(frame, poster)
            frames += 1
            if frames == PROBE_FRAMES:
                break
        if not frames:
            raise ValueError("no frames")
        audio = next(iter(film.streams.audio), None)
        return {
            "width": width,
            "height": height,
            "seconds": seconds_of(film, video),
            "video": video.codec_context.name,
            "audio": audio.codec_context.name if audio else "",
            "moves": frames > 1,
            "place": tells_place(film),
        }


def probe_with_flashes(order: dict[str, Any]) -> dict[str, Any]:
    """`probe`, with the flashes of the film's first minute; fewer where decoding it takes too long."""
    found = probe(order, order["path"], order.get("poster", ""))
    levels: list[tuple[float, Sequence[float]]] = []
    with suppress(FFmpegError, ValueError, EOFError), av.open(order["path"]) as film:
        until = time.process_time() + FLASH_CPU_SECONDS
        for frame in film.decode(picture_of(film, order["most_pixels"])):
            if frame.time is None or frame.time > FLASH_SECONDS or time.process_time() > until:
                break
            levels.append((frame.time, quarters_of(grey_rows(frame))))
    return found | {"flashes": most_flashes(levels)}


def grey_rows(frame: Any) -> list[bytes]:
    """A tiny grey copy of the frame, row by row."""
    plane = frame.reformat(FLASH_SIDE, FLASH_SIDE, "gray").planes[0]
    points = bytes(plane)
    return [points[n * plane.line_size : n * plane.line_size + FLASH_SIDE] for n in range(FLASH_SIDE)]


def tells_place(film: Any) -> bool:
    """Whether metadata names a place: «location», «com.apple.quicktime.location.ISO6709»."""
    notes = [film.metadata, *(stream.metadata for stream in film.streams)]
    return any("location" in key.lower() or "xyz" in key.lower() for note in notes for key in note)


def rewrapped(order: dict[str, Any]) -> dict[str, Any]:
    """Copy the streams unchanged into an MP4 without metadata."""
    with av.open(order["path"]) as source, av.open(order["into"], "w", options={"movflags": "faststart"}) as target:
        kept = [next(iter(streams), None) for streams in (source.streams.video, source.streams.audio)]
        copies = {stream.index: target.add_stream_from_template(stream) for stream in kept if stream is not None}
        for copy in copies.values():
            copy.metadata.clear()
        for packet in source.demux([stream for stream in kept if stream is not None]):
            if packet.dts is not None:
                packet.stream = copies[packet.stream.index]
                target.mux(packet)
    return probe(order, order["into"])


def draw(frame: Any, poster: str) -> None:
    """Write the first frame as a small JPEG, upright."""
    picture = frame.to_image().rotate(frame.rotation, expand=True)
    picture.thumbnail((POSTER_SIDE, POSTER_SIDE))
    picture.convert("RGB").save(poster, "JPEG", quality=82)


def upright(frame: Any) -> tuple[int, int]:
    """Rotate the frame as the file's metadata says."""
    return (frame.height, frame.width) if abs(frame.rotation) == 90 else (frame.width, frame.height)


def seconds_of(film: Any, video: Any) -> float:
    if film.duration:
        return round(float(film.duration / av.time_base), 3)
    return round(float(video.duration * video.time_base), 3) if video.duration else 0.0


def transcode(order: dict[str, Any]) -> dict[str, Any]:
    """Transcode to H.264 and AAC in an MP4 that plays before it is complete, without metadata."""
    seen = probe(order, order["path"])
    with av.open(order["path"]) as source, av.open(order["into"], "w", options={"movflags": "faststart"}) as target:
        picture = picture_of(source, order["most_pixels"])
        picture.thread_type = "AUTO"
        sound = next(iter(source.streams.audio), None) if order["sound"] else None
        copy = Copy(target, order, picture, sound, fitted(seen["width"], seen["height"], order["side"]))
        length = max(seconds_of(source, picture), 0.001)
        told = 0.0
        for packet in source.demux([stream for stream in (picture, sound) if stream is not None]):
            for frame in packet.decode():
                copy.take(frame)
                done = min(1.0, (frame.time or 0.0) / length)
                if done - told >= 0.02:
                    told = done
                    say(progress=round(done, 2))
        copy.finish()
    return probe(order, order["into"])


class Copy:
    """The two streams of the new file."""

    def __init__(self, target: Any, order: dict[str, Any], picture: Any, sound: Any, size: tuple[int, int]) -> None:
        self.target = target
        rate = picture.average_rate or picture.guessed_rate or Fraction(25)
        self.video = target.add_stream("libx264", rate=min(rate, Fraction(order["fps"])))
        self.video.width, self.video.height = size
        self.video.pix_fmt = "yuv420p"
        self.video.bit_rate = order["bits"]
        self.video.codec_context.thread_count = THREADS
        self.video.options = {"preset": "veryfast", "maxrate": str(order["bits"]), "bufsize": str(order["bits"] * 2)}
        self.graph: Any = None
        self.last = -1
        self.audio = target.add_stream("aac", rate=AUDIO_RATE, layout="stereo") if sound is not None else None
        if self.audio is not None:
            self.audio.bit_rate = AUDIO_BITS
        self.resampler = AudioResampler(format="fltp", layout="stereo", rate=AUDIO_RATE)
        self.reformatter = VideoReformatter()

    def take(self, frame: Any) -> None:
        if isinstance(frame, av.AudioFrame):
            for piece in self.resampler.resample(frame):
                self.put(self.audio, piece)
        elif frame.time is not None:
            self.show(frame)

    def show(self, frame: Any) -> None:
        """Encode the frame, unless it comes sooner than the wanted frame rate allows."""
        place = int(frame.time * self.video.codec_context.framerate)
        if place <= self.last:
            return
        self.last = place
        for turned in self.turned(frame):
            ready = self.reformatter.reformat(turned, self.video.width, self.video.height, "yuv420p")
            ready.pts, ready.time_base = place, 1 / self.video.codec_context.framerate
            self.put(self.video, ready)

    def turned(self, frame: Any) -> Iterator[Any]:
        if not frame.rotation % 360:
            yield frame
            return
        if self.graph is None:
            self.graph = av.filter.Graph()
            start = self.graph.add_buffer(
                template=None, width=frame.width, height=frame.height, format=frame.format, time_base=frame.time_base
            )
            turn = {90: "cclock", -90: "clock", 270: "clock", -270: "cclock"}.get(frame.rotation)
            steps = [self.graph.add("transpose", turn)] if turn else [self.graph.add("hflip"), self.graph.add("vflip")]
            self.graph.link_nodes(start, *steps, self.graph.add("buffersink")).configure()
        self.graph.push(frame)
        yield self.graph.pull()

    def put(self, stream: Any, frame: Any) -> None:
        for packet in stream.encode(frame):
            self.target.mux(packet)

    def finish(self) -> None:
        if self.audio is not None:
            for piece in self.resampler.resample(None):
                self.put(self.audio, piece)
        for stream in (self.video, self.audio):
            if stream is not None:
                self.put(stream, None)


def fitted(width: int, height: int, side: int) -> tuple[int, int]:
    """Even width and height, neither above `side`; never enlarged."""
    scale = min(1.0, side / max(width, height))
    return tuple(max(EVEN, round(length * scale / EVEN) * EVEN) for length in (width, height))  # type: ignore[return-value]


if __name__ == "__main__":
    main()
