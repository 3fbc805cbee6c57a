"""Methods about chats: where a bot is a member, its rights, members, the pinned message."""

from typing import Any

from veche_sandbox.max import checks, dialogs, names, updates
from veche_sandbox.max.attachments import one_image
from veche_sandbox.max.call import Call
from veche_sandbox.max.errors import Unsuccessful, bad_request
from veche_sandbox.max.registry import FLAG, LIST, OBJECT, OPERATIONS, TEXT, WHOLE, Param
from veche_sandbox.max.shapes import chat_object, member, message
from veche_sandbox.page import set_page
from veche_sandbox.store import Entry

MOST_MEMBERS = 100
MOST_DESCRIPTION = 16_000
"""dev.max.ru, PATCH /chats/{chatId}."""


@OPERATIONS.operation("GET", "/chats/{chatId}")
def get_chat(call: Call) -> Any:
    number = call.path["chatId"]
    person = dialogs.peer_of(call.store, call.bot.id, int(number)) if number.isdecimal() else None
    if person is not None:
        return dialogs.shown_chat(call.store, call.bot.id, person)
    found = checks.path_chat(call)
    return {**chat_object(call.store, found), "pinned_message": _pinned(call, found.id)}


@OPERATIONS.operation(
    "PATCH",
    "/chats/{chatId}",
    body=(
        Param("title", TEXT, low=1, high=200),
        Param("description", TEXT, high=MOST_DESCRIPTION),
        Param("icon", OBJECT),
        Param("pin", TEXT),
        Param("notify", FLAG),
    ),
)
def change_chat(call: Call) -> Any:
    """Missing fields stay unchanged; an empty description removes the former."""
    found = checks.path_chat(call)
    checks.administered(call, found, checks.CHANGE_INFO)
    if "pin" in call.body:
        raise bad_request("pin: the training network pins by PUT /chats/{chatId}/pin")
    icon = one_image(call, call.body["icon"], "icon").key if "icon" in call.body else None
    with call.store.transaction():
        for what, value in (("title", call.body.get("title")), ("description", call.body.get("description"))):
            found = set_page(call.store, found, what, value) if value is not None else found
        found = set_page(call.store, found, "avatar", icon) if icon else found
        if "title" in call.body:
            updates.title_changed(call.store, found, by=call.bot.id, but=call.bot.id)
    return {**chat_object(call.store, found), "pinned_message": _pinned(call, found.id)}


@OPERATIONS.operation("GET", "/chats/{chatId}/members/me")
def get_membership(call: Call) -> Any:
    found = checks.path_chat(call)
    return member(call.store, found, call.membership(found.id))


@OPERATIONS.operation("GET", "/chats/{chatId}/members/admins")
def get_admins(call: Call) -> Any:
    found = checks.path_chat(call)
    checks.administered(call, found)
    memberships = [
        membership
        for membership in call.store.accounts.memberships("max", found.id)
        if membership.status in ("creator", "administrator")
    ]
    return {"members": [member(call.store, found, membership) for membership in memberships]}


@OPERATIONS.operation(
    "GET",
    "/chats/{chatId}/members",
    Param("user_ids", LIST),
    Param("marker", WHOLE, low=0),
    Param("count", WHOLE, low=1, high=MOST_MEMBERS),
)
def get_members(call: Call) -> Any:
    """Members, paged. With `user_ids` paging is ignored."""
    found = checks.path_chat(call)
    checks.administered(call, found)
    memberships = [
        membership
        for membership in call.store.accounts.memberships("max", found.id)
        if membership.status not in ("left", "kicked")
    ]
    if wanted := call.query.get("user_ids"):
        return {
            "members": [
                member(call.store, found, membership) for membership in memberships if str(membership.user_id) in wanted
            ]
        }
    begin, count = call.query.get("marker", 0), call.query.get("count", 20)
    page = [member(call.store, found, membership) for membership in memberships[begin : begin + count]]
    return {"members": page} | ({"marker": begin + count} if begin + count < len(memberships) else {})


@OPERATIONS.operation("GET", "/chats/{chatId}/pin")
def get_pin(call: Call) -> Any:
    found = checks.path_chat(call)
    checks.administered(call, found)
    return {"message": _pinned(call, found.id)}


@OPERATIONS.operation(
    "PUT", "/chats/{chatId}/pin", body=(Param("message_id", TEXT, required=True, low=1), Param("notify", FLAG))
)
def pin(call: Call) -> Any:
    found = checks.path_chat(call)
    checks.administered(call, found, checks.PIN)
    entry = names.find(call.store, call.body["message_id"])
    if entry is None or entry.deleted or entry.kind != "post" or entry.place != found.id:
        raise Unsuccessful("not.found", f"Message {call.body['message_id']} not found")
    _unpin_all(call, found.id)
    call.store.entries.mark(entry, pinned=True)
    return {"success": True}


@OPERATIONS.operation("DELETE", "/chats/{chatId}/pin")
def unpin(call: Call) -> Any:
    found = checks.path_chat(call)
    checks.administered(call, found, checks.PIN)
    _unpin_all(call, found.id)
    return {"success": True}


def _unpin_all(call: Call, chat_id: int) -> None:
    for entry in _on_top(call, chat_id):
        call.store.entries.mark(entry, pinned=False)


def _pinned(call: Call, chat_id: int) -> Any:
    return next((message(call.store, entry) for entry in _on_top(call, chat_id) if not entry.deleted), None)


def _on_top(call: Call, chat_id: int) -> list[Entry]:
    """The pinned post, at most one."""
    return [entry for entry in call.store.entries.of_kind("max", chat_id, "post") if entry.extra.get("pinned")]
