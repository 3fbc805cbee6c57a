"""Client of a running sandbox for VK: calls over HTTP, and the control API."""

import io
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import httpx2
from PIL import Image

from tests.sandbox_process import SandboxProcess

VERSION = "5.199"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of VK. `code`: 0 if the call succeeded."""

    code: int
    message: str
    value: Any
    error: dict[str, Any]


@dataclass(frozen=True, slots=True)
class World:
    """One community in a running sandbox; `keys`: its line of `{control}/vk/accounts`."""

    sandbox: SandboxProcess
    http: httpx2.Client
    keys: dict[str, Any]

    @property
    def base(self) -> str:
        return str(self.sandbox.info["vk"]["base"])

    @property
    def group_id(self) -> int:
        return int(self.keys["group_id"])

    @property
    def wall(self) -> int:
        return -self.group_id

    @property
    def community(self) -> str:
        return str(self.keys["community_token"])

    @property
    def admin(self) -> str:
        return str(self.keys["admin_token"])

    @property
    def admin_id(self) -> int:
        return int(self.ok("users.get", self.admin)[0]["id"])

    def call(self, method: str, token: str | None = None, /, **params: Any) -> Answer:
        """Call a method, by default with the community's key. Parameters that are None are not sent."""
        sent = {"access_token": token or self.community, "v": VERSION, **params}
        form = {name: str(value) for name, value in sent.items() if value is not None}
        return read(self.http.post(f"{self.base}/method/{method}", data=form))

    def ok(self, method: str, token: str | None = None, /, **params: Any) -> Any:
        answer = self.call(method, token, **params)
        assert answer.code == 0, answer.message
        return answer.value

    def refusal(self, method: str, token: str | None = None, /, **params: Any) -> tuple[int, str]:
        answer = self.call(method, token, **params)
        assert answer.code, f"{method} went well: {answer.value}"
        return answer.code, answer.message

    def post(self, message: str = "Завтра отключат воду", **params: Any) -> int:
        return int(self.ok("wall.post", owner_id=self.wall, from_group=1, message=message, **params)["post_id"])

    def resident(self, post_id: int, text: str, author: str = "Жительница Первая", **more: Any) -> int:
        made = self.sandbox.write_comment("vk", post_id, author, text, account=self.group_id, **more)
        return int(made["id"])

    def order(self, path: str, **body: Any) -> Any:
        return self.sandbox.ask("POST", "vk", path, {"account": self.group_id, **body})

    def texts(self) -> list[str]:
        """Texts of the posts on the wall, oldest first."""
        return [post["text"] for post in self.sandbox.posts("vk", self.group_id) if not post["deleted"]]

    def change_file(self, sql: str, *values: Any) -> None:
        """Change the database as no client can: move time, restrict a key."""
        with closing(sqlite3.connect(self.sandbox.db, timeout=10)) as connection, connection:
            connection.execute(sql, values)

    def let_uploads_end(self) -> None:
        """Let all upload addresses expire, as after a day."""
        self.change_file("UPDATE notes SET value = '1' WHERE network = 'vk' AND name LIKE 'ends %'")

    def send_file(self, body: bytes, *, field: str = "photo") -> dict[str, Any]:
        """Upload a file to a fresh address of the administrator."""
        server = self.ok("photos.getWallUploadServer", self.admin, group_id=self.group_id)
        return self.upload(server["upload_url"], body, field=field)

    def upload(self, url: str, body: bytes, *, field: str = "photo") -> dict[str, Any]:
        answer = self.http.post(url, files={field: ("picture.jpg", body, "image/jpeg")})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def photo(self, body: bytes | None = None) -> dict[str, Any]:
        """Upload and save a photo for the community's wall."""
        sent = self.send_file(picture() if body is None else body)
        return dict(self.ok("photos.saveWallPhoto", self.admin, group_id=self.group_id, **sent)[0])


def read(answer: httpx2.Response) -> Answer:
    assert answer.status_code == 200, answer.text
    body = answer.json()
    error = body.get("error", {})
    assert ("response" in body) != ("error" in body), body
    return Answer(error.get("error_code", 0), error.get("error_msg", ""), body.get("response"), error)


def picture(kind: str = "JPEG", width: int = 640, height: int = 480, colour: str = "steelblue") -> bytes:
    out = io.BytesIO()
    Image.new("P" if kind == "GIF" else "RGB", (width, height), colour if kind != "GIF" else 3).save(out, kind)
    return out.getvalue()


def name(photo: dict[str, Any]) -> str:
    return f"photo{photo['owner_id']}_{photo['id']}"
