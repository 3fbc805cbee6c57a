"""pinChatMessage and unpinChatMessage: any number of messages may be pinned, getChat names the newest."""

from typing import Any

from veche_sandbox.store import Account, Entry, Store
from veche_sandbox.telegram.call import Call, find_chat, find_message
from veche_sandbox.telegram.errors import bad_request

_KINDS = ("post", "message", "comment", "forward")


def pin_chat_message(call: Call) -> Any:
    chat = _chat(call)
    entry = find_message(call, chat, call.arguments.whole("message_id"), "message to pin")
    if entry.extra.get("pinned"):
        raise bad_request("CHAT_NOT_MODIFIED")
    call.store.entries.mark(entry, pinned=True)
    return True


def unpin_chat_message(call: Call) -> Any:
    """Unpin `message_id`, or the newest pinned message."""
    chat = _chat(call)
    number = call.arguments.whole("message_id")
    entry = find_message(call, chat, number, "message to unpin") if number else newest_pinned(call.store, chat)
    if entry is None:
        raise bad_request("message to unpin not found")
    if not entry.extra.get("pinned"):
        raise bad_request("CHAT_NOT_MODIFIED")
    call.store.entries.mark(entry, pinned=False)
    return True


def unpin_all_chat_messages(call: Call) -> Any:
    """Unpin all; succeeds also if none is pinned."""
    for entry in _all_pinned(call.store, _chat(call)):
        call.store.entries.mark(entry, pinned=False)
    return True


def newest_pinned(store: Store, chat: Account) -> Entry | None:
    return max(_all_pinned(store, chat), key=lambda entry: entry.id, default=None)


def _all_pinned(store: Store, chat: Account) -> list[Entry]:
    found = [entry for kind in _KINDS for entry in store.entries.of_kind("telegram", chat.id, kind)]
    return [entry for entry in found if entry.extra.get("pinned") and not entry.deleted]


def _chat(call: Call) -> Account:
    """«pinChatMessage»: can_pin_messages in a supergroup, can_edit_messages in a channel."""
    chat = find_chat(call, to_write=True)
    if not call.may(chat, "can_edit_messages" if chat.kind == "channel" else "can_pin_messages"):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat
