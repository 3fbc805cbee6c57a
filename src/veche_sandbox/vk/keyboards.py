"""`keyboard` of messages.send: «Клавиатуры для ботов» of the documentation. A violation is error 911."""

import json
from typing import Any

from veche_sandbox.vk.errors import message_refused
from veche_sandbox.vk.texts import length

MOST_IN_ROW, MOST_ROWS, MOST_BUTTONS = 5, 10, 40
MOST_INLINE_ROWS, MOST_INLINE_BUTTONS = 6, 10
MOST_LABEL, MOST_PAYLOAD = 40, 255
COLOURS = frozenset({"primary", "secondary", "negative", "positive"})
_NEEDED = {
    "text": ("label",),
    "callback": ("label", "payload"),
    "open_link": ("link", "label"),
    "location": (),
    "vkpay": ("hash",),
    "open_app": ("app_id", "label"),
}


def check_keyboard(text: str) -> None:
    if text and not _is_keyboard(text):
        raise message_refused(911)


def _is_keyboard(text: str) -> bool:
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        return False
    rows = given.get("buttons") if isinstance(given, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        return False
    inline = given.get("inline") is True
    most_rows, most = (MOST_INLINE_ROWS, MOST_INLINE_BUTTONS) if inline else (MOST_ROWS, MOST_BUTTONS)
    fits = len(rows) <= most_rows and sum(map(len, rows)) <= most and not (inline and given.get("one_time"))
    return fits and all(1 <= len(row) <= MOST_IN_ROW and all(map(_is_button, row)) for row in rows)


def _is_button(button: Any) -> bool:
    action = button.get("action") if isinstance(button, dict) else None
    kind = action.get("type") if isinstance(action, dict) else None
    if not isinstance(action, dict) or not isinstance(kind, str) or kind not in _NEEDED:
        return False
    if any(not action.get(name) for name in _NEEDED[kind]) or button.get("color", "primary") not in COLOURS:
        return False
    return length(str(action.get("label") or "")) <= MOST_LABEL and _is_payload(action.get("payload"))


def _is_payload(given: Any) -> bool:
    """Whether the payload is JSON as text; clients send an object too."""
    if given is None or given == "":
        return True
    text = given if isinstance(given, str) else json.dumps(given, ensure_ascii=False)
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return len(text) <= MOST_PAYLOAD
