"""discussions.* that write: answer, edit, delete."""

import time
from typing import Any

from veche_sandbox.ok.access import require_manager
from veche_sandbox.ok.calls import NETWORK, Call, method
from veche_sandbox.ok.discussions import discussed, existing_comment
from veche_sandbox.ok.errors import ApiError, bad_param
from veche_sandbox.ok.shapes import comment_object
from veche_sandbox.ok.texts import LONGEST_COMMENT, cleaned, length
from veche_sandbox.store import Account, Entry, NewEntry

WRITE = ("VALUABLE_ACCESS",)
EDIT_SECONDS = 3600


@method(
    "discussions.addDiscussionComment",
    "entityId! entityType! comment! reply_to_comment_id as_admin attachments frmt fields fieldset",
    permissions=WRITE,
)
def add(call: Call) -> Any:
    """Add a comment. Returns its id as a bare string; with `fields`, the comment. `as_admin`: in the group's name."""
    group, topic = discussed(call, "entityId", "entityType")
    if topic.extra.get("comments_closed"):
        raise ApiError(456, "Comments are disabled")
    author, name = _author(call, group)
    above = None
    if call.text("reply_to_comment_id"):
        above = existing_comment(call, topic, call.text("reply_to_comment_id"))
    entry = call.store.entries.add(
        NewEntry(
            NETWORK,
            topic.place,
            "comment",
            author,
            name,
            _text(call),
            post=(topic.place, topic.id),
            reply_to=above.id if above else None,
        )
    )
    return comment_object(call.store, entry) if call.text("fields") else str(entry.id)


def _author(call: Call, group: Account) -> tuple[int, str]:
    if call.flag("as_admin"):
        require_manager(call, group)
        return -group.id, group.title
    person = call.store.accounts.person_by_id(NETWORK, call.user_id)
    return call.user_id, person.name if person else ""


def _text(call: Call) -> str:
    text = cleaned(call.text("comment"))
    if not text or length(text) > LONGEST_COMMENT:
        raise bad_param("comment", "Empty or too long")
    return text


@method("discussions.editDiscussionComment", "discussionId! discussionType! comment_id! comment!", permissions=WRITE)
def edit(call: Call) -> Any:
    """Edit the caller's or the group's comment, within an hour."""
    group, topic = discussed(call)
    entry = existing_comment(call, topic, call.text("comment_id"))
    if entry.author_id not in {call.user_id, -group.id}:
        raise ApiError(701, "Invalid author")
    if time.time() - entry.at > EDIT_SECONDS:
        raise ApiError(704, "Too late")
    call.store.entries.change(entry, text=_text(call))
    return {"success": True}


@method(
    "discussions.deleteDiscussionComment",
    "discussionId! discussionType! comment_id! mark_as_spam block_author",
    permissions=WRITE,
)
def delete(call: Call) -> Any:
    group, topic = discussed(call)
    _delete(call, group, existing_comment(call, topic, call.text("comment_id")))
    return {"success": True}


@method(
    "discussions.deleteDiscussionComments",
    "discussionId! discussionType! comment_ids! mark_as_spam block_author",
    permissions=WRITE,
)
def delete_many(call: Call) -> Any:
    group, topic = discussed(call)
    entries = [existing_comment(call, topic, number) for number in call.listing("comment_ids")]
    with call.store.transaction():
        for entry in entries:
            _delete(call, group, entry)
    return {"success": True}


def _delete(call: Call, group: Account, entry: Entry) -> None:
    """Delete a comment, as its author or a manager of the group; a blocked author can no longer write."""
    if entry.author_id != call.user_id:
        require_manager(call, group)
    block, _ = call.flag("block_author"), call.flag("mark_as_spam")
    call.store.entries.change(entry, deleted=True)
    if block and entry.author_id > 0:
        call.store.restrictions.put(NETWORK, group.id, entry.author_id)


@method("discussions.markCommentAsSpam", "discussionId! discussionType! comment_id!", permissions=WRITE)
def mark_as_spam(call: Call) -> Any:
    _, topic = discussed(call)
    existing_comment(call, topic, call.text("comment_id"))
    return {"success": True}
