"""Record all requests that an adapter can send to its network."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.networks.conftest import Bench, soon
from tests.networks.rows import ROWS
from tests.networks.scene import ACTS, BEFORE, READS, Scene, carry_out
from veche.kernel.crypto import Secret
from veche.kernel.http import HttpClient, Response
from veche.networks.protocol import NetworkError, Operation
from veche.networks.registry import NETWORKS, open_webhook_setup
from veche.networks.webhook_setup import WebhookSetup

HOOK = "https://veche.test/hook"


@dataclass(frozen=True, slots=True)
class Request:
    """A request. `content`: as passed to the HTTP client: `params`, `data`, `json`, `files`."""

    verb: str
    url: str
    content: Mapping[str, Any]


class RecordingClient:
    """An HTTP client that records requests and sends them unchanged."""

    def __init__(self, http: HttpClient) -> None:
        self._http = http
        self.sent: list[Request] = []

    def send(self, method: str, url: str, **content: Any) -> Response:
        self.sent.append(Request(method, url, dict(content)))
        return self._http.send(method, url, **content)


def record(bench: Bench, folder: Path) -> list[Request]:
    """Every operation, look-up and webhook method that some key allows, with a new account for each."""
    http = RecordingClient(bench.http)
    for operation in (*ACTS, *READS):
        if operation not in NETWORKS[bench.slug].unsupported:
            _one(_fresh(bench, http), folder, operation)
    _meet(_fresh(bench, http), http)
    return http.sent


def _fresh(bench: Bench, http: RecordingClient) -> Bench:
    bot = {"new_bot": True} if ROWS[bench.slug].new_bot else {}
    given = bench.sandbox.add_account(bench.slug, "Город", **bot)
    return replace(bench, given=given, http=http)  # type: ignore[arg-type] # all that an adapter asks of a door


def _one(bench: Bench, folder: Path, operation: Operation) -> None:
    scene = Scene(bench, folder)
    if operation in BEFORE:
        carry_out(BEFORE[operation], scene)
    if operation in ACTS:
        carry_out(operation, scene)
    else:
        READS[operation](scene)
    bench.network.abilities(deadline=soon())


def _meet(bench: Bench, http: RecordingClient) -> None:
    host: WebhookSetup = open_webhook_setup(
        bench.slug,
        address={"id": str(bench.account)},
        keys={slot: Secret(token) for slot, token in bench.tokens.items()},
        http=http,  # type: ignore[arg-type]
        base_url=bench.sandbox.info[bench.slug]["base"],
    )
    host.identify_page("", deadline=soon())
    with suppress(NetworkError):  # OK has no webhooks
        host.confirmation(HOOK, deadline=soon())
        host.subscribe(HOOK, "s" * 20, deadline=soon())
        host.is_subscribed(HOOK, deadline=soon())
        host.unsubscribe(HOOK, deadline=soon())
