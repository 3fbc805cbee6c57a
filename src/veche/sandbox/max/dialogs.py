"""Dialogs of a bot: a person starts the bot and writes, the bot answers. Words alone, and no link but a reply."""

from typing import Any

from veche.sandbox.max import names
from veche.sandbox.max.call import Call
from veche.sandbox.max.errors import bad_request, denied, not_found
from veche.sandbox.max.shapes import user
from veche.sandbox.max.texts import marked_up
from veche.sandbox.store import Letter, Person, Store

FIRST_BOT = 229_000_000
_ROOM = 10_000


def dialog_id(bot_id: int, peer_id: int) -> int:
    """A number of its own for each pair; positive, unlike those of channels."""
    return peer_id * _ROOM + (bot_id - FIRST_BOT) % _ROOM


def mid_of(letter: Letter) -> str:
    return names.mid(dialog_id(letter.owner_id, letter.peer_id), letter.at, letter.id)


def find(store: Store, bot_id: int, mid: str) -> Letter | None:
    place = names.place_of(mid)
    if place is None or place <= 0:
        return None
    listed = store.letters.of(names.NETWORK, bot_id, place // _ROOM)
    return next((letter for letter in listed if mid_of(letter).removeprefix("mid.") == mid.removeprefix("mid.")), None)


def send(call: Call) -> Any:
    person = _peer(call)
    if call.body.get("attachments"):
        raise bad_request("attachments: the training network has words alone in dialogs")
    text, markup = marked_up(call.body.get("text", ""), call.body.get("format", ""))
    if not text.strip():
        raise bad_request("text: message is empty")
    letter = call.store.letters.add(
        names.NETWORK,
        call.bot.id,
        person.id,
        text,
        author_id=call.bot.id,
        reply_to=_above(call, person),
        extra={"markup": markup},
    )
    return {"message": message(call.store, letter)}


def _peer(call: Call) -> Person:
    person = call.store.accounts.person_by_id(names.NETWORK, call.query["user_id"])
    if person is None:
        raise not_found(f"User {call.query['user_id']} not found")
    if not call.store.letters.of(names.NETWORK, call.bot.id, person.id):
        raise denied("Dialog is not started")
    if call.store.letters.stopped(names.NETWORK, call.bot.id, person.id):
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


def message(store: Store, letter: Letter) -> dict[str, Any]:
    """It has a sender, and no address and no figures, which only a channel's posts have."""
    bot = letter.owner_id
    reader = letter.peer_id if letter.ours else bot
    found: dict[str, Any] = {
        "sender": _user(store, letter.author_id),
        "recipient": {"chat_id": dialog_id(bot, letter.peer_id), "chat_type": "dialog", "user_id": reader},
        "timestamp": names.milliseconds(letter.at, letter.id),
        "body": _body(letter),
    }
    above = store.letters.find(names.NETWORK, bot, letter.reply_to) if letter.reply_to else None
    if above:
        found["link"] = {"type": "reply", "sender": _user(store, above.author_id), "message": _body(above)}
    return found


def _body(letter: Letter) -> dict[str, Any]:
    body: dict[str, Any] = {"mid": mid_of(letter), "seq": names.seq(letter.at, letter.id), "text": letter.text}
    return body | ({"markup": letter.extra["markup"]} if letter.extra.get("markup") else {})


def _user(store: Store, number: int) -> dict[str, Any]:
    person = store.accounts.person_by_id(names.NETWORK, number)
    if person is None:
        raise LookupError(number)
    return user(person)


def start_of(store: Store, letter: Letter) -> dict[str, Any] | None:
    """Of bot_started, which comes before a person's first message; None when it is not the first."""
    if store.letters.of(names.NETWORK, letter.owner_id, letter.peer_id)[0].id != letter.id:
        return None
    chat = dialog_id(letter.owner_id, letter.peer_id)
    return {"chat_id": chat, "user": _user(store, letter.peer_id), "user_locale": "ru"}
