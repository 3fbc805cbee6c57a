"""Files of a version and its poll: uploaded, probed, converted, stored with the text, part of the approval."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pytest_django import Settings

from tests.kernel.films import film, films_read_once  # noqa: F401 -- a fixture
from tests.posts.test_write import words_of
from tests.written import TEXT, accounts_of, drafted, jpeg, working, write
from veche.approval.domain.ask import ask
from veche.kernel.video import probe
from veche.media.domain import renditions
from veche.media.domain.thumbnails import original, poster
from veche.media.enums import MediaKind, MediaState
from veche.media.models import Media, Rendition
from veche.networks.protocol import FileKind, OutgoingPost, Poll
from veche.posts.domain.changes import changes
from veche.posts.domain.freeze import fingerprint, problems_of
from veche.posts.domain.pictures import add_picture
from veche.posts.domain.polls import PollWords
from veche.posts.domain.polls import words_of as poll_words
from veche.posts.domain.queries import latest_version, versions_of
from veche.posts.domain.rendering import outgoing
from veche.posts.domain.write import new_version, save_text
from veche.posts.models import Post, PostVersion
from veche.posts.tasks import prepare_waiting
from veche.staff.models import Person

POLL = PollWords("Какой двор первым?", ("Ленина, 5", "Мира, 12"), multiple=True, open_days=7)
NETWORKS = ["vk", "telegram"]


pytestmark = pytest.mark.usefixtures("films_read_once")


@pytest.fixture(autouse=True)
def media_root(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def with_file(post: Post, by: Person, content: bytes, name: str) -> Media:
    media: Media = add_picture(version=working(post), by=by, content=BytesIO(content), name=name).media
    return media


def with_video(post: Post, by: Person, tmp_path: Path, name: str = "каток.mp4", **more: Any) -> Media:
    return with_file(post, by, film(tmp_path / name, **more).read_bytes(), name)


def saved(post: Post, by: Person, poll: PollWords | None) -> PostVersion:
    version = working(post)
    return save_text(version=version, by=by, revision=version.revision, text=TEXT, variants={}, poll=poll)


def test_a_video_is_kept_as_it_came_and_looked_into(alice: Person, tmp_path: Path):
    post = drafted(alice)
    media = with_video(post, alice, tmp_path)
    assert media.kind == MediaKind.VIDEO
    assert media.state == MediaState.WAITING
    assert media.seconds == 0
    assert problems_of(working(post), NETWORKS)[0] == "Проверяем «каток.mp4»: минуту, и можно отправлять."

    renditions.prepare(media)

    media.refresh_from_db()
    assert media.state == MediaState.READY
    assert media.width == 160
    assert media.height == 90
    assert media.codecs == "h264 aac"
    assert original(media).read_bytes() == (tmp_path / "каток.mp4").read_bytes()
    assert poster(media).read_bytes().startswith(b"\xff\xd8")
    assert list(media.renditions.all()) == []
    [file] = outgoing(working(post), "telegram").files
    assert file.kind == FileKind.VIDEO
    assert file.name == "каток.mp4"
    assert file.sha256 == media.sha256
    assert file.width == 160


def test_a_video_that_telegram_does_not_play_gets_a_copy(alice: Person, tmp_path: Path):
    post = drafted(alice)
    media = with_video(post, alice, tmp_path, "каток.webm")

    renditions.prepare(media)

    [copy] = media.renditions.all()
    assert copy.network == "telegram"
    assert copy.state == MediaState.READY
    assert copy.mime == "video/mp4"
    telegram, vk = (outgoing(working(post), slug).files[0] for slug in ("telegram", "vk"))
    assert telegram.name == "каток.mp4"
    assert telegram.mime == "video/mp4"
    assert vk.name == "каток.webm"
    assert vk.sha256 == media.sha256
    assert probe(telegram.path, name="a").video == "h264"


def test_a_file_that_is_no_video_says_so_and_stops_the_asking(alice: Person):
    post = drafted(alice)
    media = with_file(post, alice, b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(500), "каток.mp4")

    renditions.prepare(media)

    media.refresh_from_db()
    assert media.state == MediaState.REFUSED
    assert problems_of(working(post), NETWORKS)[0].startswith("«каток.mp4» не читается как видео")


def test_a_copy_that_does_not_fit_is_told_for_its_network_alone(alice: Person, tmp_path: Path):
    """Two hours in fifty megabytes would be unwatchable."""
    post = drafted(alice)
    media = with_video(post, alice, tmp_path, "заседание.webm")
    renditions.prepare(media)
    media.renditions.all().delete()
    Media.objects.of(alice.administration).update(seconds=7200)
    media.refresh_from_db()

    renditions.prepare(media)

    [copy] = media.renditions.all()
    assert copy.state == MediaState.REFUSED
    said = problems_of(working(post), NETWORKS)
    assert [sentence for sentence in said if "слишком длинное" in sentence] == [f"Телеграм: {copy.reason}"]
    assert [sentence for sentence in problems_of(working(post), ["vk"]) if "длинное" in sentence] == []


def test_while_a_copy_is_made_it_is_told_how_far_it_is(alice: Person, tmp_path: Path):
    post = drafted(alice)
    media = with_video(post, alice, tmp_path, "каток.webm")
    renditions.prepare(media)
    Rendition.objects.of(alice.administration).update(state=MediaState.WAITING, progress=0.4)

    said = problems_of(working(post), NETWORKS)

    assert said[0] == "Телеграм: готовим «каток.webm», сделано 40 %. Подождите."
    assert [sentence for sentence in said if "не берёт" in sentence] == []


def test_what_a_dead_worker_left_is_done_later(alice: Person, tmp_path: Path):
    with_video(drafted(alice), alice, tmp_path)

    assert (prepare_waiting.call(), prepare_waiting.call()) == (1, 0)


def test_kinds_are_told_by_content(alice: Person):
    post = drafted(alice)

    document = with_file(post, alice, b"%PDF-1.7\n" + bytes(90), "план.pdf")
    still = with_file(post, alice, _gif(1), "знак.gif")
    moving = with_file(post, alice, _gif(2), "снег.gif")
    photo = with_file(post, alice, jpeg(), "каток.jpg")

    assert [(m.kind, m.mime, m.state) for m in (document, still, moving, photo)] == [
        ("document", "application/pdf", "ready"),
        ("photo", "image/png", "ready"),
        ("animation", "image/gif", "waiting"),
        ("photo", "image/jpeg", "ready"),
    ]


def test_a_document_needs_no_words_and_ok_takes_none(alice: Person):
    post = drafted(alice)
    with_file(post, alice, b"%PDF-1.7\n" + bytes(90), "план.pdf")

    assert problems_of(working(post), NETWORKS) == []
    assert problems_of(working(post), ["ok"]) == [
        "Одноклассники: ОК не принимает файлы в записи группы. Дайте ссылку на файл."
    ]


def test_a_photo_goes_out_without_the_place_where_it_was_taken(alice: Person):
    """Only the pixels of a photo are stored, so its metadata cannot be sent."""
    out = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Телефон"
    exif.get_ifd(0x8825)[2] = (51.0, 30.0, 0.0)
    Image.new("RGB", (60, 40), "navy").save(out, "JPEG", exif=exif)
    assert b"Exif" in out.getvalue()
    post = drafted(alice)

    with_file(post, alice, out.getvalue(), "каток.jpg")

    [photo] = outgoing(working(post), "vk").photos
    assert b"Exif" not in photo.path.read_bytes()
    with Image.open(photo.path) as sent:
        assert dict(sent.getexif()) == {}


def test_a_video_goes_out_without_the_place_where_it_was_filmed(alice: Person, tmp_path: Path):
    post = drafted(alice)
    media = with_video(post, alice, tmp_path, place="+51.5147+081.2061/")

    renditions.prepare(media)

    for network in ("vk", "telegram", "ok", "max"):
        [file] = outgoing(working(post), network).files
        assert b"loci" not in file.path.read_bytes()
    assert b"loci" in original(media).read_bytes()


def test_a_poll_is_saved_with_the_text_and_taken_away_empty(alice: Person):
    post = drafted(alice)

    version = saved(post, alice, POLL)
    poll = outgoing(latest_version(post), "vk").poll
    assert poll is not None
    assert poll.open_for is not None
    assert (poll, poll.open_for.days) == (Poll(POLL.question, POLL.options, True, True, poll.open_for), 7)

    saved(post, alice, None)
    assert poll_words(version) == POLL
    saved(post, alice, PollWords())
    assert outgoing(latest_version(post), "vk") == OutgoingPost(TEXT)


def test_a_poll_is_part_of_what_is_agreed(alice: Person):
    post = drafted(alice)
    before = fingerprint(working(post))
    frozen = ask(version=saved(post, alice, POLL), by=alice).version

    assert fingerprint(frozen) != before
    fresh = new_version(post=post, by=alice)
    assert poll_words(fresh) == POLL
    saved(post, alice, PollWords("Другой вопрос?", POLL.options))
    old, new = versions_of(post)
    assert changes(old, new).poll
    assert words_of(new) == words_of(old)


def test_a_poll_that_no_network_takes_stops_the_asking(alice: Person):
    post = drafted(alice)
    saved(post, alice, PollWords("Вопрос?", ("один",)))

    assert problems_of(working(post), NETWORKS) == ["В опросе меньше двух ответов. Допишите."]


def test_vk_takes_no_poll_alone(alice: Person):
    post = drafted(alice, accounts=accounts_of(alice))
    write(post, alice, "")
    version = working(post)
    save_text(version=version, by=alice, revision=version.revision, text="", variants={}, poll=POLL)

    assert problems_of(working(post), NETWORKS) == [
        "VK не берёт опрос без текста и вложений. Напишите над ним хоть строку или добавьте фото."
    ]


def _gif(frames: int) -> bytes:
    drawn = [Image.new("RGB", (40, 30), colour) for colour in ("navy", "teal")[:frames]]
    out = BytesIO()
    drawn[0].save(out, "GIF", save_all=frames > 1, append_images=drawn[1:], duration=100)
    return out.getvalue()
