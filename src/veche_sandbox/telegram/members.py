"""ChatMember objects including restrictions, and the updates about their changes."""

import time
from typing import Any

from veche_sandbox.store import Account, Action, Membership, Person, Restriction, Store
from veche_sandbox.telegram import shapes
from veche_sandbox.telegram.table import OBJECTS
from veche_sandbox.telegram.updates import push

RIGHTS = tuple(OBJECTS["ChatPermissions"])
_INSIDE = {"creator", "administrator", "member"}


def member_now(store: Store, chat: Account, person: Person) -> dict[str, Any]:
    return member(store, chat, person, store.restrictions.find("telegram", chat.id, person.id))


def member(store: Store, chat: Account, person: Person, one: Restriction | None) -> dict[str, Any]:
    membership = store.accounts.membership("telegram", person.id, chat.id) or Membership(
        "telegram", person.id, chat.id, "left"
    )
    if one is None:
        return shapes.member(membership, person, chat.kind)
    head = {"user": shapes.user(person), "until_date": one.until or 0}
    if status_of(one) == "kicked":
        return {**head, "status": "kicked"}
    allowed = one.extra.get("allowed", ())
    rights = {name: name in allowed for name in RIGHTS}
    return {**head, "status": "restricted", "is_member": membership.status in _INSIDE, **rights}


def status_of(one: Restriction) -> str:
    """The status: administrators on the site restrict for a time and ban for good."""
    return str(one.extra.get("status") or ("restricted" if one.until else "kicked"))


def tell_change(store: Store, chat: Account, by: int, old: dict[str, Any], new: dict[str, Any]) -> None:
    """Send the change to the chat's administrator bots; a bot gets its own as `my_chat_member`, whatever its status."""
    author = store.accounts.person_by_id("telegram", by)
    body = {
        "chat": shapes.chat(chat),
        "from": shapes.user(author) if author else shapes.SERVICE_USER,
        "date": int(time.time()),
        "old_chat_member": old,
        "new_chat_member": new,
    }
    about = old["user"]["id"]
    for membership in store.accounts.memberships("telegram", chat.id):
        person = store.accounts.person_by_id("telegram", membership.user_id)
        if person is None or not person.is_bot:
            continue
        if person.id == about:
            push(store, person.id, "my_chat_member", body)
        elif membership.status == "administrator":
            push(store, person.id, "chat_member", body)


def announce(store: Store, action: Action) -> None:
    """Updates about a person's action on a member."""
    chat = store.accounts.find("telegram", action.place)
    if chat is None:
        return
    if action.kind == "rights_change":
        person = store.accounts.person_by_id("telegram", action.by)
        owner = next(one.user_id for one in store.accounts.memberships("telegram", chat.id) if one.status == "creator")
        if person is not None and isinstance(action.about, Membership):
            old = shapes.member(action.about, person, chat.kind)
            tell_change(store, chat, owner, old, member_now(store, chat, person))
    elif isinstance(action.about, Restriction):
        person = store.accounts.person_by_id("telegram", action.about.person)
        if person is not None:
            with_it, without = member(store, chat, person, action.about), member(store, chat, person, None)
            old, new = (without, with_it) if action.kind == "restricted" else (with_it, without)
            tell_change(store, chat, action.by, old, new)
