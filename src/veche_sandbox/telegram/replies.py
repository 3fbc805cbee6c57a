"""The message that a new message answers, and its comment thread."""

from dataclasses import dataclass
from typing import Any

from veche_sandbox.store import Account, Entry
from veche_sandbox.telegram.arguments import as_whole
from veche_sandbox.telegram.call import Call, find_message
from veche_sandbox.telegram.errors import bad_request


@dataclass(frozen=True, slots=True)
class Reply:
    """`post`: (channel, message) if the message is a comment; `thread`: the forward at the thread's root."""

    kind: str = "message"
    message_id: int | None = None
    thread: int | None = None
    post: tuple[int, int] | None = None


def find_reply(call: Call, chat: Account) -> Reply:
    """From `reply_parameters`; a missing message is an error unless `allow_sending_without_reply`."""
    given = call.arguments.objects("reply_parameters", "reply parameters")
    number = _number(given)
    if not number:
        return Reply()
    entry = call.store.entries.find("telegram", chat.id, number)
    if entry is None or entry.deleted:
        if given.get("allow_sending_without_reply") is True:
            return Reply()
        entry = find_message(call, chat, number, "message to be replied")
    return reply_to(entry)


def _number(given: dict[str, Any]) -> int:
    if not given:
        return 0
    number = given.get("message_id")
    if number is None:
        raise bad_request('Can\'t find field "message_id"')
    if isinstance(number, bool) or not isinstance(number, int | str):
        raise bad_request('field "message_id" must be of type Number')
    return as_whole(str(number))


def reply_to(entry: Entry) -> Reply:
    """A comment, if the answered message is the root of a thread or belongs to one."""
    if entry.kind == "forward" and entry.post_place and entry.post_id:
        root, post = entry.extra.get("thread", entry.id), entry.extra.get("post", entry.post_id)
        return Reply("comment", entry.id, root, (entry.post_place, post))
    if entry.kind == "comment" and entry.post_place and entry.post_id:
        return Reply("comment", entry.id, entry.thread, (entry.post_place, entry.post_id))
    return Reply("message", entry.id, entry.thread)
