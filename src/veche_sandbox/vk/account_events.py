"""Events of a community about itself: messages, bans, administrators, settings of its page."""

import time
from collections.abc import Callable, Mapping

from veche_sandbox.store import Action, Photo, PrivateMessage, Restriction, Store
from veche_sandbox.traits import TRAITS
from veche_sandbox.vk.calls import NETWORK
from veche_sandbox.vk.objects import message_object, photo_object

RANKS = ("member", "moderator", "editor", "administrator", "creator")
"""From nobody in particular to who made the community."""
ALBUM = "profile"
"""Under this name the account remembers its main photos, each with the second since which it was the one."""


def message_written(store: Store, letter: PrivateMessage, kind: str = "") -> None:
    """A message event. `message_new` wraps the message, the others are the message itself."""
    body = message_object(store, letter)
    if kind or letter.ours:
        store.events.push(NETWORK, letter.owner_id, kind or "message_reply", body)
        return
    client = {"button_actions": ["text"], "keyboard": True, "inline_keyboard": True, "carousel": False, "lang_id": 0}
    store.events.push(NETWORK, letter.owner_id, "message_new", {"message": body, "client_info": client})


def person_blocked(store: Store, one: Restriction, by: int) -> None:
    reason, comment = one.extra.get("reason", 0), one.extra.get("comment", "")
    body = {"admin_id": by, "user_id": one.person, "unblock_date": one.until or 0, "reason": reason, "comment": comment}
    store.events.push(NETWORK, one.place, "user_block", body)


def person_released(store: Store, group_id: int, person: int, by: int) -> None:
    store.events.push(NETWORK, group_id, "user_unblock", {"admin_id": by, "user_id": person, "by_end_date": 0})


def settings_changed(store: Store, group_id: int, by: int, changes: Mapping[str, tuple[str, str]]) -> None:
    """Changed settings. `changes`: name, former and new value."""
    told = {name: {"old_value": before, "new_value": after} for name, (before, after) in changes.items()}
    store.events.push(NETWORK, group_id, "group_change_settings", {"user_id": by, "changes": told})


def photo_changed(store: Store, group_id: int, by: int, photo: Photo) -> None:
    place = store.accounts.find(NETWORK, group_id)
    if place is not None:
        worn = [*place.extra.get(ALBUM, ()), [photo.key, int(time.time())]]
        store.accounts.change(place, profile=worn)
    store.events.push(NETWORK, group_id, "group_change_photo", {"user_id": by, "photo": photo_object(store, photo)})


def officer_changed(store: Store, group_id: int, person: int, by: int, before: str) -> None:
    """A changed role; joining and leaving give no event."""
    membership = store.accounts.membership(NETWORK, person, group_id)
    old, new = level(before), level(membership.status if membership else "")
    if old != new:
        body = {"admin_id": by, "user_id": person, "level_old": old, "level_new": new}
        store.events.push(NETWORK, group_id, "group_officers_edit", body)


def level(status: str) -> int:
    """0 none, 1 moderator, 2 editor, 3 administrator or creator."""
    return min(RANKS.index(status), 3) if status in RANKS else 0


def _rights(store: Store, action: Action) -> None:
    owner = store.accounts.person(NETWORK, TRAITS[NETWORK].owner).id
    officer_changed(store, action.place, action.by, owner, action.about.status)


def _page(store: Store, action: Action) -> None:
    """A changed page; a new cover gives no event."""
    what, before, after = (action.about[name] for name in ("what", "before", "after"))
    photo = store.photos.by_key(after) if what == "avatar" else None
    if photo is not None:
        photo_changed(store, action.place, action.by, photo)
    elif what in {"title", "description"}:
        settings_changed(store, action.place, action.by, {what: (before, after)})


_TELLERS: Mapping[str, Callable[[Store, Action], None]] = {
    "message_new": lambda store, action: message_written(store, action.about),
    "message_edit": lambda store, action: message_written(store, action.about, "message_edit"),
    "restricted": lambda store, action: person_blocked(store, action.about, action.by),
    "released": lambda store, action: person_released(store, action.place, action.about.person, action.by),
    "rights_change": _rights,
    "page_change": _page,
}


def announce_account_action(store: Store, action: Action) -> None:
    teller = _TELLERS.get(action.kind)
    if teller is not None:
        teller(store, action)
