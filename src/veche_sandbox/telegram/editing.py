"""editMessage… and deleteMessage…: edit and delete messages of a chat."""

import re
import time
from typing import Any

from veche_sandbox.store import Account, Entry
from veche_sandbox.telegram import private, shapes
from veche_sandbox.telegram.call import Call, find_chat, find_message
from veche_sandbox.telegram.errors import bad_request
from veche_sandbox.telegram.keyboards import read_inline_markup
from veche_sandbox.telegram.texts import Text
from veche_sandbox.telegram.words import caption_words, message_words

_NUMBER = re.compile(r"-?[0-9]{1,9}")
_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


def edit_message_text(call: Call) -> Any:
    arguments = call.arguments
    text = message_words(call)
    entry = to_edit(call)
    if entry.photos or entry.extra.get("files") or entry.extra.get("poll"):
        raise bad_request("there is no text in the message to edit")
    return _change(call, entry, text, arguments.objects("link_preview_options", "link preview options"))


def edit_message_caption(call: Call) -> Any:
    text = caption_words(call)
    entry = to_edit(call)
    if not (entry.photos or entry.extra.get("files")):
        raise bad_request("there is no caption in the message to edit")
    return _change(call, entry, text)


def edit_message_reply_markup(call: Call) -> Any:
    if private.is_private(call):
        return private.touch_markup(call)
    entry = to_edit(call)
    return _change(call, entry, Text(entry.text, tuple(entry.extra.get("entities", ()))))


def to_edit(call: Call) -> Entry:
    number = call.arguments.whole("message_id")
    if not call.arguments.text("chat_id") and number <= 0:
        if call.arguments.text("inline_message_id"):
            raise bad_request("MESSAGE_ID_INVALID")
        raise bad_request("message identifier is not specified")
    chat = find_chat(call, to_write=False)
    entry = find_message(call, chat, number, "message to edit")
    own = entry.author_id == call.bot.id and entry.kind != "forward"
    if not own and not (entry.kind == "post" and call.may(chat, "can_edit_messages")):
        raise bad_request("message can't be edited")
    return entry


def _change(call: Call, entry: Entry, text: Text, card: dict[str, Any] | None = None) -> Any:
    """Edit a message. `card`: link preview options; editing a text without them removes the former."""
    markup = read_inline_markup(call)
    entities = list(text.entities)
    old = (entry.text, list(entry.extra.get("entities", ())), entry.extra.get("reply_markup"))
    kept = entry.extra.get("link_preview_options") or {}
    if (*old, kept) == (text.text, entities, markup, kept if card is None else card):
        raise bad_request(_SAME)
    extra = {**entry.extra, "entities": entities, "reply_markup": markup}
    if card is not None:
        extra["link_preview_options"] = card
    with call.store.transaction():
        changed = call.store.entries.change(entry, text=text.text, extra=extra)
        for copy in call.store.entries.forwards("telegram", entry.place, entry.id):
            call.store.entries.change(copy, text=text.text, extra={**copy.extra, "entities": entities})
    return shapes.message(call.store, changed)


def delete_message(call: Call) -> Any:
    if private.is_private(call):
        return private.delete(call)
    chat = find_chat(call, to_write=True)
    entry = find_message(call, chat, call.arguments.whole("message_id"), "message to delete")
    _check_may_delete(call, chat, entry)
    call.store.entries.change(entry, deleted=True)
    return True


def delete_messages(call: Call) -> Any:
    """Delete messages; missing ones are skipped, as documented."""
    numbers = _numbers(call)
    if private.is_private(call):
        return private.delete_many(call, numbers)
    chat = find_chat(call, to_write=True)
    found = [call.store.entries.find("telegram", chat.id, number) for number in numbers]
    entries = [entry for entry in found if entry and not entry.deleted]
    for entry in entries:
        _check_may_delete(call, chat, entry)
    with call.store.transaction():
        for entry in entries:
            call.store.entries.change(entry, deleted=True)
    return True


def _numbers(call: Call) -> list[int]:
    given = call.arguments.data("message_ids", "message_ids")
    if given is None or given == []:
        raise bad_request("message identifiers are not specified")
    if not isinstance(given, list):
        raise bad_request("expected an Array of message identifiers")
    if len(given) > 100:
        raise bad_request("too many message identifiers specified")
    return [_identifier(number) for number in given]


def _identifier(given: Any) -> int:
    if isinstance(given, bool) or not isinstance(given, int | str):
        raise bad_request("message identifier must be a Number")
    if not _NUMBER.fullmatch(str(given)):
        raise bad_request("can't parse message identifier as a Number")
    number = int(given)
    if number <= 0:
        raise bad_request("invalid message identifier specified")
    return number


def _check_may_delete(call: Call, chat: Account, entry: Entry) -> None:
    """«deleteMessage»: administrators with can_delete_messages delete any; own messages can be
    deleted within 48 hours.
    """
    if call.may(chat, "can_delete_messages"):
        return
    own = entry.author_id == call.bot.id and entry.kind != "forward"
    if own and entry.kind == "post" and call.may(chat, "can_post_messages"):
        return
    if own and entry.kind != "post" and time.time() - entry.at < private.TWO_DAYS:
        return
    raise bad_request("message can't be deleted for everyone")
