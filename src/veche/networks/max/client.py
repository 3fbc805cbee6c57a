"""Client of the MAX Bot API: plain HTTP verbs and JSON. The token is sent in a header, never in an address.

Status 200 is not enough: an answer with `success: false` did not do what was asked (dev.max.ru, November 2026).
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from veche.kernel.http import Response
from veche.kernel.pace import Turn
from veche.networks import uploading
from veche.networks.calls import Caller
from veche.networks.errors import Purpose, no_key
from veche.networks.max import pace
from veche.networks.max.refusals import TITLE, from_answer, too_many
from veche.networks.protocol import Keys, NetworkError, Slot
from veche.networks.uploading import Upload


class Client:
    def __init__(self, caller: Caller, *, base_url: str, keys: Keys) -> None:
        self._caller = caller
        self._base = base_url.rstrip("/")
        self._token = keys[Slot.BOT] if Slot.BOT in keys and keys[Slot.BOT].reveal() else None

    def call(
        self,
        verb: str,
        path: str,
        *,
        query: Mapping[str, str | int] | None = None,
        body: object = None,
        purpose: Purpose,
        deadline: float,
        turns: tuple[Turn, ...] = (),
    ) -> Mapping[str, Any]:
        """Call a method. `path` begins with «/»; quote its parts with `part`.

        `turns`: of an acting call that its sender has not counted.
        """
        if self._token is None:
            raise no_key(TITLE, Slot.BOT, purpose)
        content: dict[str, Any] = {"headers": {"Authorization": self._token.reveal()}}
        if query:
            content["params"] = {name: str(value) for name, value in query.items()}
        if body is not None:
            content["json"] = body
        if not purpose.acting:  # an acting call was already counted by its sender
            content["turns"] = pace.of_call(self._token)
        elif turns:
            content["turns"] = turns
        response = self._caller.send(verb, self._base + path, purpose=purpose, deadline=deadline, **content)
        return self._understood(response, purpose, (self._token.reveal(),))

    def _understood(self, response: Response, purpose: Purpose, secrets: tuple[str, ...]) -> Mapping[str, Any]:
        if response.status == 429:
            raise too_many(response.headers.get("retry-after", ""), purpose)
        body = self._caller.json_object(response, purpose)
        if response.status != 200 or body.get("success") is False:
            raise from_answer(response.status, body, purpose=purpose, secrets=secrets)
        return body

    def upload(self, url: str, upload: Upload, *, purpose: Purpose, deadline: float) -> Mapping[str, Any]:
        """Send to an upload server that `call` returned; it needs no key and gets none."""
        response = uploading.send(self._caller, url, upload, purpose=purpose, deadline=deadline)
        return self._caller.json_object(response, purpose)

    def upload_video(self, url: str, upload: Upload, *, purpose: Purpose, deadline: float) -> None:
        """Send a video. The server answers in XML, `<retval>1</retval>`; only the status tells the outcome."""
        uploading.send(self._caller, url, upload, purpose=purpose, deadline=deadline)

    def download(self, url: str, *, max_bytes: int, purpose: Purpose, deadline: float) -> bytes:
        return self._caller.download(url, max_bytes=max_bytes, purpose=purpose, deadline=deadline)

    def unexpected(self, purpose: Purpose) -> NetworkError:
        return self._caller.unexpected(purpose)


def part(text: str) -> str:
    """Quote one part of a path."""
    return quote(text, safe="")
