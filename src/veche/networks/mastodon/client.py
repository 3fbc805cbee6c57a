"""Client of a Mastodon server's API: plain HTTP and JSON. The token is sent in a header, never in an address."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from veche.kernel.http import File, Response
from veche.networks.calls import Caller
from veche.networks.errors import Purpose, in_doubt, no_key
from veche.networks.mastodon import pace
from veche.networks.mastodon.profile import KEY_NAME
from veche.networks.mastodon.refusals import BY_STATUS, TITLE, from_answer, no_server, not_mastodon
from veche.networks.protocol import Keys, NetworkError, Slot
from veche.networks.refusal import refused


class Client:
    """`base_url`: the server from the installation's settings, https://mastodon.example."""

    def __init__(self, caller: Caller, *, base_url: str, keys: Keys) -> None:
        self._caller = caller
        self.base = base_url.rstrip("/")
        self._token = keys[Slot.BOT] if Slot.BOT in keys and keys[Slot.BOT].reveal() else None

    def call(
        self,
        verb: str,
        path: str,
        *,
        query: Mapping[str, str | int] | None = None,
        body: Mapping[str, Any] | None = None,
        key: str = "",
        purpose: Purpose,
        deadline: float,
    ) -> Mapping[str, Any]:
        """Call and return the JSON object of the answer.

        `path` begins with «/», its parts are already quoted; `key`: the Idempotency-Key.
        """
        content: dict[str, Any] = {"params": {name: str(value) for name, value in query.items()}} if query else {}
        if body is not None:
            content["json"] = body
        if key:
            content["headers"] = {"Idempotency-Key": key}
        return self._object(self._send(verb, path, content, purpose, deadline), purpose)

    def listed(
        self, path: str, *, query: Mapping[str, str | int], purpose: Purpose, deadline: float
    ) -> list[Mapping[str, Any]]:
        """The objects of a JSON list."""
        params = {name: str(value) for name, value in query.items()}
        found = self._json(self._send("GET", path, {"params": params}, purpose, deadline), purpose)
        if not isinstance(found, list):
            raise self.unexpected(purpose)
        return [one for one in found if isinstance(one, Mapping)]

    def send_files(
        self,
        verb: str,
        path: str,
        files: Mapping[str, File],
        *,
        data: Mapping[str, str],
        purpose: Purpose,
        deadline: float,
    ) -> tuple[int, Mapping[str, Any]]:
        """Upload files and return status and object; 202 means that the server still processes the file."""
        content = {"files": files, "data": data}
        response = self._send(verb, path, content, purpose, deadline)
        return response.status, self._object(response, purpose)

    def status(self, path: str, *, purpose: Purpose, deadline: float) -> int:
        """The status of a GET that succeeds; the body is ignored."""
        return self._send("GET", path, {}, purpose, deadline).status

    def download(self, url: str, *, max_bytes: int, purpose: Purpose, deadline: float) -> bytes:
        """Download a picture. Pictures are public, so that no key is sent."""
        return self._caller.download(url, max_bytes=max_bytes, purpose=purpose, deadline=deadline)

    def refused_key(self, purpose: Purpose) -> NetworkError:
        return refused(BY_STATUS[401], code="masto_401", slot=Slot.BOT, purpose=purpose)

    def unexpected(self, purpose: Purpose) -> NetworkError:
        return self._caller.unexpected(purpose)

    def _send(self, verb: str, path: str, content: dict[str, Any], purpose: Purpose, deadline: float) -> Response:
        if self._token is None:
            raise no_key(TITLE, Slot.BOT, purpose, name=KEY_NAME.name)
        if not self.base:
            raise no_server(purpose)
        headers = {"Authorization": f"Bearer {self._token.reveal()}", **content.pop("headers", {})}
        if not purpose.acting:  # an acting call was counted by the fence
            content["turns"] = pace.of_upload(self._token) if content.get("files") else pace.of_call(self._token)
        response = self._caller.send(
            verb, self.base + path, headers=headers, purpose=purpose, deadline=deadline, **content
        )
        if not 200 <= response.status < 300:
            raise from_answer(response, purpose=purpose, secrets=(self._token.reveal(),))
        return response

    def _json(self, response: Response, purpose: Purpose) -> Any:
        try:
            return response.json()
        except ValueError:
            if purpose.acting:
                raise in_doubt(TITLE, purpose, code=f"http_{response.status}") from None
            raise not_mastodon(purpose) from None

    def _object(self, response: Response, purpose: Purpose) -> Mapping[str, Any]:
        found = self._json(response, purpose)
        if not isinstance(found, Mapping):
            raise self.unexpected(purpose)
        return found


def part(text: str) -> str:
    """Quote one part of a path."""
    return quote(text, safe="")
