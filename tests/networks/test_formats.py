"""Polls, videos, animations and documents: the published result, refusals before, the state after a crash."""

import hashlib
import io
import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image

from tests.networks.conftest import Bench, seen, soon
from veche.networks.operations import FORMATS, operations_of
from veche.networks.protocol import (
    Act,
    Edit,
    FileKind,
    Found,
    MediaFile,
    NetworkError,
    Operation,
    OutgoingPost,
    Parts,
    Photo,
    Poll,
    Publish,
)
from veche.networks.registry import render_post

TWO_DAYS = timedelta(days=2)
TEXT = "Где поставить скамейки?"
POLL = Poll("Какой двор первым?", ("Ленина, 5", "Мира, 12", "Садовая, 3"))
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00" * 2000
GIF = b"GIF89a\x02\x00\x01\x00\x80\x00\x00" + b"\x00" * 40
PDF = b"%PDF-1.7\n" + b"\x00" * 300


def gif() -> bytes:
    """Two different frames."""
    frames = [Image.new("P", (4, 2), colour) for colour in (0, 3)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=100, loop=0)
    return out.getvalue()


def file(tmp_path: Path, kind: FileKind, content: bytes, name: str, mime: str, **more: Any) -> MediaFile:
    path = tmp_path / name
    path.write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    return MediaFile(path, kind, mime, name, digest, len(content), **more)


@pytest.fixture
def video(tmp_path: Path) -> MediaFile:
    measures = {"width": 1280, "height": 720, "seconds": 12.4}
    return file(tmp_path, FileKind.VIDEO, MP4, "каток.mp4", "video/mp4", alt="Каток с высоты", **measures)


@pytest.fixture
def animation(tmp_path: Path) -> MediaFile:
    return file(tmp_path, FileKind.ANIMATION, GIF, "снег.gif", "image/gif", width=2, height=1, seconds=1.0)


@pytest.fixture
def document(tmp_path: Path) -> MediaFile:
    return file(tmp_path, FileKind.DOCUMENT, PDF, "план.pdf", "application/pdf")


def send(bench: Bench, post: OutgoingPost) -> dict[str, Any]:
    """Publish and return the post on the wall."""
    done = bench.perform(Publish(post))
    [stands] = bench.wall()
    assert str(stands["id"]) == done.remote_id
    return stands


def codes(slug: str, post: OutgoingPost) -> list[str]:
    return [problem.code for problem in render_post(slug, post).problems]


WITH_POLLS = ["vk", "telegram", "ok"]


@pytest.mark.parametrize("name", ["vk", "telegram"])
def test_a_poll_stands_on_the_wall(request: pytest.FixtureRequest, name: str) -> None:
    bench: Bench = request.getfixturevalue(name)
    before = time.time()

    stands = send(bench, OutgoingPost(TEXT, poll=replace(POLL, multiple=True, open_for=TWO_DAYS)))

    assert stands["text"] == TEXT
    closes_at = stands["poll"].pop("closes_at")
    assert before - 1 <= closes_at - TWO_DAYS.total_seconds() <= time.time()
    assert stands["poll"] == {
        "question": POLL.question,
        "options": list(POLL.options),
        "multiple": True,
        "anonymous": True,
        "closed": False,
        "votes": [0, 0, 0],
        "voters": 0,
    }


@pytest.mark.parametrize("name", WITH_POLLS)
def test_residents_vote(request: pytest.FixtureRequest, name: str) -> None:
    bench: Bench = request.getfixturevalue(name)
    number = send(bench, OutgoingPost(TEXT, poll=POLL))["id"]
    body = {"post_id": number, "account": bench.account}

    for author, answer in (("Анна", 1), ("Пётр", 1), ("Анна", 2)):
        bench.sandbox.ask("POST", bench.slug, "votes", {**body, "author": author, "options": [answer]})

    poll = bench.wall()[0]["poll"]
    assert (poll["votes"], poll["voters"]) == ([0, 1, 1], 2)


def test_a_poll_alone_goes_out_in_telegram_and_never_in_vk(vk: Bench, telegram: Bench) -> None:
    alone = OutgoingPost("", poll=POLL)

    assert (codes("vk", alone), codes("telegram", alone)) == (["poll_alone"], [])
    assert send(telegram, alone)["poll"]["question"] == POLL.question
    with pytest.raises(NetworkError) as refusal:
        vk.perform(Publish(alone))
    assert (refusal.value.permanent, refusal.value.maybe_done, vk.wall()) == (True, False, [])


def test_event_proves_a_poll(telegram: Bench) -> None:
    cursor = telegram.begin()
    done = telegram.perform(Publish(OutgoingPost(TEXT, poll=POLL)))

    [event] = seen(telegram.news(cursor).events)

    assert (event.post_id, event.text, event.question) == (done.remote_id, TEXT, POLL.question)


def test_a_poll_of_ok_has_no_end(ok: Bench) -> None:
    ends = replace(POLL, multiple=True, anonymous=False, open_for=TWO_DAYS)

    poll = send(ok, OutgoingPost(TEXT, poll=replace(ends, open_for=None)))["poll"]

    assert codes("ok", OutgoingPost(TEXT, poll=ends)) == ["poll_end"]
    assert poll["question"] == POLL.question
    assert poll["options"] == list(POLL.options)
    assert poll["multiple"] is True
    assert poll["anonymous"] is False


LIMITS = {
    "too long a question": (replace(POLL, question="я" * 301), "poll_question_long"),
    "an emoji is two": (replace(POLL, question="🏛" * 150 + "я"), "poll_question_long"),
    "no question": (replace(POLL, question=" \n"), "poll_question"),
    "too long an answer": (replace(POLL, options=("да", "я" * 101)), "poll_option_long"),
    "one answer": (replace(POLL, options=("да", " ")), "poll_options_few"),
    "thirteen answers": (replace(POLL, options=tuple(map(str, range(13)))), "poll_options_many"),
    "open for too long": (replace(POLL, open_for=timedelta(days=31)), "poll_open_long"),
    "the same twice": (replace(POLL, options=("Да", "да", "нет")), "poll_options_same"),
}


@pytest.mark.parametrize("case", LIMITS)
@pytest.mark.parametrize("slug", WITH_POLLS)
def test_what_a_poll_may_not_be(slug: str, case: str) -> None:
    poll, code = LIMITS[case]
    if poll.open_for and slug != "telegram":
        pytest.skip("names no longest life of a poll")

    assert codes(slug, OutgoingPost(TEXT, poll=poll)) == [code]


@pytest.mark.parametrize("case", ["no question", "one answer", "the same twice"])
def test_what_is_no_poll_is_none_either_where_a_person_asks_by_hand(case: str) -> None:
    poll, code = LIMITS[case]

    assert codes("max", OutgoingPost(TEXT, poll=poll)) == [code]


def test_limits_of_a_poll_differ() -> None:
    twelve = OutgoingPost(TEXT, poll=replace(POLL, options=tuple(map(str, range(12)))))
    open_ = OutgoingPost(TEXT, poll=replace(POLL, anonymous=False))

    assert (codes("vk", twelve), codes("telegram", twelve)) == (["poll_options_many"], [])
    assert (codes("vk", open_), codes("telegram", open_)) == ([], ["poll_open"])


def test_a_poll_at_its_limits_stands(telegram: Bench) -> None:
    poll = Poll("🏛" * 150, tuple(f"{number:02}" + "🏛" * 49 for number in range(12)))

    assert send(telegram, OutgoingPost("я" * 1024, poll=poll))["poll"]["options"] == list(poll.options)


FILES = [
    *((name, kind) for name in ("vk", "telegram") for kind in ("video", "animation", "document")),
    ("max_", "video"),
    ("max_", "document"),
    ("ok", "video"),
]


@pytest.mark.parametrize(("name", "kind"), FILES)
def test_a_file_stands_on_the_wall(request: pytest.FixtureRequest, name: str, kind: str) -> None:
    bench: Bench = request.getfixturevalue(name)
    sent: MediaFile = request.getfixturevalue(kind)

    stands = send(bench, OutgoingPost(TEXT, files=(sent,)))

    [found] = stands["files"]
    assert (stands["text"], found["kind"], found["sha256"]) == (TEXT, kind, sent.sha256)


def test_an_animation_is_an_image_in_max(max_: Bench, tmp_path: Path) -> None:
    moving = file(tmp_path, FileKind.ANIMATION, gif(), "снег.gif", "image/gif", width=2, height=1, seconds=1.0)
    post = OutgoingPost(TEXT, files=(moving,))
    since = datetime.now(UTC)

    stands = send(max_, post)
    found = max_.network.look_up(Publish(post), key=uuid4(), since=since, remote_id="", deadline=soon())

    assert [photo["sha256"] for photo in stands["photos"]] == [moving.sha256]
    assert isinstance(found, Found)


@pytest.mark.parametrize("name", ["vk", "telegram", "max_", "ok"])
def test_photos_and_a_video_together(
    request: pytest.FixtureRequest, name: str, photos: tuple[Photo, ...], video: MediaFile
) -> None:
    bench: Bench = request.getfixturevalue(name)

    stands = send(bench, OutgoingPost(TEXT, photos[:2], (video,)))

    assert (stands["text"], len(stands["photos"]), len(stands["files"])) == (TEXT, 2, 1)


def test_two_documents_are_an_album_in_telegram_and_too_many_for_vk(telegram: Bench, document: MediaFile) -> None:
    two = OutgoingPost(TEXT, files=(document, document))

    assert codes("vk", two) == ["too_many_document"]
    assert len(send(telegram, two)["files"]) == 2


def test_what_telegram_does_not_show_together(
    photos: tuple[Photo, ...], video: MediaFile, animation: MediaFile, document: MediaFile
) -> None:
    one = photos[:1]

    assert codes("telegram", OutgoingPost(TEXT, one, poll=POLL)) == ["poll_alone"]
    assert codes("telegram", OutgoingPost(TEXT, one, (animation,))) == ["animation_alone"]
    assert codes("telegram", OutgoingPost(TEXT, one, (document,))) == ["document_alone"]
    assert codes("telegram", OutgoingPost(TEXT, files=(video, document))) == ["document_alone"]
    assert codes("telegram", OutgoingPost("", one * 10, (video,))) == ["too_many_attached"]
    assert codes("vk", OutgoingPost("", one * 9, (video,), POLL)) == ["too_many_attached"]


def test_with_a_file_telegram_has_a_quarter_of_the_room(video: MediaFile) -> None:
    long = "я" * 1025

    assert codes("telegram", OutgoingPost(long, files=(video,))) == ["caption_too_long"]
    assert codes("telegram", OutgoingPost(long, poll=POLL)) == ["caption_too_long"]
    assert codes("vk", OutgoingPost(long, files=(video,))) == []


def test_files_that_do_not_fit(video: MediaFile, animation: MediaFile) -> None:
    heavy = replace(video, size=50 * 1024 * 1024 + 1)
    narrow = replace(animation, width=10, height=100)

    assert codes("telegram", OutgoingPost("", files=(heavy,))) == ["video_heavy"]
    assert codes("telegram", OutgoingPost("", files=(replace(video, mime="video/webm"),))) == ["video_type"]
    assert codes("vk", OutgoingPost("", files=(heavy,))) == []
    assert codes("vk", OutgoingPost("", files=(narrow,))) == ["animation_narrow"]


@pytest.mark.parametrize("name", ["vk", "telegram", "max_", "ok"])
def test_a_file_changed_after_approval_does_not_leave(
    request: pytest.FixtureRequest, name: str, video: MediaFile
) -> None:
    bench: Bench = request.getfixturevalue(name)
    video.path.write_bytes(MP4 + b"!")

    with pytest.raises(NetworkError) as refusal:
        bench.perform(Publish(OutgoingPost(TEXT, files=(video,))))

    assert (refusal.value.code, refusal.value.maybe_done, bench.wall()) == ("file_changed", False, [])


def test_a_video_is_announced_once_and_sent_on_after_a_crash(vk: Bench, video: MediaFile) -> None:
    act = Publish(OutgoingPost(TEXT, files=(video,), poll=POLL))
    announced = next(vk.network.prepare(act, {}, deadline=soon()))
    assert (list(announced), list(json.loads(announced["file0.place"]))) == (["file0.place"], ["url", "name"])

    *_, parts = vk.network.prepare(act, announced, deadline=soon())
    vk.network.perform(act, parts, key=uuid4(), deadline=soon())

    assert sorted(parts) == ["file0", "poll"]
    assert [found["sha256"] for found in vk.wall()[0]["files"]] == [video.sha256]
    assert len([call for call in vk.sandbox.calls("vk", "video.save") if call["outcome"] == "ok"]) >= 1


def test_a_place_that_was_used_up_is_asked_for_anew(vk: Bench, video: MediaFile) -> None:
    """The bytes had arrived and the worker died before storing it."""
    act = Publish(OutgoingPost(TEXT, files=(video,)))
    stages = vk.network.prepare(act, {}, deadline=soon())
    announced = next(stages)
    next(stages)

    left: list[Parts] = []
    with pytest.raises(NetworkError) as refusal:
        left.extend(vk.network.prepare(act, announced, deadline=soon()))
    left.extend(vk.network.prepare(act, {}, deadline=soon()))
    vk.network.perform(act, left[-1], key=uuid4(), deadline=soon())

    assert (refusal.value.permanent, refusal.value.maybe_done, refusal.value.code) == (False, False, "upload_failed")
    assert [found["sha256"] for found in vk.wall()[0]["files"]] == [video.sha256]


def test_vk_finds_a_post_with_a_poll_whose_answer_was_lost(vk: Bench, video: MediaFile) -> None:
    since = datetime.now(UTC)
    act = Publish(OutgoingPost(TEXT, files=(video,), poll=POLL))
    vk.publish(TEXT)
    done = vk.perform(act)

    found = vk.network.look_up(act, key=uuid4(), since=since, remote_id="", deadline=soon())

    assert isinstance(found, Found)
    assert found.remote_id == done.remote_id


def test_an_edit_keeps_the_poll_with_its_votes(vk: Bench, telegram: Bench) -> None:
    post = OutgoingPost(TEXT, poll=POLL)
    *_, made = vk.network.prepare(Publish(post), {}, deadline=soon())
    done = vk.network.perform(Publish(post), made, key=uuid4(), deadline=soon())
    vote = {"post_id": int(done.remote_id), "account": vk.account, "author": "Анна", "options": [0]}
    vk.sandbox.ask("POST", "vk", "votes", vote)

    vk.perform(Edit(done.remote_id, replace(post, text="Иначе"), post, made))

    stands = vk.wall()[0]
    assert (stands["text"], stands["poll"]["votes"]) == ("Иначе", [1, 0, 0])
    other = replace(post, poll=replace(POLL, question="Другой?"))
    for bench in (vk, telegram):
        with pytest.raises(NetworkError) as refusal:
            bench.perform(Edit(done.remote_id, other, post, made))
        assert (refusal.value.code, refusal.value.permanent) == ("by_hand", True)


def test_a_caption_of_a_video_is_corrected(telegram: Bench, video: MediaFile) -> None:
    post = OutgoingPost(TEXT, files=(video,))
    done = telegram.perform(Publish(post))

    telegram.perform(Edit(done.remote_id, replace(post, text="Иначе"), post))

    assert telegram.wall()[0]["text"] == "Иначе"


def test_what_a_post_asks_of_a_key(photos: tuple[Photo, ...], video: MediaFile, document: MediaFile) -> None:
    asked = {
        "text": operations_of(OutgoingPost(TEXT)),
        "album": operations_of(OutgoingPost("", photos)),
        "all": operations_of(OutgoingPost(TEXT, photos[:1], (video, document), POLL)),
    }

    assert asked == {
        "text": (Operation.PUBLISH_TEXT,),
        "album": (Operation.PUBLISH_ALBUM,),
        "all": (Operation.PUBLISH_POLL, Operation.PUBLISH_VIDEO, Operation.PUBLISH_DOCUMENT, Operation.PUBLISH_PHOTO),
    }


def test_every_network_tells_about_every_format(bench: Bench) -> None:
    abilities = bench.network.abilities(deadline=soon())

    assert set(FORMATS) <= set(abilities)
    told = {one: abilities[one] for one in FORMATS}
    assert [one for one, ability in told.items() if ability.mode not in ("auto", "by_hand", "absent")] == []
    assert [one for one, ability in told.items() if ability.mode != "auto" and not ability.why] == []
    assert [one for one, ability in told.items() if ability.mode == "by_hand" and len(ability.steps) < 2] == []


def test_an_act_that_an_adapter_cannot_carry_out_never_loses_a_part(bench: Bench, document: MediaFile) -> None:
    """If a network has no call for it, nothing is sent: a post without its poll is another post."""
    acts: list[Act] = [Publish(OutgoingPost(TEXT, poll=POLL)), Publish(OutgoingPost(TEXT, files=(document,)))]
    able = bench.network.abilities(deadline=soon())

    for act, operation in zip(acts, (Operation.PUBLISH_POLL, Operation.PUBLISH_DOCUMENT), strict=True):
        if able[operation].mode == "auto":
            continue
        with pytest.raises(NetworkError) as refusal:
            bench.perform(act)
        assert (refusal.value.code, refusal.value.permanent, refusal.value.maybe_done) == ("by_hand", True, False)
    assert bench.wall() == []
