"""The account's page: description and avatar set by us, and changes by others."""

import base64
import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from tests.networks.conftest import Bench, picture, soon
from tests.networks.test_abilities import ask
from veche.networks.protocol import (
    Absent,
    Describe,
    Found,
    LookUp,
    NetworkError,
    Operation,
    PageChanged,
    Photo,
    SetAvatar,
    SetCover,
    WebhookRequest,
)

type Act = Describe | SetAvatar | SetCover

DESCRIBING = {"telegram": "setChatDescription", "max": "PATCH /chats/{chatId}"}
CHANGING_PAGE = {"telegram": "setChatPhoto", "max": "PATCH /chats/{chatId}"}
LONGEST = {"telegram": 255, "max": 16_000}
WORDS = "Официальный канал администрации города 🏛"


@pytest.fixture
def avatar(tmp_path: Path) -> SetAvatar:
    path = tmp_path / "avatar.png"
    path.write_bytes(picture("navy", width=400, height=400))
    return SetAvatar(Photo(path, "image/png", sha256=hashlib.sha256(path.read_bytes()).hexdigest()))


def page(bench: Bench) -> dict[str, str]:
    found: dict[str, str] = bench.sandbox.ask("GET", bench.slug, "page", query={"account": bench.account})
    return found


def look_up(bench: Bench, act: Act) -> LookUp:
    return bench.network.look_up(act, key=uuid4(), since=datetime.now(UTC), remote_id="", deadline=soon())


def failure(bench: Bench, act: Act) -> NetworkError:
    with pytest.raises(NetworkError) as caught:
        bench.perform(act, deadline=soon(5))
    return caught.value


@pytest.mark.parametrize("bench", DESCRIBING, indirect=True)
def test_a_description_is_set_and_seen(bench: Bench) -> None:
    act = Describe(f"  {WORDS}\n")
    assert isinstance(look_up(bench, act), Absent)

    done = bench.perform(act)

    assert (done.remote_id, page(bench)["description"]) == (str(bench.account), WORDS)
    assert isinstance(look_up(bench, act), Found)
    assert bench.network.may_repeat(act, first_call=datetime.now(UTC), now=datetime.now(UTC))
    assert bench.perform(act).remote_id == str(bench.account)
    bench.perform(Describe(""))
    assert page(bench)["description"] == ""


@pytest.mark.parametrize("bench", DESCRIBING, indirect=True)
@pytest.mark.parametrize(("fault", "stands"), [("lost_after_apply", True), ("dropped", False)])
def test_a_description_in_doubt_is_looked_up(bench: Bench, fault: str, stands: bool) -> None:
    act = Describe(WORDS)
    bench.fault(DESCRIBING[bench.slug], fault)

    assert failure(bench, act).maybe_done
    assert isinstance(look_up(bench, act), Found if stands else Absent)
    assert page(bench)["description"] == (WORDS if stands else "")


@pytest.mark.parametrize("bench", LONGEST, indirect=True)
def test_a_description_too_long_does_not_leave(bench: Bench) -> None:
    most = LONGEST[bench.slug]
    bench.perform(Describe("ж" * most))

    refusal = failure(bench, Describe("ж" * (most - 1) + "🏛"))

    assert refusal.permanent is True
    assert refusal.maybe_done is False
    assert refusal.code == "too_long"
    assert "на 1 знак." in refusal.advice
    assert page(bench)["description"] == "ж" * most


@pytest.mark.parametrize("bench", CHANGING_PAGE, indirect=True)
def test_an_avatar_is_set_and_known_by_its_looks(bench: Bench, avatar: SetAvatar, tmp_path: Path) -> None:
    assert isinstance(look_up(bench, avatar), Absent)

    done = bench.perform(avatar)

    assert (done.remote_id, page(bench)["avatar"]) == (str(bench.account), avatar.photo.sha256)
    assert isinstance(look_up(bench, avatar), Found)
    other = tmp_path / "other.png"
    other.write_bytes(picture("olive", width=400, height=400))
    assert isinstance(look_up(bench, SetAvatar(Photo(other, "image/png"))), Absent)


@pytest.mark.parametrize("bench", CHANGING_PAGE, indirect=True)
def test_an_avatar_whose_answer_is_lost_is_found(bench: Bench, avatar: SetAvatar, tmp_path: Path) -> None:
    """Both were set before, so that MAX has them ready."""
    path = tmp_path / "former.png"
    path.write_bytes(picture("olive", width=400, height=400))
    former, network = SetAvatar(Photo(path, "image/png")), bench.network
    [parts] = list(network.prepare(avatar, {}, deadline=soon())) or [{}]
    network.perform(avatar, parts, key=uuid4(), deadline=soon())
    bench.perform(former)
    bench.fault(CHANGING_PAGE[bench.slug], "lost_after_apply")

    with pytest.raises(NetworkError) as caught:
        network.perform(avatar, parts, key=uuid4(), deadline=soon(5))

    assert caught.value.maybe_done
    assert isinstance(look_up(bench, avatar), Found)
    assert isinstance(look_up(bench, former), Absent)


def test_what_the_bot_did_itself_stands_in_the_channel_of_telegram(telegram: Bench, avatar: SetAvatar) -> None:
    """It gives no event, and a service message is no post."""
    cursor = telegram.begin()
    telegram.perform(avatar)

    assert (telegram.news(cursor).events, telegram.wall()) == ((), [])


def test_an_avatar_too_small_for_telegram(telegram: Bench, photos: tuple[Photo, ...]) -> None:
    refusal = failure(telegram, SetAvatar(photos[0]))

    assert refusal.permanent is True
    assert refusal.maybe_done is False
    assert refusal.code == "tg_photo_small"
    assert "Страница в сети прежняя" in refusal.advice


@pytest.mark.parametrize("bench", ["telegram", "max"], indirect=True)
def test_there_are_no_covers(bench: Bench, avatar: SetAvatar) -> None:
    refusal = failure(bench, SetCover(avatar.photo))

    assert refusal.permanent is True
    assert refusal.maybe_done is False
    assert refusal.code == "by_hand"
    ability = ask(bench)[Operation.SET_COVER]
    assert (ability.mode, bool(ability.why)) == ("absent", True)


@pytest.mark.parametrize("bench", ["telegram", "max"], indirect=True)
def test_a_bot_without_the_right_changes_nothing(bench: Bench, avatar: SetAvatar) -> None:
    bot = next(one for one in bench.network.administrators(deadline=soon()) if one.bot)
    seat = {"account": bench.account, "user_id": int(bot.person_id), "status": "administrator", "rights": []}
    bench.sandbox.ask("POST", bench.slug, "rights", seat)

    for act in (Describe(WORDS), avatar):
        refusal = failure(bench, act)
        assert refusal.permanent is True
        assert refusal.maybe_done is False
        assert refusal.key_slot == bench.network.profile.keys.slots[0]
    assert (page(bench)["description"], page(bench)["avatar"]) == ("", "")


@pytest.mark.parametrize("bench", ["telegram", "max"], indirect=True)
def test_a_title_that_somebody_changes_is_told(bench: Bench) -> None:
    cursor = bench.begin()
    bench.sandbox.ask("POST", bench.slug, "page", {"account": bench.account, "title": "Город Энск"})

    [event] = bench.news(cursor).events

    assert isinstance(event, PageChanged)
    assert event.what == "title"
    assert event.before == ""
    assert event.after == "Город Энск"
    owner = bench.network.administrators(deadline=soon())[0].person_id
    assert event.by_id == {"telegram": "", "max": owner}[bench.slug]


def test_an_avatar_that_somebody_changes_is_told_in_telegram(telegram: Bench, avatar: SetAvatar) -> None:
    cursor = telegram.begin()
    body = base64.b64encode(avatar.photo.path.read_bytes()).decode()
    telegram.sandbox.ask("POST", "telegram", "page", {"account": telegram.account, "avatar": body})

    [event] = telegram.news(cursor).events

    assert isinstance(event, PageChanged)
    assert event.what == "avatar"
    assert event.after == ""
    assert page(telegram)["avatar"] == avatar.photo.sha256


@pytest.mark.parametrize(
    "service",
    [
        {"pinned_message": {"message_id": 5, "date": 0}},
        {"video_chat_started": {}},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86_400}},
        {"channel_chat_created": True},
    ],
)
def test_other_service_messages_of_telegram_are_no_posts(telegram: Bench, service: dict[str, object]) -> None:
    telegram.secret = "secret-of-the-hook"
    chat = {"id": telegram.account, "title": "Город", "type": "channel"}
    post = {"message_id": 7, "date": 1_792_000_000, "chat": chat, "sender_chat": chat, **service}
    body = json.dumps({"update_id": 600_000_001, "channel_post": post}).encode()

    answer = telegram.network.parse_webhook(WebhookRequest(body, {"X-Telegram-Bot-Api-Secret-Token": telegram.secret}))

    assert answer.events == ()
