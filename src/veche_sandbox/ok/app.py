"""Routes of the OK dialect; mount them at the API's base address."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from veche_sandbox.ok import comments, discussions, groups, photos, topics, users, videos
from veche_sandbox.ok.calls import METHODS
from veche_sandbox.ok.transport import Transport
from veche_sandbox.ok.upload_server import picture, receive_files
from veche_sandbox.store import Store

__all__ = ["METHODS", "routes"]

MODULES = (comments, discussions, groups, photos, topics, users, videos)
"""They declare their methods when they are imported."""


def routes(store: Store) -> list[BaseRoute]:
    """`/fb.do`, `/api/<group>/<method>`, the upload servers and the pictures.

    No rate limits, as none are documented.
    """
    transport = Transport(store)

    async def upload(request: Request) -> Response:
        return await receive_files(store, request)

    async def upload_video(request: Request) -> Response:
        return await videos.receive_video(store, request)

    async def image(request: Request) -> Response:
        return picture(store, request.path_params["key"])

    return [
        Route("/fb.do", transport.answer, methods=["GET", "POST"]),
        Route("/api/{group}/{method}", transport.answer, methods=["GET", "POST"]),
        Route("/upload/{address}", upload, methods=["POST"]),
        Route("/upload_video/{address}", upload_video, methods=["POST"]),
        Route("/image/{key}", image, methods=["GET"]),
    ]
