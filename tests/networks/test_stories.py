"""A story of a VK community: one photo or video, checked before, found by its id, ended by itself."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.networks.conftest import Bench, soon
from tests.networks.test_formats import MP4, file
from veche.networks.operations import operations_of
from veche.networks.payload import act_from_json, act_to_json
from veche.networks.protocol import (
    Absent,
    CannotTell,
    Edit,
    FileKind,
    Found,
    LookUp,
    NetworkError,
    Operation,
    OutgoingPost,
    Photo,
    Pin,
    Poll,
    PostNow,
    Publish,
    Slot,
    Withdraw,
)
from veche.networks.registry import render_post
from veche.networks.shown import AttachmentCounts

PAGE = "https://vk.com/gorod"
NOTHING_BESIDE = AttachmentCounts(photos=0, videos=0, files=0, polls=0, links=0)


@pytest.fixture
def story(photos: tuple[Photo, ...]) -> OutgoingPost:
    return OutgoingPost("", photos[:1], link=PAGE, story=True)


def stories(vk: Bench) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = vk.sandbox.ask("GET", "vk", f"stories?account={vk.account}")
    return found


def look(vk: Bench, act: Publish | Withdraw, remote_id: str = "", taken: frozenset[str] = frozenset()) -> LookUp:
    since = datetime.now(UTC) - timedelta(minutes=1)
    return vk.network.look_up(act, key=uuid4(), since=since, remote_id=remote_id, deadline=soon(), taken=taken)


@pytest.mark.parametrize("slots", [tuple(Slot), (Slot.COMMUNITY,), (Slot.ADMIN,)])
def test_a_photo_stands_among_the_stories_and_not_on_the_wall(
    vk: Bench, story: OutgoingPost, slots: tuple[Slot, ...]
) -> None:
    vk.slots = slots

    done = vk.perform(Publish(story))

    [stands] = stories(vk)
    drawn = hashlib.sha256(story.photos[0].path.read_bytes()).hexdigest()
    assert [photo["sha256"] for photo in stands["photos"]] == [drawn]
    assert stands["link_url"] == PAGE
    assert stands["link_text"] == "more"
    assert done.remote_id == f"story{stands['id']}"
    assert done.proven is False
    assert vk.wall() == []
    assert isinstance(look(vk, Publish(story), done.remote_id), Found)


def test_a_video_goes_the_same_way(vk: Bench, tmp_path: Any) -> None:
    video = file(tmp_path, FileKind.VIDEO, MP4, "каток.mp4", "video/mp4")

    act = Publish(OutgoingPost("", files=(video,), story=True))
    # A video may be shown late: its absence proves nothing.
    assert isinstance(look(vk, act), CannotTell)

    vk.perform(act)

    assert [one["files"] for one in stories(vk)] == [[video.sha256]]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"text": "Каток"}, "story_words"),
        ({"poll": Poll("Да?", ("Да", "Нет"))}, "story_words"),
        ({"photos": ()}, "story_one"),
        ({"link": "https://gorod.ru"}, "link_story"),
    ],
)
def test_what_is_no_story_is_told_before_and_never_sent(
    vk: Bench, story: OutgoingPost, changed: dict[str, Any], code: str
) -> None:
    wrong = replace(story, **changed)

    with pytest.raises(NetworkError) as refusal:
        vk.perform(Publish(wrong))

    assert code in [problem.code for problem in render_post("vk", wrong).problems]
    assert refusal.value.permanent is True
    assert refusal.value.maybe_done is False
    assert stories(vk) == []


def test_two_photos_are_two_stories(vk: Bench, story: OutgoingPost, photos: tuple[Photo, ...]) -> None:
    codes = [problem.code for problem in render_post("vk", replace(story, photos=photos)).problems]

    assert (codes, [problem.code for problem in render_post("vk", story).problems]) == (["story_one"], [])


def test_a_lost_answer_is_never_sent_again_and_never_guessed(vk: Bench, story: OutgoingPost) -> None:
    act = Publish(story)
    assert isinstance(look(vk, act), Absent)
    vk.fault("stories.save", "lost_after_apply")

    with pytest.raises(NetworkError) as lost:
        vk.perform(act)

    [stands] = stories(vk)
    moment = datetime.now(UTC)
    assert (lost.value.maybe_done, vk.network.may_repeat(act, first_call=moment, now=moment)) == (True, False)
    assert isinstance(look(vk, act), CannotTell)
    assert isinstance(look(vk, act, taken=frozenset({f"story{stands['id']}"})), Absent)


def test_a_story_of_this_very_second_is_not_taken_for_an_older_one(vk: Bench, story: OutgoingPost) -> None:
    """VK counts in whole seconds and by its own clock: a story of 12:00:05.9 is dated 12:00:05, or earlier."""
    act = Publish(story)
    vk.perform(act)
    [stands] = stories(vk)
    since = datetime.fromtimestamp(stands["at"], UTC) + timedelta(seconds=0.9)

    found = vk.network.look_up(act, key=uuid4(), since=since, remote_id="", deadline=soon())

    assert isinstance(found, CannotTell)


def test_it_is_taken_down_and_nothing_else_is_done_to_it(vk: Bench, story: OutgoingPost) -> None:
    number = vk.perform(Publish(story)).remote_id
    for act in (Edit(number, story, story), Pin(number)):
        with pytest.raises(NetworkError, match="не правят и не закрепляют"):
            vk.network.perform(act, {}, key=uuid4(), deadline=soon())
    assert isinstance(look(vk, Withdraw(number)), Absent)

    first, second = (vk.perform(Withdraw(number)) for _ in range(2))

    assert (first.proven, second.proven) == (True, True)
    assert isinstance(look(vk, Withdraw(number)), Found)
    assert vk.network.read_back([number], deadline=soon()) == {number: PostNow(stands=False)}
    assert vk.network.statistics([number], deadline=soon()) == {}


def test_reading_back_asks_of_stories_and_posts_each_its_own(vk: Bench, story: OutgoingPost) -> None:
    told, on_wall = vk.perform(Publish(story)).remote_id, vk.publish("Каток открыт").remote_id

    now = vk.network.read_back([told, on_wall], deadline=soon())

    assert now == {told: PostNow(stands=True), on_wall: PostNow(stands=True, text="Каток открыт", shown=NOTHING_BESIDE)}


def test_other_networks_leave_it_to_a_person(ok: Bench, telegram: Bench, max_: Bench, story: OutgoingPost) -> None:
    for bench in (ok, telegram, max_):
        with pytest.raises(NetworkError) as refusal:
            bench.perform(Publish(story))
        assert refusal.value.permanent is True
        assert refusal.value.code == "by_hand"
        assert bench.wall() == []
    assert operations_of(story) == (Operation.PUBLISH_STORY,)


def test_the_passport_names_it(vk: Bench) -> None:
    whole = vk.network.abilities(deadline=soon())[Operation.PUBLISH_STORY]
    vk.slots = ()
    none = vk.network.abilities(deadline=soon())[Operation.PUBLISH_STORY]

    assert whole.mode == "auto"
    assert whole.slot == Slot.COMMUNITY
    assert none.mode == "by_hand"
    assert len(none.steps) == 3


def test_a_story_waits_in_the_outbox(tmp_path: Any, story: OutgoingPost) -> None:
    packed = act_to_json(Publish(story))

    back = act_from_json(packed, media_root=tmp_path)
    assert isinstance(back, Publish)
    assert (packed["story"], back.post.story) == (True, True)
    assert "story" not in act_to_json(Publish(replace(story, story=False)))
