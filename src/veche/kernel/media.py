"""Accept videos, animations and documents: read once, in chunks, judged by content, never by extension.

Files are stored unchanged under the hash of their content; nothing is decoded here. `kernel.video` probes videos in a
process of its own.
"""

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from veche.kernel.files import MEGABYTE
from veche.kernel.uploads import Readable, UploadRefused, heic, in_megabytes, is_heic, shown_name, storing

PIECE = MEGABYTE
_HEAD = 64 * 1024

VIDEO, ANIMATION, DOCUMENT = "video", "animation", "document"
# The most that a form brings: what the largest network of ours takes of a video from a bot is 250 MB (MAX), and what a
# city films with a telephone in ten minutes is about a gigabyte, which the worker makes smaller.
MOST: Final = {VIDEO: 1024 * MEGABYTE, ANIMATION: 50 * MEGABYTE, DOCUMENT: 200 * MEGABYTE}


@dataclass(frozen=True, slots=True)
class Type:
    """A kind of accepted file: MIME type, kind for a reader, extensions."""

    mime: str
    kind: str
    extensions: tuple[str, ...]

    @property
    def extension(self) -> str:
        return self.extensions[0]


_OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES: Final = {
    found.mime: found
    for found in (
        Type("video/mp4", VIDEO, ("mp4", "m4v")),
        Type("video/quicktime", VIDEO, ("mov", "qt")),
        Type("video/webm", VIDEO, ("webm",)),
        Type("video/x-matroska", VIDEO, ("mkv",)),
        Type("image/gif", ANIMATION, ("gif",)),
        Type("application/pdf", DOCUMENT, ("pdf",)),
        Type(f"{_OFFICE}.wordprocessingml.document", DOCUMENT, ("docx",)),
        Type(f"{_OFFICE}.spreadsheetml.sheet", DOCUMENT, ("xlsx",)),
        Type(f"{_OFFICE}.presentationml.presentation", DOCUMENT, ("pptx",)),
        Type("application/vnd.oasis.opendocument.text", DOCUMENT, ("odt",)),
        Type("application/vnd.oasis.opendocument.spreadsheet", DOCUMENT, ("ods",)),
        Type("application/rtf", DOCUMENT, ("rtf",)),
    )
}
_BY_EXTENSION: Final = {extension: found for found in TYPES.values() for extension in found.extensions}
# Subtitles lie beside the videos; `kernel.subtitles` takes them in.
_ENDING: Final = {mime: found.extension for mime, found in TYPES.items()} | {
    "application/x-subrip": "srt",
    "text/vtt": "vtt",
}
_PARTS: Final = {b"word/": "docx", b"xl/": "xlsx", b"ppt/": "pptx"}
KNOWN = "MP4, MOV, WebM, MKV, GIF, PDF, DOCX, XLSX, PPTX, ODT, ODS, RTF"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A stored file; `name` is for display only, `size` in bytes."""

    sha256: str
    name: str
    mime: str
    kind: str
    size: int

    def path(self, root: Path) -> Path:
        return file_path(root, self.sha256, self.mime)


def take_file(source: Readable, *, name: str, root: Path, most: int | None = None) -> StoredFile:
    """Check a file and store it under `root`. Raises `UploadRefused` as early as possible; then nothing is stored.

    `most`: bytes, instead of the limit of its kind.
    """
    shown = shown_name(name)
    head = _filled(source)
    if not head:
        raise UploadRefused(f"Файл «{shown}» пуст: выберите его ещё раз.")
    found = _judged(head, shown)
    draft = root / "files" / f".{secrets.token_hex(12)}.part"
    try:
        with storing(shown):
            digest, size = _copied(source, head, draft, shown, most or MOST[found.kind])
            taken = StoredFile(digest, shown, found.mime, found.kind, size)
            target = taken.path(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return taken


def file_path(root: Path, sha256: str, mime: str) -> Path:
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise ValueError("not a sha256")
    return root / "files" / sha256[:2] / f"{sha256}.{_ENDING[mime]}"


def is_for_here(name: str, head: bytes) -> bool:
    """Whether `take_file` handles the file; still pictures go to `uploads.take_picture`."""
    return PurePosixPath(shown_name(name)).suffix.lower().lstrip(".") in _BY_EXTENSION or _sniffed(head) is not None


def _judged(head: bytes, shown: str) -> Type:
    extension = PurePosixPath(shown).suffix.lower().lstrip(".")
    claimed, real = _BY_EXTENSION.get(extension), _sniffed(head)
    if is_heic(head):
        raise heic(shown)
    if real is None:
        said = "это не то, чем названо" if claimed else "такие файлы сети не берут"
        raise UploadRefused(f"«{shown}»: {said}. Подойдут {KNOWN}, а снимки в JPEG и PNG.")
    if extension and claimed is not real and not (claimed and {claimed.kind, real.kind} == {VIDEO}):
        raise UploadRefused(
            f"«{shown}» назван как {extension.upper()}, а внутри {real.extension.upper()}. Назовите его верно "
            "или выберите другой."
        )
    return real


_MAGIC: Final = (
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"{\\rtf", "application/rtf"),
)


def _sniffed(head: bytes) -> Type | None:
    """The type by the first bytes."""
    if head[4:8] == b"ftyp":
        return None if is_heic(head) else TYPES["video/quicktime" if head[8:12] == b"qt  " else "video/mp4"]
    if head[4:8] in (b"moov", b"mdat", b"wide", b"free") and head[:2] == b"\0\0":
        return TYPES["video/quicktime"]
    if head.startswith(b"\x1aE\xdf\xa3"):
        return TYPES["video/webm" if b"webm" in head[:128] else "video/x-matroska"]
    if head.startswith(b"PK\x03\x04"):
        return _zipped(head)
    return next((TYPES[mime] for magic, mime in _MAGIC if head.startswith(magic)), None)


def _zipped(head: bytes) -> Type | None:
    """The type of an office document, which its first archive entries name; other archives are refused."""
    if head[30:38] == b"mimetype":
        words = head[38:128]
        return next((found for mime, found in TYPES.items() if words.startswith(mime.encode())), None)
    if b"[Content_Types].xml" not in head and b"_rels/.rels" not in head:
        return None
    return next((_BY_EXTENSION[name] for part, name in _PARTS.items() if part in head), None)


def _filled(source: Readable) -> bytes:
    """The first bytes, however small the chunks."""
    head = b""
    while len(head) < _HEAD and (piece := source.read(_HEAD - len(head))):
        head += piece
    return head


def _copied(source: Readable, head: bytes, draft: Path, shown: str, most: int) -> tuple[str, int]:
    """Copy chunks to disk, at most `most` bytes."""
    draft.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640)
    with os.fdopen(descriptor, "wb") as file:
        piece = head
        while piece:
            size += len(piece)
            if size > most:
                raise UploadRefused(f"«{shown}» больше {in_megabytes(most)}: уменьшите и загрузите снова.")
            digest.update(piece)
            file.write(piece)
            piece = source.read(PIECE)
        file.flush()
        os.fsync(descriptor)
    return digest.hexdigest(), size
