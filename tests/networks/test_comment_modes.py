"""Closing, limiting and opening comments: the acts, what they keep, unknown outcomes, look-ups."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.networks.conftest import Bench, soon
from veche.networks.protocol import Absent, CommentMode, Found, LookUp, NetworkError, Parts, SetCommentMode, Slot

LIMITED, CLOSED, OPEN = CommentMode.LIMITED, CommentMode.CLOSED, CommentMode.OPEN


def look_up(bench: Bench, act: SetCommentMode) -> LookUp:
    since = datetime.now(UTC) - timedelta(minutes=1)
    return bench.network.look_up(act, key=uuid4(), since=since, remote_id="", deadline=soon())


def kept(bench: Bench, act: SetCommentMode, parts: Parts | None = None) -> str:
    stages = [parts or {}, *bench.network.prepare(act, parts or {}, deadline=soon())]
    return stages[-1].get("before", "")


def page(bench: Bench) -> Any:
    return bench.sandbox.ask("GET", bench.slug, "page", query={"account": bench.account})["comments"]


def modes(bench: Bench, *posts: str) -> dict[str, CommentMode]:
    return dict(bench.network.comment_modes(posts, deadline=soon()))


def is_taken(bench: Bench, post: str) -> bool:
    """Whether a resident may write under the post."""
    before = len(bench.comments())
    with suppress(AssertionError):  # the sandbox refuses a resident as the network would
        bench.resident_writes(post, "А завтра?")
    return len(bench.comments()) > before


def test_a_post_is_closed_and_opened_again(vk: Bench) -> None:
    post, other = vk.publish("Каток").remote_id, vk.publish("Мост").remote_id
    close, reopen = SetCommentMode(CLOSED, post), SetCommentMode(OPEN, post)
    assert isinstance(look_up(vk, close), Absent)

    vk.perform(close)

    assert (is_taken(vk, post), is_taken(vk, other)) == (False, True)
    assert modes(vk, post, other, "999") == {"": OPEN, post: CLOSED, other: OPEN}
    assert isinstance(look_up(vk, close), Found)
    assert isinstance(look_up(vk, reopen), Absent)
    vk.perform(reopen)
    assert is_taken(vk, post)
    assert isinstance(look_up(vk, reopen), Found)


def test_a_post_that_is_gone_is_said_to_be_gone(vk: Bench) -> None:
    with pytest.raises(NetworkError) as caught:
        vk.perform(SetCommentMode(CLOSED, "999"))

    assert (caught.value.code, caught.value.permanent) == ("post_gone", True)


@pytest.mark.parametrize("bench", ["vk", "telegram"], indirect=True)
def test_an_account_is_closed_and_gets_back_what_stood_before(bench: Bench) -> None:
    post = bench.publish("Каток").remote_id
    first = kept(bench, SetCommentMode(CLOSED))
    close = SetCommentMode(CLOSED)
    bench.perform(close)

    assert (page(bench), is_taken(bench, post)) == ("closed", False)
    assert modes(bench, post) == {"": CLOSED}
    assert isinstance(look_up(bench, close), Found)
    assert first == ("1" if bench.slug == "vk" else first) != ""
    assert kept(bench, close, {"before": first}) == first, "a repeated preparation keeps what stood first"

    reopen = SetCommentMode(OPEN, before=first)
    assert isinstance(look_up(bench, reopen), Absent)
    bench.perform(reopen)
    assert is_taken(bench, post)
    assert isinstance(look_up(bench, reopen), Found)
    assert kept(bench, SetCommentMode(CLOSED)) == first


def test_telegram_limits_to_words(telegram: Bench) -> None:
    telegram.perform(SetCommentMode(LIMITED))

    assert page(telegram) == "limited"
    assert modes(telegram) == {"": LIMITED}
    assert isinstance(look_up(telegram, SetCommentMode(LIMITED)), Found)
    assert isinstance(look_up(telegram, SetCommentMode(CLOSED)), Absent)
    with pytest.raises(NetworkError) as caught:
        telegram.perform(SetCommentMode(CLOSED, "1"))
    assert (caught.value.permanent, caught.value.maybe_done) == (True, False)


@pytest.mark.parametrize(
    ("bench", "method"), [("vk", "groups.edit"), ("telegram", "setChatPermissions")], indirect=["bench"]
)
def test_a_lost_answer_is_looked_up(bench: Bench, method: str) -> None:
    close = SetCommentMode(CLOSED)
    bench.fault(method, "dropped")
    with pytest.raises(NetworkError) as dropped:
        bench.perform(close)
    assert (dropped.value.maybe_done, isinstance(look_up(bench, close), Absent)) == (True, True)

    bench.fault(method, "lost_after_apply")
    with pytest.raises(NetworkError) as lost:
        bench.perform(close)
    assert (lost.value.maybe_done, isinstance(look_up(bench, close), Found)) == (True, True)
    assert bench.network.may_repeat(close, first_call=datetime.now(UTC), now=datetime.now(UTC))


def test_without_the_administrators_key_a_person_closes(vk: Bench) -> None:
    vk.slots = (Slot.COMMUNITY,)

    with pytest.raises(NetworkError) as caught:
        vk.perform(SetCommentMode(CLOSED))

    assert (caught.value.permanent, caught.value.key_slot) == (True, Slot.ADMIN)


def test_ok_shows_it_under_each_topic_and_max_nowhere(ok: Bench, max_: Bench) -> None:
    post = ok.publish("Каток").remote_id
    assert modes(ok, post) == {post: OPEN}
    assert modes(max_, "1") == {}
