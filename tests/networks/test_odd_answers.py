"""Unusual answers, from a server that sends exactly these."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.networks.conftest import came, soon
from veche.kernel.crypto import Secret
from veche.kernel.http import HttpClient
from veche.networks.protocol import (
    Absent,
    CannotTell,
    DeleteComment,
    Found,
    Network,
    NetworkError,
    OutgoingPost,
    Photo,
    PictureRef,
    Publish,
    Reply,
    Slot,
)
from veche.networks.registry import open_network

NOW = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)
POST = Publish(OutgoingPost("Каток открыт"))

type Say = Callable[[str, dict[str, str]], Any]


def open_at(server: HTTPServer, slug: str, say: Say, **address: str) -> Network:
    """`say` gets a method's name and its form (VK) and returns the JSON of the answer."""

    def answer(request: Request) -> Response:
        return Response(json.dumps(say(request.path.rpartition("/")[2], request.form.to_dict())))

    server.expect_request(re.compile(".*")).respond_with_handler(answer)
    return open_network(
        slug,
        address={"id": "-100", **address},
        keys={slot: Secret("1:T") for slot in Slot},
        http=HttpClient(allowed_private=frozenset({(server.host, server.port)})),
        base_url=server.url_for("").rstrip("/"),
    )


def post(number: int, *, age: timedelta = timedelta(), text: str = "Другое", **more: Any) -> dict[str, Any]:
    return {"id": number, "from_id": -100, "date": int((NOW - age).timestamp()), "text": text, **more}


def looked_up(network: Network) -> object:
    return network.look_up(POST, key=uuid4(), since=NOW, remote_id="", deadline=soon())


def test_vk_a_pinned_old_post_does_not_end_the_search(httpserver: HTTPServer) -> None:
    wall = [post(1, age=timedelta(days=90), is_pinned=1), post(9), post(8, text="каток  открыт".capitalize())]
    network = open_at(httpserver, "vk", lambda *_: {"response": {"items": wall}})

    found = looked_up(network)

    assert isinstance(found, Found)
    assert found.remote_id == "8"


def test_vk_entities_in_a_text_are_the_same_text(httpserver: HTTPServer) -> None:
    wall = [post(8, text="A &amp; B &lt;b&gt;")]
    network = open_at(httpserver, "vk", lambda *_: {"response": {"items": wall}})

    act = Publish(OutgoingPost("A & B <b>"))

    assert isinstance(network.look_up(act, key=uuid4(), since=NOW, remote_id="", deadline=soon()), Found)


def test_vk_a_wall_too_long_to_read_leaves_doubt(httpserver: HTTPServer) -> None:
    network = open_at(httpserver, "vk", lambda *_: {"response": {"items": [post(n) for n in range(100)]}})

    assert isinstance(looked_up(network), CannotTell)


def test_vk_the_second_page_is_read(httpserver: HTTPServer) -> None:
    def say(_: str, form: dict[str, str]) -> Any:
        first = [post(n) for n in range(100)]
        return {"response": {"items": first if form["offset"] == "0" else [post(7, text="Каток открыт")]}}

    assert isinstance(looked_up(open_at(httpserver, "vk", say)), Found)


@pytest.mark.parametrize(
    ("mine", "found"),
    [
        ({"from_id": 5}, Absent),
        ({"is_deleted": True}, CannotTell),
        ({"attachments": [{"type": "photo", "photo": {}}]}, CannotTell),
    ],
)
def test_vk_what_is_not_our_post(httpserver: HTTPServer, mine: dict[str, Any], found: type) -> None:
    """In the community's own name it may be ours, deleted or edited by a person since."""
    wall = [post(8, text="Каток открыт", **mine)]

    assert isinstance(looked_up(open_at(httpserver, "vk", lambda *_: {"response": {"items": wall}})), found)


def long_poll(server: HTTPServer, news: Any) -> Say:
    place = {"server": server.url_for("/lp"), "key": "k", "ts": "9"}
    return lambda method, _: news if method == "lp" else {"response": place if "Server" in method else 1}


def test_vk_a_key_that_ran_out_is_asked_for_again_later(httpserver: HTTPServer) -> None:
    network = open_at(httpserver, "vk", long_poll(httpserver, {"failed": 2}))

    with pytest.raises(NetworkError) as caught:
        network.fetch_inbox('{"ts": "5", "at": 0}', deadline=soon())

    assert (caught.value.permanent, caught.value.maybe_done) == (False, False)


def test_vk_one_unreadable_event_keeps_no_other(httpserver: HTTPServer) -> None:
    good = {"id": 1, "from_id": -5, "post_id": 2, "owner_id": -100, "date": 1, "text": "да"}
    bodies: list[Any] = [{**good, "date": None}, good, {}, []]
    updates = [{"type": "wall_reply_new", "object": body} for body in bodies]
    network = open_at(httpserver, "vk", long_poll(httpserver, {"ts": 12, "updates": updates}))

    page = network.fetch_inbox('{"ts": "5", "at": 0}', deadline=soon())

    assert [comment.text for comment in came(page.events)] == ["да"]
    assert json.loads(page.cursor)["ts"] == "12"
    assert "не поняли: 2" in page.gap


@pytest.mark.parametrize("cursor", ["не тот", "[]", '{"ts": "5"}', '{"at": "x", "ts": 1}'])
def test_vk_a_cursor_that_is_none_begins_anew(httpserver: HTTPServer, cursor: str) -> None:
    page = open_at(httpserver, "vk", long_poll(httpserver, {})).fetch_inbox(cursor, deadline=soon())

    assert (page.events, json.loads(page.cursor)["ts"]) == ((), "9")


def test_vk_a_photo_that_the_upload_server_did_not_take(httpserver: HTTPServer, photos: tuple[Photo, ...]) -> None:
    sent = {"photo": "[]", "hash": "h"}

    def say(method: str, _: dict[str, str]) -> Any:
        return sent if method == "upload" else {"response": {"upload_url": httpserver.url_for("/upload")}}

    network = open_at(httpserver, "vk", say)

    with pytest.raises(NetworkError) as caught:
        list(network.prepare(Publish(OutgoingPost("", photos)), {}, deadline=soon()))

    assert caught.value.code == "photo_refused"
    assert caught.value.permanent is True
    assert caught.value.maybe_done is False
    assert "Снимок 0" in caught.value.advice


def test_vk_a_hidden_comment_with_a_visible_wall_is_deleted(httpserver: HTTPServer) -> None:
    def say(method: str, _: dict[str, str]) -> Any:
        if method == "wall.getComments":
            return {"response": {"items": [{"id": 3}, {"id": 4, "deleted": True}]}}
        return {"error": {"error_code": 211, "error_msg": "Access to wall's comment denied"}}

    network = open_at(httpserver, "vk", say)

    assert network.perform(DeleteComment("1", "4"), {}, key=uuid4(), deadline=soon()).remote_id == "4"
    with pytest.raises(NetworkError) as caught:
        network.perform(DeleteComment("1", "3"), {}, key=uuid4(), deadline=soon())
    assert (caught.value.code, caught.value.permanent) == ("vk_211", True)


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "photos/../../x", "", None])
def test_telegram_a_path_that_leads_elsewhere_is_not_fetched(httpserver: HTTPServer, path: str | None) -> None:
    network = open_at(httpserver, "telegram", lambda *_: {"ok": True, "result": {"file_path": path}})

    with pytest.raises(NetworkError):
        network.fetch_picture(PictureRef("f"), deadline=soon())

    assert [request.path for request, _ in httpserver.log] == ["/bot1:T/getFile"]


@pytest.mark.parametrize("act", [Reply("1", "2", "да"), DeleteComment("1", "2")])
def test_telegram_without_a_group_calls_nothing(httpserver: HTTPServer, act: Reply | DeleteComment) -> None:
    network = open_at(httpserver, "telegram", lambda *_: {"ok": True, "result": True})

    with pytest.raises(NetworkError) as caught:
        network.perform(act, {}, key=uuid4(), deadline=soon())

    assert caught.value.code == "no_group"
    assert caught.value.permanent is True
    assert caught.value.maybe_done is False
    assert httpserver.log == []


@pytest.mark.parametrize("result", [True, [], {}, [{"message_id": 1}, {}], "1"])
def test_telegram_a_yes_without_a_number_leaves_doubt(
    httpserver: HTTPServer, photos: tuple[Photo, ...], result: object
) -> None:
    network = open_at(httpserver, "telegram", lambda *_: {"ok": True, "result": result})

    with pytest.raises(NetworkError) as caught:
        network.perform(Publish(OutgoingPost("", photos)), {}, key=uuid4(), deadline=soon())

    assert caught.value.maybe_done


def test_telegram_one_unreadable_update_keeps_no_other(httpserver: HTTPServer) -> None:
    said = {"message_id": 7, "chat": {"id": -200}, "from": {"id": 5}, "date": 1, "text": "да"}
    updates = [
        {"update_id": 1, "message": {**said, "date": None}},
        {"update_id": 2, "message": said},
        {"message": said},
    ]
    network = open_at(httpserver, "telegram", lambda *_: {"ok": True, "result": updates}, linked_group_id="-200")

    page = network.fetch_inbox("1", deadline=soon())

    assert [comment.text for comment in came(page.events)] == ["да"]
    assert (page.cursor, page.more) == ("3", False)
    assert "не поняли: 2" in page.gap


def test_telegram_album_split_between_pages_is_told_once(httpserver: HTTPServer) -> None:
    channel = {"id": -100}

    def part(number: int, **more: Any) -> dict[str, Any]:
        origin = {"message_id": number - 700}
        head = {"message_id": number, "chat": {"id": -200}, "sender_chat": channel, "is_automatic_forward": True}
        body = {**head, "forward_origin": origin, "date": 1, "photo": [{}], "media_group_id": "5", **more}
        return {"update_id": number, "message": body}

    pages = [[part(701, caption="Каток"), part(702)], [part(703)]]
    network = open_at(httpserver, "telegram", lambda *_: {"ok": True, "result": pages.pop(0)}, linked_group_id="-200")

    first, second = (network.fetch_inbox("1", deadline=soon()).events for _ in range(2))

    [told] = first
    assert (told.dedup, second) == ("thread:1", ())
