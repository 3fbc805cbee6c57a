"""vkbottle, an independent public client, unmodified except for its address."""

import asyncio
import io
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from tests.lazily import Lazily
from tests.veche_sandbox.vk.test_long_poll import check, switch_on
from tests.veche_sandbox.vk.test_places import KINDS, add, listen, write
from tests.veche_sandbox.vk.world import World, picture
from tests.waiting import wait_until

if TYPE_CHECKING:
    import vkbottle
    from vkbottle_types.events import bot_events
else:
    vkbottle = Lazily("vkbottle")
    bot_events = Lazily("vkbottle_types.events.bot_events")

pytestmark = [pytest.mark.peers, pytest.mark.nightly]
SECONDS = 60


@asynccontextmanager
async def client(vk: World, token: str) -> "AsyncIterator[vkbottle.API]":
    api = vkbottle.API(token, http_client=vkbottle.http.AiohttpClient())
    try:
        yield api
    finally:
        await api.http_client.close()


@pytest.fixture(autouse=True)
def pointed_at_the_sandbox(vk: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vkbottle.API, "API_URL", f"{vk.base}/method/")


def run(vk: World, token: str, act: "Callable[[vkbottle.API], Awaitable[Any]]") -> Any:
    async def inside() -> Any:
        async with client(vk, token) as api, asyncio.timeout(SECONDS):
            return await act(api)

    return asyncio.run(inside())


def test_posts_text_with_the_communitys_key(vk: World) -> None:
    async def act(api: vkbottle.API) -> int:
        answer = await api.wall.post(owner_id=vk.wall, from_group=True, message="Мост открыт", guid="6f1d")
        return int(answer.post_id)

    post = run(vk, vk.community, act)
    assert run(vk, vk.community, act) == post
    assert [(found["id"], found["text"]) for found in vk.sandbox.posts("vk", vk.group_id)] == [(post, "Мост открыт")]
    assert vk.sandbox.complaints("vk") == []


def test_uploads_and_posts_a_photo_with_the_administrators_key(vk: World) -> None:
    async def act(api: vkbottle.API) -> int:
        photo = await vkbottle.PhotoWallUploader(api).upload(picture(), group_id=vk.group_id)
        answer = await api.wall.post(owner_id=vk.wall, from_group=True, message="Мост", attachments=[photo])
        return int(answer.post_id)

    post = run(vk, vk.admin, act)
    [stands] = vk.sandbox.posts("vk", vk.group_id)
    assert (stands["id"], [(p["width"], p["height"]) for p in stands["photos"]]) == (post, [(640, 480)])
    assert vk.sandbox.complaints("vk") == []


def test_hears_of_comments_by_long_poll(vk: World) -> None:
    switch_on(vk)
    post = vk.post("Мост открыт")

    async def act(api: vkbottle.API) -> dict[str, Any]:
        polling = vkbottle.BotPolling(api, wait=10)
        async for event in polling.listen():
            return dict(event)
        return {}

    async def resident_speaks() -> None:
        await asyncio.to_thread(vk.resident, post, "Наконец-то", "Иван Первый", photos=[picture()])

    async def both(api: vkbottle.API) -> dict[str, Any]:
        listening = asyncio.create_task(act(api))
        await asyncio.to_thread(wait_until, lambda: any(call["method"] == "a_check" for call in vk.sandbox.calls("vk")))
        await resident_speaks()
        return await listening

    [update] = run(vk, vk.community, both)["updates"]
    assert update["type"] == "wall_reply_new"
    assert update["object"]["text"] == "Наконец-то"
    assert update["object"]["post_id"] == post


def test_reads_comments_and_their_pictures(vk: World) -> None:
    post = vk.post("Мост открыт")
    comment = vk.resident(post, "Смотрите", photos=[picture()])

    async def act(api: vkbottle.API) -> Any:
        answer = await api.wall.get_comments(owner_id=vk.wall, post_id=post, thread_items_count=10)
        [item] = answer.items
        photo = item.attachments[0].photo
        largest = max(photo.sizes, key=lambda size: size.width)
        return item.id, item.text, await api.http_client.request_content(largest.url)

    number, text, body = run(vk, vk.admin, act)
    with Image.open(io.BytesIO(body)) as image:
        assert number == comment
        assert text == "Смотрите"
        assert image.size == (640, 480)


@pytest.mark.parametrize(("kind", "code"), [("community_token", 27), ("vk_id_token", 1051), ("service_token", 28)])
def test_meets_the_real_refusals(vk: World, kind: str, code: int) -> None:
    async def act(api: vkbottle.API) -> Any:
        return await api.photos.get_wall_upload_server(group_id=vk.group_id)

    with pytest.raises(vkbottle.VKAPIError) as refused:
        run(vk, vk.keys[kind], act)
    assert isinstance(refused.value, vkbottle.CodeException)
    assert refused.value.code == code


def test_deletes_and_restores_a_comment(vk: World) -> None:
    post = vk.post("Мост открыт")
    comment = vk.resident(post, "Ругань")

    async def delete(api: vkbottle.API) -> Any:
        return await api.wall.delete_comment(owner_id=vk.wall, comment_id=comment)

    async def restore(api: vkbottle.API) -> Any:
        return await api.wall.restore_comment(owner_id=vk.wall, comment_id=comment)

    assert run(vk, vk.admin, delete) == 1
    assert [found["deleted"] for found in vk.sandbox.comments("vk") if found["post_id"] == post][-1] is True
    assert run(vk, vk.admin, restore) == 1
    assert [found["deleted"] for found in vk.sandbox.comments("vk") if found["post_id"] == post][-1] is False


@pytest.mark.parametrize("kind", KINDS)
def test_reads_events_of_photos_videos_and_topics(vk: World, kind: str) -> None:
    server, place = listen(vk), add(vk, kind)
    comment = write(vk, kind, place)
    vk.order("places/comments/edit", kind=kind, id=comment, text="Когда?")
    vk.order("places/comments/delete", kind=kind, id=comment)
    vk.order("places/comments/restore", kind=kind, id=comment)
    vk.order("suggestions", author="Пётр Лосев", text="Потеряли собаку")

    *told, suggested = check(server)["updates"]
    read = [getattr(bot_events, update["type"].title().replace("_", ""))(**update).object for update in told]

    assert [(one.id, getattr(one, f"{kind}_id")) for one in read] == [(comment, place)] * 4
    assert bot_events.WallPostNew(**suggested).object.post_type.value == "suggest"
