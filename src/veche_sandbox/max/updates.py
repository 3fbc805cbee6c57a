"""Updates of bots. Administrators with the right to read get all events but those of their own actions."""

import time
from typing import Any

from veche_sandbox.max import dialogs
from veche_sandbox.max.names import mid_of
from veche_sandbox.max.shapes import comment, message, user
from veche_sandbox.store import Account, Entry, Happening, Letter, Store

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
    for seat in store.accounts.seats("max", chat_id):
        person = store.accounts.person_by_id("max", seat.user_id)
        if person is None or not person.is_bot or person.id == but:
            continue
        if seat.status == "administrator" and READ in seat.rights:
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


def letter_came(store: Store, letter: Letter, kind: str) -> None:
    """Send a private message to the bot of the dialog, whatever its rights elsewhere."""
    begun = dialogs.start_of(store, letter) if kind == "message_created" else None
    if begun:
        _push(store, letter.owner_id, "bot_started", begun)
    _push(store, letter.owner_id, kind, {"message": dialogs.message(store, letter), "user_locale": "ru"})


def _push(store: Store, bot_id: int, kind: str, body: dict[str, Any]) -> None:
    store.events.push("max", bot_id, kind, {"update_type": kind, "timestamp": int(time.time() * 1000), **body})


def rights_changed(store: Store, chat_id: int, bot_id: int) -> None:
    """Send the bot its new rights. MAX delivers this event by webhook only."""
    seat = store.accounts.seat("max", bot_id, chat_id)
    person = store.accounts.person_by_id("max", bot_id)
    if seat is None or person is None or not person.is_bot:
        return
    owner = next((one.user_id for one in store.accounts.seats("max", chat_id) if one.status == "creator"), 0)
    admin = seat.status in ("creator", "administrator")
    body: dict[str, Any] = {"chat_id": chat_id, "bot_id": bot_id, "is_admin": admin, "is_channel": True}
    body["permissions"] = sorted(seat.rights) if admin else []
    _push(store, bot_id, "bot_admin_permissions_changed", {**body, "user_id": owner})


def announce(store: Store, happening: Happening) -> None:
    """Send updates about an action on the public page or in the control API."""
    if not happening.entries:
        _announce_of_account(store, happening)
    for entry in happening.entries:
        if happening.kind in _POSTS:
            post_changed(store, entry, _POSTS[happening.kind])
        elif happening.kind == "post_delete":
            post_removed(store, entry, by=happening.by)
        elif happening.kind in _COMMENTS:
            comment_changed(store, entry, _COMMENTS[happening.kind])
        elif happening.kind == "comment_delete":
            comment_removed(store, entry, by=happening.by)


def _announce_of_account(store: Store, happening: Happening) -> None:
    """Updates about accounts; none about descriptions, icons and restrictions."""
    if happening.kind == "rights_change":
        rights_changed(store, happening.place, happening.by)
    elif happening.kind in _LETTERS:
        letter_came(store, happening.about, _LETTERS[happening.kind])
    elif happening.kind == "page_change" and happening.about["what"] == "title":
        chat = store.accounts.find("max", happening.place)
        if chat is not None:
            title_changed(store, chat, by=happening.by)
