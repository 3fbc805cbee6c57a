"""Polls, videos and files of the training networks: documented answers, independent clients, the public page."""

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from tests.lazily import Lazily
from tests.networks.test_formats import GIF, MP4, PDF
from tests.veche_sandbox.bot import Bot, picture
from tests.veche_sandbox.test_aiogram import _client
from tests.veche_sandbox.test_wall import _origin, _read, _wall

if TYPE_CHECKING:
    import aiogram
else:
    aiogram = Lazily("aiogram")


@pytest.mark.peers
@pytest.mark.nightly
def test_aiogram_sends_every_format(bot: Bot) -> None:
    async def story() -> list[Any]:
        async with _client(bot) as client:
            options = [aiogram.types.InputPollOption(text="Ленина, 5"), aiogram.types.InputPollOption(text="Мира, 12")]
            poll = await client.send_poll(bot.channel, "Какой двор первым?", list(options), open_period=600)
            stopped = await client.stop_poll(bot.channel, poll.message_id)
            video = await client.send_video(
                bot.channel, aiogram.types.BufferedInputFile(MP4, "a.mp4"), caption="Каток", duration=4
            )
            moving = await client.send_animation(bot.channel, aiogram.types.BufferedInputFile(GIF, "a.gif"))
            document = await client.send_document(bot.channel, aiogram.types.BufferedInputFile(PDF, "план.pdf"))
            media: list[aiogram.types.MediaUnion] = [
                aiogram.types.InputMediaPhoto(media=aiogram.types.BufferedInputFile(picture(), "a.png")),
                aiogram.types.InputMediaVideo(media=aiogram.types.BufferedInputFile(MP4, "b.mp4")),
            ]
            album = await client.send_media_group(bot.channel, media)
            again = await client.send_document(bot.channel, document.document.file_id if document.document else "")
            return [poll.poll, stopped, video.video, moving.animation, document.document, album, again.document]

    poll, stopped, video, moving, document, album, again = asyncio.run(story())

    assert [option.text for option in poll.options] == ["Ленина, 5", "Мира, 12"]
    assert poll.is_closed is False
    assert stopped.is_closed is True
    assert video.duration == 4
    assert moving.file_name == "a.gif"
    assert document.file_name == "план.pdf"
    assert again.file_id == document.file_id
    assert [bool(album[0].photo), bool(album[1].video)] == [True, True]
    assert bot.sandbox.complaints("telegram") == []


REFUSALS: dict[str, tuple[dict[str, Any], str]] = {
    "no answers": ({"question": "?", "options": []}, "poll must have at least 1 option"),
    "thirteen": ({"question": "?", "options": list("абвгдежзиклмн")}, "poll can't have more than 12 options"),
    "a long question": ({"question": "я" * 301, "options": ["а"]}, "poll question length must not exceed 300"),
    "a long answer": ({"question": "?", "options": ["я" * 101]}, "poll options length must not exceed 100"),
    "open": (
        {"question": "?", "options": ["а"], "is_anonymous": False},
        "non-anonymous polls can't be sent to channel chats",
    ),
    "too short": (
        {"question": "?", "options": ["а"], "open_period": 2},
        "poll close date must be from 5 to 2628000 seconds in the future",
    ),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_polls_that_telegram_does_not_take(bot: Bot, case: str) -> None:
    arguments, words = REFUSALS[case]

    assert bot.error("sendPoll", chat_id=bot.channel, **arguments) == (400, f"Bad Request: {words}")


def test_a_resident_votes_on_the_public_page(bot: Bot) -> None:
    number = bot.result("sendPoll", chat_id=bot.channel, question="Двор?", options=["Ленина", "Мира"])["message_id"]
    form = _read(_wall(bot).text)
    assert "Двор?" in form.text
    url = f"{_origin(bot)}/wall/telegram/{bot.channel}/votes"

    voted = bot.http.post(url, data={"post_id": number, "author": "Анна", "option": "1"})
    nameless = bot.http.post(url, data={"post_id": number, "author": " ", "option": "1"})
    twice = bot.http.post(url, data={"post_id": number, "author": "Пётр", "option": ["0", "1"]})
    strange = bot.http.post(
        url, data={"post_id": number, "author": "Пётр", "option": "0"}, headers={"Origin": "http://x"}
    )
    bot.result("stopPoll", chat_id=bot.channel, message_id=number)
    late = bot.http.post(url, data={"post_id": number, "author": "Пётр", "option": "0"})

    assert [one.status_code for one in (voted, nameless, twice, strange, late)] == [303, 400, 400, 403, 400]
    assert "Напишите своё имя" in nameless.text
    assert "такого ответа в нём нет" in twice.text
    [post] = bot.sandbox.posts("telegram", bot.channel)
    assert (post["poll"]["votes"], post["poll"]["closed"]) == ([0, 1], True)


def test_a_document_is_handed_out_and_never_opened(bot: Bot) -> None:
    bot.result("sendDocument", files={"document": b"<html><script>alert(1)</script>"}, chat_id=bot.channel)
    targets = [attrs["href"] or "" for tag, attrs in _read(_wall(bot).text).tags if tag == "a"]
    links = [target for target in targets if "/files/" in target]

    answer = bot.http.get(_origin(bot) + links[0])

    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")
