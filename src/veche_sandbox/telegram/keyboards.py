"""`reply_markup`: required fields and limits of keyboards."""

import json
from typing import Any
from urllib.parse import urlsplit

from veche_sandbox.blank import is_blank
from veche_sandbox.store import Account
from veche_sandbox.telegram.call import Call
from veche_sandbox.telegram.errors import ApiError, bad_request

MOST_BUTTONS, MOST_BYTES, MOST_DATA = 100, 10_000, 64
"""Buttons and bytes of all of them: field reports; bytes of `callback_data`: «InlineKeyboardButton»."""
_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
_MAY_BE_EMPTY = frozenset({"switch_inline_query", "switch_inline_query_current_chat", "callback_game"})
_STYLES = frozenset({"danger", "success", "primary"})
_OTHERS = ("keyboard", "remove_keyboard", "force_reply")


def read_markup(call: Call, chat: Account | None) -> dict[str, Any] | None:
    """The keyboard, None without one. `chat` is None in a private chat, and where only an inline keyboard is allowed.

    In a channel, and when a message is edited, other keyboards are refused.
    """
    given = call.arguments.objects("reply_markup", "reply keyboard markup", called="reply markup")
    if "inline_keyboard" in given:
        _check_inline(given["inline_keyboard"])
    elif chat is not None and chat.kind == "channel" and any(name in given for name in _OTHERS):
        raise bad_request("inline keyboard expected")
    elif "keyboard" in given:
        _check_rows(given["keyboard"], "keyboard")
    if len(json.dumps(given, ensure_ascii=False).encode()) > MOST_BYTES:
        raise bad_request("reply markup is too long")
    return given or None


def read_inline_markup(call: Call) -> dict[str, Any] | None:
    """The keyboard of an edited message."""
    given = read_markup(call, None)
    if given and "inline_keyboard" not in given:
        raise bad_request("inline keyboard expected")
    return given


def _check_inline(rows: Any) -> None:
    _check_rows(rows, "inline_keyboard")
    for row in rows:
        for button in row:
            _check_button(button)
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")


def _check_rows(rows: Any, name: str) -> None:
    if not isinstance(rows, list):
        raise bad_request(f'field "{name}" of the ReplyMarkup must be an Array of Arrays')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse keyboard: each row of the keyboard must be an Array")


def _cannot_parse(words: str) -> ApiError:
    return bad_request(f"can't parse inline keyboard button: {words}")


def _check_button(button: Any) -> None:
    """Exactly one field besides the text gives the button's action; an empty one does not count."""
    _check_words(button)
    actions = [name for name in _ACTIONS if button.get(name) or (name in button and name in _MAY_BE_EMPTY)]
    if not actions:
        raise _cannot_parse("Text buttons are unallowed in the inline keyboard")
    if len(str(button.get("callback_data") or "").encode()) > MOST_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in actions:
        _check_url(str(button["url"]))
    if button.get("style") not in (None, *_STYLES):
        raise bad_request("BUTTON_STYLE_INVALID")


def _check_words(button: Any) -> None:
    if not isinstance(button, dict):
        raise _cannot_parse("expected an Object")
    if "text" not in button:
        raise _cannot_parse('Can\'t find field "text"')
    if not isinstance(button["text"], str):
        raise _cannot_parse('field "text" must be of type String')
    if is_blank(button["text"]):
        raise bad_request("BUTTON_TEXT_EMPTY")


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
    except ValueError:
        parts = urlsplit("")
    if parts.scheme == "tg":
        return
    if parts.scheme not in ("http", "https"):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
    if "." not in parts.netloc or " " in url:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
