"""Uploads of videos and documents: judged by content, refused with a sentence, nothing left behind."""

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from veche.kernel.media import MOST, TYPES, file_path, take_file
from veche.kernel.uploads import UploadRefused

MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00" * 500
PDF = b"%PDF-1.7\n" + b"\x00" * 300


class Endless:
    """An upload of five gigabytes: pieces that never end."""

    def __init__(self, head: bytes) -> None:
        self.head = head
        self.given = 0

    def read(self, size: int, /) -> bytes:
        piece = (self.head if not self.given else b"").ljust(size, b"\0")[:size]
        self.given += len(piece)
        return piece


def office(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return out.getvalue()


def odt() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<x/>")
    return out.getvalue()


GOOD = {
    "каток.mp4": (MP4, "video/mp4", "video"),
    "каток.mov": (MP4.replace(b"mp42", b"qt  "), "video/quicktime", "video"),
    "каток.webm": (b"\x1aE\xdf\xa3\x9fB\x82\x84webm" + b"\0" * 99, "video/webm", "video"),
    "каток.mkv": (b"\x1aE\xdf\xa3\x9fB\x82\x88matroska" + b"\0" * 99, "video/x-matroska", "video"),
    "снег.gif": (b"GIF89a" + b"\0" * 99, "image/gif", "animation"),
    "план.pdf": (PDF, "application/pdf", "document"),
    "план.rtf": (b"{\\rtf1 x}", "application/rtf", "document"),
    "план.docx": (
        office("[Content_Types].xml", "_rels/.rels", "word/document.xml"),
        next(mime for mime in TYPES if "wordprocessing" in mime),
        "document",
    ),
    "план.xlsx": (
        office("_rels/.rels", "xl/workbook.xml", "[Content_Types].xml"),
        next(mime for mime in TYPES if "spreadsheetml" in mime),
        "document",
    ),
    "план.odt": (odt(), "application/vnd.oasis.opendocument.text", "document"),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_is_taken_is_kept_as_it_came(tmp_path: Path, name: str) -> None:
    content, mime, kind = GOOD[name]

    taken = take_file(io.BytesIO(content), name=name, root=tmp_path)

    assert taken.name == name
    assert taken.mime == mime
    assert taken.kind == kind
    assert taken.size == len(content)
    assert taken.sha256 == hashlib.sha256(content).hexdigest()
    assert taken.path(tmp_path).read_bytes() == content
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [taken.path(tmp_path)]


BAD = {
    "nothing": (b"", "каток.mp4", "Файл «каток.mp4» пуст"),
    "a text that calls itself a video": (b"not a video", "каток.mp4", "«каток.mp4»: это не то, чем названо"),
    "a letter that calls itself a video": (PDF, "каток.mp4", "назван как MP4, а внутри PDF"),
    "a video that calls itself a letter": (MP4, "письмо.pdf", "назван как PDF, а внутри MP4"),
    "a program": (b"MZ\x90\0" + b"\0" * 99, "игра.exe", "такие файлы сети не берут. Подойдут MP4"),
    "any archive": (office("a.txt"), "всё.zip", "такие файлы сети не берут"),
    "a picture of a telephone": (b"\0\0\0\x18ftypheic" + b"\0" * 99, "снимок.mp4", "сохраните снимок как JPEG"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_refused_leaves_nothing(tmp_path: Path, case: str) -> None:
    content, name, sentence = BAD[case]

    with pytest.raises(UploadRefused) as refusal:
        take_file(io.BytesIO(content), name=name, root=tmp_path)

    assert sentence in str(refusal.value)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_what_is_too_long_is_refused_while_it_comes(tmp_path: Path) -> None:
    film = Endless(MP4)

    with pytest.raises(UploadRefused, match="больше 3 МБ: уменьшите"):
        take_file(film, name="заседание.mp4", root=tmp_path, most=3 * 1024 * 1024)

    assert film.given < 5 * 1024 * 1024
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_most_of_each_kind() -> None:
    assert {kind: most // 1024**2 for kind, most in MOST.items()} == {"video": 1024, "animation": 50, "document": 200}


def test_the_same_file_twice_is_one(tmp_path: Path) -> None:
    first = take_file(io.BytesIO(PDF), name="план.pdf", root=tmp_path)
    second = take_file(io.BytesIO(PDF), name="копия.pdf", root=tmp_path)

    assert first.path(tmp_path) == second.path(tmp_path) == file_path(tmp_path, first.sha256, first.mime)


@pytest.mark.parametrize("name", ["../../etc/passwd.pdf", "a\u202efdp.exe.pdf", "x" * 300 + ".pdf"])
def test_a_name_is_for_showing_only(tmp_path: Path, name: str) -> None:
    taken = take_file(io.BytesIO(PDF), name=name, root=tmp_path)

    assert len(taken.name) <= 80
    assert not set("/\\\u202e") & set(taken.name)
    assert taken.path(tmp_path).is_relative_to(tmp_path)


def test_a_path_is_made_of_a_hash_alone(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not a sha256"):
        file_path(tmp_path, "../" * 21 + "x", "video/mp4")
