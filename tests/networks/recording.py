"""Everything that an adapter can say to its network, recorded as it goes out."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.networks.conftest import Bench, soon
from tests.networks.scene import ACTS, BEFORE, READS, Scene, carry_out
from veche.kernel.crypto import Secret
from veche.kernel.http import Door, Response
from veche.networks.meeting import Meeting
from veche.networks.protocol import NetworkError, Operation
from veche.networks.registry import NETWORKS, meet

HOOK = "https://veche.test/hook"


@dataclass(frozen=True, slots=True)
class Request:
    """`content` as the door was given it: `params`, `data`, `json`, `files`."""

    verb: str
    url: str
    content: Mapping[str, Any]


class RecordingDoor:
    """The door with a memory: what goes out goes out as it is."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self.sent: list[Request] = []

    def send(self, method: str, url: str, **content: Any) -> Response:
        self.sent.append(Request(method, url, dict(content)))
        return self._door.send(method, url, **content)


def record(bench: Bench, folder: Path) -> list[Request]:
    """Every operation that some key may do, every look, the meeting and the calling back; a fresh account for each."""
    door = RecordingDoor(bench.door)
    for operation in (*ACTS, *READS):
        if operation not in NETWORKS[bench.slug].unsupported:
            _one(_fresh(bench, door), folder, operation)
    _meet(_fresh(bench, door), door)
    return door.sent


def _fresh(bench: Bench, door: RecordingDoor) -> Bench:
    bot = {"new_bot": True} if bench.slug in ("telegram", "max") else {}
    given = bench.sandbox.add_account(bench.slug, "Город", **bot)
    return replace(bench, given=given, door=door)  # type: ignore[arg-type] # all that an adapter asks of a door


def _one(bench: Bench, folder: Path, operation: Operation) -> None:
    scene = Scene(bench, folder)
    if operation in BEFORE:
        carry_out(BEFORE[operation], scene)
    if operation in ACTS:
        carry_out(operation, scene)
    else:
        READS[operation](scene)
    bench.network.abilities(deadline=soon())


def _meet(bench: Bench, door: RecordingDoor) -> None:
    host: Meeting = meet(
        bench.slug,
        address={"id": str(bench.account)},
        keys={slot: Secret(token) for slot, token in bench.tokens.items()},
        door=door,  # type: ignore[arg-type]
        base_url=bench.sandbox.info[bench.slug]["base"],
    )
    host.introduce("", deadline=soon())
    with suppress(NetworkError):  # OK calls nobody
        host.confirmation(HOOK, deadline=soon())
        host.subscribe(HOOK, "s" * 20, deadline=soon())
        host.still_calls(HOOK, deadline=soon())
        host.unsubscribe(HOOK, deadline=soon())
