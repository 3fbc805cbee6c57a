"""Client of a running sandbox for OK: signed calls over HTTP, and the control API."""

import io
import json
from dataclasses import dataclass
from hashlib import md5
from typing import Any

import httpx2
from PIL import Image

from tests.sandbox_process import SandboxProcess

RIGHTS = ["VALUABLE_ACCESS", "LONG_ACCESS_TOKEN", "GROUP_CONTENT", "PHOTO_CONTENT", "VIDEO_CONTENT"]


def text(words: str) -> dict[str, str]:
    return {"type": "text", "text": words}


def picture(colour: str = "steelblue", width: int = 120, height: int = 80, kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, kind)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class World:
    """One group in a running sandbox; `keys`: its line of `{control}/ok/accounts`."""

    sandbox: SandboxProcess
    http: httpx2.Client
    keys: dict[str, Any]

    @property
    def base(self) -> str:
        return str(self.sandbox.info["ok"]["base"])

    @property
    def group(self) -> int:
        return int(self.keys["group_id"])

    def form(self, method: str, **params: Any) -> dict[str, str]:
        """Sign as documented. Implemented again here to check the sandbox's own implementation."""
        sent = {name: str(value) for name, value in params.items() if value is not None}
        sent |= {"method": method, "application_key": self.keys["application_key"], "format": "json"}
        base = "".join(f"{name}={sent[name]}" for name in sorted(sent))
        secret = _md5(self.keys["access_token"] + self.keys["application_secret"])
        return {**sent, "sig": _md5(base + secret), "access_token": self.keys["access_token"]}

    def send(self, form: dict[str, str]) -> Any:
        answer = self.http.post(f"{self.base}/fb.do", data=form)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def ok(self, method: str, **params: Any) -> Any:
        answer = self.send(self.form(method, **params))
        assert not (isinstance(answer, dict) and "error_code" in answer), answer
        return answer

    def refusal(self, method: str, **params: Any) -> int:
        answer = self.send(self.form(method, **params))
        assert set(answer) == {"error_code", "error_msg", "error_data"}, answer
        return int(answer["error_code"])

    def post(self, *media: dict[str, Any], **settings: str) -> str:
        return str(self.ok("mediatopic.post", type="GROUP_THEME", gid=self.group, attachment=body(*media, **settings)))

    def refused_post(self, *media: dict[str, Any], **settings: str) -> int:
        return self.refusal("mediatopic.post", type="GROUP_THEME", gid=self.group, attachment=body(*media, **settings))

    def upload(self, *pictures: bytes) -> Any:
        place = self.ok("photosV2.getUploadUrl", gid=self.group, count=max(1, len(pictures)))
        files = {f"file{number}": (f"{number}.png", one) for number, one in enumerate(pictures, 1)}
        return self.http.post(place["upload_url"], files=files or {"nothing": ("", b"")}).json()

    def tokens(self, *pictures: bytes) -> list[dict[str, str]]:
        return [{"id": photo["token"]} for photo in self.upload(*pictures)["photos"].values()]

    def wall(self) -> list[dict[str, Any]]:
        return self.sandbox.posts("ok", self.group)

    def resident(self, topic: str, words: str, author: str = "Анна Ковалёва", **more: Any) -> str:
        made = self.sandbox.write_comment("ok", int(topic), author, words, account=self.group, **more)
        return str(made["id"])

    def grant(self, *rights: str, status: str = "administrator") -> None:
        order = {"account": self.group, "user_id": self.keys["user_id"], "status": status, "rights": list(rights)}
        self.sandbox.ask("POST", "ok", "rights", order)


def body(*media: dict[str, Any], **settings: str) -> str:
    return json.dumps({"media": list(media), "onBehalfOfGroup": "true", **settings}, ensure_ascii=False)


def _md5(words: str) -> str:
    return md5(words.encode(), usedforsecurity=False).hexdigest()
