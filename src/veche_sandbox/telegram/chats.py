"""Methods about bots, chats and members: getMe, getChat, getChatMember and others."""

from typing import Any

from veche_sandbox.store import Account
from veche_sandbox.telegram import shapes
from veche_sandbox.telegram.call import Call, find_chat
from veche_sandbox.telegram.errors import bad_request
from veche_sandbox.telegram.members import member_now
from veche_sandbox.telegram.pinning import newest_pinned


def get_me(call: Call) -> Any:
    return shapes.me(call.bot)


def get_chat(call: Call) -> Any:
    chat = find_chat(call, to_write=False)
    pinned = newest_pinned(call.store, chat)
    top = {"pinned_message": shapes.message(call.store, pinned)} if pinned else {}
    return {**shapes.full_chat(chat), **_description_and_photo(call, chat), **top}


def _description_and_photo(call: Call, chat: Account) -> dict[str, Any]:
    """Description and photo, if present."""
    words = chat.extra.get("description")
    photo = call.store.photos.by_key(str(chat.extra.get("avatar") or ""))
    shown = {"description": words} if words else {}
    return shown | ({"photo": shapes.chat_photo(photo)} if photo else {})


def get_chat_member(call: Call) -> Any:
    number = call.arguments.whole("user_id")
    if number <= 0:
        raise bad_request("invalid user_id specified")
    chat = find_chat(call, to_write=False)
    person = call.store.accounts.person_by_id("telegram", number)
    if person is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return member_now(call.store, chat, person)


def get_chat_administrators(call: Call) -> Any:
    """Administrators; other bots only if requested."""
    chat = find_chat(call, to_write=False)
    found = []
    for membership in call.store.accounts.memberships("telegram", chat.id):
        person = call.store.accounts.person_by_id("telegram", membership.user_id)
        if person is None or membership.status not in {"creator", "administrator"}:
            continue
        if person.is_bot and person.id != call.bot.id and not call.arguments.flag("return_bots"):
            continue
        found.append(shapes.member(membership, person, chat.kind))
    return found


def get_chat_member_count(call: Call) -> Any:
    chat = find_chat(call, to_write=False)
    inside = {"creator", "administrator", "member"}
    return sum(membership.status in inside for membership in call.store.accounts.memberships("telegram", chat.id))
