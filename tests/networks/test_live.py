"""A stream: started and stopped by VK's API with the administrator's key, its key kept secret;
elsewhere by a person.
"""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tests.networks.conftest import Bench, soon
from veche.kernel.redaction import redacted_text
from veche.networks.protocol import (
    Absent,
    CannotTell,
    Done,
    Found,
    LookUp,
    NetworkError,
    Operation,
    Slot,
    StartLive,
    StopLive,
)

TITLE = "Прямой эфир с главой города"


def look_up(bench: Bench, act: StartLive | StopLive, since: datetime | None = None) -> LookUp:
    return bench.network.look_up(act, key=uuid4(), since=since or datetime.now(UTC), remote_id="", deadline=soon())


def test_a_stream_begins_and_ends(vk: Bench) -> None:
    begun = vk.perform(StartLive(TITLE, "Вопросы о каникулах"))

    assert begun.confidential is not None
    address, key = begun.confidential.reveal().split("\n")
    assert address.startswith("rtmp://") is True
    assert len(key) > 10
    assert begun.proven is True
    assert begun.url == f"https://vk.com/video{begun.remote_id}"
    assert begun.remote_id.startswith(f"-{vk.account}_")
    assert look_up(vk, StartLive(TITLE)) == Found(begun.remote_id, begun.url, "VK показал эфир; его ключ потерян")
    assert isinstance(look_up(vk, StopLive(begun.remote_id)), Absent)

    ended = vk.perform(StopLive(begun.remote_id))

    assert ended.remote_id == begun.remote_id
    assert ended.proven is True
    assert ended.confidential is None
    assert isinstance(look_up(vk, StopLive(begun.remote_id)), Found)


def test_the_key_of_a_stream_is_in_no_words_of_ours(vk: Bench) -> None:
    begun: Done = vk.perform(StartLive(TITLE))

    assert begun.confidential is not None
    key = begun.confidential.reveal().split("\n")[1]
    assert key not in repr(begun)
    assert key not in redacted_text(f"stream {key} started")


def test_a_lost_answer_is_found_by_title_and_hour_and_never_said_again(vk: Bench) -> None:
    vk.fault("video.startStreaming", "lost_after_apply")

    with pytest.raises(NetworkError) as caught:
        vk.perform(StartLive(TITLE), deadline=soon(3))

    assert caught.value.maybe_done
    found = look_up(vk, StartLive(TITLE))
    assert isinstance(found, Found)
    assert isinstance(look_up(vk, StartLive("Другой эфир")), CannotTell)
    assert isinstance(look_up(vk, StartLive(TITLE), datetime.now(UTC) + timedelta(hours=1)), Absent)
    moment = datetime.now(UTC)
    assert not vk.network.may_repeat(StartLive(TITLE), first_call=moment, now=moment)
    assert vk.network.may_repeat(StopLive(found.remote_id), first_call=moment, now=moment)


def test_a_stream_that_is_over_or_was_never_is_not_ended(vk: Bench) -> None:
    begun = vk.perform(StartLive(TITLE))
    vk.perform(StopLive(begun.remote_id))

    for number in (begun.remote_id, f"-{vk.account}_1"):
        with pytest.raises(NetworkError) as caught:
            vk.perform(StopLive(number))
        assert (caught.value.permanent, caught.value.maybe_done) == (True, False)


def test_without_the_administrators_key_a_person_begins_it(vk: Bench) -> None:
    alone = vk.open(tokens={Slot.COMMUNITY: vk.given["community_token"]})

    ability = alone.abilities(deadline=soon())[Operation.RUN_LIVE]
    assert (ability.mode, len(ability.steps)) == ("by_hand", 3)
    with pytest.raises(NetworkError) as caught:
        alone.perform(StartLive(TITLE), {}, key=uuid4(), deadline=soon())
    assert (caught.value.permanent, caught.value.key_slot) == (True, Slot.ADMIN)
    since = datetime.now(UTC)
    found = alone.look_up(StartLive(TITLE), key=uuid4(), since=since, remote_id="", deadline=soon())
    assert isinstance(found, CannotTell)


@pytest.mark.parametrize("bench", ["ok", "telegram", "max"], indirect=True)
@pytest.mark.parametrize("act", [StartLive(TITLE), StopLive("-1_5")])
def test_elsewhere_nothing_is_begun_or_ended(bench: Bench, act: StartLive | StopLive) -> None:
    with pytest.raises(NetworkError) as caught:
        bench.perform(act)

    assert (caught.value.permanent, caught.value.maybe_done) == (True, False)
