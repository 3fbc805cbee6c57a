"""Uploads of subtitles: refused with a sentence, or stored unchanged."""

from io import BytesIO
from pathlib import Path

import pytest

from veche.kernel.media import file_path
from veche.kernel.subtitles import SRT, VTT, is_subtitles, take_subtitles
from veche.kernel.uploads import UploadRefused

GOOD = "1\n00:00:01,000 --> 00:00:03,500\nКаток открыт.\n\n2\n00:00:04,000 --> 00:01:02,250\nПриходите!\n"
WEB = "WEBVTT\n\nNOTE о катке\n\n00:01.000 --> 00:03.500 line:0\n<v Ведущий>Каток открыт.\n"


def take(tmp_path: Path, text: str | bytes, name: str = "каток.srt"):
    content = text.encode() if isinstance(text, str) else text
    return take_subtitles(BytesIO(content), name=name, root=tmp_path)


@pytest.mark.parametrize(
    ("text", "name", "mime", "seconds"),
    [
        (GOOD, "каток.srt", SRT, 62.25),
        ("\ufeff" + GOOD.replace("\n", "\r\n"), "КАТОК.SRT", SRT, 62.25),
        (WEB, "каток.vtt", VTT, 3.5),
        (GOOD, "каток", SRT, 62.25),
    ],
)
def test_what_is_taken_is_kept_as_it_came(tmp_path: Path, text: str, name: str, mime: str, seconds: float):
    taken = take(tmp_path, text, name)

    assert taken.name == name
    assert taken.mime == mime
    assert taken.seconds == seconds
    assert file_path(tmp_path, taken.sha256, mime).read_bytes() == text.encode()


@pytest.mark.parametrize(
    ("text", "name", "why"),
    [
        (b"", "a.srt", "нет ни одной реплики"),
        (GOOD.encode("cp1251"), "a.srt", "не в кодировке UTF-8"),
        ("1\n00:00:05,000 --> 00:00:03,000\nНазад", "a.srt", "у реплики 1 время идёт назад"),
        (GOOD + "\n3\n00:00:02,000 --> 00:00:09,000\nРаньше\n", "a.srt", "у реплики 3 время идёт назад"),
        ("1\n00:00:01 --> 00:00:02\nБез долей", "a.srt", "у реплики 1 время не читается"),
        ("1\n00:00:01,000 --> 00:00:02,000\n<i> </i>\n", "a.srt", "реплика 1 без слов"),
        ("Просто рассказ", "a.srt", "первая строка без времени: «Просто рассказ»"),
        (WEB, "a.srt", "назван не так"),
        (GOOD + "\x00", "a.srt", "знаки, которых в тексте не бывает"),
        (GOOD * 20_000, "a.srt", "больше мегабайта"),
    ],
)
def test_what_is_refused_leaves_nothing(tmp_path: Path, text: str | bytes, name: str, why: str):
    with pytest.raises(UploadRefused, match=why):
        take(tmp_path, text, name)

    assert list(tmp_path.rglob("*.*")) == []


def test_subtitles_by_their_name():
    assert [is_subtitles(name) for name in ("a.srt", "A.VTT", "a.txt", "srt")] == [True, True, False, False]
