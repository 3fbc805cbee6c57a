"""Client of OK's REST API: one signed form per call, HTTP 200 for refusals too. The token is sent in the body."""

import json
from collections.abc import Mapping
from typing import Any

from veche.kernel.http import Response
from veche.networks import uploading
from veche.networks.calls import Caller
from veche.networks.errors import Purpose, in_doubt, no_key
from veche.networks.ok import pace
from veche.networks.ok.refusals import PHOTO_ERRORS, TITLE, from_answer
from veche.networks.ok.signing import session_secret, signature
from veche.networks.protocol import Keys, NetworkError, Slot
from veche.networks.uploading import Upload

NEEDED = (Slot.ADMIN, Slot.APPLICATION, Slot.SECRET)


class Client:
    def __init__(self, caller: Caller, *, base_url: str, keys: Keys) -> None:
        self._caller = caller
        self._base = base_url.rstrip("/")
        self._keys = {slot: secret for slot, secret in keys.items() if secret.reveal()}

    def missing(self) -> Slot | None:
        """The first missing part of the key, or None."""
        return next((slot for slot in NEEDED if slot not in self._keys), None)

    def call(self, method: str, params: Mapping[str, str], *, purpose: Purpose, deadline: float) -> Any:
        """Call a method and return its answer, any JSON value.

        Raises `NetworkError`, without a call if a key is missing.
        """
        lacking = self.missing()
        if lacking is not None:
            raise no_key(TITLE, lacking, purpose)
        # An acting call was already counted by its sender.
        turns = () if purpose.acting else pace.of_call(self._keys[Slot.ADMIN])
        form = self._signed(method, params)
        response = self._caller.send(
            "POST", f"{self._base}/fb.do", data=form, turns=turns, purpose=purpose, deadline=deadline
        )
        return self._checked(response, purpose)

    def upload(self, url: str, upload: Upload, *, purpose: Purpose, deadline: float) -> Any:
        """Send to an upload server that `call` returned; it knows no keys."""
        response = uploading.send(self._caller, url, upload, purpose=purpose, deadline=deadline)
        try:
            return self._checked(response, purpose)
        except NetworkError as error:
            raise _of_upload(error, upload, purpose) from None

    def upload_video(self, url: str, upload: Upload, *, purpose: Purpose, deadline: float) -> None:
        """Send a video. The format of the server's answer is not documented; only the status tells the outcome."""
        uploading.send(self._caller, url, upload, purpose=purpose, deadline=deadline)

    def unexpected(self, purpose: Purpose) -> NetworkError:
        return self._caller.unexpected(purpose)

    def _signed(self, method: str, params: Mapping[str, str]) -> dict[str, str]:
        token = self._keys[Slot.ADMIN].reveal()
        form = {**params, "method": method, "format": "json", "application_key": self._keys[Slot.APPLICATION].reveal()}
        secret = session_secret(token, self._keys[Slot.SECRET].reveal())
        return {**form, "sig": signature(form, secret), "access_token": token}

    def _checked(self, response: Response, purpose: Purpose) -> Any:
        """The answer's JSON.

        OK answers and refuses with status 200; another status comes from a proxy in front of it.
        """
        if response.status != 200:
            raise in_doubt(TITLE, purpose, code=f"http_{response.status}")
        answer = self._caller.json_value(response, purpose)
        if isinstance(answer, dict) and "error_code" in answer:
            raise from_answer(answer, purpose=purpose, secrets=self._secrets())
        return answer

    def _secrets(self) -> tuple[str, ...]:
        return tuple(secret.reveal() for secret in self._keys.values())


def _of_upload(error: NetworkError, upload: Upload, purpose: Purpose) -> NetworkError:
    """The error for an upload. An upload address that OK no longer knows says nothing about the file."""
    if error.code in PHOTO_ERRORS:
        return uploading.refused(TITLE, upload, purpose)
    return uploading.failed(TITLE, purpose, code=error.code) if error.code == "ok_300" else error


def as_json(value: Any) -> str:
    """A parameter that is itself JSON; signed and sent as exactly this text."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
