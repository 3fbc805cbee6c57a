"""Validate keyboards: numbers of buttons and rows, and the fields of each kind of button."""

from typing import Any
from urllib.parse import urlsplit

from veche_sandbox.max.call import Call
from veche_sandbox.max.errors import bad_request
from veche_sandbox.max.texts import units

MOST_BUTTONS, MOST_ROWS, MOST_IN_ROW = 210, 30, 7
MOST_WIDE = 3
"""In a row that has one of the wide kinds."""
MOST_WORDS, MOST_PAYLOAD, MOST_URL = 128, 1024, 2048
_WIDE = frozenset({"link", "open_app", "request_contact", "request_geo_location"})
_FIELDS: dict[str, frozenset[str]] = {
    "callback": frozenset({"payload"}),
    "link": frozenset({"url"}),
    "request_geo_location": frozenset({"quick"}),
    "request_contact": frozenset(),
    "open_app": frozenset({"web_app", "contact_id", "payload"}),
    "message": frozenset(),
    "clipboard": frozenset({"payload"}),
}
_NEEDED = {"callback": "payload", "link": "url", "clipboard": "payload"}


def read_keyboard(call: Call, payload: dict[str, Any]) -> dict[str, Any]:
    rows = payload.get("buttons")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, list) and row for row in rows):
        raise bad_request("attachments: buttons is invalid")
    if len(rows) > MOST_ROWS or max(map(len, rows)) > MOST_IN_ROW or sum(map(len, rows)) > MOST_BUTTONS:
        raise bad_request("attachments: too many buttons")
    for row in rows:
        for button in row:
            _check(call, button)
        if len(row) > MOST_WIDE and any(button["type"] in _WIDE for button in row):
            raise bad_request(f"attachments: not more than {MOST_WIDE} such buttons in a row")
    return {"type": "inline_keyboard", "payload": {"buttons": rows}}


def _check(call: Call, button: Any) -> None:
    kind = button.get("type") if isinstance(button, dict) else None
    if not isinstance(kind, str) or kind not in _FIELDS:
        raise bad_request("attachments: unknown type of button")
    words = button.get("text")
    if not isinstance(words, str) or not 1 <= units(words) <= MOST_WORDS:
        raise bad_request(f"attachments: text of a button must be from 1 to {MOST_WORDS}")
    needed = _NEEDED.get(kind)
    if needed and not isinstance(button.get(needed), str):
        raise bad_request(f"attachments: {needed} of a button is required")
    if kind != "open_app" and units(button.get("payload") or "") > MOST_PAYLOAD:
        raise bad_request("attachments: payload of a button is too long")
    if kind == "link" and not _is_address(button["url"]):
        raise bad_request("attachments: url of a button is invalid")
    for name in button.keys() - {"type", "text"} - _FIELDS[kind]:
        call.complain(f"attachments.buttons.{name}")


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return len(url) <= MOST_URL and parts.scheme in ("http", "https") and bool(parts.hostname)
