"""Callback API: confirmation, real delivery of events, repeats, suspension."""

import queue
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.veche_sandbox.vk.world import World

pytestmark = pytest.mark.sweep

SECONDS = 60


class Receiver:
    """A receiver that answers the code and `ok`, or as a test orders, and records every request."""

    def __init__(self, vk: World, server: HTTPServer) -> None:
        self.vk = vk
        path = f"/callback/{vk.group_id}"
        self.url = server.url_for(path)
        self.came: queue.Queue[dict[str, Any]] = queue.Queue()
        self.answers: list[Response] = []
        self.code: str | None = None
        server.expect_request(path).respond_with_handler(self.answer)

    def answer(self, request: Request) -> Response:
        body = request.get_json()
        self.came.put(body)
        if body["type"] == "confirmation":
            group = self.vk.group_id
            fresh = self.vk.ok("groups.getCallbackConfirmationCode", group_id=group)["code"]
            return Response(self.code or fresh)
        return self.answers.pop(0) if self.answers else Response("ok")

    def next(self) -> dict[str, Any]:
        return self.came.get(timeout=SECONDS)

    def register(self, **chosen: int) -> int:
        own = {"group_id": self.vk.group_id}
        server = self.vk.ok("groups.addCallbackServer", **own, url=self.url, title="Вече", secret_key="S3cret")
        number = int(server["server_id"])
        assert self.next()["type"] == "confirmation"
        self.vk.ok("groups.setCallbackSettings", **own, server_id=number, api_version="5.199", **chosen)
        return number

    def status(self, number: int) -> str:
        items = self.vk.ok("groups.getCallbackServers", group_id=self.vk.group_id, server_ids=number)["items"]
        return str(items[0]["status"])

    def settled(self, number: int, status: str) -> bool:
        """Whether the server reaches this status within 2000 queries."""
        return any(self.status(number) == status for _ in range(2000))


@pytest.fixture
def city(vk: World, httpserver: HTTPServer) -> Receiver:
    return Receiver(vk, httpserver)


def test_handshake_then_events_with_the_secret(city: Receiver) -> None:
    vk = city.vk
    number = city.register(wall_post_new=1, wall_reply_new=1)
    assert city.settled(number, "ok")
    post = vk.post("Мост открыт")
    comment = vk.resident(post, "Наконец-то")
    published, came = city.next(), city.next()
    assert published["type"] == "wall_post_new"
    assert published["object"]["id"] == post
    assert published["object"]["from_id"] == vk.wall
    assert came["type"] == "wall_reply_new"
    assert came["object"]["id"] == comment
    assert came["object"]["text"] == "Наконец-то"
    for event in (published, came):
        assert event["group_id"] == vk.group_id
        assert event["secret"] == "S3cret"
        assert event["v"] == "5.199"
    assert published["event_id"] != came["event_id"]


def test_nothing_is_told_until_events_are_chosen(city: Receiver) -> None:
    number = city.register(wall_reply_new=1)
    assert city.settled(number, "ok")
    post = city.vk.post("Об этом не рассказывают")
    city.vk.resident(post, "А об этом да")
    assert city.next()["type"] == "wall_reply_new"
    assert city.came.empty()


def test_wrong_code(city: Receiver) -> None:
    city.code = "00000000"
    number = city.register(wall_post_new=1)
    assert city.settled(number, "failed")
    city.vk.post("Никому")
    city.code = None
    own = {"group_id": city.vk.group_id, "server_id": number}
    city.vk.ok("groups.editCallbackServer", **own, url=city.url, title="Вече", secret_key="Other")
    assert city.next()["type"] == "confirmation"
    assert city.settled(number, "ok")
    city.vk.post("Всем")
    event = city.next()
    assert (event["object"]["text"], event["secret"]) == ("Всем", "Other")


def test_event_is_repeated_until_it_is_taken(city: Receiver) -> None:
    number = city.register(wall_post_new=1)
    assert city.settled(number, "ok")
    city.answers = [Response("ok", status=500), Response("accepted"), Response("ok")]
    city.vk.post("Важное")
    city.vk.post("Следом")
    events = [city.next() for _ in range(4)]
    assert [event["object"]["text"] for event in events] == ["Важное", "Важное", "Важное", "Следом"]
    assert len({event["event_id"] for event in events}) == 2


def test_suspended_after_five_failures(city: Receiver) -> None:
    number = city.register(wall_post_new=1)
    assert city.settled(number, "ok")
    city.answers = [Response("no", status=503) for _ in range(5)]
    city.vk.post("Важное")
    assert len({city.next()["event_id"] for _ in range(5)}) == 1
    assert city.settled(number, "failed")
    city.vk.post("Этого не услышат")
    own = {"group_id": city.vk.group_id, "server_id": number}
    city.vk.ok("groups.editCallbackServer", **own, url=city.url, title="Вече")
    assert city.next()["type"] == "confirmation"
    assert city.settled(number, "ok")
    assert city.came.empty()


def test_servers_are_listed_and_deleted(city: Receiver) -> None:
    vk, own = city.vk, {"group_id": city.vk.group_id}
    number = city.register(wall_post_new=1)
    assert city.settled(number, "ok")
    listed = vk.ok("groups.getCallbackServers", **own)
    assert listed == {
        "count": 1,
        "items": [
            {
                "id": number,
                "title": "Вече",
                "creator_id": 0,
                "url": city.url,
                "secret_key": "S3cret",
                "status": "ok",
            }
        ],
    }
    chosen = vk.ok("groups.getCallbackSettings", **own, server_id=number)
    assert chosen["api_version"] == "5.199"
    assert chosen["events"]["wall_post_new"] == 1
    assert chosen["events"]["wall_reply_new"] == 0
    assert vk.ok("groups.deleteCallbackServer", **own, server_id=number) == 1
    assert vk.ok("groups.getCallbackServers", **own) == {"count": 0, "items": []}
    for method in ("groups.deleteCallbackServer", "groups.setCallbackSettings", "groups.getCallbackSettings"):
        assert vk.refusal(method, **own, server_id=number) == (104, "Not found")


def test_code_changes_when_servers_do(city: Receiver) -> None:
    vk, own = city.vk, {"group_id": city.vk.group_id}
    number = city.register()
    first = vk.ok("groups.getCallbackConfirmationCode", **own)["code"]
    assert vk.ok("groups.getCallbackConfirmationCode", **own)["code"] == first
    vk.ok("groups.deleteCallbackServer", **own, server_id=number)
    assert vk.ok("groups.getCallbackConfirmationCode", **own)["code"] != first


def test_ten_servers_and_real_addresses_only(city: Receiver) -> None:
    own = {"group_id": city.vk.group_id, "title": "Вече"}
    code, _ = city.vk.refusal("groups.addCallbackServer", **own, url="ftp://127.0.0.1/")
    assert code == 100
    for _ in range(10):
        city.vk.ok("groups.addCallbackServer", **own, url=city.url)
    refusal = city.vk.refusal("groups.addCallbackServer", **own, url=city.url)
    assert refusal == (2000, "Servers number limit is reached")


def test_one_deaf_server_delays_no_other(city: Receiver, httpserver: HTTPServer) -> None:
    deaf = httpserver.url_for("/nobody")
    own = {"group_id": city.vk.group_id, "title": "Глухой"}
    silent = city.vk.ok("groups.addCallbackServer", **own, url=deaf)["server_id"]
    number = city.register(wall_post_new=1)
    assert city.settled(number, "ok")
    city.vk.post("Слышно")
    assert city.next()["object"]["text"] == "Слышно"
    assert city.settled(silent, "failed")
