"""Video probing, and transcoded copies that fit, verified by FFmpeg."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from tests.kernel.films import corners, film, flashing, huge, turned
from veche.kernel import video
from veche.kernel.video import TranscodeTarget, VideoInfo, VideoRefused, probe, transcode


@pytest.mark.parametrize(
    ("ending", "codecs"), [("mp4", ("h264", "aac")), ("webm", ("vp9", "opus")), ("mkv", ("vp9", "opus"))]
)
def test_what_a_video_is(tmp_path: Path, ending: str, codecs: tuple[str, str]) -> None:
    found = probe(film(tmp_path / f"a.{ending}"), name="каток")

    assert found.width == 160
    assert found.height == 90
    assert found.moves is True
    assert (found.video, found.audio) == codecs
    assert 0.9 < found.seconds < 1.2


@pytest.mark.parametrize("times", [0, 2, 5])
def test_flashes_of_a_quarter_of_the_picture_are_counted(tmp_path: Path, times: int) -> None:
    assert probe(flashing(tmp_path / "film.mp4", times=times), name="film.mp4").flashes == times


def test_a_video_filmed_upright_is_told_as_it_is_seen(tmp_path: Path) -> None:
    found = probe(turned(film(tmp_path / "a.mp4")), name="каток")

    assert (found.width, found.height) == (90, 160)


BROKEN = {
    "nothing": b"",
    "a letter": b"%PDF-1.7 letter",
    "a head without a body": b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00" * 4000,
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_no_video(tmp_path: Path, case: str) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(BROKEN[case])

    with pytest.raises(VideoRefused, match=r"«каток\.mp4» не читается как видео"):
        probe(path, name="каток.mp4")


def test_a_video_cut_off_in_the_middle_is_refused(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    with pytest.raises(VideoRefused):
        probe(path, name="каток.mp4")


def test_a_copy_is_smaller_upright_and_without_metadata(tmp_path: Path) -> None:
    path = turned(film(tmp_path / "a.mp4", seconds=2, width=640, height=360))
    told: list[float] = []
    into = tmp_path / "копия" / "b.mp4"

    copy = transcode(
        path, into, probe(path, name="a"), TranscodeTarget(most_bytes=200_000, side=160), name="a", told=told.append
    )

    assert replace(probe(into, name="b"), flashes=None) == copy
    assert copy.width == 90
    assert copy.height == 160
    assert copy.video == "h264"
    assert copy.audio == "aac"
    assert corners(into) == ("red", "blue")
    assert into.stat().st_size < 200_000
    assert told == sorted(told)
    assert told[-1] > 0.9
    assert into.read_bytes().index(b"moov") < into.read_bytes().index(b"mdat")


def test_a_silent_copy(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4")

    copy = transcode(
        path, tmp_path / "b.mp4", probe(path, name="a"), TranscodeTarget(200_000, sound=False), name="a", told=print
    )

    assert copy.audio == ""


def test_what_is_too_long_is_not_smeared(tmp_path: Path) -> None:
    hour = VideoInfo(1920, 1080, 3600.0, "h264", "aac", moves=True)

    with pytest.raises(VideoRefused, match="слишком длинное: в 50 МБ оно не войдёт"):
        transcode(
            tmp_path / "a.mp4",
            tmp_path / "b.mp4",
            hour,
            TranscodeTarget(50 * 1024 * 1024),
            name="заседание",
            told=print,
        )


def test_a_frame_too_large_to_be_decoded_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(VideoRefused) as caught:
        probe(huge(tmp_path / "b.mp4"), name="площадь.mp4")

    assert str(caught.value) == ("В кадре «площадь.mp4» больше 16 млн точек. Сохраните видео в 4K и загрузите снова.")


def test_a_bench_without_room_takes_nothing_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = film(tmp_path / "a.mp4")
    monkeypatch.setattr(video, "MEMORY", 64 * 1024 * 1024)

    with pytest.raises(VideoRefused):
        probe(path, name="a")


def test_a_bench_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = tmp_path / "a.mp4"
    os.mkfifo(pipe)
    monkeypatch.setattr(video, "PROBE_SECONDS", 1)

    with pytest.raises(VideoRefused):
        probe(pipe, name="a")


def test_a_copy_does_not_tell_where_it_was_filmed(tmp_path: Path) -> None:
    path = turned(film(tmp_path / "a.mp4", place="+51.5147+081.2061/"))
    into = tmp_path / "b.mp4"
    assert b"loci" in path.read_bytes()
    assert probe(path, name="a").place

    copy = transcode(path, into, probe(path, name="a"), TranscodeTarget(200_000, rewrap=True), name="a", told=print)

    assert b"loci" not in into.read_bytes()
    assert copy.place is False
    assert copy.width == 90
    assert copy.height == 160
    assert copy.video == "h264"
    assert copy.audio == "aac"
    assert corners(into) == corners(path)
