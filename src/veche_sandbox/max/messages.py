"""Methods about posts of a channel: publish, read, edit, delete."""

from typing import Any

from veche_sandbox.blank import is_blank
from veche_sandbox.max import checks, dialogs, names, updates
from veche_sandbox.max.attachments import Attached, read_attachments
from veche_sandbox.max.call import Call
from veche_sandbox.max.errors import Unsuccessful, bad_request
from veche_sandbox.max.registry import FLAG, LIST, OBJECT, OPERATIONS, TEXT, WHOLE, Param
from veche_sandbox.max.shapes import message
from veche_sandbox.max.texts import MOST, marked_up
from veche_sandbox.store import Entry, NewEntry, PrivateMessage

BODY = (
    Param("text", TEXT, high=MOST),
    Param("attachments", LIST),
    Param("link", OBJECT),
    Param("notify", FLAG),
    Param("format", TEXT, choices=("markdown", "html")),
)
MESSAGE = Param("message_id", TEXT, required=True, low=1)


@OPERATIONS.operation(
    "POST",
    "/messages",
    Param("user_id", WHOLE),
    Param("chat_id", WHOLE),
    Param("disable_link_preview", FLAG),
    body=BODY,
)
def send(call: Call) -> Any:
    if "user_id" in call.query:
        return dialogs.send(call)
    if "chat_id" not in call.query:
        raise bad_request("chat_id or user_id is required")
    if dialogs.is_dialog(call, call.query["chat_id"]):
        return dialogs.send(call)
    place = checks.chat(call, call.query["chat_id"])
    checks.administered(call, place, checks.WRITE)
    if call.body.get("notify") is False:
        raise bad_request("notify: must be true for channels")
    above = _above(call, place.id)
    text, markup = marked_up(call.body.get("text", ""), call.body.get("format", ""))
    attached = read_attachments(call, call.body.get("attachments", []))
    if is_blank(text) and not attached:
        raise bad_request("text: message is empty")
    entry = call.store.entries.add(
        NewEntry(
            "max",
            place.id,
            "post",
            author_id=call.bot.id,
            author_name=place.title,
            text=text,
            photos=tuple(attached.photos),
            reply_to=above.id if above else None,
            extra={
                "markup": markup,
                "attachments": attached.others,
                "files": [file.pk for file in attached.files],
                "no_card": bool(call.query.get("disable_link_preview")),
            },
        )
    )
    updates.post_changed(call.store, entry, "message_created", but=call.bot.id)
    return {"message": message(call.store, entry)}


def _above(call: Call, place: int) -> Entry | None:
    """The post that this one answers."""
    link = call.body.get("link")
    if link is None:
        return None
    if link.get("type") == "forward":
        raise bad_request("link: the training network has no forwarded posts")
    if link.get("type") != "reply":
        raise bad_request("link: type must be one of forward, reply")
    entry = names.find(call.store, str(link.get("mid", "")))
    if entry is None or entry.deleted or entry.kind != "post" or entry.place != place:
        raise bad_request("link: message not found")
    return entry


@OPERATIONS.operation("PUT", "/messages", MESSAGE, body=BODY)
def edit(call: Call) -> Any:
    """Edit a message. Null or missing fields stay; an empty list of attachments removes them."""
    letter = dialogs.find(call.store, call.bot.id, call.query["message_id"])
    if letter is not None:
        return dialogs.edit(call, letter)
    entry = _own_post(call, checks.EDIT)
    text, markup = entry.text, entry.extra.get("markup", [])
    if "text" in call.body:
        text, markup = marked_up(call.body["text"], call.body.get("format", ""))
    others = list(entry.extra.get("attachments", ()))
    attached = Attached(list(entry.photos), others, call.store.files.of([entry]))
    if "attachments" in call.body:
        attached = read_attachments(call, call.body["attachments"])
    if is_blank(text) and not attached:
        raise bad_request("text: message is empty")
    files = [file.pk for file in attached.files]
    extra = {**entry.extra, "markup": markup, "attachments": attached.others, "files": files}
    changed = call.store.entries.change(entry, text=text, photos=attached.photos, extra=extra)
    updates.post_changed(call.store, changed, "message_edited", but=call.bot.id)
    return {"success": True}


@OPERATIONS.operation("DELETE", "/messages", MESSAGE)
def delete(call: Call) -> Any:
    letter = dialogs.find(call.store, call.bot.id, call.query["message_id"])
    if letter is not None:
        return dialogs.delete(call, letter)
    entry = _own_post(call, checks.DELETE)
    gone = call.store.entries.change(entry, deleted=True)
    updates.post_removed(call.store, gone, by=call.bot.id, but=call.bot.id)
    return {"success": True}


def _own_post(call: Call, right: str) -> Entry:
    """Any existing post of a channel where the bot has the right; `success: false` if there is none."""
    mid = call.query["message_id"]
    entry = names.find(call.store, mid)
    if entry is None or entry.deleted or entry.kind != "post":
        raise Unsuccessful("not.found", f"Message {mid} not found")
    checks.administered(call, checks.chat(call, entry.place), right)
    return entry


@OPERATIONS.operation(
    "GET",
    "/messages",
    Param("chat_id", WHOLE),
    Param("message_ids", LIST, high=100),
    Param("after", WHOLE),
    Param("before", WHOLE),
    Param("from", WHOLE),
    Param("to", WHOLE),
    Param("count", WHOLE, low=1, high=100),
)
def get_many(call: Call) -> Any:
    """Messages newest first. The old parameter names are reversed: `from` is the latest time, `to` the earliest."""
    if "message_ids" in call.query:
        return {"messages": [one for mid in call.query["message_ids"] for one in _named(call, mid)]}
    if "chat_id" not in call.query:
        raise bad_request("chat_id or message_ids is required")
    number = call.query["chat_id"]
    person = dialogs.peer_of(call.store, call.bot.id, number)
    if person is not None:
        private_messages = call.store.private_messages.of("max", call.bot.id, person.id)
        return {"messages": [dialogs.message(call.store, letter) for letter in page(call, private_messages)]}
    place = checks.chat(call, number)
    checks.administered(call, place, checks.READ)
    posts = [entry for entry in call.store.entries.of_kind("max", place.id, "post") if not entry.deleted]
    return {"messages": [message(call.store, entry) for entry in page(call, posts)]}


def _named(call: Call, mid: str) -> list[dict[str, Any]]:
    """The message of this id in a list; [] if there is none."""
    letter = dialogs.find(call.store, call.bot.id, mid)
    if letter is not None:
        return [dialogs.message(call.store, letter)]
    entry = names.find(call.store, mid)
    if entry is None or entry.deleted or entry.kind != "post":
        return []
    checks.administered(call, checks.chat(call, entry.place), checks.READ)
    return [message(call.store, entry)]


def page[T: (Entry, PrivateMessage)](call: Call, entries: list[T]) -> list[T]:
    """At most `count` entries between the requested times, newest first."""
    earliest = call.query.get("after", call.query.get("to"))
    latest = call.query.get("before", call.query.get("from"))
    kept = [
        entry
        for entry in entries
        if (earliest is None or names.milliseconds(entry.at, entry.id) >= earliest)
        and (latest is None or names.milliseconds(entry.at, entry.id) <= latest)
    ]
    kept.sort(key=lambda entry: (entry.at, entry.id), reverse=True)
    return kept[: call.query.get("count", 50)]


@OPERATIONS.operation("GET", "/messages/{messageId}")
def get_one(call: Call) -> Any:
    letter = dialogs.find(call.store, call.bot.id, call.path["messageId"])
    if letter is not None:
        return dialogs.message(call.store, letter)
    _, entry = checks.post(call, call.path["messageId"])
    return message(call.store, entry)
