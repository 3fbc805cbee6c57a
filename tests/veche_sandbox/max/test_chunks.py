"""Uploads in parts: the address accepts them in any order, and the file exists once all have arrived."""

import hashlib
from typing import Any

import httpx2
import pytest

from tests import loopback
from tests.veche_sandbox.bot import picture
from tests.veche_sandbox.max.conftest import MaxBot
from tests.waiting import wait_until

pytestmark = pytest.mark.sweep

VIDEO = b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * 40
BINARY = {"Content-Type": "application/x-binary; charset=x-user-defined"}


def place(bot: MaxBot, kind: str) -> dict[str, Any]:
    found: dict[str, Any] = bot.good("POST", "/uploads", params={"type": kind})
    return found


def part(url: str, body: bytes, begin: int, end: int, **headers: str) -> httpx2.Response:
    """Send the bytes from `begin` up to, not including, `end`."""
    said = {**BINARY, "Content-Range": f"bytes {begin}-{end - 1}/{len(body)}", **headers}
    return loopback.post(url, content=body[begin:end], headers=said)


def published(bot: MaxBot, attachment: dict[str, Any]) -> dict[str, Any]:
    asked: dict[str, Any] = {"params": {"chat_id": bot.chat}, "json": {"attachments": [attachment]}}
    wait_until(lambda: bot.refusal_code("POST", "/messages", **asked) != "attachment.not.ready")
    return bot.wall()[-1]


def test_a_video_stands_when_all_its_parts_have_come(bot: MaxBot) -> None:
    found = place(bot, "video")
    attachment = {"type": "video", "payload": {"token": found["token"]}}
    asked: dict[str, Any] = {"params": {"chat_id": bot.chat}, "json": {"attachments": [attachment]}}

    first = part(found["url"], VIDEO, 4096, 8192)
    second = part(found["url"], VIDEO, 0, 4096)
    status = loopback.get(found["url"])
    early = bot.refusal("POST", "/messages", **asked)
    again = part(found["url"], VIDEO, 0, 4096)
    last = part(found["url"], VIDEO, 8192, len(VIDEO))

    assert [(one.status_code, one.text) for one in (first, second, again, last)] == [
        (201, f"4096-8191/{len(VIDEO)}"),
        (201, f"0-8191/{len(VIDEO)}"),
        (201, f"0-8191/{len(VIDEO)}"),
        (200, "<retval>1</retval>"),
    ]
    assert (status.status_code, status.text) == (200, f"0-8191/{len(VIDEO)}")
    assert early == (400, "attachment.not.ready")
    assert published(bot, attachment)["files"][0]["sha256"] == hashlib.sha256(VIDEO).hexdigest()
    assert part(found["url"], VIDEO, 0, 4096).status_code == 400


def test_a_file_in_parts_has_its_name(bot: MaxBot) -> None:
    url, body = place(bot, "file")["url"], b"%PDF-" + b"a" * 5000
    named = {"Content-Disposition": 'attachment; filename="a.pdf"'}

    part(url, body, 0, 3000, **named)
    token = part(url, body, 3000, len(body), **named).json()["token"]

    [file] = published(bot, {"type": "file", "payload": {"token": token}})["files"]
    assert (file["name"], file["size"]) == ("a.pdf", 5005)


@pytest.mark.parametrize(
    "said",
    ["bytes 0-99/1000", "bytes 5-4/1000", "bytes 0-199/100", "0-199/1000", "bytes 0-199/*", "bytes 0-199/300000000"],
)
def test_a_part_that_is_none_is_refused(bot: MaxBot, said: str) -> None:
    url = place(bot, "video")["url"]

    answer = loopback.post(url, content=VIDEO[:200], headers={**BINARY, "Content-Range": said})

    assert (answer.status_code, answer.json()["error_code"]) == (400, "3")


def test_what_is_no_video_is_refused_when_it_is_whole(bot: MaxBot) -> None:
    url, body = place(bot, "video")["url"], picture()

    answers = [part(url, body, 0, 20), part(url, body, 20, len(body))]

    assert [one.status_code for one in answers] == [201, 400]
