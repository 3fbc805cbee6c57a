"""Subtitles and cover of a video: stored and approved with it, sent where possible, ticked where a person adds them."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.urls import reverse
from pytest_django import Settings

from tests.kernel.films import film, films_read_once  # noqa: F401 -- a fixture
from tests.publishing.conftest import Window
from tests.undone import undone
from tests.written import jpeg, working
from veche.approval.domain.ask import ask
from veche.approval.enums import Verdict
from veche.approval.models import Step
from veche.journal.models import Entry
from veche.media.domain import renditions
from veche.media.domain.intake import take_photo
from veche.media.models import Media
from veche.networks.protocol import MediaFile
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.posts.domain import video_extras
from veche.posts.domain.changes import changes
from veche.posts.domain.freeze import fingerprint
from veche.posts.domain.pictures import add_picture, remove_picture
from veche.posts.domain.queries import latest_version, versions_of
from veche.posts.domain.rendering import outgoing
from veche.posts.domain.video_extras import add_video_extra
from veche.posts.domain.write import new_version, save_text
from veche.posts.errors import PostError
from veche.posts.models import Picture, Post
from veche.publishing.domain.deliveries import deliveries_of
from veche.publishing.domain.missing_video_extras import missing_video_extras
from veche.publishing.domain.release import decide_and_release
from veche.publishing.domain.standing import is_out
from veche.publishing.models import Delivery
from veche.staff.models import Person

SRT = "1\n00:00:00,000 --> 00:00:01,000\nКаток открыт.\n"
LATE = "1\n00:00:00,000 --> 00:09:00,000\nСлишком долго.\n"


pytestmark = pytest.mark.usefixtures("films_read_once")


@pytest.fixture(autouse=True)
def media_root(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def video(window: Window, alice: Person, tmp_path: Path) -> Picture:
    content = film(tmp_path / "каток.mp4").read_bytes()
    picture = add_picture(version=working(window.post), by=alice, content=BytesIO(content), name="каток.mp4")
    renditions.prepare(picture.media)
    picture.alt = "Каток с высоты"
    picture.save()
    window.version = working(window.post).revision
    return picture


def attach(window: Window, picture: Picture, name: str, content: bytes) -> Any:
    file = SimpleUploadedFile(name, content)
    address = reverse("publishing:add_beside", args=[window.post.pk, picture.pk])
    window.version = working(window.post).revision
    fields = {"version": window.version, "text": "Каток", f"beside_{picture.pk}": file}
    return window.browser.post(address, fields)


def sent(post: Post, network: str) -> MediaFile:
    [file] = outgoing(latest_version(post), network).files
    return file


def page_of(window: Window, name: str) -> str:
    shown = window.browser.get(reverse(f"publishing:{name}", args=[window.post.pk])).content.decode()
    return " ".join(re.sub(r"</?bdi>", "", shown).split())


def test_subtitles_and_a_cover_stand_beside_the_video(window: Window, video: Picture):
    before = page_of(window, "edit")

    answers = [attach(window, video, "каток.srt", SRT.encode()), attach(window, video, "обложка.jpg", jpeg())]

    after = page_of(window, "edit")
    file = sent(window.post, "vk")
    assert [answer.status_code for answer in answers] == [302, 302]
    assert file.subtitles is not None
    assert file.cover is not None
    assert (file.subtitles.name, file.subtitles.path.read_text()) == ("каток.srt", SRT)
    assert file.cover.path.read_bytes().startswith(b"\xff\xd8")
    assert "видео «каток.mp4»: нет субтитров, без них глухие жители не поймут" in before
    assert "у видео есть субтитры" in after
    assert "Субтитры: каток.srt" in after
    assert "Обложка: обложка.jpg" in after


def test_a_cover_of_a_video_that_a_colleague_removes_meanwhile(
    window: Window, video: Picture, bob: Person, monkeypatch: pytest.MonkeyPatch
):
    draw = take_photo

    def draw_slowly(*content: Any, **of: Any) -> Any:
        remove_picture(picture=Picture.objects.get(pk=video.pk), by=bob)
        return draw(*content, **of)

    monkeypatch.setattr(video_extras, "take_photo", draw_slowly)

    answer = attach(window, video, "обложка.jpg", jpeg())

    assert answer.status_code < 500
    assert "Это видео тем временем убрали из записи." in page_of(window, "edit") + answer.content.decode()


def test_they_are_taken_away_again(window: Window, video: Picture):
    attach(window, video, "каток.srt", SRT.encode())
    window.version = working(window.post).revision
    address = reverse("publishing:remove_beside", args=[window.post.pk, video.pk, "subtitles"])

    window.browser.post(address, {"version": window.version, "text": "Каток"})

    assert sent(window.post, "vk").subtitles is None


def test_what_is_neither_is_refused_in_words(window: Window, video: Picture):
    for name, content, why in (
        ("каток.srt", b"\xd0\xff", "не в кодировке UTF-8"),
        ("обложка.jpg", b"not a picture", "обложка.jpg"),
        ("каток.txt", SRT.encode(), "каток.txt"),
    ):
        with undone():
            answer = attach(window, video, name, content)

            assert answer.status_code == 422
            assert why in answer.content.decode()
            assert (sent(window.post, "vk").subtitles, sent(window.post, "vk").cover) == (None, None)


def test_no_file_at_all_says_so(window: Window, video: Picture):
    address = reverse("publishing:add_beside", args=[window.post.pk, video.pk])

    answer = window.browser.post(address, {"version": window.version, "text": "Каток"})

    assert (answer.status_code, "Файл не выбран" in answer.content.decode()) == (422, True)


def test_subtitles_of_another_film_are_seen(window: Window, video: Picture):
    attach(window, video, "каток.srt", LATE.encode())

    assert "видео «каток.mp4»: субтитры кончаются позже видео" in page_of(window, "edit")


def test_a_photo_has_none(window: Window, alice: Person):
    picture = add_picture(version=working(window.post), by=alice, content=BytesIO(jpeg()), name="каток.jpg")

    with pytest.raises(PostError, match="только у видео"):
        add_video_extra(picture=picture, by=alice, content=BytesIO(SRT.encode()), name="каток.srt")


def test_a_yes_is_said_to_them_and_a_new_version_keeps_them(window: Window, video: Picture, alice: Person):
    plain = fingerprint(working(window.post))
    attach(window, video, "каток.srt", SRT.encode())
    ask(version=working(window.post), by=alice)
    frozen = latest_version(window.post)

    fresh = new_version(post=window.post, by=alice)
    kept = sent(window.post, "vk").subtitles
    attach(window, fresh.pictures.get(), "обложка.jpg", jpeg())

    old, new = versions_of(window.post)
    assert frozen.fingerprint != plain
    assert kept is not None
    assert (changes(old, new).dressed_videos, changes(old, old).dressed_videos) == (1, 0)


def test_what_a_network_took_not_along_a_person_adds_and_ticks(
    window: Window, video: Picture, alice: Person, carol: Person
):
    attach(window, video, "каток.srt", SRT.encode())
    ask(version=working(window.post), by=alice)
    decide_and_release(step=Step.objects.get(sheet__version__post=window.post), by=carol, verdict=Verdict.YES)
    vk, telegram = Delivery.objects.order_by("account__network").reverse()
    address = reverse("publishing:dressed", args=[window.post.pk, vk.pk])
    window.browser.post(address)
    vk.refresh_from_db()
    assert vk.dressed_at is None
    Act.objects.filter(pk=vk.act_id).update(state=ActState.SENT)

    before = page_of(window, "detail")
    window.browser.post(address)
    window.browser.post(address)

    vk.refresh_from_db()
    telegram.refresh_from_db()
    assert "«Субтитры», загрузите файл субтитров отсюда" in before
    assert (vk.dressed_by, telegram.dressed_by) == (alice, None)
    assert f"{alice}." in page_of(window, "detail")
    assert Entry.objects.filter(verb="publishing.dressed").count() == 1


def test_whoever_says_yes_watches_the_film_with_its_subtitles(window: Window, video: Picture, alice: Person):
    attach(window, video, "каток.srt", SRT.encode())
    step = Step.objects.get(sheet=ask(version=working(window.post), by=alice))
    film_at = reverse("media:photo", args=[video.media.sha256])
    [subtitles] = Media.objects.filter(kind="subtitles")
    words_at = reverse("media:captions", args=[subtitles.sha256])
    page = window.browser.get(reverse("approval:detail", args=[step.pk]))

    words = window.browser.get(words_at)
    whole = b"".join(window.browser.get(film_at))
    part = window.browser.get(film_at, headers={"Range": "bytes=10-29"})
    rest = window.browser.get(film_at, headers={"Range": "bytes=10-"})
    beyond = window.browser.get(film_at, headers={"Range": f"bytes={len(whole)}-"})

    for address in (film_at, words_at):
        assert f'src="{address}"' in page.content.decode()
    assert words.content.decode() == "WEBVTT\n\n1\n00:00:00.000 --> 00:00:01.000\nКаток открыт.\n"
    assert part.status_code == 206
    assert part.content == whole[10:30]
    assert part.headers["Content-Range"] == f"bytes 10-29/{len(whole)}"
    assert (rest.status_code, rest.content) == (206, whole[10:])
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{len(whole)}")
    assert "media-src 'self'" in page.headers["Content-Security-Policy"]


def test_a_correction_of_the_words_asks_for_no_handwork_again(
    window: Window, video: Picture, alice: Person, carol: Person
):
    attach(window, video, "каток.srt", SRT.encode())
    agree(window.post, alice, carol)
    first = list(Delivery.objects.order_by("pk"))
    window.browser.post(reverse("publishing:dressed", args=[window.post.pk, first[0].pk]))

    fresh = new_version(post=window.post, by=alice)
    save_text(version=fresh, by=alice, revision=fresh.revision, text="Каток открыт до девяти", variants={})
    agree(window.post, alice, carol)
    corrected = list(missing_video_extras(deliveries_of(window.post), list(versions_of(window.post))))
    page = page_of(window, "detail")

    fresh = new_version(post=window.post, by=alice)
    save_text(version=fresh, by=alice, revision=fresh.revision, text="Каток открыт до десяти", variants={})
    [again] = fresh.pictures.all()
    add_video_extra(
        picture=again, by=alice, content=BytesIO(SRT.replace("открыт", "закрыт").encode()), name="другие.srt"
    )
    agree(window.post, alice, carol)
    other_words = list(missing_video_extras(deliveries_of(window.post), list(versions_of(window.post))))

    assert {one.delivery for one in corrected} == set(first)
    assert page.count("Добавить к видео руками") == 1
    assert page.count("скачать субтитры") == 1
    assert {one.delivery.version.number for one in other_words} == {3}


def agree(post: Post, by: Person, boss: Person) -> None:
    ask(version=working(post), by=by, correction=is_out(post))
    decide_and_release(step=Step.objects.get(sheet__version=latest_version(post)), by=boss, verdict=Verdict.YES)
    Act.objects.update(state=ActState.SENT, remote_id=F("pk"))


def test_a_video_without_words_is_named_as_a_video(window: Window, video: Picture):
    video.alt = ""
    video.save()

    assert "видео «каток.mp4»: нет описания" in page_of(window, "edit")
