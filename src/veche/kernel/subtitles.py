"""Accept subtitles of a video, SRT or WebVTT: read whole, judged by content, stored unchanged.

SRT has no standard; its form is that of every player: number, times, words, an empty line. WebVTT: W3C, «The Web Video
Text Tracks Format». Both in UTF-8 only: no other encoding can be verified.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from veche.kernel.files import MEGABYTE, write_atomically
from veche.kernel.media import file_path
from veche.kernel.uploads import Readable, UploadRefused, shown_name, storing

SRT, VTT = "application/x-subrip", "text/vtt"
# Three hours of speech are some 200 KB.
MOST: Final = MEGABYTE
_ENDINGS: Final = {"srt": SRT, "vtt": VTT}
_TIME = r"(?:(\d{1,3}):)?([0-5]\d):([0-5]\d)[,.](\d{3})"
_TIMES = re.compile(rf"\s*{_TIME}\s+-->\s+{_TIME}(?:\s.*)?")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NO_CUE = ("WEBVTT", "NOTE", "STYLE", "REGION")


@dataclass(frozen=True, slots=True)
class Subtitles:
    """`seconds`: where the last cue ends; `size` in bytes."""

    sha256: str
    name: str
    mime: str
    size: int
    seconds: float


def is_subtitles(name: str) -> bool:
    return PurePosixPath(shown_name(name)).suffix.lower().lstrip(".") in _ENDINGS


def take_subtitles(source: Readable, *, name: str, root: Path) -> Subtitles:
    """Check a file and store it under `root`. Raises `UploadRefused`, in Russian; then nothing is stored."""
    shown = shown_name(name)
    content = source.read(MOST + 1)
    if len(content) > MOST:
        raise UploadRefused(f"«{shown}» больше мегабайта, субтитры столько не весят. Выберите другой файл.")
    text = _decoded(content, shown)
    mime = VTT if text.startswith("WEBVTT") else SRT
    if _ENDINGS.get(PurePosixPath(shown).suffix.lower().lstrip("."), mime) != mime:
        raise UploadRefused(f"«{shown}» назван не так, как устроен внутри: SRT и VTT разные. Назовите его верно.")
    ends = list(_ends(text, shown))
    if not ends:
        raise UploadRefused(f"В «{shown}» нет ни одной реплики со временем. Выберите файл SRT или VTT.")
    taken = Subtitles(hashlib.sha256(content).hexdigest(), shown, mime, len(content), max(ends))
    with storing(shown):
        write_atomically(file_path(root, taken.sha256, mime), content, mode=0o640)
    return taken


def as_vtt(content: bytes) -> str:
    """Stored subtitles as WebVTT, the only format that browsers play."""
    text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").lstrip("\n")
    if text.startswith("WEBVTT"):
        return text
    return "WEBVTT\n\n" + "\n".join(line.replace(",", ".") if "-->" in line else line for line in text.split("\n"))


def _decoded(content: bytes, shown: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ""
        if content:
            said = f"«{shown}» не в кодировке UTF-8. Откройте его в Блокноте и сохраните как UTF-8."
            raise UploadRefused(said) from None
    if _UNSEEN.search(text):
        raise UploadRefused(f"В «{shown}» есть знаки, которых в тексте не бывает. Выберите файл SRT или VTT.")
    return text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\n")


def _ends(text: str, shown: str) -> Iterator[float]:
    """The end of each cue, in seconds. Raises at the first cue that is out of order or empty."""
    number, before = 0, 0.0
    for block in re.split(r"\n[ \t]*\n+", text):
        lines = [line for line in block.split("\n") if line.strip()]
        place = next((index for index, line in enumerate(lines) if "-->" in line), None)
        if place is None:
            if lines and not lines[0].startswith(_NO_CUE):
                if number:
                    raise UploadRefused(f"В «{shown}» после реплики {number} текст без времени: «{lines[0][:60]}».")
                raise UploadRefused(f"В «{shown}» первая строка без времени: «{lines[0][:60]}».")
            continue
        number += 1
        begin, end = _times(lines[place], shown, number)
        if begin < before or end <= begin:
            raise UploadRefused(f"В «{shown}» у реплики {number} время идёт назад: {lines[place].strip()[:60]}.")
        if not any(re.sub(r"<[^>]*>", "", line).strip() for line in lines[place + 1 :]):
            raise UploadRefused(f"В «{shown}» реплика {number} без слов.")
        before = begin
        yield end


def _times(line: str, shown: str, number: int) -> tuple[float, float]:
    found = _TIMES.fullmatch(line)
    if found is None:
        raise UploadRefused(f"В «{shown}» у реплики {number} время не читается: {line.strip()[:60]}.")
    parts = [int(part or 0) for part in found.groups()]
    return _seconds(parts[:4]), _seconds(parts[4:])


def _seconds(parts: list[int]) -> float:
    hours, minutes, seconds, thousandths = parts
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000
