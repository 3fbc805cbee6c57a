"""Comments under the posts of a channel: text only; deleted ones cannot be restored."""

import time
from typing import Any

from veche_sandbox.blank import is_blank
from veche_sandbox.max import checks, names, updates
from veche_sandbox.max.call import Call
from veche_sandbox.max.errors import Unsuccessful, bad_request, denied, not_found, too_late
from veche_sandbox.max.messages import page
from veche_sandbox.max.registry import FLAG, LIST, OBJECT, OPERATIONS, TEXT, WHOLE, Param
from veche_sandbox.max.shapes import comment
from veche_sandbox.max.texts import MOST, marked_up
from veche_sandbox.store import Account, Entry, NewEntry

PATH = "/messages/{messageId}/comments"
EDITABLE_SECONDS = 26 * 3600
BODY = (
    Param("text", TEXT, high=MOST),
    Param("link", OBJECT),
    Param("format", TEXT, choices=("markdown", "html")),
)
COMMENT = Param("comment_id", TEXT, required=True, low=1)


@OPERATIONS.operation(
    "GET",
    PATH,
    Param("after", WHOLE),
    Param("before", WHOLE),
    Param("count", WHOLE, low=1, high=100),
    Param("comment_ids", LIST, high=100),
)
def get_many(call: Call) -> Any:
    _, post = _post(call, checks.READ)
    standing = call.store.entries.comments("max", account=post.place, post_id=post.id, deleted=False)
    if wanted := call.query.get("comment_ids"):
        return {"messages": [comment(call.store, entry) for entry in standing if names.mid_of(entry) in wanted]}
    return {"messages": [comment(call.store, entry) for entry in page(call, standing)]}


@OPERATIONS.operation("GET", PATH + "/{commentId}")
def get_one(call: Call) -> Any:
    _, post = _post(call, checks.READ)
    entry = _find(call, post, call.path["commentId"])
    if entry is None:
        raise not_found(f"Comment {call.path['commentId']} not found")
    return comment(call.store, entry)


@OPERATIONS.operation("POST", PATH, Param("disable_link_preview", FLAG), body=BODY)
def send(call: Call) -> Any:
    place, post = _post(call, checks.READ, checks.WRITE)
    if not place.extra.get("comments", True):
        raise denied("Comments are disabled in this channel")
    text, markup = _words(call)
    entry = call.store.entries.add(
        NewEntry(
            "max",
            place.id,
            "comment",
            author_id=call.bot.id,
            author_name=call.bot.name,
            text=text,
            post=(place.id, post.id),
            reply_to=_above(call, post),
            extra={"markup": markup},
        )
    )
    updates.comment_changed(call.store, entry, "comment_created", but=call.bot.id)
    return {"message": comment(call.store, entry)}


@OPERATIONS.operation("PUT", PATH, COMMENT, body=BODY)
def edit(call: Call) -> Any:
    """Edit a comment of the bot, within 26 hours."""
    _, post = _post(call, checks.READ, checks.WRITE)
    entry = _find(call, post, call.query["comment_id"])
    if entry is None:
        raise Unsuccessful("not.found", f"Comment {call.query['comment_id']} not found")
    if entry.author_id != call.bot.id:
        raise denied("Only own comments can be edited")
    if time.time() - entry.at > EDITABLE_SECONDS:
        raise too_late()
    text, markup = _words(call)
    changed = call.store.entries.change(entry, text=text, extra={**entry.extra, "markup": markup})
    updates.comment_changed(call.store, changed, "comment_edited", but=call.bot.id)
    return {"success": True}


@OPERATIONS.operation("DELETE", PATH, COMMENT)
def delete(call: Call) -> Any:
    """Delete any comment, also after comments were disabled."""
    _, post = _post(call, checks.READ, checks.DELETE)
    entry = _find(call, post, call.query["comment_id"])
    if entry is None:
        raise Unsuccessful("not.found", f"Comment {call.query['comment_id']} not found")
    gone = call.store.entries.change(entry, deleted=True)
    updates.comment_removed(call.store, gone, by=call.bot.id, but=call.bot.id)
    return {"success": True}


def _post(call: Call, *rights: str) -> tuple[Account, Entry]:
    place, post = checks.post(call, call.path["messageId"])
    checks.administered(call, place, *rights)
    return place, post


def _find(call: Call, post: Entry, mid: str) -> Entry | None:
    entry = names.find(call.store, mid)
    fits = entry and entry.kind == "comment" and (entry.place, entry.post_id) == (post.place, post.id)
    return entry if entry and fits and not entry.deleted else None


def _words(call: Call) -> tuple[str, list[dict[str, Any]]]:
    text, markup = marked_up(call.body.get("text", ""), call.body.get("format", ""))
    if is_blank(text):
        raise bad_request("text: comment is empty")
    if any(one["type"] in ("link", "user_mention") for one in markup):
        raise bad_request("text: links and mentions are not supported in comments")
    return text, markup


def _above(call: Call, post: Entry) -> int | None:
    link = call.body.get("link")
    if link is None:
        return None
    if link.get("type") != "reply":
        raise bad_request("link: only reply is supported in comments")
    above = _find(call, post, str(link.get("mid", "")))
    if above is None:
        raise bad_request("link: comment not found")
    return above.id
