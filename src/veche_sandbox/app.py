"""One ASGI application: all dialects, the control API and the public pages."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from veche_sandbox import control, wall
from veche_sandbox.day import Day
from veche_sandbox.max import app as max_messenger
from veche_sandbox.ok import app as ok
from veche_sandbox.store import Store
from veche_sandbox.telegram import app as telegram
from veche_sandbox.vk import app as vk


class OneSlash:
    """Merge repeated slashes in paths: clients whose base ends in a slash request `base + "/" + path`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and "//" in scope["path"]:
            scope = {**scope, "path": _SLASHES.sub("/", scope["path"])}
        await self._app(scope, receive, send)


_SLASHES = re.compile("//+")
STATIC = Path(__file__).parent / "static"
LOCAL = ["127.0.0.1", "localhost", "[::1]"]


def build(store: Store, *, hosts: list[str] | None = None, strict_rates: bool = False) -> Starlette:
    """Build the application. `hosts`: further host names; others get 400, which prevents DNS rebinding."""
    day = Day(store)
    routes: list[BaseRoute] = [
        *wall.routes(store, day),
        Mount("/control", routes=control.routes(store, day)),
        Mount("/max", routes=max_messenger.routes(store, strict_rates=strict_rates)),
        Mount("/telegram", routes=telegram.routes(store, strict_rates=strict_rates)),
        Mount("/ok", routes=ok.routes(store)),
        Mount("/vk", routes=vk.routes(store, strict_rates=strict_rates)),
        Mount("/static", app=StaticFiles(directory=STATIC)),
    ]

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(chore()) for chore in store.chores]
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    middleware = [Middleware(TrustedHostMiddleware, allowed_hosts=[*LOCAL, *(hosts or [])]), Middleware(OneSlash)]
    return Starlette(routes=routes, middleware=middleware, lifespan=lifespan)
