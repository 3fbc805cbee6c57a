"""Updates of bots. Administrators with the right to read get all events but those of their own actions."""

import time
from typing import Any

from veche_sandbox.max import dialogs
from veche_sandbox.max.names import mid_of
from veche_sandbox.max.shapes import comment, message, user
from veche_sandbox.store import Account, Action, Entry, PrivateMessage, Store

READ = "read_all_messages"
TYPES = (
    "bot_added",
    "bot_admin_permissions_changed",
    "bot_removed",
    "bot_started",
    "bot_stopped",
    "chat_title_changed",
    "comment_created",
    "comment_edited",
    "comment_removed",
    "dialog_cleared",
    "dialog_muted",
    "dialog_removed",
    "dialog_unmuted",
    "message_callback",
    "message_created",
    "message_edited",
    "message_removed",
    "user_added",
    "user_removed",
)
WEBHOOK_ONLY = frozenset({"bot_admin_permissions_changed"})
_COMMENTS = {"comment_new": "comment_created", "comment_edit": "comment_edited"}
_LETTERS = {"message_new": "message_created", "message_edit": "message_edited"}
_POSTS = {"post_new": "message_created", "post_edit": "message_edited"}


def tell(store: Store, chat_id: int, kind: str, body: dict[str, Any], *, but: int = 0) -> None:
    for membership in store.accounts.memberships("max", chat_id):
        person = store.accounts.person_by_id("max", membership.user_id)
        if person is None or not person.is_bot or person.id == but:
            continue
        if membership.status == "administrator" and READ in membership.rights:
            told = {"update_type": kind, "timestamp": int(time.time() * 1000), **body}
            store.events.push("max", person.id, kind, told)


def post_changed(store: Store, entry: Entry, kind: str, *, but: int = 0) -> None:
    tell(store, entry.place, kind, {"message": message(store, entry)}, but=but)


def post_removed(store: Store, entry: Entry, *, by: int, but: int = 0) -> None:
    body = {"message_id": mid_of(entry), "chat_id": entry.place, "user_id": by}
    tell(store, entry.place, "message_removed", body, but=but)


def comment_changed(store: Store, entry: Entry, kind: str, *, but: int = 0) -> None:
    tell(store, entry.place, kind, {"message": comment(store, entry)}, but=but)


def comment_removed(store: Store, entry: Entry, *, by: int, but: int = 0) -> None:
    post = store.entries.get("max", entry.place, entry.post_id or 0)
    body = {"message_id": mid_of(entry), "chat_id": entry.place, "user_id": by, "post_id": mid_of(post)}
    tell(store, entry.place, "comment_removed", body, but=but)


def title_changed(store: Store, chat: Account, *, by: int, but: int = 0) -> None:
    person = store.accounts.person_by_id("max", by)
    if person is not None:
        tell(
            store,
            chat.id,
            "chat_title_changed",
            {"chat_id": chat.id, "user": user(person), "user_id": person.id, "title": chat.title},
            but=but,
        )


def private_message_received(store: Store, letter: PrivateMessage, kind: str) -> None:
    """Send a private message to the bot of the dialog, whatever its rights elsewhere."""
    begun = dialogs.start_of(store, letter) if kind == "message_created" else None
    if begun:
        _push(store, letter.owner_id, "bot_started", begun)
    if not (letter.text or letter.extra.get("photos") or letter.extra.get("files")):
        return  # a person opened the dialog and has said nothing yet
    _push(store, letter.owner_id, kind, {"message": dialogs.message(store, letter), "user_locale": "ru"})


def dialog_stopped(store: Store, bot_id: int, peer_id: int) -> None:
    person = store.accounts.person_by_id("max", peer_id)
    if person is not None:
        head = {"chat_id": dialogs.dialog_id(bot_id, peer_id), "user": user(person), "user_id": peer_id}
        _push(store, bot_id, "bot_stopped", {**head, "user_locale": "ru"})


def _push(store: Store, bot_id: int, kind: str, body: dict[str, Any]) -> None:
    store.events.push("max", bot_id, kind, {"update_type": kind, "timestamp": int(time.time() * 1000), **body})


def rights_changed(store: Store, chat_id: int, bot_id: int) -> None:
    """Send the bot its new rights. MAX delivers this event by webhook only."""
    membership = store.accounts.membership("max", bot_id, chat_id)
    person = store.accounts.person_by_id("max", bot_id)
    if membership is None or person is None or not person.is_bot:
        return
    owner = next((one.user_id for one in store.accounts.memberships("max", chat_id) if one.status == "creator"), 0)
    admin = membership.status in ("creator", "administrator")
    body: dict[str, Any] = {"chat_id": chat_id, "bot_id": bot_id, "is_admin": admin, "is_channel": True}
    body["permissions"] = sorted(membership.rights) if admin else []
    _push(store, bot_id, "bot_admin_permissions_changed", {**body, "user_id": owner})


def announce(store: Store, action: Action) -> None:
    """Send updates about an action on the public page or in the control API."""
    if not action.entries:
        _announce_of_account(store, action)
    for entry in action.entries:
        if action.kind in _POSTS:
            post_changed(store, entry, _POSTS[action.kind])
        elif action.kind == "post_delete":
            post_removed(store, entry, by=action.by)
        elif action.kind in _COMMENTS:
            comment_changed(store, entry, _COMMENTS[action.kind])
        elif action.kind == "comment_delete":
            comment_removed(store, entry, by=action.by)


def _announce_of_account(store: Store, action: Action) -> None:
    """Updates about accounts; none about descriptions, icons and restrictions."""
    if action.kind == "rights_change":
        rights_changed(store, action.place, action.by)
    elif action.kind == "message_stop":
        dialog_stopped(store, action.place, action.by)
    elif action.kind in _LETTERS:
        private_message_received(store, action.about, _LETTERS[action.kind])
    elif action.kind == "page_change" and action.about["what"] == "title":
        chat = store.accounts.find("max", action.place)
        if chat is not None:
            title_changed(store, chat, by=action.by)
