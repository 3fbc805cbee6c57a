"""Routes of the VK dialect; mount them at the API's base address."""

from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from veche_sandbox.store import Store
from veche_sandbox.vk import (
    bans,
    callbacks,
    captcha,
    comment_reading,
    comments,
    documents,
    execute,
    file_server,
    file_uploads,
    group_settings,
    groups,
    live,
    messages,
    owner_photos,
    photos,
    place_comments,
    place_reading,
    polls,
    posts,
    reading,
    stories,
    thumbs,
    uploads,
    users,
    videos,
)
from veche_sandbox.vk.calls import METHODS, NETWORK
from veche_sandbox.vk.delivery import deliver
from veche_sandbox.vk.events import tell
from veche_sandbox.vk.longpoll import check
from veche_sandbox.vk.scaling import LONGEST, scale
from veche_sandbox.vk.transport import Transport
from veche_sandbox.vk.upload_server import receive_file

__all__ = ["METHODS", "routes"]

MODULES = (
    bans,
    callbacks,
    comment_reading,
    comments,
    documents,
    execute,
    groups,
    live,
    group_settings,
    messages,
    photos,
    place_comments,
    place_reading,
    polls,
    owner_photos,
    posts,
    reading,
    stories,
    thumbs,
    users,
    videos,
)
"""They declare their methods when they are imported."""


def routes(store: Store, *, strict_rates: bool = False) -> list[BaseRoute]:
    """`/method/<name>`, the upload servers, Long Poll and the pictures.

    Also registers the dialect for people's actions.
    """
    uploads.prepare(store)
    file_uploads.prepare(store)
    stories.prepare(store)
    store.listen(NETWORK, partial(tell, store))
    store.chores.append(partial(deliver, store))

    async def upload(request: Request) -> Response:
        return await receive_file(store, request)

    async def upload_file(request: Request) -> Response:
        return await file_server.receive_file(store, request)

    async def upload_story(request: Request) -> Response:
        return await stories.receive_file(store, request)

    async def long_poll(request: Request) -> Response:
        return await check(store, request)

    async def picture(request: Request) -> Response:
        return await _picture(store, request.path_params["key"], request.path_params["letter"])

    return [
        Route("/method/{name}", Transport(store, strict_rates=strict_rates).answer, methods=["GET", "POST"]),
        Route("/upload/{address}", upload, methods=["POST"]),
        Route("/upload_file/{address}", upload_file, methods=["POST"]),
        Route("/upload_story/{address}", upload_story, methods=["POST"]),
        Route("/whp/{group_id:int}", long_poll, methods=["GET", "POST"]),
        *captcha.routes(store),
        Route("/photo/{key}/{letter}.jpg", picture, methods=["GET"]),
    ]


async def _picture(store: Store, key: str, letter: str) -> Response:
    """Serve a picture, public by address, as VK's are."""
    photo = store.photos.by_key(key)
    if photo is None or photo.network != NETWORK or letter not in LONGEST:
        return PlainTextResponse("404 Not Found", status_code=404)
    body = await run_in_threadpool(scale, store.photos.body(photo), letter)
    return Response(body, media_type="image/jpeg")
