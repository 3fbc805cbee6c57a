"""Actions of people on several pages of these tests."""

import io
import re
import struct
import zlib
from datetime import datetime
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.sync_api import FilePayload, Locator, expect

from tests.e2e.seed import ACCOUNTS
from tests.e2e.window import Window


def begin(window: Window, title: str, *, where: str = ACCOUNTS) -> None:
    """Plan a post for this minute, so that no test waits for an hour."""
    page, there = window.page, datetime.now(ZoneInfo("Asia/Barnaul"))
    page.goto("/posts/new/")
    page.get_by_label("О чём").fill(title)
    page.get_by_label("День").fill(there.date().isoformat())
    page.get_by_label("Время").fill(there.strftime("%H:%M"))
    for box in page.get_by_role("group", name="Куда").get_by_role("checkbox").all():
        box.uncheck()
    for box in page.get_by_role("checkbox", name=where).all():
        box.check()
    page.get_by_role("button", name="Писать текст").click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    window.settle()


def text_of(window: Window) -> Locator:
    return window.page.get_by_role("textbox", name="Общий текст", exact=True)


def words_of(window: Window) -> Locator:
    """The form's own field, which is sent; a script shows an editor in its place."""
    return window.page.locator("textarea[name=text]")


def take_rights(window: Window) -> None:
    """Say why the only file with unclear rights is used."""
    window.page.get_by_label("Почему всё равно ставим").fill("Сняли сами, лиц не видно")
    window.page.get_by_role("button", name="Отвечаю за это").click()
    expect(window.page.get_by_text("Ставим под ответственность")).to_be_visible()


def ask(window: Window) -> None:
    window.page.get_by_role("button", name="Отправить на согласование").click()
    expect(window.page.locator(".status").filter(has_text="ждёт согласия").first).to_be_visible()


def approve(window: Window, title: str) -> None:
    page = window.page
    page.goto("/approval/")
    page.get_by_role("link", name=title).first.click()
    page.get_by_role("button", name="Согласовать").click()
    expect(page.get_by_text(re.compile(r"^Согласовано\."))).to_be_visible()


def photo(name: str = "katok.jpg", colour: str = "steelblue") -> FilePayload:
    out = io.BytesIO()
    Image.new("RGB", (800, 600), colour).save(out, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": out.getvalue()}


def endless_picture(side: int = 20_000) -> FilePayload:
    """A PNG of some 48 kB that would fill the memory when decoded."""
    line = bytes(1 + side // 8)
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(line) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = (_chunk(b"IHDR", header), _chunk(b"IDAT", body), _chunk(b"IEND", b""))
    return {"name": "plakat.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + b"".join(chunks)}


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
