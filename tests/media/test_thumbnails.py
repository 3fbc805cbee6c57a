"""Thumbnails requested by several pages at once."""

import threading
from concurrent.futures import ThreadPoolExecutor, as_completed
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pytest_django import Settings

from veche.kernel.uploads import take_picture
from veche.media.domain import thumbnails
from veche.media.enums import MediaKind
from veche.media.models import Media


def photo(root: Path, colour: int) -> Media:
    content = BytesIO()
    Image.new("RGB", (1200, 900), (colour, 90, 30)).save(content, "PNG")
    taken = take_picture(content.getvalue(), name="a.png", root=root)
    return Media(sha256=taken.sha256, mime=taken.mime, kind=MediaKind.PHOTO, width=taken.width, height=taken.height)


def test_one_copy_is_drawn_at_a_time(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four threads that decoded the largest pictures at once took 1.6 GB."""
    settings.MEDIA_ROOT = tmp_path
    draw, inside, most = thumbnails._drawn, threading.Semaphore(1), []

    def draw_and_count(path: Path, side: int) -> bytes:
        most.append(inside.acquire(blocking=False))
        drawn = draw(path, side)
        inside.release()
        return drawn

    monkeypatch.setattr(thumbnails, "_drawn", draw_and_count)
    photos = [photo(tmp_path, colour) for colour in range(3)]
    with ThreadPoolExecutor(3) as pages:
        found = list(pages.map(thumbnails.thumbnail, photos * 2))

    assert most == [True] * 3
    assert [path == thumbnails.poster(media) for path, media in zip(found, photos * 2, strict=True)] == [True] * 6


def test_the_original_is_shown_where_too_many_wait(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path
    going_on, draw = threading.Event(), thumbnails._drawn
    monkeypatch.setattr(thumbnails, "PATIENCE_SECONDS", 0.1)
    monkeypatch.setattr(thumbnails, "_drawn", lambda path, side: going_on.wait(90) and draw(path, side))
    photos = [photo(tmp_path, colour) for colour in range(4)]

    with ThreadPoolExecutor(4) as pages:
        asked = [pages.submit(thumbnails.thumbnail, media) for media in photos]
        first = next(as_completed(asked, timeout=60)).result()
        going_on.set()

    assert first in [thumbnails.original(media) for media in photos]


def size_of(path: Path) -> tuple[int, int]:
    with Image.open(path) as image:
        return image.size


def test_a_list_gets_a_smaller_copy_of_photo_and_film(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    picture = photo(tmp_path, 1)
    film = Media(sha256="f" * 64, mime="video/mp4", kind=MediaKind.VIDEO)
    frame = thumbnails.poster(film)
    frame.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (960, 540)).save(frame, "JPEG")

    sizes = [size_of(thumbnails.list_thumbnail(media)) for media in (picture, film)]

    assert sizes == [(240, 180), (240, 135)]
    assert thumbnails.list_thumbnail(Media(sha256="e" * 64, kind=MediaKind.VIDEO)) == thumbnails.poster(
        Media(sha256="e" * 64, kind=MediaKind.VIDEO)
    )
