"""Client of VK's API: one form per call, HTTP 200 for refusals too.

The token is sent in the body, never in an address.
"""

from collections.abc import Mapping
from typing import Any

from veche.networks import uploading
from veche.networks.calls import Caller
from veche.networks.errors import READING, Purpose, no_key
from veche.networks.protocol import Keys, NetworkError, Slot
from veche.networks.uploading import Upload
from veche.networks.vk import pace
from veche.networks.vk.profile import LIMITS
from veche.networks.vk.refusals import TITLE, from_answer

VERSION = "5.199"


class Client:
    def __init__(self, caller: Caller, *, base_url: str, keys: Keys) -> None:
        self._caller = caller
        self._base = base_url.rstrip("/")
        self._keys = {slot: secret for slot, secret in keys.items() if secret.reveal()}

    def has(self, slot: Slot) -> bool:
        return slot in self._keys

    def call(
        self, slot: Slot, method: str, params: Mapping[str, str | int], *, purpose: Purpose, deadline: float
    ) -> Any:
        """Call a method and return its `response`. Raises `NetworkError`, without a call if the key is missing."""
        if slot not in self._keys:
            raise no_key(TITLE, slot, purpose)
        form = {name: str(value) for name, value in params.items()}
        form |= {"access_token": self._keys[slot].reveal(), "v": VERSION}
        # An acting call was already counted by its sender.
        turns = () if purpose.acting else pace.of_call(slot, self._keys[slot], method)
        response = self._caller.send(
            "POST", f"{self._base}/method/{method}", data=form, turns=turns, purpose=purpose, deadline=deadline
        )
        body = self._caller.json_object(response, purpose)
        if isinstance(body.get("error"), dict):
            raise from_answer(body["error"], slot=slot, purpose=purpose, secrets=self._secrets())
        if "response" not in body:
            raise self._caller.unexpected(purpose)
        return body["response"]

    def upload(self, url: str, upload: Upload, *, purpose: Purpose, deadline: float) -> Mapping[str, Any]:
        """Send to an upload server that `call` returned; it knows no keys and has its own JSON errors."""
        response = uploading.send(self._caller, url, upload, purpose=purpose, deadline=deadline)
        sent = self._caller.json_object(response, purpose)
        if sent.get("error"):
            raise uploading.judge(TITLE, upload, purpose, words=_words(sent["error"]))
        return sent

    def get(self, url: str, params: Mapping[str, str], *, purpose: Purpose, deadline: float) -> Mapping[str, Any]:
        response = self._caller.send("GET", url, params=params, purpose=purpose, deadline=deadline)
        return self._caller.json_object(response, purpose)

    def picture(self, url: str, *, deadline: float) -> bytes:
        return self._caller.download(url, max_bytes=LIMITS.photo_bytes, purpose=READING, deadline=deadline)

    def unexpected(self, purpose: Purpose) -> NetworkError:
        return self._caller.unexpected(purpose)

    def _secrets(self) -> tuple[str, ...]:
        return tuple(secret.reveal() for secret in self._keys.values())


def _words(error: Any) -> str:
    """The text of an upload error: a string, or an object on the server of stories."""
    return str(error.get("error_msg") or "") if isinstance(error, Mapping) else str(error)
