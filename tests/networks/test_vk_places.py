"""VK: comments under photos and videos, messages of topics, and suggested posts."""

import base64
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.networks.conftest import Bench, came, picture, soon
from veche.kernel.clock import now
from veche.networks.protocol import (
    Absent,
    Act,
    CommentBack,
    CommentCame,
    CommentGone,
    DeleteComment,
    Event,
    Found,
    LookUp,
    NetworkError,
    Place,
    PlaceNamed,
    PostSeen,
    Reply,
    RestoreComment,
    Slot,
    WebhookRequest,
)
from veche.networks.registry import NETWORKS
from veche.networks.vk.events import KINDS

KINDS_OF_PLACES = ("photo", "video", "topic")
# The kinds of events that were read before those of places.
FORMER = 13


def add(vk: Bench, kind: str) -> int:
    body = {"photo": base64.b64encode(picture("navy")).decode()} if kind == "photo" else {"title": "Дороги"}
    return int(order(vk, "places", kind=kind, **body)["id"])


def write(vk: Bench, kind: str, place: int, text: str = "Когда починят?", **more: Any) -> int:
    body = {"kind": kind, "place_id": place, "author": "Анна Ковалёва", "text": text, **more}
    return int(order(vk, "places/comments", **body)["id"])


def order(vk: Bench, path: str, **body: Any) -> Any:
    return vk.sandbox.ask("POST", "vk", path, {"account": vk.account, **body})


def of_comments(events: tuple[Event, ...]) -> list[Event]:
    return [one for one in events if not isinstance(one, PlaceNamed)]


@pytest.mark.parametrize("kind", KINDS_OF_PLACES)
def test_all_that_happens_to_a_comment_under_a_place(vk: Bench, kind: str) -> None:
    cursor, place = vk.begin(), add(vk, kind)
    shot = base64.b64encode(picture("gold")).decode()
    number = write(vk, kind, place, photos=[shot])
    for what, more in (("edit", {"text": "Когда?"}), ("delete", {}), ("restore", {})):
        order(vk, f"places/comments/{what}", kind=kind, id=number, **more)

    new, edited, gone, back = of_comments(vk.news(cursor).events)

    ids = (f"{kind}{place}", f"{kind}{place}:{number}")
    assert isinstance(new, CommentCame)
    assert isinstance(edited, CommentCame)
    assert isinstance(gone, CommentGone)
    assert isinstance(back, CommentBack)
    assert {(one.post_id, one.comment_id) for one in (new, edited, gone, back)} == {ids}
    assert (new.text, new.author_name) == ("Когда починят?", "Анна Ковалёва")
    assert (new.ours, len(new.pictures)) == (False, 1)
    assert new.url == f"https://vk.com/{kind}-{vk.account}_{place}"
    assert (edited.text, edited.edited) == ("Когда?", True)
    assert NETWORKS["vk"].posts.place_of(new.post_id) == Place(kind)
    assert len({one.dedup for one in (new, edited, gone, back)}) == 4


@pytest.mark.parametrize("kind", KINDS_OF_PLACES)
def test_the_webhook_tells_the_same(vk: Bench, kind: str) -> None:
    cursor, place = vk.begin(), add(vk, kind)
    number = write(vk, kind, place)
    order(vk, "places/comments/delete", kind=kind, id=number)
    [polled, gone] = of_comments(vk.news(cursor).events)
    vk.secret = "s3cret"

    called = tuple(event for body in envelopes(vk) for event in posted(vk, body))

    assert [(type(one), one.dedup) for one in called] == [(type(one), one.dedup) for one in (polled, gone)]


def envelopes(vk: Bench) -> Iterator[dict[str, Any]]:
    """What Long Poll has told, as the callback server gets it."""
    token = {"group_id": str(vk.account), "access_token": vk.given["community_token"], "v": "5.199"}
    method = f"{vk.sandbox.info['vk']['base']}/method/groups.getLongPollServer"
    server = vk.http.send("POST", method, data=token, deadline=soon()).json()["response"]
    params = {"act": "a_check", "key": server["key"], "ts": "0", "wait": "0"}
    answer = vk.http.send("GET", server["server"], params=params, deadline=soon()).json()
    for update in answer["updates"]:
        yield {**update, "secret": vk.secret}


def posted(vk: Bench, body: dict[str, Any]) -> tuple[Event, ...]:
    return vk.network.parse_webhook(WebhookRequest(json.dumps(body).encode())).events


def test_equal_numbers_are_different_comments(vk: Bench) -> None:
    post_id = vk.publish("Вывоз мусора").remote_id
    cursor, photo, topic = vk.begin(), add(vk, "photo"), add(vk, "topic")
    wall = int(vk.resident_writes(post_id, "На стене")["id"])
    while write(vk, "photo", photo) < wall:
        pass
    while write(vk, "topic", topic) < wall:
        pass

    comments = [one for one in came(vk.news(cursor).events) if one.comment_id.rpartition(":")[2] == str(wall)]

    assert {one.comment_id for one in comments} == {str(wall), f"photo{photo}:{wall}", f"topic{topic}:{wall}"}
    assert len({one.dedup for one in comments}) == 3


def test_a_topic_is_called_by_its_title_where_the_key_may_read_it(vk: Bench) -> None:
    cursor, topic = vk.begin(), add(vk, "topic")
    write(vk, "topic", topic)

    titles = [one for one in vk.news(cursor).events if isinstance(one, PlaceNamed)]
    vk.slots = (Slot.COMMUNITY,)
    without = [one for one in vk.news(cursor).events if isinstance(one, PlaceNamed)]

    assert [(one.post_id, one.title) for one in titles] == [(f"topic{topic}", "Дороги")]
    assert without == []


def test_an_answer_under_a_video_names_the_comment(vk: Bench) -> None:
    cursor, video = vk.begin(), add(vk, "video")
    first = write(vk, "video", video)
    write(vk, "video", video, "И у нас", reply_to=first)

    one, other = came(vk.news(cursor).events)

    assert (one.reply_to, other.reply_to) == ("", f"video{video}:{first}")


def test_a_suggested_post_is_what_a_resident_wrote(vk: Bench) -> None:
    cursor = vk.begin()
    number = order(vk, "suggestions", author="Пётр Лосев", text="Потеряли собаку")["id"]

    events = vk.news(cursor).events

    [suggested] = came(events)
    assert [one for one in events if isinstance(one, PostSeen)] == []
    assert (suggested.post_id, suggested.comment_id) == (f"suggest{number}", f"suggest{number}")
    assert (suggested.text, suggested.author_name, suggested.ours) == ("Потеряли собаку", "Пётр Лосев", False)
    assert suggested.url == f"https://vk.com/wall-{vk.account}_{number}"
    assert NETWORKS["vk"].posts.place_of(suggested.post_id) == Place.SUGGESTED


def test_what_was_lost_is_read_again_under_the_same_names(vk: Bench) -> None:
    cursor = vk.begin()
    places = {kind: add(vk, kind) for kind in KINDS_OF_PLACES}
    numbers = {kind: write(vk, kind, place) for kind, place in places.items()}
    write(vk, "video", places["video"], "И у нас", reply_to=numbers["video"])
    order(vk, "suggestions", author="Пётр Лосев", text="Потеряли собаку")

    told = vk.news(cursor).events
    page = vk.news(cursor.replace('"ts": "', '"ts": "9'))

    assert len(told) == 6
    assert sorted(page.events, key=lambda one: one.dedup) == sorted(told, key=lambda one: one.dedup)
    assert "Под фото и видео и в обсуждениях тоже перечитано." in page.gap
    assert len(page.gap) <= 300


def test_what_vk_does_not_show_again_is_said(vk: Bench) -> None:
    vk.fault("board.getTopics", "error", code="15")

    page = vk.news(vk.begin().replace('"ts": "', '"ts": "9'))

    assert "Не показал VK и это: обсуждения." in page.gap
    assert not page.more


def test_an_upgrade_switches_the_new_kinds_on_once(vk: Bench) -> None:
    body = json.loads(vk.begin())
    setup = {"group_id": vk.account, "url": "http://127.0.0.1:9/", "title": "Veche", "secret_key": "s"}
    server = api(vk, "groups.addCallbackServer", **setup)["server_id"]
    off = {kind: 0 for kind in KINDS if kind.startswith(("photo_comment", "video_comment", "board_post"))}
    api(vk, "groups.setLongPollSettings", group_id=vk.account, **off)
    number, before = add(vk, "photo"), len(vk.sandbox.calls("vk", "groups.setCallbackSettings"))

    upgraded = vk.news(json.dumps({**body, "kinds": FORMER})).cursor
    write(vk, "photo", number)
    page = vk.news(upgraded)
    vk.news(page.cursor)

    assert [one.text for one in came(page.events)] == ["Когда починят?"]
    chosen = api(vk, "groups.getCallbackSettings", group_id=vk.account, server_id=server)["events"]
    assert {chosen[kind] for kind in KINDS} == {1}
    assert len(vk.sandbox.calls("vk", "groups.setCallbackSettings")) == before + 1


def standing(vk: Bench, kind: str) -> dict[str, bool]:
    """Comments of the kind by their words, and whether each stands."""
    found = vk.sandbox.ask("GET", "vk", f"places/comments?account={vk.account}&kind={kind}")
    return {one["text"]: not one["deleted"] for one in found}


@pytest.mark.parametrize("kind", KINDS_OF_PLACES)
def test_our_answer_stands_in_its_place_and_comes_back_as_ours(vk: Bench, kind: str) -> None:
    place = add(vk, kind)
    number, cursor = write(vk, kind, place), vk.begin()
    act = Reply(f"{kind}{place}", f"{kind}{place}:{number}", "В мае.")

    done = vk.perform(act)

    [echo] = came(vk.news(cursor).events)
    assert (echo.comment_id, echo.text, echo.ours) == (done.remote_id, "В мае.", True)
    assert echo.reply_to == ("" if kind == "topic" else act.comment_id)
    own = done.remote_id.rpartition(":")[2]
    assert done.url == f"https://vk.com/{kind}-{vk.account}_{place}?{'post' if kind == 'topic' else 'reply'}={own}"
    assert looked_up(vk, act) == Found(done.remote_id, done.url, "нашли там же по тексту и времени")
    assert looked_up(vk, act, remote_id=done.remote_id) == Found(done.remote_id, done.url, "VK показал ответ")
    assert looked_up(vk, act, taken=frozenset({done.remote_id})) == Absent()


@pytest.mark.parametrize("kind", KINDS_OF_PLACES)
def test_a_deletion_and_its_return_may_be_repeated_and_spare_equal_numbers(vk: Bench, kind: str) -> None:
    post_id, place = vk.publish("Вывоз мусора").remote_id, add(vk, kind)
    number = write(vk, kind, place, "Спам")
    wall = int(vk.resident_writes(post_id, "На стене")["id"])
    while number < wall:
        number = write(vk, kind, place, "Спам")
    ids = (f"{kind}{place}", f"{kind}{place}:{number}")
    delete, restore = DeleteComment(*ids), RestoreComment(*ids)

    for act in (delete, restore) * 2:
        assert looked_up(vk, act) == Absent()
        assert vk.perform(act) == vk.perform(act)
        assert isinstance(looked_up(vk, act), Found)
    vk.perform(delete)

    assert standing(vk, kind)["Спам"] is False
    assert [one["deleted"] for one in vk.comments()] == [False]


def looked_up(vk: Bench, act: Act, *, remote_id: str = "", taken: frozenset[str] = frozenset()) -> LookUp:
    since = now() - timedelta(minutes=1)
    return vk.network.look_up(act, key=uuid4(), since=since, remote_id=remote_id, deadline=soon(), taken=taken)


def test_a_community_key_may_delete_in_topics_alone(vk: Bench) -> None:
    acts = {}
    for kind in KINDS_OF_PLACES:
        place = add(vk, kind)
        acts[kind] = DeleteComment(f"{kind}{place}", f"{kind}{place}:{write(vk, kind, place, 'Спам')}")
    vk.slots = (Slot.COMMUNITY,)

    vk.perform(acts["topic"])
    refused = {kind: refusal(vk, acts[kind]) for kind in ("photo", "video")}

    assert standing(vk, "topic")["Спам"] is False
    assert refused == dict.fromkeys(("photo", "video"), ("no_key", Slot.ADMIN))
    reply = Reply(acts["topic"].post_id, acts["topic"].comment_id, "Нет.")
    assert refusal(vk, reply) == ("no_key", Slot.ADMIN)


def refusal(vk: Bench, act: Act) -> tuple[str, Slot | None]:
    with pytest.raises(NetworkError) as refused:
        vk.perform(act)
    assert (refused.value.permanent, refused.value.maybe_done) == (True, False)
    return refused.value.code, refused.value.key_slot


def test_a_suggested_post_is_turned_down_and_never_answered(vk: Bench) -> None:
    number = order(vk, "suggestions", author="Пётр Лосев", text="Потеряли собаку")["id"]
    delete = DeleteComment(f"suggest{number}", f"suggest{number}")

    assert looked_up(vk, delete) == Absent()
    assert vk.perform(delete) == vk.perform(delete)

    assert isinstance(looked_up(vk, delete), Found)
    suggested = vk.sandbox.ask("GET", "vk", f"suggestions?account={vk.account}")
    assert [one["deleted"] for one in suggested] == [True]
    assert refusal(vk, Reply(delete.post_id, delete.comment_id, "Спасибо")) == ("by_hand", None)


def api(vk: Bench, method: str, **params: Any) -> Any:
    form = {name: str(value) for name, value in params.items()}
    form |= {"access_token": vk.given["community_token"], "v": "5.199"}
    url = f"{vk.sandbox.info['vk']['base']}/method/{method}"
    return vk.http.send("POST", url, data=form, deadline=soon()).json()["response"]
