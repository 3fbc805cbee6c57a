"""For any answer of a server, the adapter returns or raises one of its three outcomes, and no other exception."""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.networks.conftest import soon
from veche.kernel.crypto import Secret
from veche.kernel.http import HttpClient
from veche.networks.protocol import (
    Absent,
    CannotTell,
    DeleteComment,
    Describe,
    Done,
    Edit,
    Found,
    Network,
    NetworkError,
    OutgoingPost,
    Parts,
    Pin,
    Publish,
    Reply,
    RestrictAuthor,
    Slot,
    Withdraw,
)
from veche.networks.registry import open_network

NOW = datetime.now(UTC)
ME = "113577300000000000"
POST = OutgoingPost("Каток открыт.")
STATUS: dict[str, Any] = {
    "id": "1",
    "created_at": NOW.isoformat(),
    "in_reply_to_id": None,
    "visibility": "public",
    "content": "<p>Другое</p>",
    "account": {"id": ME, "acct": "gorod", "username": "gorod"},
    "media_attachments": [{"id": "2", "type": "image", "url": "https://mastodon.example/2.png"}],
    "poll": None,
    "pinned": False,
    "url": "https://mastodon.example/@gorod/1",
}
BODIES: dict[str, Any] = {
    "status": STATUS,
    "list": [STATUS],
    "notifications": [{"id": "3", "type": "mention", "status": {**STATUS, "visibility": "direct"}}],
    "context": {"ancestors": [STATUS], "descendants": []},
    "account": {"id": ME, "username": "gorod", "source": {"note": "да"}, "avatar": "", "blocking": True},
    "instance": {"version": "4.5.0", "configuration": {"statuses": {"max_characters": 500}}, "api_versions": {}},
}
# A post that does not exist counts as withdrawn.
GONE = {("perform withdraw", 404), ("perform withdraw", 410)}
ACTS = (
    Publish(POST),
    Edit("1", POST, POST),
    Withdraw("1"),
    Pin("1"),
    Reply("1", "2", "Да."),
    DeleteComment("1", "2"),
    RestrictAuthor("2"),
    Describe("да"),
)


def _asked(act: Any, network: Network) -> object:
    return network.look_up(act, key=uuid4(), since=NOW - timedelta(minutes=1), remote_id="", deadline=soon())


def _done(act: Any, network: Network) -> object:
    stages: list[Parts] = [{"name": "anna"}, *network.prepare(act, {"name": "anna"}, deadline=soon())]
    return network.perform(act, stages[-1], key=uuid4(), deadline=soon())


ASKS: dict[str, Callable[[Network], object]] = {
    "abilities": lambda network: network.abilities(deadline=soon()),
    "read back": lambda network: network.read_back(["1"], deadline=soon()),
    "statistics": lambda network: network.statistics(["1"], deadline=soon()),
    "inbox": lambda network: network.fetch_inbox("1", deadline=soon()),
    "first look": lambda network: network.fetch_inbox("", deadline=soon()),
    **{f"look up {act.verb}": partial(_asked, act) for act in ACTS},
    **{f"perform {act.verb}": partial(_done, act) for act in ACTS},
}
odd: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | st.integers(-1, 2**70) | st.text(max_size=4) | st.just([]) | st.just({}) | st.just([7])
)


def opened(server: HTTPServer, say: Callable[[str], Any], status: int = 200) -> Network:
    def answer(request: Request) -> Response:
        return Response(json.dumps(say(request.path)), status)

    server.clear()
    server.expect_request(re.compile(".*")).respond_with_handler(answer)
    return open_network(
        "mastodon",
        address={"id": ME},
        keys={Slot.BOT: Secret("T" * 43)},
        http=HttpClient(allowed_private=frozenset({(server.host, server.port)})),
        base_url=server.url_for("").rstrip("/"),
    )


def usual(path: str) -> str:
    """The body that a correct server gives there."""
    kinds = {"statuses$": "list", "notifications": "notifications", "context": "context", "instance": "instance"}
    kinds |= {"relationships": "list", "accounts": "account"}
    found = next((kind for part, kind in kinds.items() if re.search(part, path)), "status")
    return "status" if path == "/api/v1/statuses" else found


@pytest.mark.parametrize("ask", ASKS)
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_a_body_with_one_odd_value(httpserver: HTTPServer, ask: str, data: st.DataObject) -> None:
    spoilt = data.draw(st.sampled_from(sorted(BODIES)))
    body = json.loads(json.dumps(BODIES[spoilt]))
    place = body[0] if isinstance(body, list) else body
    place[data.draw(st.sampled_from(sorted(place)))] = data.draw(odd)
    bodies = {**BODIES, spoilt: data.draw(st.sampled_from([body, data.draw(odd)]))}

    with suppress(NetworkError):
        ASKS[ask](opened(httpserver, lambda path: bodies[usual(path)]))


@pytest.mark.parametrize("ask", [name for name in ASKS if name.startswith("look up")])
def test_a_visibility_that_is_no_word_is_looked_past(httpserver: HTTPServer, ask: str) -> None:
    bodies = {**BODIES, "list": [{**STATUS, "visibility": []}]}

    answer = ASKS[ask](opened(httpserver, lambda path: bodies[usual(path)]))

    assert isinstance(answer, Found | Absent | CannotTell)


@pytest.mark.parametrize("ask", [name for name in ASKS if name.startswith("perform")])
@pytest.mark.parametrize("status", [204, 302, 400, 403, 404, 410, 418, 429, 500, 503])
def test_every_status_has_an_ending(httpserver: HTTPServer, ask: str, status: int) -> None:
    if (ask, status) in GONE:
        assert ASKS[ask](opened(httpserver, lambda _path: {}, status)) == Done("1", proven=True)
        return
    with pytest.raises(NetworkError) as caught:
        ASKS[ask](opened(httpserver, lambda _path: {"error": "Нет"}, status))

    assert caught.value.advice.endswith((".", "».")), caught.value.advice
    assert not (caught.value.permanent and caught.value.maybe_done)


def test_a_list_without_an_end_leaves_doubt(httpserver: HTTPServer) -> None:
    numbers = iter(range(1000, 0, -1))
    network = opened(
        httpserver,
        lambda path: (
            [{**STATUS, "id": str(next(numbers))} for _ in range(40)]
            if path.endswith("/statuses")
            else {"text": "Другое"}
            if path.endswith("/source")
            else BODIES["instance"]
        ),
    )

    answer = network.look_up(
        Publish(POST), key=uuid4(), since=NOW - timedelta(minutes=1), remote_id="", deadline=soon(20)
    )

    assert isinstance(answer, CannotTell)
    assert "слишком много" in answer.why
