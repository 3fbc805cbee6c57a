import errno
import hashlib
import os
import struct
import subprocess
import sys
import zlib
from io import BytesIO
from pathlib import Path
from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from veche.kernel.uploads import (
    Kept,
    Limits,
    Picture,
    UploadRefused,
    keep_bytes,
    kept_path,
    picture_path,
    shown_name,
    sniff,
    take_picture,
)

SRC = Path(__file__).parents[2] / "src"


def drawn(kind="JPEG", size=(40, 30), mode="RGB", colour="teal", **options):
    out = BytesIO()
    Image.new(mode, size, colour).save(out, kind, **options)
    return out.getvalue()


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def pixel_bomb(side=20_000):
    """A valid PNG of side × side black pixels in some 48 kB."""
    rows = zlib.compress(bytes((side // 8 + 1) * side), 9)
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def files_in(root):
    return sorted(path for path in root.rglob("*") if path.is_file())


def refusal(root, content, name="снимок.jpg", limits=None):
    with pytest.raises(UploadRefused) as caught:
        take_picture(content, name=name, root=root, limits=limits)
    assert files_in(root) == []
    return str(caught.value)


@pytest.mark.parametrize(
    ("kind", "mode", "mime"),
    [
        ("JPEG", "RGB", "image/jpeg"),
        ("JPEG", "L", "image/jpeg"),
        ("JPEG", "CMYK", "image/jpeg"),
        ("PNG", "RGB", "image/png"),
        ("PNG", "RGBA", "image/png"),
        ("PNG", "LA", "image/png"),
        ("PNG", "P", "image/png"),
        ("PNG", "1", "image/png"),
        ("PNG", "I;16", "image/png"),
        ("GIF", "P", "image/png"),
        ("WEBP", "RGB", "image/jpeg"),
        ("WEBP", "RGBA", "image/png"),
    ],
)
def test_a_picture_is_stored_under_its_content(tmp_path, kind, mode, mime):
    picture = take_picture(BytesIO(drawn(kind, mode=mode, colour=1)), name="Парк.JPG", root=tmp_path)

    stored = picture.path(tmp_path)
    content = stored.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    assert picture == Picture(digest, "Парк.JPG", mime, 40, 30, len(content))
    assert stored == tmp_path / "pictures" / digest[:2] / f"{digest}.{'jpg' if mime == 'image/jpeg' else 'png'}"
    assert files_in(tmp_path) == [stored]
    assert sniff(content) == mime
    with Image.open(stored) as again:
        again.load()
        assert again.size == (40, 30)


def test_colours_and_transparency_survive(tmp_path):
    picture = take_picture(drawn("PNG", mode="RGBA", colour=(10, 200, 30, 77)), name="a.png", root=tmp_path)

    with Image.open(picture.path(tmp_path)) as stored:
        assert (stored.mode, stored.getpixel((5, 5))) == ("RGBA", (10, 200, 30, 77))


def test_a_colour_made_transparent_in_a_palette_stays_transparent(tmp_path):
    flag = Image.new("RGB", (4, 4), "white")
    flag.paste("red", (2, 0, 4, 4))
    source = BytesIO()
    in_palette = flag.quantize(2)
    in_palette.save(source, "PNG", transparency=in_palette.getpixel((0, 0)))

    picture = take_picture(source.getvalue(), name="a.png", root=tmp_path)

    with Image.open(picture.path(tmp_path)) as stored:
        assert list(stored.getchannel("A").crop((0, 0, 4, 1)).tobytes()) == [0, 0, 255, 255]


def test_sixteen_bits_of_grey_become_eight_and_keep_their_light(tmp_path):
    source = BytesIO()
    Image.new("I;16", (4, 4), 0x8000).save(source, "PNG")

    picture = take_picture(source.getvalue(), name="a.png", root=tmp_path)

    with Image.open(picture.path(tmp_path)) as stored:
        assert stored.getpixel((0, 0)) == 0x80


def test_the_same_picture_twice_is_one_file(tmp_path):
    first = take_picture(drawn(), name="a.jpg", root=tmp_path)
    second = take_picture(drawn(), name="b.jpg", root=tmp_path)

    assert first.sha256 == second.sha256
    assert len(files_in(tmp_path)) == 1


def test_place_of_shooting_is_dropped_and_the_picture_stands_upright(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # filmed upright: to be rotated by 90 degrees
    exif[0x010E] = "CANARY description"
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 0.0)})
    source = drawn(exif=exif, comment=b"CANARY comment")
    assert source.count(b"CANARY") == 2

    picture = take_picture(source, name="a.jpg", root=tmp_path)

    assert (picture.width, picture.height) == (30, 40)
    assert b"CANARY" not in picture.path(tmp_path).read_bytes()
    with Image.open(picture.path(tmp_path)) as stored:
        assert dict(stored.getexif()) == {}
        assert set(stored.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_texts_inside_a_png_are_dropped(tmp_path):
    source = drawn("PNG")
    source = source[:-12] + chunk(b"tEXt", b"Comment\0CANARY") + chunk(b"eXIf", b"MM\0*CANARY") + source[-12:]

    picture = take_picture(source, name="a.png", root=tmp_path)

    assert b"CANARY" not in picture.path(tmp_path).read_bytes()


def test_a_colour_profile_is_applied_and_dropped(tmp_path):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    for number, icc in enumerate((profile, b"CANARY not a profile")):
        picture = take_picture(drawn("PNG", colour=(number, 9, 9), icc_profile=icc), name="a.png", root=tmp_path)

        with Image.open(picture.path(tmp_path)) as stored:
            assert "icc_profile" not in stored.info
            assert stored.getpixel((0, 0)) == (number, 9, 9)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF"])
def test_a_picture_that_is_also_a_script_leaves_the_script_behind(tmp_path, kind):
    payload = b"/*CANARY*/=1;alert(1)<script>alert(2)</script>"

    picture = take_picture(drawn(kind, mode="L") + payload, name="a.gif", root=tmp_path)

    content = picture.path(tmp_path).read_bytes()
    assert b"script" not in content
    assert b"CANARY" not in content


def test_the_ending_of_a_picture_may_be_another_pictures(tmp_path):
    assert take_picture(drawn("PNG"), name="фото.jpeg", root=tmp_path).mime == "image/png"


@pytest.mark.parametrize("name", ["снимок.svg", "смета.pdf", "run.exe", "страница.html", "архив.jpg.zip"])
def test_a_name_that_promises_something_else_is_refused(tmp_path, name):
    assert refusal(tmp_path, b"MZ\x90", name) == f"«{name}» — не картинка: подойдут JPEG, PNG, GIF и WebP."


@pytest.mark.parametrize(("name", "claimed"), [("photo.mp4", "MP4"), ("смета.pdf", "PDF")])
def test_a_picture_under_another_name_is_told_what_it_is(tmp_path, name, claimed):
    said = f"«{name}» назван как {claimed}, а внутри картинка JPEG. Назовите его верно или выберите другой."

    assert refusal(tmp_path, drawn(), name) == said


@pytest.mark.parametrize(
    "content", [b"<svg onload='alert(1)'/>", b"%PDF-1.7", b"GIF", b"hello", b"BM" + bytes(60), b"\x00" * 100]
)
def test_content_that_is_no_picture_is_refused_whatever_its_name(tmp_path, content):
    assert refusal(tmp_path, content) == "«снимок.jpg» — не картинка: подойдут JPEG, PNG, GIF и WebP."


def test_only_the_formats_allowed(tmp_path):
    only = Limits(formats=frozenset({"JPEG", "PNG"}))

    assert refusal(tmp_path, drawn("GIF"), limits=only) == "«снимок.jpg» — не картинка: подойдут JPEG и PNG."


def test_the_phones_own_format_is_named(tmp_path):
    heic = b"\x00\x00\x00\x18ftypheic" + bytes(40)

    assert "сохраните снимок как JPEG" in refusal(tmp_path, heic)


def test_an_empty_file_is_refused(tmp_path):
    assert refusal(tmp_path, b"") == "Файл «снимок.jpg» пуст: выберите его ещё раз."
    assert refusal(tmp_path, BytesIO()) == "Файл «снимок.jpg» пуст: выберите его ещё раз."


def test_a_file_over_the_limit_is_refused_without_reading_all_of_it(tmp_path):
    endless = BytesIO(bytes(10_000_000))

    sentence = refusal(tmp_path, endless, limits=Limits(max_bytes=1024 * 1024))

    assert sentence == "«снимок.jpg» больше 1 МБ: уменьшите и загрузите снова."
    assert endless.tell() == 1024 * 1024 + 1


def test_a_file_of_exactly_the_limit_is_taken(tmp_path):
    content = drawn()

    assert take_picture(content, name="a.jpg", root=tmp_path, limits=Limits(max_bytes=len(content))).width == 40
    assert "больше 0,0 МБ" not in refusal(tmp_path / "b", content, limits=Limits(max_bytes=600))


def test_a_small_file_of_very_many_pixels_is_refused_before_decoding(tmp_path):
    bomb = pixel_bomb()
    assert len(bomb) < 60_000

    sentence = refusal(tmp_path, bomb, "бомба.png")

    assert sentence == "В «бомба.png» слишком много точек: больше 50 млн. Уменьшите снимок."


@pytest.mark.parametrize("side", [8_000, 10_000, 15_000])
def test_pixels_between_our_limit_and_pillows_are_refused_too(tmp_path, side):
    assert "слишком много точек" in refusal(tmp_path, pixel_bomb(side))


def test_a_torn_picture_is_refused(tmp_path):
    for kind in ("JPEG", "PNG"):
        content = drawn(kind, size=(300, 300))
        assert "повреждён или скачан не до конца" in refusal(tmp_path, content[: len(content) // 2])


def test_a_moving_picture_is_refused(tmp_path):
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "teal", "navy")]
    for kind in ("GIF", "WEBP", "PNG"):
        out = BytesIO()
        frames[0].save(out, kind, save_all=True, append_images=frames[1:])
        assert "движется" in refusal(tmp_path, out.getvalue())


@settings(max_examples=60)
@given(data=st.data())
def test_damage_is_refused_in_words_or_survived(tmp_path_factory, data):
    kind = data.draw(st.sampled_from(["JPEG", "PNG", "GIF", "WEBP"]))
    content = bytearray(drawn(kind, size=(17, 11)))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    root = tmp_path_factory.mktemp("damaged")

    try:
        picture = take_picture(bytes(content), name="a.jpg", root=root)
    except UploadRefused as refused:
        assert str(refused).endswith(".")  # noqa: PT017 -- either outcome is right
        assert files_in(root) == []
    else:
        assert files_in(root) == [picture.path(root)]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_told_and_leaves_nothing_half_written(tmp_path, monkeypatch, code):
    def full(descriptor):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", full)

    assert refusal(tmp_path, drawn(), "парк.jpg") == (
        "На сервере кончилось место: «парк.jpg» не сохранён, всё прежнее цело. Позовите отдел ИТ."
    )


def test_a_file_that_the_system_really_cuts_short_leaves_nothing(tmp_path):
    script = (
        "import resource, pathlib, sys\n"
        "from veche.kernel.uploads import keep_bytes, UploadRefused\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try: keep_bytes(bytes(9000), name='a.jpg', root=pathlib.Path(sys.argv[1]), max_bytes=10000)\n"
        "except UploadRefused as refused: print(str(refused)[:29])\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        env={"PYTHONPATH": str(SRC), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert ran.stdout.strip() == "На сервере кончилось место: «"
    assert files_in(tmp_path) == []


def test_a_store_that_takes_no_writing_is_told(tmp_path):
    (tmp_path / "pictures").write_text("a file where the folder should be")

    with pytest.raises(UploadRefused, match="Хранилище файлов не принимает запись"):
        take_picture(drawn(), name="a.jpg", root=tmp_path)


def test_what_a_resident_sent_is_kept_to_the_byte(tmp_path):
    content = drawn("GIF") + b"<script>"

    kept = keep_bytes(BytesIO(content), name="a.gif", root=tmp_path, max_bytes=10_000)

    digest = hashlib.sha256(content).hexdigest()
    assert kept == Kept(digest, "image/gif", len(content))
    assert kept.path(tmp_path) == tmp_path / "kept" / digest[:2] / digest
    assert kept.path(tmp_path).read_bytes() == content


def test_evidence_is_never_decoded(tmp_path):
    assert keep_bytes(pixel_bomb(), name="a", root=tmp_path, max_bytes=100_000).mime == "image/png"
    assert keep_bytes(b"no picture", name="a", root=tmp_path, max_bytes=100).mime == "application/octet-stream"


@pytest.mark.parametrize(("content", "words"), [(b"", "пуст"), (bytes(11), "больше")])
def test_evidence_has_bounds_too(tmp_path, content, words):
    with pytest.raises(UploadRefused, match=words):
        keep_bytes(content, name="a", root=tmp_path, max_bytes=10)


@pytest.mark.parametrize("hash_", ["../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n", ""])
def test_no_way_out_of_the_store(tmp_path, hash_):
    with pytest.raises(ValueError, match="sha256"):
        kept_path(tmp_path, hash_)
    with pytest.raises(ValueError, match="sha256"):
        picture_path(tmp_path, hash_, "image/png")


@pytest.mark.parametrize("name", ["../../etc/passwd.png", "..\\..\\win.png", "/etc/cron.d/x.png", "a\0b.png"])
def test_a_name_leads_nowhere(tmp_path, name):
    picture = take_picture(drawn("PNG"), name=name, root=tmp_path / "root")

    assert files_in(tmp_path) == [picture.path(tmp_path / "root")]
    assert "/" not in picture.name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Парк Победы.jpg", "Парк Победы.jpg"),
        ("../../x.png", "x.png"),
        ("a\r\nb\u202egnp.jpg", "abgnp.jpg"),
        ("", "без названия"),
        ("...", "без названия"),
        ("я" * 300 + ".jpg", "я" * 70 + ".jpg"),
    ],
)
def test_a_shown_name_holds_no_tricks(name, shown):
    assert shown_name(name) == shown


@given(st.text())
def test_a_shown_name_is_short_and_stays_in_its_line(name):
    shown = shown_name(name)

    assert 0 < len(shown) <= 80
    assert all(category(mark)[0] != "C" for mark in shown)
    assert not set(shown) & set("/\\")
