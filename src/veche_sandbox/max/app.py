"""Routes of the MAX dialect; mount them at the API's base address."""

from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from veche_sandbox.max import bots, chats, comments, messages, polling, subscriptions, uploads
from veche_sandbox.max.delivery import deliver
from veche_sandbox.max.registry import OPERATIONS
from veche_sandbox.max.transport import Transport
from veche_sandbox.max.updates import announce
from veche_sandbox.store import Store

__all__ = ["OPERATIONS", "routes"]

MODULES = (bots, chats, comments, messages, polling, subscriptions, uploads)
"""They declare their operations when they are imported."""
VERBS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


def routes(store: Store, *, strict_rates: bool = False) -> list[BaseRoute]:
    store.listen("max", partial(announce, store))
    store.chores.append(partial(deliver, store))

    async def upload(request: Request) -> Response:
        if request.method == "GET":
            return uploads.show_state(store, request.path_params["address"])
        return await uploads.receive_file(store, request)

    async def picture(request: Request) -> Response:
        return uploads.serve_picture(store, request.path_params["key"])

    return [
        Route("/upload/{address}", upload, methods=["GET", "POST"]),
        Route("/photo/{key}", picture, methods=["GET"]),
        Route("/{path:path}", Transport(store, strict_rates=strict_rates).answer, methods=VERBS),
    ]
