"""Private chats of a bot: the person writes first, and may block it. The bot sends words, a person files too."""

import time
from collections.abc import Mapping, Sequence
from typing import Any

from veche_sandbox.store import Person, PrivateMessage, Store
from veche_sandbox.telegram import shapes
from veche_sandbox.telegram.arguments import as_whole
from veche_sandbox.telegram.attachments import file_object
from veche_sandbox.telegram.call import Call
from veche_sandbox.telegram.errors import ApiError, bad_request
from veche_sandbox.telegram.keyboards import read_inline_markup, read_markup
from veche_sandbox.telegram.texts import Text
from veche_sandbox.telegram.updates import push

TWO_DAYS = 48 * 3600


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
    if not store.private_messages.began("telegram", call.bot.id, number):
        raise ApiError(403, "Forbidden: bot can't initiate conversation with a user")
    return person


def send(call: Call, text: Text, *, origin: Mapping[str, Any] | None = None) -> Any:
    """Send a message. `origin`: of a forwarded text."""
    person = find_peer(call)
    markup = read_markup(call, None) or {}
    letter = call.store.private_messages.add(
        "telegram",
        call.bot.id,
        person.id,
        text.text,
        author_id=call.bot.id,
        reply_to=_answered(call, person),
        extra={"entities": list(text.entities), "keyboard": markup.get("inline_keyboard", [])}
        | ({"forward_origin": origin} if origin else {}),
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


def delete(call: Call) -> Any:
    """«deleteMessage»: bots delete outgoing and incoming messages of private chats, sent less than 48 hours ago."""
    number = call.arguments.whole("message_id")
    if not delete_many(call, [number], missing=False):
        raise bad_request("message to delete not found")
    return True


def delete_many(call: Call, numbers: Sequence[int], *, missing: bool = True) -> bool:
    """Delete messages of the chat. `missing`: the result when none of them exists."""
    store, peer = call.store, as_whole(call.arguments.text("chat_id"))
    if store.accounts.person_by_id("telegram", peer) is None:
        raise bad_request("chat not found")
    found = [store.private_messages.find("telegram", call.bot.id, number) for number in numbers]
    letters = [letter for letter in found if letter and letter.peer_id == peer]
    if any(time.time() - letter.at >= TWO_DAYS for letter in letters):
        raise bad_request("message can't be deleted for everyone")
    for letter in letters:
        store.private_messages.remove(letter)
    return bool(letters) or missing


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
    if letter.extra.get("keyboard"):
        body["reply_markup"] = {"inline_keyboard": letter.extra["keyboard"]}
    if letter.extra.get("album"):
        body["media_group_id"] = letter.extra["album"]
    entities = shapes.entities_of(letter.text, letter.extra)
    content = _content(store, letter)
    words, marks = ("caption", "caption_entities") if content else ("text", "entities")
    said = {words: letter.text} if letter.text or not content else {}
    return body | content | said | ({marks: entities} if entities else {})


def _content(store: Store, letter: PrivateMessage) -> dict[str, Any]:
    """The picture, video or file of a person's message; {} for words."""
    for key in letter.extra.get("photos") or ():
        photo = store.photos.by_key(key)
        return {"photo": shapes.photo_sizes(photo)} if photo else {}
    for key in letter.extra.get("files") or ():
        file = store.files.by_key(key)
        return {file.kind: file_object(file, {})} if file else {}
    return {}


def tell_stopped(store: Store, bot_id: int, peer_id: int) -> None:
    """A person has blocked the bot: `my_chat_member` of a private chat («Update»)."""
    bot, person = (store.accounts.person_by_id("telegram", number) for number in (bot_id, peer_id))
    if bot is None or person is None:
        return
    body = {
        "chat": {"id": person.id, "type": "private", "first_name": person.name},
        "from": shapes.user(person),
        "date": int(time.time()),
        "old_chat_member": {"user": shapes.user(bot), "status": "member"},
        "new_chat_member": {"user": shapes.user(bot), "status": "kicked", "until_date": 0},
    }
    push(store, bot_id, "my_chat_member", body)
