"""Events of a community about itself: messages, bans, administrators, settings of its page."""

import time
from collections.abc import Callable, Mapping

from veche_sandbox.store import Happening, Letter, Photo, Restriction, Store
from veche_sandbox.traits import TRAITS
from veche_sandbox.vk.calls import NETWORK
from veche_sandbox.vk.objects import message_object, photo_object

RANKS = ("member", "moderator", "editor", "administrator", "creator")
"""From nobody in particular to who made the community."""
ALBUM = "profile"
"""Under this name the account remembers its main photos, each with the second since which it was the one."""


def message_written(store: Store, letter: Letter, kind: str = "") -> None:
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
    seat = store.accounts.seat(NETWORK, person, group_id)
    old, new = level(before), level(seat.status if seat else "")
    if old != new:
        body = {"admin_id": by, "user_id": person, "level_old": old, "level_new": new}
        store.events.push(NETWORK, group_id, "group_officers_edit", body)


def level(status: str) -> int:
    """0 none, 1 moderator, 2 editor, 3 administrator or creator."""
    return min(RANKS.index(status), 3) if status in RANKS else 0


def _rights(store: Store, happening: Happening) -> None:
    owner = store.accounts.person(NETWORK, TRAITS[NETWORK].owner).id
    officer_changed(store, happening.place, happening.by, owner, happening.about.status)


def _page(store: Store, happening: Happening) -> None:
    """A changed page; a new cover gives no event."""
    what, before, after = (happening.about[name] for name in ("what", "before", "after"))
    photo = store.photos.by_key(after) if what == "avatar" else None
    if photo is not None:
        photo_changed(store, happening.place, happening.by, photo)
    elif what in {"title", "description"}:
        settings_changed(store, happening.place, happening.by, {what: (before, after)})


_TELLERS: Mapping[str, Callable[[Store, Happening], None]] = {
    "message_new": lambda store, happening: message_written(store, happening.about),
    "message_edit": lambda store, happening: message_written(store, happening.about, "message_edit"),
    "restricted": lambda store, happening: person_blocked(store, happening.about, happening.by),
    "released": lambda store, happening: person_released(store, happening.place, happening.about.person, happening.by),
    "rights_change": _rights,
    "page_change": _page,
}


def tell_of_account(store: Store, happening: Happening) -> None:
    teller = _TELLERS.get(happening.kind)
    if teller is not None:
        teller(store, happening)
