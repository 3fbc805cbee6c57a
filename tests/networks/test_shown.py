"""Missing parts of a post are reported by every proof: look-up, event, answer."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.networks.conftest import Bench, seen, soon
from tests.networks.test_formats import MP4, POLL, TEXT, file
from veche.inbox.domain.event_json import from_json, to_json
from veche.kernel.clock import now
from veche.networks.max.channel import shown_of as shown_in_max
from veche.networks.ok.group import shown_of as shown_in_ok
from veche.networks.protocol import FileKind, Found, MediaFile, OutgoingPost, Photo, Publish
from veche.networks.registry import render_post
from veche.networks.shown import AttachmentCounts, missing, sent
from veche.networks.telegram.channel import shown_of as shown_in_telegram

LINK = "https://gorod.ru/katok"


@pytest.fixture
def video(tmp_path: Path) -> MediaFile:
    return file(tmp_path, FileKind.VIDEO, MP4, "каток.mp4", "video/mp4", width=1280, height=720, seconds=12)


def parts(video: MediaFile, photos: tuple[Photo, ...]) -> list[tuple[OutgoingPost, str]]:
    """VK drops the last attachment."""
    return [
        (OutgoingPost(TEXT, photos[:2]), "фото 1 из 2"),
        (OutgoingPost(TEXT, photos[:1], (video,)), "видео 0 из 1"),
        (OutgoingPost(TEXT, poll=POLL), "опросов 0 из 1"),
        (OutgoingPost(TEXT, photos[:1], link=LINK), "карточек ссылки 0 из 1"),
    ]


def test_vk_each_part_that_was_left_out_is_told(vk: Bench, video: MediaFile, photos: tuple[Photo, ...]) -> None:
    for post, lacking in parts(video, photos):
        cursor = vk.begin()
        vk.fault("wall.post", "partial")
        done = vk.perform(Publish(post))

        found = vk.network.look_up(Publish(post), key=uuid4(), since=now(), remote_id=done.remote_id, deadline=soon())
        [event] = seen(vk.news(cursor).events)
        stands = vk.network.read_back([done.remote_id], deadline=soon())[done.remote_id]

        assert isinstance(found, Found)
        assert (found.missing, found.how) == (lacking, f"VK показал запись, но на ней {lacking}")
        wanted = sent(render_post("vk", post))
        assert [missing(wanted, shown) for shown in (event.shown, stands.shown)] == [lacking] * 2


def test_what_is_counted_survives_the_store(vk: Bench) -> None:
    cursor = vk.begin()
    vk.publish(TEXT)
    [event] = seen(vk.news(cursor).events)

    assert from_json("post_seen", to_json(event)) == event
    old = {name: value for name, value in to_json(event).items() if name != "shown"}
    assert from_json("post_seen", old) == replace(event, shown=AttachmentCounts())


def test_a_post_by_its_words_without_its_video_is_left_to_a_person(vk: Bench, video: MediaFile) -> None:
    """Its answer was lost as well: it may be this one or another."""
    act = Publish(OutgoingPost(TEXT, files=(video,)))
    vk.publish(TEXT)

    found = vk.network.look_up(act, key=uuid4(), since=now() - timedelta(minutes=1), remote_id="", deadline=soon())

    assert "может быть, это наша" in getattr(found, "why", "")


def test_telegram_an_album_of_which_a_part_was_left_out() -> None:
    wanted = AttachmentCounts(photos=2, videos=1, files=0, polls=0, links=1)

    assert missing(wanted, shown_in_telegram([{"photo": [1]}, {"video": {}}, {"video": {"file_id": "a"}}])) == (
        "фото 1 из 2"
    )
    # A video without sound may arrive as an animation, with a document too.
    assert (
        missing(AttachmentCounts(videos=1, files=0), shown_in_telegram([{"animation": {"a": 1}, "document": {"a": 1}}]))
        == ""
    )


def test_max_counts_each_kind() -> None:
    message = {"body": {"attachments": [{"type": "image"}, {"type": "share"}, "odd"]}}

    assert shown_in_max(message) == AttachmentCounts(photos=1, videos=0, files=0)
    assert (
        missing(AttachmentCounts(photos=1, videos=1, files=1), shown_in_max(message)) == "видео 0 из 1, файлов 0 из 1"
    )


@pytest.mark.parametrize(
    ("topic", "shown"),
    [
        ({"media": []}, AttachmentCounts(photos=0, videos=0, polls=0, links=0)),
        (
            {"media": [{"type": "movie", "movie_refs": ["a", "b"]}]},
            AttachmentCounts(photos=0, videos=2, polls=0, links=0),
        ),
        ({"media": [{"type": "movie"}]}, AttachmentCounts(photos=0, videos=1, polls=0, links=0)),
        ({"media": [{"type": "photo", "photos": [1]}], "has_more": True}, AttachmentCounts(photos=1)),
    ],
)
def test_ok_what_may_stand_further_down_is_not_missing(topic: dict[str, Any], shown: AttachmentCounts) -> None:
    assert shown_in_ok(topic) == shown
