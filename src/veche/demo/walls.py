"""Client of the training networks' control API: actions of people in the networks' own applications."""

import base64
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from veche.demo.content.piece import PieceOfPoll
from veche.kernel.http import HttpClient

SECONDS = 20.0


class WallsSilent(Exception):
    """The sandbox does not answer or refuses an order; the text names it."""


class Walls:
    """`told`: the line that the sandbox printed when ready (src/veche_sandbox/README.md)."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.told = told
        self.control: str = told["control"]
        self.address = self.control.removesuffix("/control")

    @classmethod
    def read(cls, path: Path) -> "Walls":
        return cls(json.loads(path.read_text(encoding="utf-8")))

    def post(self, network: str, text: str, photos: list[bytes], at: datetime, poll: PieceOfPoll | None = None) -> str:
        """Publish a post dated `at`; return its id."""
        order = {"text": text, "photos": [base64.b64encode(photo).decode() for photo in photos], "at": _seconds(at)}
        asked = {"question": poll.question, "options": poll.options, "votes": poll.votes} if poll else {}
        return str(self._ask("POST", f"{network}/posts", order | asked)["id"])

    def comment(self, network: str, post_id: str, author: str, text: str, photos: list[bytes], at: datetime) -> None:
        order = {"post_id": post_id, "author": author, "text": text, "at": _seconds(at)}
        self._ask("POST", f"{network}/comments", {**order, "photos": [base64.b64encode(p).decode() for p in photos]})

    def letter(self, network: str, author: str, text: str) -> None:
        """Send a private message now."""
        self._ask("POST", f"{network}/messages", {"author": author, "text": text})

    def place(self, kind: str, *, title: str = "", photo: bytes = b"") -> int:
        """Add a photo or a topic to the community; return its number (VK)."""
        shown = {"photo": base64.b64encode(photo).decode()} if photo else {"title": title}
        return int(self._ask("POST", "vk/places", {"kind": kind, **shown})["id"])

    def in_place(self, kind: str, number: int, author: str, text: str) -> None:
        order = {"kind": kind, "place_id": number, "author": author, "text": text}
        self._ask("POST", "vk/places/comments", order)

    def suggest(self, author: str, text: str) -> None:
        self._ask("POST", "vk/suggestions", {"author": author, "text": text})

    def bot(self, network: str) -> dict[str, Any]:
        """Create a bot that runs no account: its `token`, `bot_id` and `username`."""
        made: dict[str, Any] = self._ask("POST", f"{network}/bots", {})
        return made

    def to_bot(self, network: str, bot_id: int, author: str, text: str = "", **more: Any) -> None:
        """Write to a bot; `more`: `payload` of a deep link, `photos` as bytes."""
        photos = [base64.b64encode(photo).decode() for photo in more.pop("photos", ())]
        order = {"bot": bot_id, "author": author, "text": text, "photos": photos, **more}
        self._ask("POST", f"{network}/messages", order)

    def page(self, network: str, number: int) -> str:
        """The address where residents see the account."""
        return f"{self.address}/wall/{network}/{number}"

    @contextmanager
    def dropped(self, network: str, method: str) -> Iterator[None]:
        """The next call of this method gets no answer and does nothing."""
        self._ask("POST", f"{network}/faults", {"method": method, "fault": "dropped", "times": 1})
        yield
        self._ask("DELETE", f"{network}/faults")

    @contextmanager
    def without_right_to_post(self) -> Iterator[None]:
        """Remove the bot's right to post in its channel meanwhile."""
        channel = self.told["telegram"]["channel_id"]
        bot = int(self.told["telegram"]["token"].partition(":")[0])
        others = ["can_manage_chat", "can_edit_messages", "can_delete_messages", "can_change_info", "can_invite_users"]
        order = {"account": channel, "user_id": bot, "status": "administrator"}
        self._ask("POST", "telegram/rights", {**order, "rights": others})
        yield
        self._ask("POST", "telegram/rights", {**order, "rights": [*others, "can_post_messages"]})

    def _ask(self, method: str, path: str, order: dict[str, Any] | None = None) -> Any:
        answer = self._http.send(
            method, f"{self.control}/{path}", json=order, deadline=time.monotonic() + SECONDS, max_bytes=1 << 24
        )
        if answer.status != 200:
            raise WallsSilent(f"{path}: {answer.body.decode(errors='replace')[:200]}")
        return answer.json()

    @cached_property
    def _http(self) -> HttpClient:
        parts = urlsplit(self.control)
        return HttpClient(allowed_private=frozenset({(parts.hostname or "", parts.port or 80)}))


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
