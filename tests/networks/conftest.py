"""All adapters against the training networks: a new account for each test, and no complaints allowed."""

import io
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest
from PIL import Image

from tests.networks.rows import ROWS
from tests.sandbox_process import SandboxProcess
from veche.kernel.crypto import Secret
from veche.kernel.http import HttpClient
from veche.kernel.pace import Turn
from veche.networks.protocol import (
    Act,
    CommentCame,
    Done,
    Event,
    InboxPage,
    Network,
    OutgoingPost,
    Parts,
    Photo,
    PostSeen,
    Publish,
    Slot,
)
from veche.networks.registry import open_network

SECONDS = 10.0
# Networks that return posts without an id, and those that report our own actions.
READ_BACK = frozenset(slug for slug, row in ROWS.items() if row.shows_wall)
TELL_OUR_OWN = frozenset(slug for slug, row in ROWS.items() if row.tells_own)


def soon(seconds: float = SECONDS) -> float:
    return time.monotonic() + seconds


class Servers:
    """The servers of networks that the sandbox does not have, each started when it is first asked for."""

    def __init__(self, stack: ExitStack, folders: pytest.TempPathFactory) -> None:
        self._stack, self._folders = stack, folders
        self.started: dict[str, SandboxProcess] = {}

    def of(self, slug: str) -> SandboxProcess:
        start = ROWS[slug].server
        assert start is not None
        if slug not in self.started:
            self.started[slug] = self._stack.enter_context(start(self._folders.mktemp(slug)))
        return self.started[slug]


@pytest.fixture(scope="session")
def sandbox(networks_process: SandboxProcess) -> SandboxProcess:
    """The process that the rooms' tests use too."""
    return networks_process


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    with ExitStack() as stack:
        yield Servers(stack, tmp_path_factory)


@pytest.fixture(autouse=True)
def no_complaints(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail if an adapter sent something unknown to its network."""
    yield
    if "sandbox" in request.fixturenames:
        sandbox = request.getfixturevalue("sandbox")
        sandbox.clear_all_faults()
        assert sandbox.all_complaints() == []
    others = request.getfixturevalue("servers").started.values() if "servers" in request.fixturenames else ()
    for process in others:
        for network in process.networks:
            process.clear_faults(network)
            assert process.complaints(network) == []


@dataclass
class Bench:
    """A new account of one network with everything a test needs."""

    sandbox: SandboxProcess
    slug: str
    given: dict[str, Any]
    http: HttpClient
    slots: tuple[Slot, ...] = tuple(Slot)
    more: dict[str, str] = field(default_factory=dict)
    secret: str = ""

    @property
    def account(self) -> int:
        return int(self.given[ROWS[self.slug].account])

    @property
    def tokens(self) -> dict[Slot, str]:
        return {slot: self.given[name] for slot, name in ROWS[self.slug].keys.items()}

    @property
    def address(self) -> dict[str, str]:
        linked = {"linked_group_id": str(self.given["group_id"] or "")} if self.slug == "telegram" else {}
        return {"id": str(self.account), **linked, **self.more}

    @property
    def network(self) -> Network:
        return self.open()

    def open(
        self, *, tokens: dict[Slot, str] | None = None, base_url: str = "", http: HttpClient | None = None
    ) -> Network:
        found = self.tokens if tokens is None else tokens
        return open_network(
            self.slug,
            address=self.address,
            keys={slot: Secret(token) for slot, token in found.items() if slot in self.slots},
            http=http or self.http,
            base_url=base_url or self.sandbox.info[self.slug]["base"],
            webhook_secret=self.secret,
        )

    def publish(self, text: str, *photos: Photo, key: UUID | None = None, deadline: float | None = None) -> Done:
        return self.perform(Publish(OutgoingPost(text, photos)), key=key, deadline=deadline)

    def perform(self, act: Act, *, key: UUID | None = None, deadline: float | None = None) -> Done:
        network, until = self.network, deadline or soon()
        stages: list[Parts] = [{}, *network.prepare(act, {}, deadline=until)]
        return network.perform(act, stages[-1], key=key or uuid4(), deadline=until)

    def wall(self) -> list[dict[str, Any]]:
        return self.sandbox.posts(self.slug, self.account)

    def comments(self) -> list[dict[str, Any]]:
        found = self.sandbox.comments(self.slug, details=True)
        return [comment for comment in found if comment["account"] == self.account]

    def resident_writes(self, post_id: str, text: str, **more: Any) -> dict[str, Any]:
        number = self.ordered(post_id)
        return self.sandbox.write_comment(self.slug, number, "Анна Ковалёва", text, account=self.account, **more)

    def ordered(self, remote_id: str) -> int | str:
        """An id in the format of the control API, which is the network's own."""
        return remote_id if self.slug == "max" else int(remote_id)

    def is_underway(self, method: str) -> bool:
        """Whether the last call of this method has no outcome yet."""
        return bool(self.sandbox.calls(self.slug, method)[-1]["outcome"] == "")

    def fault(self, method: str, fault: str, **more: Any) -> None:
        self.sandbox.fault(self.slug, method, fault, **more)

    def begin(self) -> str:
        """A cursor from which all later events are reported."""
        return self.network.fetch_inbox("", deadline=soon()).cursor

    def news(self, cursor: str) -> InboxPage:
        return self.network.fetch_inbox(cursor, deadline=soon())


@pytest.fixture
def http(sandbox: SandboxProcess) -> HttpClient:
    return door_to(sandbox)


def door_to(process: SandboxProcess) -> HttpClient:
    where = urlsplit(process.info["control"])
    return HttpClient(allowed_private=frozenset({(where.hostname or "", where.port or 80)}))


@pytest.fixture
def vk(sandbox: SandboxProcess, http: HttpClient) -> Bench:
    return Bench(sandbox, "vk", sandbox.add_account("vk", "Город"), http)


@pytest.fixture
def telegram(sandbox: SandboxProcess, http: HttpClient) -> Bench:
    return Bench(sandbox, "telegram", sandbox.add_account("telegram", "Город", new_bot=True), http)


@pytest.fixture
def max_(sandbox: SandboxProcess, http: HttpClient) -> Bench:
    return Bench(sandbox, "max", sandbox.add_account("max", "Город", new_bot=True), http)


@pytest.fixture
def ok(sandbox: SandboxProcess, http: HttpClient) -> Bench:
    return Bench(sandbox, "ok", sandbox.add_account("ok", "Город"), http)


@pytest.fixture(params=ROWS)
def bench(request: pytest.FixtureRequest) -> Bench:
    """One network, or the one named by the test's parameter."""
    return bench_of(request, request.param)


def bench_of(request: pytest.FixtureRequest, slug: str) -> Bench:
    """A fresh account on the sandbox, or on the network's own server."""
    if ROWS[slug].server is None:
        found: Bench = request.getfixturevalue("max_" if slug == "max" else slug)
        return found
    process = request.getfixturevalue("servers").of(slug)
    return Bench(process, slug, process.add_account(slug, "Город"), door_to(process))


@pytest.fixture
def photos(tmp_path: Path) -> tuple[Photo, ...]:
    """Three different pictures with alt texts."""
    made = []
    for number, colour in enumerate(("navy", "teal", "olive")):
        path = tmp_path / f"{number}.png"
        path.write_bytes(picture(colour))
        made.append(Photo(path, "image/png", alt=f"Снимок {number}"))
    return tuple(made)


def picture(colour: str, *, width: int = 120, height: int = 80) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


class Turns:
    """A rate limit that allows so many calls per poll."""

    def __init__(self, left: int) -> None:
        self.left = left

    def take(self, turns: Sequence[Turn]) -> float:
        self.left -= len(turns)
        return 0.0 if self.left >= 0 else 1.0


def came(events: tuple[Event, ...]) -> list[CommentCame]:
    return [event for event in events if isinstance(event, CommentCame)]


def seen(events: tuple[Event, ...]) -> list[PostSeen]:
    return [event for event in events if isinstance(event, PostSeen)]
