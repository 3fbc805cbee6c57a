"""Changes of a published post: edited, deleted, pinned; and reading it back."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.networks.conftest import Bench, soon
from tests.waiting import wait_until
from veche.networks.protocol import (
    POST_GONE,
    Absent,
    Act,
    CannotTell,
    Done,
    Edit,
    Found,
    LookUp,
    NetworkError,
    OutgoingPost,
    Parts,
    Photo,
    Pin,
    PostNow,
    Publish,
    Slot,
    Unpin,
    Withdraw,
)
from veche.networks.shown import AttachmentCounts

TEXT = "Воду на Ленина дадут в 12 часов."
BETTER = "Воду на Ленина дадут в 14 часов. Подвоз у дома 5."
METHODS = {
    "vk": {Edit: "wall.edit", Withdraw: "wall.delete", Pin: "wall.pin", Unpin: "wall.unpin"},
    "telegram": {
        Edit: "editMessageText",
        Withdraw: "deleteMessage",
        Pin: "pinChatMessage",
        Unpin: "unpinChatMessage",
    },
    "max": {
        Edit: "PUT /messages",
        Withdraw: "DELETE /messages",
        Pin: "PUT /chats/{chatId}/pin",
        Unpin: "DELETE /chats/{chatId}/pin",
    },
}
READING = {"vk": "wall.getById", "telegram": "editMessageReplyMarkup", "max": "GET /messages"}


@pytest.fixture(params=["vk", "telegram", "max_"])
def bench(request: pytest.FixtureRequest) -> Bench:
    found: Bench = request.getfixturevalue(request.param)
    return found


def now() -> datetime:
    return datetime.now(UTC)


def edit_of(post_id: str, **more: Any) -> Edit:
    return Edit(post_id, OutgoingPost(BETTER), OutgoingPost(TEXT), **more)


def act_of(kind: type, post_id: str) -> Act:
    made: Act = edit_of(post_id) if kind is Edit else kind(post_id)
    return made


def failure(bench: Bench, act: Act, seconds: float = 5.0) -> NetworkError:
    with pytest.raises(NetworkError) as caught:
        bench.perform(act, deadline=soon(seconds))
    return caught.value


def look_up(bench: Bench, act: Act, remote_id: str = "") -> LookUp:
    return bench.network.look_up(act, key=uuid4(), since=now(), remote_id=remote_id, deadline=soon())


def texts(bench: Bench) -> list[str]:
    return [post["text"] for post in bench.wall() if not post["deleted"]]


def published(bench: Bench, text: str, *photos: Photo) -> tuple[Done, Parts]:
    network = bench.network
    act = Publish(OutgoingPost(text, photos))
    parts: list[Parts] = [{}, *network.prepare(act, {}, deadline=soon())]
    return network.perform(act, parts[-1], key=uuid4(), deadline=soon()), parts[-1]


def is_pinned(bench: Bench, post_id: str) -> bool:
    found = look_up(bench, Pin(post_id))
    return isinstance(found, Found)


def test_words_are_changed_and_proven(bench: Bench) -> None:
    post_id = bench.publish(TEXT).remote_id

    done = bench.perform(edit_of(post_id))

    assert (done.remote_id, texts(bench)) == (post_id, [BETTER])
    assert done.proven or isinstance(look_up(bench, edit_of(post_id), post_id), Found)


def test_the_same_words_again_are_done(bench: Bench) -> None:
    post_id = bench.publish(TEXT).remote_id
    bench.perform(edit_of(post_id))

    assert bench.perform(edit_of(post_id)).remote_id == post_id
    assert texts(bench) == [BETTER]


def test_a_caption_is_changed_and_the_pictures_stay(bench: Bench, photos: tuple[Photo, ...]) -> None:
    done, made = published(bench, TEXT, *photos)
    [before] = bench.wall()
    act = Edit(done.remote_id, OutgoingPost(BETTER, photos), OutgoingPost(TEXT, photos), made, done.more_ids)

    bench.perform(act)

    [post] = bench.wall()
    assert post == {**before, "text": BETTER}


def test_vk_uploads_only_the_new_picture(vk: Bench, photos: tuple[Photo, ...]) -> None:
    done, made = published(vk, TEXT, *photos[:2])
    calls = len(vk.sandbox.calls("vk", "photos.saveWallPhoto"))
    act = Edit(done.remote_id, OutgoingPost(BETTER, photos[1:]), OutgoingPost(TEXT, photos[:2]), made)

    vk.perform(act)

    [post] = vk.wall()
    assert (post["text"], len(post["photos"])) == (BETTER, 2)
    assert len(vk.sandbox.calls("vk", "photos.saveWallPhoto")) == calls + 1


def test_max_uploads_only_the_new_picture(max_: Bench, photos: tuple[Photo, ...]) -> None:
    done, made = published(max_, TEXT, *photos[:2])
    act = Edit(done.remote_id, OutgoingPost("", photos[1:]), OutgoingPost(TEXT, photos[:2]), made)
    calls = len(max_.sandbox.calls("max", "POST /uploads"))

    max_.perform(act)

    [post] = max_.wall()
    assert (post["text"], len(post["photos"])) == ("", 2)
    assert len(max_.sandbox.calls("max", "POST /uploads")) == calls + 1
    assert isinstance(look_up(max_, act), Found)


def test_max_lets_go_of_no_other_post(max_: Bench) -> None:
    first, second = max_.publish(TEXT).remote_id, max_.publish(BETTER).remote_id
    max_.perform(Pin(first))

    assert max_.perform(Unpin(second)).proven
    assert is_pinned(max_, first)


def test_telegram_leaves_other_pictures_to_a_person(telegram: Bench, photos: tuple[Photo, ...]) -> None:
    post_id = telegram.publish(TEXT, photos[0]).remote_id

    error = failure(
        telegram, Edit(post_id, OutgoingPost(BETTER, photos[:2]), OutgoingPost(TEXT, photos[:1])), seconds=5
    )

    assert (error.code, error.permanent, error.maybe_done) == ("by_hand", True, False)
    assert "руками" in error.advice
    assert texts(telegram) == [TEXT]


def test_a_post_is_withdrawn_with_all_its_messages(bench: Bench, photos: tuple[Photo, ...]) -> None:
    kept = bench.publish("Остаётся").remote_id
    done = bench.publish(TEXT, *photos)
    act = Withdraw(done.remote_id, done.more_ids)

    bench.perform(act)

    assert texts(bench) == ["Остаётся"]
    assert isinstance(look_up(bench, act, done.remote_id), Found)
    assert isinstance(look_up(bench, Withdraw(kept)), Absent)


def test_a_second_withdrawal_is_done(bench: Bench) -> None:
    act = Withdraw(bench.publish(TEXT).remote_id)
    bench.perform(act)

    assert bench.perform(act).remote_id == act.post_id


def test_pinned_and_let_go(bench: Bench) -> None:
    post_id = bench.publish(TEXT).remote_id

    bench.perform(Pin(post_id))
    bench.perform(Pin(post_id))
    assert is_pinned(bench, post_id)

    bench.perform(Unpin(post_id))
    bench.perform(Unpin(post_id))
    assert not is_pinned(bench, post_id)
    assert isinstance(look_up(bench, Unpin(post_id)), Found)


def test_one_is_pinned_and_telegram_names_the_newest(bench: Bench) -> None:
    first, second = bench.publish(TEXT).remote_id, bench.publish(BETTER).remote_id
    bench.perform(Pin(first))
    bench.perform(Pin(second))

    assert is_pinned(bench, second)
    assert type(look_up(bench, Pin(first))) is (CannotTell if bench.slug == "telegram" else Absent)


@pytest.mark.parametrize("kind", [Edit, Pin])
def test_what_somebody_has_removed_is_told_as_gone(bench: Bench, kind: type) -> None:
    post_id = bench.publish(TEXT).remote_id
    bench.sandbox.ask("POST", bench.slug, "posts/delete", {"id": bench.ordered(post_id), "account": bench.account})

    error = failure(bench, act_of(kind, post_id))

    expected = {"code": POST_GONE, "permanent": True, "maybe_done": False, "key_slot": None}
    assert {name: getattr(error, name) for name in expected} == expected


@pytest.mark.parametrize("kind", [Edit, Withdraw, Pin, Unpin])
def test_vk_gives_none_of_it_to_the_community_s_key(vk: Bench, kind: type) -> None:
    act = act_of(kind, vk.publish(TEXT).remote_id)
    vk.slots = (Slot.COMMUNITY,)

    error = failure(vk, act)

    assert (error.code, error.permanent, error.key_slot) == ("no_key", True, Slot.ADMIN)
    assert isinstance(look_up(vk, act), CannotTell)
    assert texts(vk) == [TEXT]


def test_vk_refuses_a_community_s_key_in_the_administrator_s_place(vk: Bench) -> None:
    act = edit_of(vk.publish(TEXT).remote_id)
    community = vk.given["community_token"]

    with pytest.raises(NetworkError) as caught:
        vk.open(tokens={Slot.COMMUNITY: community, Slot.ADMIN: community}).perform(
            act, {}, key=uuid4(), deadline=soon()
        )

    assert (caught.value.code, caught.value.permanent, caught.value.key_slot) == ("vk_27", True, Slot.ADMIN)


def test_telegram_pins_only_with_the_right_to(telegram: Bench) -> None:
    post_id = telegram.publish(TEXT).remote_id
    bot = int(telegram.given["token"].partition(":")[0])
    telegram.sandbox.ask(
        "POST",
        "telegram",
        "rights",
        {
            "account": telegram.account,
            "user_id": bot,
            "status": "administrator",
            "rights": ["can_post_messages"],
        },
    )

    error = failure(telegram, Pin(post_id))

    assert (error.code, error.permanent, error.key_slot) == ("tg_rights", True, Slot.BOT)
    assert telegram.perform(Withdraw(post_id)).proven


# The state that each fault leaves, and whether the later report is true.


@pytest.mark.parametrize("kind", [Edit, Withdraw, Pin, Unpin])
@pytest.mark.parametrize("fault", ["lost_after_apply", "truncated"])
def test_a_lost_answer_is_found_or_harmless_to_repeat(bench: Bench, kind: type, fault: str) -> None:
    post_id = bench.publish(TEXT).remote_id
    if kind is Unpin:
        bench.perform(Pin(post_id))
    act = act_of(kind, post_id)
    bench.fault(METHODS[bench.slug][kind], fault)

    error = failure(bench, act)
    found = look_up(bench, act)

    assert (error.maybe_done, error.permanent) == (True, False)
    assert isinstance(found, CannotTell if (bench.slug, kind) == ("telegram", Edit) else Found)
    assert bench.network.may_repeat(act, first_call=now() - timedelta(hours=5), now=now())
    standing = bench.wall()
    bench.perform(act)
    assert bench.wall() == standing


@pytest.mark.parametrize("kind", [Edit, Withdraw, Pin])
@pytest.mark.parametrize("fault", ["dropped", "refused_before_apply", "bad_gateway"])
def test_what_was_not_applied_is_absent_or_repeated(bench: Bench, kind: type, fault: str) -> None:
    post_id = bench.publish(TEXT).remote_id
    act = act_of(kind, post_id)
    bench.fault(METHODS[bench.slug][kind], fault)

    error = failure(bench, act)

    assert (error.maybe_done, error.permanent) == (True, False)
    assert type(look_up(bench, act)) is (CannotTell if (bench.slug, kind) == ("telegram", Edit) else Absent)
    bench.perform(act)
    assert isinstance(look_up(bench, act), CannotTell if (bench.slug, kind) == ("telegram", Edit) else Found)


@pytest.mark.parametrize("kind", [Edit, Withdraw, Pin])
def test_applied_late(bench: Bench, kind: type) -> None:
    act = act_of(kind, bench.publish(TEXT).remote_id)
    bench.fault(METHODS[bench.slug][kind], "applied_late", seconds=1.0)

    error = failure(bench, act, seconds=0.8)
    assert error.maybe_done
    # A busy machine may look only after the network has applied it.
    assert not isinstance(look_up(bench, act), Found) or not bench.is_underway(METHODS[bench.slug][kind])

    wait_until(lambda: not bench.is_underway(METHODS[bench.slug][kind]))
    bench.perform(act)
    assert texts(bench) == ([] if kind is Withdraw else [BETTER] if kind is Edit else [TEXT])


@pytest.mark.parametrize("kind", [Edit, Withdraw, Pin, Unpin])
def test_rate_limited_certainly_did_not_happen(bench: Bench, kind: type) -> None:
    post_id = bench.publish(TEXT).remote_id
    act = act_of(kind, post_id)
    if kind is Unpin:
        bench.perform(Pin(post_id))
    bench.fault(METHODS[bench.slug][kind], "rate_limited", seconds=7)

    error = failure(bench, act)

    assert (error.maybe_done, error.permanent) == (False, False)
    assert error.retry_after == (1.0 if bench.slug == "vk" else 7.0)
    assert texts(bench) == [TEXT]


@pytest.mark.parametrize("code", ["5", "7", "15", "210", "214", "704", "1051"])
def test_vk_s_refusals_of_an_edit(vk: Bench, code: str) -> None:
    act = edit_of(vk.publish(TEXT).remote_id)
    vk.fault("wall.edit", "error", code=code)

    error = failure(vk, act)

    assert (error.code, error.permanent, error.maybe_done) == (f"vk_{code}", True, False)
    assert "В сети стоит прежняя запись" in error.advice


def test_vk_in_doubt_about_its_own_error(vk: Bench) -> None:
    act = edit_of(vk.publish(TEXT).remote_id)
    vk.fault("wall.edit", "error", code="10")

    assert failure(vk, act).maybe_done


def of_photos(slug: str, count: int) -> AttachmentCounts:
    """What each network shows of a post with so many photos and nothing else."""
    return {
        "vk": AttachmentCounts(photos=count, videos=0, files=0, polls=0, links=0),
        "ok": AttachmentCounts(photos=count, videos=0, polls=0, links=0),
        "max": AttachmentCounts(photos=count, videos=0, files=0),
        "telegram": AttachmentCounts(),
    }[slug]


def test_read_back_tells_what_stands(bench: Bench, photos: tuple[Photo, ...]) -> None:
    plain, pictured = bench.publish(TEXT).remote_id, bench.publish(BETTER, *photos[:2]).remote_id
    gone = bench.publish("Уберут").remote_id
    bench.sandbox.ask("POST", bench.slug, "posts/delete", {"id": bench.ordered(gone), "account": bench.account})
    wall = bench.wall()

    found = bench.network.read_back((plain, pictured, gone), deadline=soon())

    shown = bench.slug != "telegram"
    assert found == {
        plain: PostNow(stands=True, text=TEXT if shown else None, shown=of_photos(bench.slug, 0)),
        pictured: PostNow(stands=True, text=BETTER if shown else None, shown=of_photos(bench.slug, 2)),
        gone: PostNow(stands=False),
    }
    assert bench.wall() == wall


def test_read_back_needs_the_administrator_s_key_in_vk(vk: Bench) -> None:
    post_id = vk.publish(TEXT).remote_id
    vk.slots = (Slot.COMMUNITY,)

    with pytest.raises(NetworkError) as caught:
        vk.network.read_back((post_id,), deadline=soon())

    assert (caught.value.code, caught.value.maybe_done) == ("no_key", False)


@pytest.mark.parametrize("fault", ["truncated", "bad_gateway", "dropped"])
def test_a_broken_answer_is_no_empty_wall(bench: Bench, fault: str) -> None:
    post_id = bench.publish(TEXT).remote_id
    bench.fault(READING[bench.slug], fault)

    with pytest.raises(NetworkError) as caught:
        bench.network.read_back((post_id,), deadline=soon())

    assert not caught.value.maybe_done
