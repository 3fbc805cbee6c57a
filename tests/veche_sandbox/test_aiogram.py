"""aiogram, unmodified, against the sandbox: it posts, receives updates, and parses every object."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.lazily import Lazily
from tests.veche_sandbox.bot import Bot, picture

if TYPE_CHECKING:
    import aiogram
else:
    aiogram = Lazily("aiogram")

pytestmark = [pytest.mark.peers, pytest.mark.nightly]


@asynccontextmanager
async def _client(bot: Bot) -> "AsyncIterator[aiogram.Bot]":
    session = aiogram.client.session.aiohttp.AiohttpSession(
        api=aiogram.client.telegram.TelegramAPIServer.from_base(bot.base)
    )
    client = aiogram.Bot(bot.token, session=session)
    try:
        yield client
    finally:
        await session.close()


def test_aiogram_posts_text_photo_and_album(bot: Bot) -> None:
    async def story() -> list[int]:
        async with _client(bot) as client:
            text = await client.send_message(bot.channel, "<b>Вода</b> есть", parse_mode="HTML")
            photo = await client.send_photo(
                bot.channel, aiogram.types.BufferedInputFile(picture(), "a.png"), caption="Мост"
            )
            media: list[aiogram.types.MediaUnion] = [
                aiogram.types.InputMediaPhoto(media=aiogram.types.BufferedInputFile(picture(side), f"{side}.png"))
                for side in (40, 50)
            ]
            album = await client.send_media_group(bot.channel, media)
            await client.edit_message_caption(chat_id=bot.channel, message_id=photo.message_id, caption="Новый мост")
            return [text.message_id, photo.message_id, *(message.message_id for message in album)]

    numbers = asyncio.run(story())

    assert numbers == [2, 3, 4, 5]
    posts = [(post["id"], post["text"], len(post["photos"])) for post in bot.sandbox.posts("telegram", bot.channel)]
    assert posts == [(2, "Вода есть", 0), (3, "Новый мост", 1), (4, "", 2)]
    assert bot.sandbox.complaints("telegram") == []


def test_aiogram_reads_updates_answers_and_deletes(bot: Bot) -> None:
    post = bot.post()
    comment = bot.sandbox.write_comment("telegram", post, "Анна", "Когда?", [picture(300, 200)], account=bot.channel)

    async def story() -> tuple[aiogram.types.Message, aiogram.types.Message, bytes]:
        async with _client(bot) as client:
            forward, written = [update.message for update in await client.get_updates()]
            assert forward is not None
            assert written is not None
            assert forward.is_automatic_forward
            assert forward.forward_origin is not None
            assert forward.forward_origin.type == "channel"
            assert written.photo is not None
            reply = aiogram.types.ReplyParameters(message_id=written.message_id)
            answer = await client.send_message(bot.group, "В среду", reply_parameters=reply)
            body = await client.download(written.photo[-1])
            await client.delete_message(bot.group, written.message_id)
            return written, answer, body.read() if body else b""

    written, answer, body = asyncio.run(story())

    assert written.message_id == comment["id"]
    assert written.caption == "Когда?"
    assert (written.from_user and written.from_user.first_name) == "Анна"
    assert answer.message_thread_id == written.message_thread_id
    assert body == picture(300, 200)
    assert [(item["text"], item["deleted"]) for item in bot.comments()] == [("Когда?", True), ("В среду", False)]


def test_aiograms_own_polling_hears_a_comment(bot: Bot) -> None:
    post = bot.post()

    async def story() -> list[str]:
        heard: list[str] = []
        dispatcher = aiogram.Dispatcher()

        @dispatcher.message()
        async def on_message(message: aiogram.types.Message) -> None:
            heard.append(message.text or "")
            if len(heard) == 2:
                await dispatcher.stop_polling()

        async with _client(bot) as client:
            polling = asyncio.create_task(dispatcher.start_polling(client, handle_signals=False, polling_timeout=5))
            await asyncio.to_thread(bot.sandbox.write_comment, "telegram", post, "Анна", "Когда?", account=bot.channel)
            async with asyncio.timeout(60):
                await polling
        return heard

    assert asyncio.run(story()) == ["Завтра отключат воду", "Когда?"]


def test_aiogram_understands_chats_and_members(bot: Bot) -> None:
    async def story() -> tuple[int | None, list[str], str]:
        async with _client(bot) as client:
            chat = await client.get_chat(bot.channel)
            administrators = await client.get_chat_administrators(bot.channel)
            me = await client.get_me()
            member = await client.get_chat_member(bot.channel, me.id)
            info = await client.get_webhook_info()
            assert info.url == ""
            return chat.linked_chat_id, [item.status for item in administrators], member.status

    assert asyncio.run(story()) == (bot.group, ["creator", "administrator"], "administrator")


def test_aiogram_understands_refusals(bot: Bot) -> None:
    async def story() -> list[type[Exception]]:
        met: list[type[Exception]] = []
        async with _client(bot) as client:
            for fault in ("rate_limited", "lost_after_apply", None):
                if fault:
                    await asyncio.to_thread(bot.sandbox.fault, "telegram", "sendMessage", fault, seconds=0)
                try:
                    await client.send_message(bot.channel, "Да" if fault else "ж" * 4097)
                except (
                    aiogram.exceptions.TelegramRetryAfter,
                    aiogram.exceptions.TelegramNetworkError,
                    aiogram.exceptions.TelegramBadRequest,
                ) as error:
                    met.append(type(error))
            await asyncio.to_thread(bot.sandbox.revoke_token, "telegram", bot.token)
            with pytest.raises(aiogram.exceptions.TelegramUnauthorizedError):
                await client.get_me()
        return met

    assert asyncio.run(story()) == [
        aiogram.exceptions.TelegramRetryAfter,
        aiogram.exceptions.TelegramNetworkError,
        aiogram.exceptions.TelegramBadRequest,
    ]
    assert bot.texts() == ["Да"]


def test_aiogram_restricts_bans_and_hears_of_it(bot: Bot) -> None:
    post = bot.post()
    bot.sandbox.write_comment("telegram", post, "Анна", "Ругань", account=bot.channel)
    kinds = ["message", "chat_member"]

    def word(member: aiogram.types.ResultChatMemberUnion) -> str:
        return aiogram.enums.ChatMemberStatus(member.status).value

    async def story() -> tuple[list[str], list[tuple[str, str]]]:
        async with _client(bot) as client:
            written = (await client.get_updates(allowed_updates=kinds))[-1].message
            assert written is not None
            assert written.from_user is not None
            who, seen = written.from_user.id, []
            until = timedelta(days=1)
            await client.restrict_chat_member(
                bot.group, who, aiogram.types.ChatPermissions(can_send_messages=False), until_date=until
            )
            seen.append(await client.get_chat_member(bot.group, who))
            await client.ban_chat_member(bot.group, who)
            seen.append(await client.get_chat_member(bot.group, who))
            await client.unban_chat_member(bot.group, who, only_if_banned=True)
            seen.append(await client.get_chat_member(bot.group, who))
            assert isinstance(seen[0], aiogram.types.ChatMemberRestricted)
            assert isinstance(seen[1], aiogram.types.ChatMemberBanned)
            told = [update.chat_member for update in await client.get_updates(allowed_updates=kinds)]
            sides = [(one.old_chat_member, one.new_chat_member) for one in told if one]
            return [word(member) for member in seen], [(word(old), word(new)) for old, new in sides]

    statuses, changes = asyncio.run(story())

    assert statuses == ["restricted", "kicked", "left"]
    assert changes == [("left", "restricted"), ("restricted", "kicked"), ("kicked", "left")]
    assert bot.sandbox.complaints("telegram") == []


def test_aiogram_talks_privately_and_changes_how_the_channel_looks(bot: Bot) -> None:
    written = bot.sandbox.ask(
        "POST", "telegram", "messages", {"account": bot.channel, "author": "Анна", "text": "Когда?"}
    )

    async def story() -> tuple[str, str | None, str | None, bool]:
        async with _client(bot) as client:
            came = (await client.get_updates())[-1].message
            assert came is not None
            await client.send_message(
                came.chat.id, "В шесть", reply_parameters=aiogram.types.ReplyParameters(message_id=came.message_id)
            )
            await client.set_chat_description(bot.channel, "Официально")
            await client.set_chat_photo(bot.channel, aiogram.types.BufferedInputFile(picture(200, 200), "a.png"))
            chat = await client.get_chat(bot.channel)
            order = {"account": bot.channel, "author": "Анна"}
            await asyncio.to_thread(bot.sandbox.ask, "POST", "telegram", "messages/stop", order)
            with pytest.raises(aiogram.exceptions.TelegramForbiddenError):
                await client.send_message(came.chat.id, "Ещё")
            return came.chat.type, came.text, chat.description, chat.photo is not None

    assert asyncio.run(story()) == ("private", "Когда?", "Официально", True)
    found = bot.sandbox.ask("GET", "telegram", "messages", query={"account": bot.channel})
    assert [(one["text"], one["reply_to"]) for one in found] == [("Когда?", None), ("В шесть", written["id"])]
    assert bot.sandbox.complaints("telegram") == []
