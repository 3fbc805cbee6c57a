"""Parse the input of the control API: every mistake gets one clear sentence."""

import base64
import binascii
import re
import time
from dataclasses import dataclass
from typing import Any

from veche_sandbox.store.photos import NotAPicture, measure

_WHOLE = re.compile(r"-?[0-9]{1,18}")


class BadOrder(ValueError):
    """A bad order, answered with 400."""


@dataclass(frozen=True, slots=True)
class Order:
    """`body`: the JSON object of a POST; `query`: the parameters of the address."""

    body: dict[str, Any]
    query: dict[str, str]

    def given(self, name: str) -> bool:
        return self.body.get(name) is not None

    def text(self, name: str, *, empty: bool = False) -> str:
        value = self.body.get(name, "" if empty else None)
        if not isinstance(value, str):
            raise BadOrder(f"«{name}» must be a string")
        if not value.strip() and not empty:
            raise BadOrder(f"«{name}» must not be empty")
        return value

    def texts(self, name: str) -> list[str]:
        value = self.body.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise BadOrder(f"«{name}» must be a list of strings")
        return value

    def whole(self, name: str) -> int:
        """A number, or a string of digits: ids may be either."""
        value = self.body.get(name)
        if isinstance(value, bool) or not isinstance(value, int | str):
            return _refuse(name)
        return whole(name, str(value))

    def seconds(self, name: str) -> float:
        value = self.body.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 3600:
            raise BadOrder(f"«{name}» must be a number from 0 to 3600")
        return float(value)

    def moment(self, name: str) -> int | None:
        """A past time in Unix seconds; None (now) if missing."""
        if not self.given(name):
            return None
        moment = self.whole(name)
        if not 0 < moment <= time.time():
            raise BadOrder(f"«{name}» must be a moment that has passed, in Unix seconds")
        return moment

    def flag(self, name: str, *, default: bool) -> bool:
        value = self.body.get(name, default)
        if not isinstance(value, bool):
            raise BadOrder(f"«{name}» must be true or false")
        return value

    def photos(self, name: str) -> list[bytes]:
        return [_picture(item) for item in self.texts(name)]

    def files(self, name: str) -> list[tuple[str, bytes]]:
        """Names and bytes of files: a list of {"name", "body"} with base64."""
        given = self.body.get(name, [])
        if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
            raise BadOrder(f"«{name}» must be a list of objects")
        try:
            return [(str(one["name"]), base64.b64decode(one["body"], validate=True)) for one in given]
        except (KeyError, TypeError, binascii.Error):
            raise BadOrder("a file needs «name» and «body», in base64") from None

    def picture(self, name: str) -> bytes:
        return _picture(self.text(name))

    def asked(self, name: str) -> str | None:
        return self.query.get(name)

    def asked_whole(self, name: str) -> int | None:
        value = self.query.get(name)
        return None if value is None else whole(name, value)


def whole(name: str, value: str) -> int:
    return int(value) if _WHOLE.fullmatch(value) else _refuse(name)


def _refuse(name: str) -> int:
    raise BadOrder(f"«{name}» must be a whole number")


def _picture(item: str) -> bytes:
    try:
        body = base64.b64decode(item, validate=True)
    except binascii.Error:
        raise BadOrder("a photo must be base64") from None
    try:
        measure(body)
    except NotAPicture:
        raise BadOrder("a photo must be a JPEG, PNG, GIF or WebP picture") from None
    return body
