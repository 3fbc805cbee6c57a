"""restrictChatMember, setChatPermissions, banChatMember, unbanChatMember, and the two for channels that write in a
group.
"""

import time
from typing import Any

from veche_sandbox.store import Account, Person, Store
from veche_sandbox.telegram.arguments import as_whole
from veche_sandbox.telegram.call import Call, find_chat
from veche_sandbox.telegram.errors import bad_request
from veche_sandbox.telegram.members import RIGHTS, member, member_now, status_of, tell_change

AT_LEAST, AT_MOST = 30, 366 * 24 * 3600
"""«restrictChatMember», until_date: less than 30 seconds or more than 366 days from now are for good."""


def restrict_chat_member(call: Call) -> Any:
    number = _user_id(call)
    allowed = _permissions(call)
    chat = find_chat(call, to_write=True)
    if chat.kind != "supergroup":
        raise bad_request("method is available only for supergroups")
    person = _person(call, chat, number)
    if set(allowed) == set(RIGHTS):
        _change(call, chat, person, None)
    else:
        writes = {"writes": True} if "can_send_messages" in allowed else {}
        _change(call, chat, person, {"status": "restricted", "allowed": allowed, **writes})
    return True


def set_chat_permissions(call: Call) -> Any:
    """What everybody may do in the group; administrators are not concerned."""
    allowed = _permissions(call)
    chat = find_chat(call, to_write=True)
    if chat.kind != "supergroup":
        raise bad_request("method is available for groups and supergroups only")
    if not call.may(chat, "can_restrict_members"):
        raise bad_request("not enough rights to change chat permissions")
    call.store.accounts.change(chat, permissions={name: name in allowed for name in RIGHTS})
    return True


def ban_chat_member(call: Call) -> Any:
    number = _user_id(call)
    chat = find_chat(call, to_write=True)
    person = _person(call, chat, number)
    with call.store.transaction():
        _change(call, chat, person, {"status": "kicked"})
        if chat.kind == "supergroup":
            _take_away(call.store, chat, person)
    return True


def _take_away(store: Store, chat: Account, person: Person) -> None:
    """«banChatMember», revoke_messages: always True for supergroups. Deletions send no update."""
    for kind in ("comment", "message"):
        for entry in store.entries.of_kind("telegram", chat.id, kind):
            if entry.author_id == person.id and not entry.deleted:
                store.entries.change(entry, deleted=True)


def unban_chat_member(call: Call) -> Any:
    """Without `only_if_banned` a member would be removed; the training network does not, so it complains."""
    number = _user_id(call)
    chat = find_chat(call, to_write=True)
    person = _person(call, chat, number)
    if not call.arguments.flag("only_if_banned"):
        call.complain("only_if_banned", "a member would be put out")
    one = call.store.restrictions.find("telegram", chat.id, person.id)
    if one and status_of(one) == "kicked":
        _change(call, chat, person, None)
    return True


def ban_chat_sender_chat(call: Call) -> Any:
    chat, sender = _sender_chat(call)
    call.store.restrictions.put("telegram", chat.id, sender, extra={"status": "kicked"})
    return True


def unban_chat_sender_chat(call: Call) -> Any:
    chat, sender = _sender_chat(call)
    call.store.restrictions.lift("telegram", chat.id, sender)
    return True


def _sender_chat(call: Call) -> tuple[Account, int]:
    given = as_whole(call.arguments.text("sender_chat_id"))
    if given >= 0:
        raise bad_request("invalid sender_chat_id specified")
    chat = find_chat(call, to_write=True)
    if call.store.accounts.find("telegram", given) is None:
        raise bad_request("sender chat not found")
    _check_right(call, chat)
    return chat, given


def _user_id(call: Call) -> int:
    number = call.arguments.whole("user_id")
    if number <= 0:
        raise bad_request("invalid user_id specified")
    return number


def _permissions(call: Call) -> list[str]:
    if not call.arguments.text("permissions"):
        raise bad_request('parameter "permissions" is required')
    given = call.arguments.objects("permissions", "permissions", called="ChatPermissions")
    allowed = {name for name in RIGHTS if given.get(name) is True}
    wide = {"can_send_other_messages", "can_add_web_page_previews"} & allowed
    if wide and not call.arguments.flag("use_independent_chat_permissions"):
        allowed |= {name for name in RIGHTS if name.startswith("can_send_") and name != "can_send_polls"}
    return sorted(allowed)


def _person(call: Call, chat: Account, number: int) -> Person:
    person = call.store.accounts.person_by_id("telegram", number)
    if person is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    if person.id == call.bot.id:
        raise bad_request("can't restrict self")
    _check_right(call, chat)
    membership = call.store.accounts.membership("telegram", person.id, chat.id)
    if membership and membership.status == "creator":
        raise bad_request("can't remove chat owner")
    if membership and membership.status == "administrator":
        raise bad_request("user is an administrator of the chat")
    return person


def _check_right(call: Call, chat: Account) -> None:
    if not call.may(chat, "can_restrict_members"):
        raise bad_request("not enough rights to restrict/unrestrict chat member")


def _change(call: Call, chat: Account, person: Person, extra: dict[str, Any] | None) -> None:
    """Change the restriction; `extra` None removes it. Without a change no update is sent."""
    store = call.store
    with store.transaction():
        old = member_now(store, chat, person)
        if extra is None:
            store.restrictions.lift("telegram", chat.id, person.id)
            new = member(store, chat, person, None)
        else:
            one = store.restrictions.put("telegram", chat.id, person.id, until=_until(call), extra=extra)
            new = member(store, chat, person, one)
        if new != old:
            tell_change(store, chat, call.bot.id, old, new)


def _until(call: Call) -> int | None:
    moment = call.arguments.whole("until_date")
    return moment if AT_LEAST <= moment - time.time() <= AT_MOST else None
