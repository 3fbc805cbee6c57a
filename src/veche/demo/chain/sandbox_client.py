"""Ask the training networks from outside what they show."""

import base64
import time
from collections.abc import Callable
from typing import Any

import httpx2  # noqa: TID251 -- an independent client of the sandbox, as src/veche_sandbox/README.md describes

NETWORKS = ("vk", "ok", "telegram", "max")
PAUSE = 0.25
# The only person who writes to a bot that the demo adds.
PERSON = "Куратор"

# A number, except in MAX, where it is a string.
type Id = int | str


class NotProven(Exception):
    """The sandbox shows otherwise. The text is Russian."""


class SandboxClient:
    """`address`: of the running sandbox, without a final slash."""

    def __init__(self, address: str) -> None:
        self._client = httpx2.Client(base_url=f"{address}/control", timeout=20, trust_env=False)

    def close(self) -> None:
        self._client.close()

    def standing(self, network: str, text: str) -> list[dict[str, Any]]:
        """Posts with this text that a resident can see."""
        return [post for post in self._get(network, "posts") if post["text"] == text and not post["deleted"]]

    def comments(self, network: str, post_id: Id) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._get(network, f"comments?post_id={post_id}")
        return found

    def complaints(self) -> list[Any]:
        return [one for network in NETWORKS for one in self._get(network, "complaints")]

    def write(self, network: str, post_id: Id, author: str, text: str) -> Id:
        """Write a comment as a resident; return its id."""
        answer = self._client.post(f"/{network}/comments", json={"post_id": post_id, "author": author, "text": text})
        written: Id = answer.raise_for_status().json()["id"]
        return written

    def post(self, network: str, text: str) -> Id:
        """Publish as an administrator in the network's own application; return the post's id."""
        answer = self._client.post(f"/{network}/posts", json={"text": text, "photos": []})
        made: Id = answer.raise_for_status().json()["id"]
        return made

    def refuse(self, network: str, method: str, code: str) -> None:
        """Make the sandbox refuse the next call of this method for good."""
        order = {"method": method, "fault": "error", "times": 1, "seconds": 0, "code": code}
        self._client.post(f"/{network}/faults", json=order).raise_for_status()

    def add_bot(self, network: str) -> tuple[int, str]:
        """Create a bot, as the network's own application does; return its id and key."""
        made = self._client.post(f"/{network}/bots", json={}).raise_for_status().json()
        return made["bot_id"], made["token"]

    def write_to_bot(self, network: str, bot: int, *, text: str, photo: bytes = b"", reply_to: Id = 0) -> None:
        """Write to a bot as one of the people whose chats are linked."""
        photos = {"photos": [base64.b64encode(photo).decode()]} if photo else {}
        answered = {"reply_to": reply_to} if reply_to else {}
        body = {"bot": bot, "author": PERSON, "text": text, **photos, **answered}
        self._client.post(f"/{network}/messages", json=body).raise_for_status()

    def said_by_bot(self, network: str, bot: int) -> list[dict[str, Any]]:
        """The bot's messages with their buttons, oldest first."""
        return [one for one in self._get(network, f"messages?bot={bot}") if one["ours"]]

    def _get(self, network: str, what: str) -> Any:
        return self._client.get(f"/{network}/{what}").raise_for_status().json()


def wait_for[T](probe: Callable[[], T], *, seconds: float, what: str) -> T:
    """The first true result; raises `NotProven` if there is none in time."""
    until = time.monotonic() + seconds
    while not (found := probe()):
        if time.monotonic() > until:
            raise NotProven(f"за {seconds:.0f} с не дождались: {what}")
        time.sleep(PAUSE)
    return found
