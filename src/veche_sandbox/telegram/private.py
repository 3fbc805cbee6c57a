"""Private chats of a bot: the person writes first, and may block it. Texts only, no pictures or files."""

from collections.abc import Mapping
from typing import Any

from veche_sandbox.store import Person, PrivateMessage, Store
from veche_sandbox.telegram import shapes
from veche_sandbox.telegram.arguments import as_whole
from veche_sandbox.telegram.call import Call
from veche_sandbox.telegram.errors import ApiError, bad_request
from veche_sandbox.telegram.keyboards import read_inline_markup, read_markup
from veche_sandbox.telegram.texts import Text


def is_private(call: Call) -> bool:
    """Whether the chat is private: users have positive ids, other chats negative ones."""
    return as_whole(call.arguments.text("chat_id")) > 0


def find_peer(call: Call) -> Person:
    store, number = call.store, as_whole(call.arguments.text("chat_id"))
    person = store.accounts.person_by_id("telegram", number)
    if person is None:
        raise bad_request("chat not found")
    if person.is_bot:
        raise ApiError(403, "Forbidden: bot can't send messages to bots")
    if store.private_messages.stopped("telegram", call.bot.id, number):
        raise ApiError(403, "Forbidden: bot was blocked by the user")
    if not store.private_messages.of("telegram", call.bot.id, number):
        raise ApiError(403, "Forbidden: bot can't initiate conversation with a user")
    return person


def send(call: Call, text: Text, *, origin: Mapping[str, Any] | None = None) -> Any:
    """Send a message. `origin`: of a forwarded text."""
    person = find_peer(call)
    read_markup(call, None)
    letter = call.store.private_messages.add(
        "telegram",
        call.bot.id,
        person.id,
        text.text,
        author_id=call.bot.id,
        reply_to=_answered(call, person),
        extra={"entities": list(text.entities)} | ({"forward_origin": origin} if origin else {}),
    )
    return message(call.store, letter)


def _answered(call: Call, person: Person) -> int | None:
    given = call.arguments.objects("reply_parameters", "reply parameters")
    if not given:
        return None
    letter = call.store.private_messages.find("telegram", call.bot.id, as_whole(str(given.get("message_id", ""))))
    if letter and letter.peer_id == person.id:
        return letter.id
    if given.get("allow_sending_without_reply") is True:
        return None
    raise bad_request("message to be replied not found")


def touch_markup(call: Call) -> Any:
    """editMessageReplyMarkup of the bot's own message; keyboards are not stored in private chats."""
    person = find_peer(call)
    read_inline_markup(call)
    letter = call.store.private_messages.find("telegram", call.bot.id, call.arguments.whole("message_id"))
    if letter is None or letter.peer_id != person.id:
        raise bad_request("message to edit not found")
    if not letter.ours:
        raise bad_request("message can't be edited")
    said = "specified new message content and reply markup are exactly the same as a current content and reply markup"
    raise bad_request(f"message is not modified: {said} of the message")


def message(store: Store, letter: PrivateMessage, *, with_reply: bool = True) -> dict[str, Any]:
    peer = store.accounts.person_by_id("telegram", letter.peer_id)
    author = store.accounts.person_by_id("telegram", letter.author_id)
    if peer is None or author is None:
        raise LookupError(letter.peer_id)
    body: dict[str, Any] = {
        "message_id": letter.id,
        "from": shapes.user(author),
        "chat": {"id": peer.id, "type": "private", "first_name": peer.name},
        "date": letter.at,
    }
    if letter.edited_at:
        body["edit_date"] = letter.edited_at
    answered = store.private_messages.find("telegram", letter.owner_id, letter.reply_to) if letter.reply_to else None
    if with_reply and answered:
        body["reply_to_message"] = message(store, answered, with_reply=False)
    if letter.extra.get("forward_origin"):
        body["forward_origin"] = letter.extra["forward_origin"]
    entities = shapes.entities_of(letter.text, letter.extra)
    return body | {"text": letter.text} | ({"entities": entities} if entities else {})
