"""maxo, unmodified, against the sandbox: it posts, reads, moderates, subscribes, and parses every object."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from aiohttp import ClientSession

from tests.lazily import Lazily
from tests.veche_sandbox.bot import picture
from tests.veche_sandbox.max.conftest import MaxBot

if TYPE_CHECKING:
    import maxo.bot.api_client
    import maxo.bot.methods
    import maxo.bot.state
    import maxo.utils.upload_media
else:
    maxo = Lazily("maxo")

pytestmark = [pytest.mark.peers, pytest.mark.nightly]


@asynccontextmanager
async def client(bot: MaxBot) -> "AsyncIterator[maxo.Bot]":
    """maxo's own start accepts the real address only; its inner client accepts another."""
    made = maxo.Bot(bot.token, warming_up=False)
    session = ClientSession()
    inside = maxo.bot.api_client.MaxApiClient(
        bot.token, made.retort, made.retort, base_url=f"{bot.base}/", session=session, json_loads=json.loads
    )
    made._state = maxo.bot.state.ConnectingBotState(inside)
    made._state = maxo.bot.state.RunningBotState(info=await made.get_my_info(), api_client=inside)
    try:
        yield made
    finally:
        await made.close()


def test_maxo_knows_where_it_is(bot: MaxBot) -> None:
    async def story() -> tuple[bool, str | None, list[bool], list[str]]:
        async with client(bot) as api:
            me = await api.get_my_info()
            chat = await api.get_chat(chat_id=bot.chat)
            seat = await api.get_membership(chat_id=bot.chat)
            admins = await api.get_admins(chat_id=bot.chat)
            members = await api.get_members(chat_id=bot.chat, count=1)
            assert len(members.members) == 1
            owners = [member.is_owner for member in admins.members]
            return me.is_bot, chat.title, owners, sorted(seat.permissions or ())

    is_bot, title, owners, rights = asyncio.run(story())

    assert is_bot is True
    assert title == "Администрация города"
    assert owners == [True, False]
    assert rights == ["change_chat_info", "delete", "edit", "pin_message", "read_all_messages", "write"]


def test_maxo_posts_edits_pins_and_deletes(bot: MaxBot) -> None:
    async def story() -> list[str]:
        async with client(bot) as api:
            sent = (await api.send_message(chat_id=bot.chat, text="Вода есть")).message
            mid = sent.body.mid
            assert sent.unsafe_url.startswith("https://max.ru/")
            await api.edit_message(message_id=mid, text="Воды нет", attachments=None, link=None)
            await api.pin_message(chat_id=bot.chat, message_id=mid)
            pinned = (await api.get_pinned_message(chat_id=bot.chat)).unsafe_message
            await api.unpin_message(chat_id=bot.chat)
            again = await api.get_message_by_id(message_id=mid)
            other = (await api.send_message(chat_id=bot.chat, text="Лишнее")).message.body.mid
            await api.delete_message(message_id=other)
            listed = await api.get_messages(chat_id=bot.chat, count=10)
            named = await api.get_messages(message_ids=[mid])
            assert [message.body.mid for message in named.messages] == [mid]
            return [(pinned.body.mid == mid and again.body.text) or "", *(m.body.text or "" for m in listed.messages)]

    assert asyncio.run(story()) == ["Воды нет", "Воды нет"]
    assert [(post["text"], post["deleted"]) for post in bot.wall()] == [("Воды нет", False), ("Лишнее", True)]
    assert bot.sandbox.complaints("max") == []


def test_maxo_uploads_and_waits_until_the_picture_is_ready(bot: MaxBot) -> None:
    async def story() -> str:
        async with client(bot) as api:
            place = await api.get_upload_url(type=maxo.enums.UploadType.IMAGE)
            uploaded = await api.upload_media_resumable(
                place.url, maxo.utils.upload_media.BufferedInputFile.image(picture(), "a.png")
            )
            assert uploaded is not None
            request = maxo.types.PhotoAttachmentRequest(
                payload=maxo.types.PhotoAttachmentRequestPayload(token=uploaded.last_token)
            )
            sent = await api.send_message(chat_id=bot.chat, text="Мост", attachments=[request])
            [attached] = sent.message.body.attachments or []
            assert isinstance(attached, maxo.types.PhotoAttachment)
            return attached.payload.token

    # Independent of the upload's duration: the first attempt is too early.
    bot.sandbox.fault("max", "POST /messages", "error", code="attachment.not.ready")
    asyncio.run(story())

    [post] = bot.wall()
    assert (post["text"], len(post["photos"])) == ("Мост", 1)
    outcomes = [call["outcome"] for call in bot.sandbox.calls("max", "POST /messages")]
    assert outcomes[0] == "attachment.not.ready"
    assert outcomes[-1] == "ok"


def test_maxo_reads_answers_and_moderates_comments(bot: MaxBot) -> None:
    post = bot.post()
    comment = bot.comment(post)

    async def story() -> tuple[str | None, str, str | None]:
        async with client(bot) as api:
            listed = await api.get_comments(message_id=post, count=10)
            one = await api.get_comment_by_id(message_id=post, comment_id=comment)
            link = maxo.types.NewMessageLink(type=maxo.enums.MessageLinkType.REPLY, mid=comment)
            reply = (await api.send_comment(message_id=post, text="Завтра", link=link)).message
            await api.edit_comment(message_id=post, comment_id=reply.body.mid, text="В среду", link=None)
            await api.delete_comment(message_id=post, comment_id=comment)
            assert [found.body.mid for found in listed.messages] == [comment]
            return one.body.text, one.unsafe_sender.first_name, reply.unsafe_link.message.mid

    assert asyncio.run(story()) == ("Когда?", "Анна", comment)
    found = bot.sandbox.ask("GET", "max", "comments", query={"account": bot.chat})
    assert [(item["text"], item["deleted"]) for item in found] == [("Когда?", True), ("В среду", False)]


def test_maxo_hears_a_comment(bot: MaxBot) -> None:
    post = bot.post()

    async def story() -> list[tuple[str | None, str | None]]:
        async with client(bot) as api:
            marker = (await api.get_updates(timeout=0)).marker
            waiting = asyncio.create_task(api.call_method(maxo.bot.methods.GetUpdates(marker=marker, timeout=60)))
            await asyncio.to_thread(bot.comment, post)
            heard = (await waiting).updates
            return [
                (update.message.body.text, update.message.recipient.post_id)
                for update in heard
                if isinstance(update, maxo.types.CommentCreated)
            ]

    assert asyncio.run(story()) == [("Когда?", post)]


def test_maxo_subscribes(bot: MaxBot) -> None:
    async def story() -> list[str]:
        async with client(bot) as api:
            await api.subscribe(url="https://example.ru/max", secret="secret-5", update_types=["comment_created"])
            found = [one.url for one in (await api.get_subscriptions()).subscriptions]
            await api.unsubscribe(url="https://example.ru/max")
            assert (await api.get_subscriptions()).subscriptions == []
            return found

    assert asyncio.run(story()) == ["https://example.ru/max"]


def test_maxo_understands_refusals(bot: MaxBot) -> None:
    async def story() -> list[str]:
        met: list[str] = []
        async with client(bot) as api:
            try:
                await api.delete_message(message_id="mid." + "0" * 32)
            except maxo.errors.MaxBotApiError as error:
                met.append(error.code)
            await asyncio.to_thread(bot.rights, "read_all_messages")
            with pytest.raises(maxo.errors.MaxBotForbiddenError):
                await api.send_message(chat_id=bot.chat, text="Да")
            await asyncio.to_thread(bot.sandbox.revoke_token, "max", bot.token)
            with pytest.raises(maxo.errors.MaxBotUnauthorizedError):
                await api.get_my_info()
        return met

    assert asyncio.run(story()) == ["not.found"]
    assert bot.wall() == []


def test_maxo_talks_in_a_dialog(bot: MaxBot) -> None:
    order = {"account": bot.chat, "author": "Анна Ковалёва", "text": "Когда?"}

    async def story() -> tuple[str | None, int | None, str | None]:
        async with client(bot) as api:
            marker = (await api.get_updates(timeout=0)).marker
            written = await asyncio.to_thread(bot.sandbox.ask, "POST", "max", "messages", order)
            heard = (await api.call_method(maxo.bot.methods.GetUpdates(marker=marker, timeout=5))).updates
            [came] = [update for update in heard if isinstance(update, maxo.types.MessageCreated)]
            link = maxo.types.NewMessageLink(type=maxo.enums.MessageLinkType.REPLY, mid=came.message.body.mid)
            sent = (await api.send_message(user_id=written["peer_id"], text="В шесть", link=link)).message
            return came.message.body.text, sent.recipient.user_id, sent.unsafe_link.message.text

    text, reader, answered = asyncio.run(story())

    found = bot.sandbox.ask("GET", "max", "messages", query={"account": bot.chat})
    assert text == "Когда?"
    assert reader == found[0]["peer_id"]
    assert answered == "Когда?"
    assert [(one["text"], one["ours"]) for one in found] == [("Когда?", False), ("В шесть", True)]
    assert bot.sandbox.complaints("max") == []


def test_maxo_changes_how_the_channel_looks(bot: MaxBot) -> None:
    async def story() -> tuple[str | None, str | None]:
        async with client(bot) as api:
            changed = await api.edit_chat(chat_id=bot.chat, title="Энск", description="Официально")
            marker = (await api.get_updates(timeout=0)).marker
            order = {"account": bot.chat, "title": "Город Энск"}
            await asyncio.to_thread(bot.sandbox.ask, "POST", "max", "page", order)
            [heard] = (await api.call_method(maxo.bot.methods.GetUpdates(marker=marker, timeout=5))).updates
            assert isinstance(heard, maxo.types.ChatTitleChanged)
            return changed.title, heard.title

    assert asyncio.run(story()) == ("Энск", "Город Энск")
    page = bot.sandbox.ask("GET", "max", "page", query={"account": bot.chat})
    assert (page["title"], page["description"]) == ("Город Энск", "Официально")
    assert bot.sandbox.complaints("max") == []
