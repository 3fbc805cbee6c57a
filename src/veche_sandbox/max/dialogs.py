"""Dialogs of a bot: a person starts it and sends words and files, the bot answers by text and keyboards.

The only link is a reply.
"""

from typing import Any

from veche_sandbox.blank import is_blank
from veche_sandbox.max import names
from veche_sandbox.max.attachments import read_attachments
from veche_sandbox.max.call import Call
from veche_sandbox.max.errors import bad_request, denied, not_found
from veche_sandbox.max.shapes import file_attachment, image, user
from veche_sandbox.max.texts import marked_up
from veche_sandbox.store import Person, PrivateMessage, Store

FIRST_BOT = 229_000_000
_ROOM = 10_000


def dialog_id(bot_id: int, peer_id: int) -> int:
    """A unique positive number for each pair; channels have negative ones."""
    return peer_id * _ROOM + (bot_id - FIRST_BOT) % _ROOM


def mid_of(letter: PrivateMessage) -> str:
    return names.mid(dialog_id(letter.owner_id, letter.peer_id), letter.at, letter.id)


def find(store: Store, bot_id: int, mid: str) -> PrivateMessage | None:
    place = names.place_of(mid)
    if place is None or place <= 0:
        return None
    listed = store.private_messages.of(names.NETWORK, bot_id, place // _ROOM)
    return next((letter for letter in listed if mid_of(letter).removeprefix("mid.") == mid.removeprefix("mid.")), None)


def peer_of(store: Store, bot_id: int, chat_id: int) -> Person | None:
    """The person in the dialog of this number; None if there is no such dialog."""
    if not 0 < chat_id < 1 << 62 or dialog_id(bot_id, chat_id // _ROOM) != chat_id:
        return None
    person = store.accounts.person_by_id(names.NETWORK, chat_id // _ROOM)
    return person if person and store.private_messages.of(names.NETWORK, bot_id, person.id) else None


def is_dialog(call: Call, chat_id: int) -> bool:
    return peer_of(call.store, call.bot.id, chat_id) is not None


def send(call: Call) -> Any:
    person = _peer(call)
    keyboards = _keyboards(call)
    text, markup = marked_up(call.body.get("text", ""), call.body.get("format", ""))
    if is_blank(text):
        raise bad_request("text: message is empty")
    letter = call.store.private_messages.add(
        names.NETWORK,
        call.bot.id,
        person.id,
        text,
        author_id=call.bot.id,
        reply_to=_above(call, person),
        extra={"markup": markup, "attachments": keyboards},
    )
    return {"message": message(call.store, letter)}


def _keyboards(call: Call) -> list[dict[str, Any]]:
    attached = read_attachments(call, call.body.get("attachments", []))
    if attached.photos or attached.files:
        raise bad_request("attachments: the training network has words and keyboards alone in dialogs")
    return attached.others


def edit(call: Call, letter: PrivateMessage) -> Any:
    """Edit a message; missing fields stay unchanged."""
    _check_own(letter)
    text, extra = letter.text, dict(letter.extra)
    if "text" in call.body:
        text, extra["markup"] = marked_up(call.body["text"], call.body.get("format", ""))
    if is_blank(text):
        raise bad_request("text: message is empty")
    if "attachments" in call.body:
        extra["attachments"] = _keyboards(call)
    call.store.private_messages.change(letter, text, extra=extra)
    return {"success": True}


def delete(call: Call, letter: PrivateMessage) -> Any:
    _check_own(letter)
    call.store.private_messages.remove(letter)
    return {"success": True}


def _check_own(letter: PrivateMessage) -> None:
    if not letter.ours:
        raise denied("Only own messages can be changed in a dialog")


def shown_chat(store: Store, bot_id: int, person: Person) -> dict[str, Any]:
    last = store.private_messages.of(names.NETWORK, bot_id, person.id)[-1]
    return {
        "chat_id": dialog_id(bot_id, person.id),
        "type": "dialog",
        "status": "active",
        "title": None,
        "icon": None,
        "last_event_time": names.milliseconds(last.at, last.id),
        "participants_count": 2,
        "is_public": False,
        "dialog_with_user": user(person),
    }


def _peer(call: Call) -> Person:
    """The person named by id or by the dialog's number."""
    if "user_id" not in call.query:
        found = peer_of(call.store, call.bot.id, call.query["chat_id"])
        if found is None:
            raise not_found(f"Chat {call.query['chat_id']} not found")
        return _not_suspended(call, found)
    person = call.store.accounts.person_by_id(names.NETWORK, call.query["user_id"])
    if person is None:
        raise not_found(f"User {call.query['user_id']} not found")
    if not call.store.private_messages.of(names.NETWORK, call.bot.id, person.id):
        raise denied("Dialog is not started")
    return _not_suspended(call, person)


def _not_suspended(call: Call, person: Person) -> Person:
    if call.store.private_messages.stopped(names.NETWORK, call.bot.id, person.id):
        raise denied("Dialog is suspended by user")
    return person


def _above(call: Call, person: Person) -> int | None:
    link = call.body.get("link")
    if link is None:
        return None
    if link.get("type") != "reply":
        raise bad_request("link: the training network has no forwarded messages")
    letter = find(call.store, call.bot.id, str(link.get("mid", "")))
    if letter is None or letter.peer_id != person.id:
        raise bad_request("link: message not found")
    return letter.id


def message(store: Store, letter: PrivateMessage) -> dict[str, Any]:
    """A dialog's message: it has a sender, but no address and no statistics, unlike a channel's post."""
    bot = letter.owner_id
    reader = letter.peer_id if letter.ours else bot
    found: dict[str, Any] = {
        "sender": _user(store, letter.author_id),
        "recipient": {"chat_id": dialog_id(bot, letter.peer_id), "chat_type": "dialog", "user_id": reader},
        "timestamp": names.milliseconds(letter.at, letter.id),
        "body": _body(store, letter),
    }
    above = store.private_messages.find(names.NETWORK, bot, letter.reply_to) if letter.reply_to else None
    if above:
        found["link"] = {"type": "reply", "sender": _user(store, above.author_id), "message": _body(store, above)}
    return found


def _body(store: Store, letter: PrivateMessage) -> dict[str, Any]:
    body: dict[str, Any] = {"mid": mid_of(letter), "seq": names.seq(letter.at, letter.id), "text": letter.text}
    photos = (store.photos.by_key(key) for key in letter.extra.get("photos") or ())
    files = (store.files.by_key(key) for key in letter.extra.get("files") or ())
    attachments = [
        *(image(store, photo) for photo in photos if photo),
        *(file_attachment(store, file) for file in files if file),
        *(letter.extra.get("attachments") or ()),
    ]
    body |= {"attachments": attachments} if attachments else {}
    return body | ({"markup": letter.extra["markup"]} if letter.extra.get("markup") else {})


def _user(store: Store, number: int) -> dict[str, Any]:
    person = store.accounts.person_by_id(names.NETWORK, number)
    if person is None:
        raise LookupError(number)
    return user(person)


def start_of(store: Store, letter: PrivateMessage) -> dict[str, Any] | None:
    """The body of bot_started: before a person's first message and after each deep link; else None."""
    payload = letter.extra.get("payload")
    if not payload and store.private_messages.of(names.NETWORK, letter.owner_id, letter.peer_id)[0].id != letter.id:
        return None
    head = {"chat_id": dialog_id(letter.owner_id, letter.peer_id), "user": _user(store, letter.peer_id)}
    said = {"payload": payload} if payload else {}
    return {**head, "user_id": letter.peer_id, "user_locale": "ru", **said}
