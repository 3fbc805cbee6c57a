"""A MAX channel and its bot for one test, with a plain client. No library, so that no difference is hidden."""

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from tests import loopback
from tests.sandbox_process import SandboxProcess
from tests.veche_sandbox.bot import picture


class MaxBot:
    def __init__(self, sandbox: SandboxProcess, keys: dict[str, Any]) -> None:
        self.sandbox = sandbox
        self.base: str = sandbox.info["max"]["base"]
        self.token: str = keys["token"]
        self.chat: int = keys["chat_id"]
        self.http = loopback.Client(base_url=self.base)

    def ask(self, verb: str, path: str, *, token: str | None = None, **more: Any) -> httpx2.Response:
        """Send a request. `more`: params, json, content. `token`: this bot's by default."""
        headers = {"Authorization": self.token if token is None else token}
        return self.http.request(verb, path, headers=headers, **more)

    def good(self, verb: str, path: str, **more: Any) -> Any:
        answer = self.ask(verb, path, **more)
        assert answer.status_code == 200, answer.text
        assert answer.json().get("success") is not False, answer.text
        return answer.json()

    def refusal(self, verb: str, path: str, **more: Any) -> tuple[int, str]:
        """Status and code of a refusal, including status 200 with `success: false`."""
        answer = self.ask(verb, path, **more)
        body = answer.json()
        assert answer.status_code != 200 or body["success"] is False, answer.text
        assert isinstance(body["message"], str)
        return answer.status_code, body["code"]

    def refusal_code(self, verb: str, path: str, **more: Any) -> str:
        """The code of a refusal; empty if the call succeeded."""
        return str(self.ask(verb, path, **more).json().get("code", ""))

    def post(self, text: str = "Завтра отключат воду", **more: Any) -> str:
        """Publish a post and return its id."""
        answer = self.good("POST", "/messages", params={"chat_id": self.chat}, json={"text": text, **more})
        mid: str = answer["message"]["body"]["mid"]
        return mid

    def uploaded(self, body: bytes | None = None) -> str:
        """Upload a picture and return its token; it may not be ready yet."""
        place = self.good("POST", "/uploads", params={"type": "image"})
        sent = loopback.post(place["url"], files={"data": ("a.png", body or picture(), "image/png")})
        token: str = next(iter(sent.json()["photos"].values()))["token"]
        return token

    def comment(self, mid: str, text: str = "Когда?") -> str:
        """Write a comment as a resident."""
        made = self.sandbox.write_comment("max", mid, "Анна Ковалёва", text, account=self.chat)
        return str(made["id"])

    def rights(self, *names: str, status: str = "administrator") -> None:
        me = self.good("GET", "/me")["user_id"]
        body = {"account": self.chat, "user_id": me, "status": status, "rights": list(names)}
        self.sandbox.ask("POST", "max", "rights", body)

    def wall(self) -> list[dict[str, Any]]:
        return self.sandbox.posts("max", self.chat)


@pytest.fixture
def bot(sandbox: SandboxProcess) -> Iterator[MaxBot]:
    made = MaxBot(sandbox, sandbox.add_account("max", "Администрация города", new_bot=True))
    yield made
    made.http.close()
