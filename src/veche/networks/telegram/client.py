"""Client of the Bot API: one POST per method.

The token is part of the address, so addresses are never shown or logged.
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from veche.kernel.http import File
from veche.kernel.pace import Turn
from veche.networks.calls import Caller
from veche.networks.errors import Purpose, no_key
from veche.networks.protocol import Keys, NetworkError, Slot
from veche.networks.telegram import pace
from veche.networks.telegram.refusals import TITLE, from_answer


class Client:
    def __init__(self, caller: Caller, *, base_url: str, keys: Keys) -> None:
        self._caller = caller
        self._base = base_url.rstrip("/")
        self._token = keys[Slot.BOT] if Slot.BOT in keys and keys[Slot.BOT].reveal() else None

    @property
    def bot_id(self) -> str:
        """The bot's own user id, the number before the colon of its token; "" without a token."""
        return self._token.reveal().partition(":")[0] if self._token else ""

    def call(
        self,
        method: str,
        params: Mapping[str, Any],
        *,
        files: Mapping[str, File] | None = None,
        purpose: Purpose,
        deadline: float,
        turns: tuple[Turn, ...] = (),
    ) -> Any:
        """Call a method and return its `result`. Parameters that are not text are sent as JSON, in a form too.

        `turns`: of an acting call that its sender has not counted.
        """
        token = self._revealed(purpose)
        url = f"{self._base}/bot{quote(token, safe=':')}/{method}"
        content: dict[str, Any] = {"json": dict(params)}
        if files:
            content = {"data": {name: _as_field(value) for name, value in params.items()}, "files": files}
        if not purpose.acting and self._token is not None:  # an acting call was already counted by its sender
            content["turns"] = pace.of_call(self._token)
        elif turns:
            content["turns"] = turns
        response = self._caller.send("POST", url, purpose=purpose, deadline=deadline, **content)
        body = self._caller.json_object(response, purpose)
        if body.get("ok") is False:
            raise from_answer(body, purpose=purpose, secrets=(token,))
        if body.get("ok") is not True or "result" not in body:
            raise self.unexpected(purpose)
        return body["result"]

    def download(self, path: str, *, max_bytes: int, purpose: Purpose, deadline: float) -> bytes:
        """Download a file by the `file_path` of getFile."""
        url = f"{self._base}/file/bot{quote(self._revealed(purpose), safe=':')}/{quote(path)}"
        return self._caller.download(url, max_bytes=max_bytes, purpose=purpose, deadline=deadline)

    def unexpected(self, purpose: Purpose) -> NetworkError:
        return self._caller.unexpected(purpose)

    def _revealed(self, purpose: Purpose) -> str:
        if self._token is None:
            raise no_key(TITLE, Slot.BOT, purpose)
        return self._token.reveal()


def _as_field(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
