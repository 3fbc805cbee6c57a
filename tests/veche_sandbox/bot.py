"""A plain Bot API client and pictures for it. No library, so that no difference is hidden."""

import io
import json
import struct
import zlib
from types import TracebackType
from typing import Any, Self

from PIL import Image

from tests import loopback
from tests.sandbox_process import SandboxProcess


def picture(width: int = 40, height: int = 30, kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (180, 40, 40)).save(out, kind)
    return out.getvalue()


def promise(width: int, height: int) -> bytes:
    """A tiny PNG whose header claims a picture of any size."""
    small = picture(1, 1)
    head = small[12:16] + struct.pack(">II", width, height) + small[24:29]
    return small[:12] + head + struct.pack(">I", zlib.crc32(head)) + small[33:]


class Bot:
    def __init__(self, sandbox: SandboxProcess, keys: dict[str, Any]) -> None:
        self.sandbox = sandbox
        self.base: str = sandbox.info["telegram"]["base"]
        self.token: str = keys["token"]
        self.channel: int = keys["channel_id"]
        self.group: int = keys["group_id"]
        self.http = loopback.Client()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.http.close()

    @property
    def id(self) -> int:
        return int(self.token.partition(":")[0])

    def url(self, method: str) -> str:
        return f"{self.base}/bot{self.token}/{method}"

    def ask(self, method: str, files: dict[str, bytes] | None = None, **arguments: Any) -> Any:
        """The whole answer, whatever its status. Objects and lists are sent as JSON, as documented."""
        data = {name: as_argument(value) for name, value in arguments.items()}
        parts = {name: (f"{name}.png", body) for name, body in (files or {}).items()}
        return self.http.post(self.url(method), data=data, files=parts or None).json()

    def result(self, method: str, files: dict[str, bytes] | None = None, **arguments: Any) -> Any:
        answer = self.ask(method, files, **arguments)
        assert answer["ok"], answer
        return answer["result"]

    def error(self, method: str, files: dict[str, bytes] | None = None, **arguments: Any) -> tuple[int, str]:
        answer = self.ask(method, files, **arguments)
        assert not answer["ok"], answer
        return answer["error_code"], answer["description"]

    def post(self, text: str = "Завтра отключат воду") -> int:
        """Send a post to the channel and return its id."""
        number: int = self.result("sendMessage", chat_id=self.channel, text=text)["message_id"]
        return number

    def updates(self, **arguments: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.result("getUpdates", **arguments)
        return found

    def comments(self) -> list[dict[str, Any]]:
        """Comments under the posts of this bot's channel."""
        found: list[dict[str, Any]] = self.sandbox.ask("GET", "telegram", "comments", query={"account": self.channel})
        return found

    def texts(self) -> list[str]:
        return [post["text"] for post in self.sandbox.posts("telegram", self.channel)]

    def set_rights(self, account: int, status: str, rights: list[str]) -> None:
        body = {"account": account, "user_id": self.id, "status": status, "rights": rights}
        self.sandbox.ask("POST", "telegram", "rights", body)


def as_argument(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
