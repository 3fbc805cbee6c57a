"""Photos are uploaded beside the text: a bad one gets a sentence and spoils nothing else."""

import json
import resource
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.markup import element, words
from tests.publishing.conftest import Window
from tests.publishing.test_editor import UPLOAD, page_of
from tests.undone import undone
from tests.written import jpeg, with_picture, working, write
from veche.media.domain.thumbnails import SIDE, original, thumbnail
from veche.media.models import Media
from veche.staff.models import Administration, Person


def sent(content: bytes, name: str = "каток.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


@cache
def bomb(side: int = 20_000) -> bytes:
    """A PNG of 20000 × 20000 black pixels in 48 kB."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * ((side // 8 + 1) * side), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def noise(width: int, height: int, quality: int = 95) -> bytes:
    drawn = BytesIO()
    Image.frombytes("RGB", (width, height), Random(1).randbytes(width * height * 3)).save(
        drawn, "JPEG", quality=quality
    )
    return drawn.getvalue()


@contextmanager
def disk_that_takes(size: int) -> Iterator[None]:
    """No file may exceed `size` bytes: the same error as for a full quota."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def alts_and_text(window: Window) -> tuple[int, str]:
    return working(window.post).pictures.count(), working(window.post).text


def test_an_album_of_eleven_is_told_and_nothing_else_is_lost(window: Window):
    album = [sent(jpeg(width=60 + number), f"{number}.jpg") for number in range(11)]

    answer = window.press("add_photos", headers=UPLOAD, text="Каток", photos=album)

    assert (answer.status_code, alts_and_text(window)) == (200, (10, "Каток"))
    assert "В записи уже десять фото и файлов" in page_of(answer)


def test_photos_come_in_and_the_text_is_kept(window: Window):
    answer = window.press("add_photos", text="Дописал", photos=[sent(jpeg()), sent(jpeg(colour="red"), "второй.png")])

    assert answer.status_code == 302
    assert alts_and_text(window) == (2, "Дописал")


def test_by_script_the_card_is_drawn_anew(window: Window):
    answer = window.press("add_photos", headers=UPLOAD, text="Дописал", photos=sent(jpeg()))

    version = working(window.post)
    assert (answer.status_code, stand_of(answer)["version"]) == (200, version.revision)
    assert f"alt_{version.pictures.get().pk}" in page_of(answer)
    assert "1 из 10" in page_of(answer)


def stand_of(answer) -> dict[str, object]:
    found: dict[str, object] = json.loads(words(element(answer.content.decode(), "template[data-state]")))
    return found


# Made by the tests that send them: each process imports this file.
BAD: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "a program": (lambda: b"MZ" + bytes(100), "игра.exe", "«игра.exe»: такие файлы сети не берут. Подойдут MP4"),
    "a text that calls itself a picture": (lambda: b"not a picture", "a.jpg", "«a.jpg» — не картинка"),
    "nothing": (bytes, "пусто.jpg", "пуст"),
    "too many points": (bomb, "чёрный.png", "слишком много точек: больше 50 млн"),
    "torn": (lambda: jpeg(600, 400)[:400], "порван.jpg", "повреждён или скачан не до конца"),
}


@pytest.mark.parametrize("headers", [{}, UPLOAD], ids=["page", "script"])
def test_a_bad_file_spoils_nothing(window: Window, headers: dict[str, str]):
    for kind, (make, name, sentence) in BAD.items():
        with undone():
            answer = window.press(
                "add_photos", headers=headers, text="Дописал", photos=[sent(make(), name), sent(jpeg(), "хороший.jpg")]
            )

            assert answer.status_code == (200 if headers else 422), kind
            assert sentence in page_of(answer), kind
            assert "Текст и остальные фото на месте." in page_of(answer), kind
            assert alts_and_text(window) == (1, "Дописал"), kind


def test_the_bomb_is_as_small_as_they_come():
    assert len(bomb()) < 60_000


def test_a_disk_that_is_full_while_the_file_arrives(window: Window):
    content = noise(2400, 1600, quality=98)
    with disk_that_takes(3_000_000):
        answer = window.press("add_photos", text="Дописал", photos=sent(content))

    assert answer.status_code == 422
    assert "На сервере кончилось место: «каток.jpg» не сохранён, всё прежнее цело." in page_of(answer)
    assert alts_and_text(window) == (0, "Дописал")


def test_a_disk_that_is_full_when_the_photo_is_stored(window: Window, settings):
    """The file itself is in memory; its cleaned copy finds no room."""
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 30_000_000

    with disk_that_takes(3_000_000):
        answer = window.press("add_photos", headers=UPLOAD, text="Дописал", photos=sent(noise(2400, 1600, quality=98)))

    assert "На сервере кончилось место" in page_of(answer)
    assert alts_and_text(window) == (0, "Дописал")


def test_the_eleventh_photo_is_told(window: Window, alice: Person):
    for number in range(10):
        with_picture(window.post, alice, content=jpeg(width=60 + number))
    window.version = working(window.post).revision

    answer = window.press("add_photos", photos=sent(jpeg(colour="red")))

    assert "Уберите одно" in page_of(answer)
    assert working(window.post).pictures.count() == 10


def test_a_photo_is_taken_out_and_the_text_is_kept(window: Window, alice: Person):
    gone, stays = (with_picture(window.post, alice, content=jpeg(width=60 + n)) for n in range(2))
    window.version = working(window.post).revision

    window.press("remove_photo", picture=gone.pk, text="Дописал")
    again = window.press("remove_photo", picture=gone.pk, text="Дописал", version=working(window.post).revision)

    assert again.status_code == 302
    assert list(working(window.post).pictures.all()) == [stays]
    assert working(window.post).text == "Дописал"


def test_while_another_writes_the_photo_waits_for_the_choice(window: Window, bob: Person):
    write(window.post, bob, "Их текст")

    answer = window.press("add_photos", headers=UPLOAD, text="Мой", photos=sent(jpeg()))

    assert (answer.status_code, alts_and_text(window)) == (409, (0, "Их текст"))


def test_a_small_copy_is_made_once(rubtsovsk: Administration, window: Window, alice: Person):
    picture = with_picture(window.post, alice, content=jpeg(2000, 1000))
    small = thumbnail(picture.media)
    made_at = small.stat().st_mtime_ns

    with Image.open(small) as image:
        assert (image.format, image.size) == ("JPEG", (SIDE, SIDE // 2))
    assert thumbnail(picture.media).stat().st_mtime_ns == made_at
    assert small != original(picture.media)


def test_a_picture_that_is_small_enough_is_its_own_copy(window: Window, alice: Person):
    picture = with_picture(window.post, alice)

    assert thumbnail(picture.media) == original(picture.media)


def test_one_file_serves_all_posts_that_show_it(window: Window, alice: Person):
    with_picture(window.post, alice)
    with_picture(window.post, alice)

    assert (Media.objects.of(alice.administration).count(), working(window.post).pictures.count()) == (1, 2)
