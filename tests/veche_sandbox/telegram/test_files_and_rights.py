"""Thumbnails and dimensions of videos, the effects of a ban, and rights implied by another right."""

import struct
from typing import Any

import pytest

from tests.veche_sandbox.bot import Bot, picture

pytestmark = pytest.mark.sweep


def box(name: bytes, inside: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(inside), name) + inside


def film(width: int, height: int, seconds: int) -> bytes:
    """An MP4 that consists of headers only."""
    head = box(b"mvhd", bytes(12) + struct.pack(">II", 1000, seconds * 1000) + bytes(80))
    track = box(b"tkhd", bytes(76) + struct.pack(">II", width << 16, height << 16))
    return box(b"ftyp", b"mp42" + bytes(4)) + box(b"moov", head + box(b"trak", track))


def measures(shown: dict[str, Any]) -> tuple[int, int, int]:
    return shown["width"], shown["height"], shown["duration"]


def test_a_video_is_measured_unless_the_sender_measures_it(bot: Bot) -> None:
    files = {"video": film(320, 240, 5)}

    probed = bot.result("sendVideo", files, chat_id=bot.channel)["video"]
    named = bot.result("sendVideo", files, chat_id=bot.channel, width=640, height=480)["video"]
    again = bot.result("sendVideo", chat_id=bot.channel, video=probed["file_id"])["video"]

    assert [measures(one) for one in (probed, named, again)] == [(320, 240, 5), (640, 480, 5), (320, 240, 5)]


def test_a_thumbnail_is_kept_or_complained_about(bot: Bot) -> None:
    def sent(thumb: bytes, method: str, kind: str) -> Any:
        files = {kind: film(320, 240, 5), "thumbnail": thumb}
        return bot.result(method, files, chat_id=bot.channel)[kind].get("thumbnail")

    kept = sent(picture(300, 200, "JPEG"), "sendVideo", "video")
    document = sent(picture(300, 200, "JPEG"), "sendDocument", "document")

    assert kept["width"] == 300
    assert kept["height"] == 200
    assert document["width"] == 300
    assert bot.sandbox.complaints("telegram") == []
    assert sent(picture(400, 200, "JPEG"), "sendVideo", "video") is None
    assert sent(picture(), "sendVideo", "video") is None
    assert [one["parameter"] for one in bot.sandbox.complaints("telegram")] == ["thumbnail", "thumbnail"]


def test_a_ban_takes_what_the_person_wrote(bot: Bot) -> None:
    post = bot.post()
    for author in ("Злой", "Добрая", "Злой"):
        bot.sandbox.write_comment("telegram", post, author, "Да", account=bot.channel)
    found = bot.sandbox.comments("telegram", details=True)
    angry = next(one["author_id"] for one in found if one["author"] == "Злой" and one["account"] == bot.channel)

    bot.result("banChatMember", chat_id=bot.group, user_id=angry)

    assert [(one["author"], one["deleted"]) for one in bot.comments()] == [
        ("Злой", True),
        ("Добрая", False),
        ("Злой", True),
    ]


def test_a_right_implies_the_right_to_be_there(bot: Bot) -> None:
    bot.set_rights(bot.channel, "administrator", ["can_post_messages"])
    one = bot.result("getChatMember", chat_id=bot.channel, user_id=bot.id)
    bot.set_rights(bot.channel, "administrator", [])
    none = bot.result("getChatMember", chat_id=bot.channel, user_id=bot.id)

    assert one["can_manage_chat"] is True
    assert one["can_post_messages"] is True
    assert none["can_manage_chat"] is False
