"""Every request of the MAX adapter, recorded, against the published descriptions and against maxo's typed methods."""

import re
from typing import Any
from uuid import uuid4

import pytest
from maxo.bot import methods

from tests.networks.conftest import Bench, soon
from tests.sandbox.max import published
from veche.kernel.clock import now
from veche.kernel.http import Door, Response
from veche.networks.protocol import (
    Act,
    DeleteComment,
    Edit,
    OutgoingPost,
    Photo,
    Pin,
    Publish,
    Reply,
    Unpin,
    Withdraw,
)

type Request = tuple[str, str, dict[str, str], Any]


class RecordingDoor:
    """The door with a memory: what goes out goes out as it is."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self.sent: list[Request] = []

    def send(self, method: str, url: str, **content: Any) -> Response:
        self.sent.append((method, url, dict(content.get("params") or {}), content.get("json")))
        return self._door.send(method, url, **content)


@pytest.fixture
def recorded(max_: Bench, photos: tuple[Photo, ...]) -> list[Request]:
    """All that the adapter can do, once; addresses without the sandbox's own part, uploads left out."""
    door = RecordingDoor(max_.door)
    max_.door = door  # type: ignore[assignment]
    cursor = max_.begin()
    post = max_.publish("Каток открыт. 🏛", *photos[:2]).remote_id
    comment = str(max_.resident_writes(post, "Когда?")["id"])
    max_.news(cursor)
    acts: list[Act] = [
        Publish(OutgoingPost("ж" * 4000)),
        Reply(post, comment, "Завтра."),
        Edit(post, OutgoingPost("Каток закрыт.", photos[:1]), OutgoingPost("Каток открыт. 🏛", photos[:2])),
        Pin(post),
        Unpin(post),
        DeleteComment(post, comment),
        Withdraw(post),
    ]
    for act in acts:
        done = max_.perform(act)
        for remote_id in ("", done.remote_id):
            max_.network.look_up(act, key=uuid4(), since=now(), remote_id=remote_id, deadline=soon())
    max_.network.read_back((post,), deadline=soon())
    max_.network.abilities(deadline=soon())
    base = max_.sandbox.info["max"]["base"]
    return [
        (verb, url.removeprefix(base), query, body) for verb, url, query, body in door.sent if "/upload/" not in url
    ]


@pytest.mark.skipif(not published.HERE, reason=published.MISSING)
def test_requests_are_as_published(recorded: list[Request]) -> None:
    table = published.operations()

    found = {
        f"{verb} {path}": problems
        for verb, path, query, body in recorded
        if (problems := published.problems(table, verb, _with(path, query), body))
    }

    assert found == {}
    assert len({(verb, _shape(path)) for verb, path, _, _ in recorded}) >= 15


def test_requests_are_those_of_maxo(recorded: list[Request]) -> None:
    """Each is a method of maxo's, with no name that its class does not have."""
    known = {
        (one.__method__.upper(), published.shape(one.__url__)): set(one.__annotations__)
        for one in vars(methods).values()
        if hasattr(one, "__url__") and hasattr(one, "__method__")
    }

    for verb, path, query, body in recorded:
        names = {*query, *(body or {})}
        assert names <= known[verb, _shape(path)], (verb, path)


def _with(path: str, query: dict[str, str]) -> str:
    return "http://max" + path + ("?" + "&".join(f"{name}={value}" for name, value in query.items()) if query else "")


def _shape(path: str) -> str:
    return re.sub(r"/(mid\.[0-9a-f]+|-\d+)(?=/|$)", "/{}", path)
