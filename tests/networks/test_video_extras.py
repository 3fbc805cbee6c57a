"""Extras of a video: the cover is sent to Telegram, all else is a person's step."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

from tests import loopback
from tests.networks.conftest import Bench, soon
from tests.networks.test_formats import TEXT, send, video
from veche.kernel.media import file_path
from veche.networks.payload import act_from_json, act_to_json
from veche.networks.protocol import MediaFile, OutgoingPost, Photo, Publish, Subtitles
from veche.networks.registry import NETWORKS
from veche.networks.video_extras import PUT_ON, cover_part, manual_steps

__all__ = ("video",)  # a fixture


def test_telegram_shows_the_cover_that_was_chosen(telegram: Bench, video: MediaFile, photos: tuple[Photo, ...]) -> None:
    covered = replace(video, cover=photos[0])
    drawn = hashlib.sha256(photos[0].path.read_bytes()).hexdigest()

    alone = send(telegram, OutgoingPost(TEXT, files=(covered,)))
    telegram.perform(Publish(OutgoingPost(TEXT, photos[1:], (covered,))))

    assert alone["covers"] == [drawn]
    assert [post["covers"] for post in telegram.wall()] == [[drawn], [drawn]]


def shown_on(vk: Bench, name: str) -> list[object]:
    form = {"access_token": vk.given["admin_token"], "v": "5.199", "videos": name.removeprefix("video")}
    answer = loopback.post(f"{vk.sandbox.info['vk']['base']}/method/video.get", data=form).json()
    found: list[object] = answer["response"]["items"][0].get("image", [])
    return found


def test_vk_takes_the_cover_by_a_call_of_its_own(vk: Bench, video: MediaFile, photos: tuple[Photo, ...]) -> None:
    post = OutgoingPost(TEXT, files=(replace(video, cover=photos[0]),))
    stages = list(vk.network.prepare(Publish(post), {}, deadline=soon()))

    parts = stages[-1]
    assert (parts[cover_part(0)], manual_steps("vk", post, parts)) == (PUT_ON, ())
    assert shown_on(vk, parts["file0"]) != []
    # After a crash between the two, the video is not sent again.
    [again] = list(vk.network.prepare(Publish(post), stages[-2], deadline=soon()))
    assert again == parts
    assert list(vk.network.prepare(Publish(post), parts, deadline=soon())) == []


def test_a_cover_that_vk_refuses_holds_up_no_post(vk: Bench, video: MediaFile, photos: tuple[Photo, ...]) -> None:
    post = OutgoingPost(TEXT, files=(replace(video, cover=photos[0]),))
    vk.sandbox.fault("vk", "video.saveUploadedThumb", "error", code="129")

    *_, parts = vk.network.prepare(Publish(post), {}, deadline=soon())

    assert (parts[cover_part(0)], shown_on(vk, parts["file0"])) == ("refused", [])
    assert [step for step in manual_steps("vk", post, parts) if "«Обложка»" in step] != []


SUBTITLED = Subtitles(Path("каток.srt"), "каток.srt", "application/x-subrip", "0" * 64)


def test_what_no_network_takes_beside_a_video_is_a_persons(video: MediaFile, photos: tuple[Photo, ...]) -> None:
    post = OutgoingPost(TEXT, files=(replace(video, cover=photos[0], subtitles=SUBTITLED),))

    left = {slug: manual_steps(slug, post) for slug in NETWORKS}

    least = {"vk": 2, "ok": 2, "telegram": 1, "max": 2}
    assert {slug: len(left[slug]) for slug in least} == least
    assert all(left.values())
    assert all("«каток.mp4»" in step for steps in left.values() for step in steps)
    assert {slug: manual_steps(slug, OutgoingPost(TEXT, photos, (video,))) for slug in NETWORKS} == dict.fromkeys(
        NETWORKS, ()
    )


def test_a_cover_and_subtitles_wait_in_the_outbox(tmp_path: Path, video: MediaFile, photos: tuple[Photo, ...]) -> None:
    dressed = replace(video, cover=photos[0], subtitles=SUBTITLED)

    packed = json.loads(json.dumps(act_to_json(Publish(OutgoingPost(TEXT, files=(dressed,))))))
    [back] = act_from_json(packed, media_root=tmp_path).post.files  # type: ignore[union-attr]

    assert back.cover is not None
    assert back.cover.sha256 == hashlib.sha256(photos[0].path.read_bytes()).hexdigest()
    assert back.subtitles == replace(SUBTITLED, path=file_path(tmp_path, "0" * 64, "application/x-subrip"))
    assert not {"cover", "subtitles"} & act_to_json(Publish(OutgoingPost(TEXT, files=(video,))))["files"][0].keys()
