"""The strict server as a thread with its own port, used like `tests.sandbox_process.SandboxProcess`.

It answers as documented, applies ordered faults, and records complaints about unknown input.
"""

import asyncio
import json
import re
import threading
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tests import loopback
from tests.networks.mastodon.api import OPERATIONS, Call, Operation, is_working
from tests.networks.mastodon.control import NETWORK, Control
from tests.networks.mastodon.params import Params, Refused, read
from tests.networks.mastodon.shapes import Shapes
from tests.networks.mastodon.state import Account, State
from tests.sandbox_process import SandboxProcess
from veche_sandbox.faults import Dialect, Reply, carry_out
from veche_sandbox.server import Server
from veche_sandbox.store import Store

START_SECONDS = 60.0
VERBS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
CITY = "Администрация города Рубцовска"
PAGE = "<html><body><h1>Вход</h1></body></html>"
_ROUTES = [
    (method, re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(path))), path)
    for method, path in OPERATIONS
]
# The server's sentence for each ordered code.
ERRORS = {
    "401": "The access token is invalid",
    "403": "This action is not allowed",
    "404": "Record not found",
    "422": "Validation failed: something is wrong",
    "429": "Too many requests",
    "500": "Internal server error",
}


def said(status: int, error: str, headers: Mapping[str, str] | None = None) -> Reply:
    return Reply(JSONResponse({"error": error}, status, headers), str(status))


class Application:
    def __init__(self, store: Store, state: State) -> None:
        self.state, self.store = state, store
        self.control = Control(state, store)
        self.shapes = Shapes(state, "")
        # The attributes that `carry_out` needs: recorded calls and faults, and keys.
        self._books: Any = SimpleNamespace(ledger=store.ledger, accounts=self.control)
        self._dialect = Dialect(
            NETWORK,
            refuse=lambda: said(503, "Remote data could not be fetched"),
            flood=lambda seconds: said(
                429, ERRORS["429"], {"retry-after": str(int(seconds + 0.999))} if seconds else {}
            ),
            error=lambda code: said(int(code), ERRORS[code]),
        )

    def build(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/control/mastodon/{path:path}", self._control, methods=VERBS),
                Route("/files/{id}", self._file, methods=["GET"]),
                Route("/{path:path}", self._api, methods=VERBS),
            ]
        )

    async def _control(self, request: Request) -> Response:
        body = await request.body()
        order = json.loads(body) if body else {}
        query = dict(parse_qsl(request.url.query))
        try:
            return JSONResponse(self.control.answer(request.method, request.path_params["path"], order, query))
        except (KeyError, StopIteration) as error:
            return JSONResponse({"error": f"no {error}"}, 400)

    async def _file(self, request: Request) -> Response:
        media = self.state.media.get(request.path_params["id"])
        return Response(media.body, media_type=media.mime) if media else Response(status_code=404)

    async def _api(self, request: Request) -> Response:
        if self.control.front:
            return HTMLResponse(PAGE) if self.control.front == "html" else RedirectResponse(self.control.front, 302)
        path = request.url.path.rstrip("/")
        if request.method == "GET" and re.fullmatch(r"/api/v[12]/instance", path):
            return self._instance(int(path[6]))
        matches = ((name, pattern.fullmatch(path)) for method, pattern, name in _ROUTES if method == request.method)
        name, found = next(((name, match) for name, match in matches if match), ("", None))
        if found is None:
            self.store.ledger.complain(NETWORK, f"{request.method} {path}", "", "unknown method")
            return said(404, "Record not found").response
        try:
            params = await read(request)
        except (Refused, ValueError):
            return said(400, "Bad Request").response
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        operation, method = OPERATIONS[request.method, name], f"{request.method} {name}"

        async def act() -> Reply:
            return self._answer(operation, method, token, params, found.groupdict(), request.headers)

        known = self.state.by_token(token)
        holder: Any = SimpleNamespace(kind="bot", network=NETWORK, value=token) if known else None
        return await carry_out(self._books, self._dialect, method, holder, act)

    def _instance(self, era: int) -> Response:
        if era > self.state.era:
            return JSONResponse({"error": "Record not found"}, 404)
        shown: dict[str, Any] = {"title": "Mastodon", "version": "4.5.0", "configuration": self.state.limits}
        return JSONResponse(
            shown
            | ({"domain": "mastodon.test", "api_versions": {"mastodon": 7}} if era == 2 else {"uri": "mastodon.test"})
        )

    def _answer(
        self,
        operation: Operation,
        method: str,
        token: str,
        params: Params,
        path: Mapping[str, str],
        headers: Mapping[str, str],
    ) -> Reply:
        me = self.state.by_token(token)
        if me is None or me.revoked:
            return said(401, "The access token was revoked" if me else "The access token is invalid")
        if operation.scope and not _enough(operation.scope, me.scopes):
            return said(403, "This action is outside the authorized scopes")
        for name in sorted(params.keys() - operation.params):
            self.store.ledger.complain(NETWORK, method, name)
        call = Call(self.state, self.shapes, me, path, params, headers)
        try:
            body = operation.act(call)
        except Refused as refused:
            return said(refused.status, refused.error)
        return Reply(JSONResponse(body, _status(method, call, body)))


def _enough(wanted: str, scopes: tuple[str, ...]) -> bool:
    """Whether the scopes include the wanted one, or its whole kind."""
    return any(not {one, one.partition(":")[0]}.isdisjoint(scopes) for one in wanted.split())


def _status(method: str, call: Call, body: Any) -> int:
    """202 for a video, which is processed later."""
    if method == "POST /api/v2/media" and is_working(call.state.media[body["id"]]):
        return 202
    if method == "GET /api/v1/media/{id}" and is_working(call.state.media[body["id"]]):
        return 206
    return 200


class MastodonProcess(SandboxProcess):
    """`with MastodonProcess(folder) as server: server.info["mastodon"]["base"]`; it has one city."""

    def __init__(self, folder: Path) -> None:
        self.info = {}
        self.state = State()
        self._folder = folder
        self._line = loopback.Line()
        self._thread: threading.Thread | None = None
        self._server: Server | None = None

    def start(self) -> None:
        ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(ready)), daemon=True)
        self._thread.start()
        if not ready.wait(START_SECONDS):
            raise RuntimeError("the strict server did not start")

    def stop(self) -> int:
        if self._server is not None and self._thread is not None:
            self._server.stop()
            self._thread.join(START_SECONDS)
            self._server = None
        return 0

    @property
    def networks(self) -> list[str]:
        return [NETWORK]

    async def _serve(self, ready: threading.Event) -> None:
        store = Store(self._folder / "mastodon.sqlite3")
        application = Application(store, self.state)
        city: Account = self.state.add_account(CITY, username="training_city", with_token=True)

        def listening(port: int) -> None:
            address = f"http://127.0.0.1:{port}"
            application.shapes.address = address
            keys = Control.keys(city)
            self.info = {"control": f"{address}/control", NETWORK: {"base": address, **keys}}
            ready.set()

        self._server = Server(application.build(), host="127.0.0.1", port=0, ready=listening)
        try:
            await self._server.serve()
        finally:
            store.close()
