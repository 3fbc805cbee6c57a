"""A small site behind the gateway, in granian like the real one: python -m tests.config.gateway_app PORT GRACE [LIMIT]

LIMIT: the largest file in bytes that this process may write, as on a full disk.
"""

import json
import resource
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from veche.config.gateway import LargeBodyLimit, WsgiGateway

ALWAYS = 1000
MOST = {"guest": 2000, "owner": 5_000_000}
TOLD = ("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "REMOTE_ADDR", "SERVER_PROTOCOL", "wsgi.url_scheme")


class Closing:
    """Reports in a header of the next answer whether it was closed, and by which thread."""

    closed: list[bool] = []

    def __init__(self, body: bytes) -> None:
        self._body, self._thread = body, threading.get_ident()

    def __iter__(self) -> Iterator[bytes]:
        yield self._body

    def close(self) -> None:
        Closing.closed.append(self._thread == threading.get_ident())


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
    if environ["PATH_INFO"] == "/broken":
        raise RuntimeError("broken on purpose")
    if environ["PATH_INFO"] == "/same":
        start("304 Not Modified", [("ETag", '"1"')])
        return []
    if environ["PATH_INFO"] == "/file":
        start("200 OK", [("Content-Type", "text/x-python")])
        return environ["wsgi.file_wrapper"](Path(__file__).open("rb"))
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    told = {name: environ[name] for name in TOLD}
    told |= {name: value for name, value in environ.items() if name.startswith("HTTP_X_") or name == "HTTP_COOKIE"}
    told |= {"read": len(body), "closed": Closing.closed}
    start("200 OK", [("Content-Type", "application/json"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
    return Closing(json.dumps(told).encode())


def most(environ: dict[str, Any]) -> int:
    return MOST[environ.get("HTTP_X_WHO", "guest")]


def main() -> None:
    port, grace, *limit = sys.argv[1:]
    for size in limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(size), int(size)))
    room = LargeBodyLimit(bodies=3, size=10_000_000)
    gateway = WsgiGateway(application, threads=2, most=most, always=ALWAYS, room=room, grace=float(grace), memory=500)
    server = Granian(
        "gateway",
        port=int(port),
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.warning,
    )
    server.serve(target_loader=lambda: gateway, wrap_loader=False)


if __name__ == "__main__":
    main()
