"""discussions.* that read: comments of a topic, one comment, the list of discussions."""

import base64
import binascii
from typing import Any

from veche_sandbox.ok.access import MANAGERS, existing_topic, status_in
from veche_sandbox.ok.calls import NETWORK, Call, method
from veche_sandbox.ok.errors import ApiError, bad_param
from veche_sandbox.ok.shapes import TOPIC, chosen, comment_object, moscow, topic_object
from veche_sandbox.store import Account, Entry

READ = ("VALUABLE_ACCESS",)
TYPES = frozenset({TOPIC, "GROUP_PHOTO", "GROUP_MOVIE", "USER_STATUS", "USER_PHOTO", "USER_ALBUM", "SHARE"})
WORDS = frozenset({"FIRST", "LAST", "UNREAD"})
PAGE, LONGEST_PAGE = 30, 100


def discussed(call: Call, id_name: str = "discussionId", type_name: str = "discussionType") -> tuple[Account, Entry]:
    if call.text(type_name) not in TYPES:
        raise bad_param(type_name)
    if call.text(type_name) != TOPIC:
        raise ApiError(300, "Discussion not found")
    return existing_topic(call, call.text(id_name))


def comments_under(call: Call, topic: Entry, *, removed: bool = False) -> list[Entry]:
    """Comments of a topic. `removed`: deleted ones too."""
    return call.store.entries.comments(NETWORK, account=topic.place, post_id=topic.id, deleted=removed)


def existing_comment(call: Call, topic: Entry, number: str) -> Entry:
    """An existing comment. Errors 700 and 702."""
    known = number.isascii() and number.isdecimal() and len(number) <= 18
    entry = call.store.entries.find(NETWORK, topic.place, int(number)) if known else None
    if entry is None or entry.kind != "comment" or entry.post_id != topic.id:
        raise ApiError(700, "Comment not found")
    if entry.deleted:
        raise ApiError(702, "Comment is not active")
    return entry


@method(
    "discussions.getComments",
    "discussionId! discussionType! anchor direction count frmt fields fieldset mark_as_read includeRemoved",
    permissions=READ,
)
def get_comments(call: Call) -> Any:
    """A page of comments. BACKWARD: newest first. `anchor`: where to continue, or one of LAST, FIRST and UNREAD."""
    _, topic = discussed(call)
    backward = _backward(call)
    found = comments_under(call, topic, removed=call.flag("includeRemoved"))
    rest = _from_anchor(call, found[::-1] if backward else found, backward=backward)
    page = rest[: call.count(default=PAGE, most=LONGEST_PAGE)]
    more = len(rest) > len(page)
    return {
        "comments": [chosen(comment_object(call.store, one), call.listing("fields"), "comment") for one in page],
        "anchor": _anchor(page[-1]) if page else call.text("anchor"),
        "has_more": more,
        "discussionId": str(topic.id),
        "discussionType": TOPIC,
    }


def _backward(call: Call) -> bool:
    if call.text("anchor") == "LAST" and not call.text("direction"):
        return True
    if call.text("direction", "FORWARD") not in {"FORWARD", "BACKWARD"}:
        raise bad_param("direction")
    return call.text("direction", "FORWARD") == "BACKWARD"


def _from_anchor(call: Call, found: list[Entry], *, backward: bool) -> list[Entry]:
    anchor = call.text("anchor")
    if not anchor or anchor in WORDS:
        return found
    try:
        last = int(base64.urlsafe_b64decode(anchor.encode()).decode())
    except (ValueError, binascii.Error):
        raise bad_param("anchor") from None
    return [one for one in found if (one.id < last if backward else one.id > last)]


def _anchor(entry: Entry) -> str:
    return base64.urlsafe_b64encode(str(entry.id).encode()).decode()


@method("discussions.getDiscussionComments", "entityId! entityType! offset count", permissions=READ)
def get_discussion_comments(call: Call) -> Any:
    """The older method: by offset, oldest first."""
    _, topic = discussed(call, "entityId", "entityType")
    begin, count = call.whole("offset"), call.count(default=PAGE, most=LONGEST_PAGE)
    page = comments_under(call, topic)[begin : begin + count]
    return {"comments": [comment_object(call.store, one) for one in page]}


@method("discussions.getDiscussionCommentsCount", "entityId! entityType!", permissions=READ)
def get_discussion_comments_count(call: Call) -> Any:
    _, topic = discussed(call, "entityId", "entityType")
    return len(comments_under(call, topic))


@method("discussions.getComment", "discussionId! discussionType! comment_id! frmt fields fieldset", permissions=READ)
def get_comment(call: Call) -> Any:
    _, topic = discussed(call)
    entry = existing_comment(call, topic, call.text("comment_id"))
    return {"comment": chosen(comment_object(call.store, entry), call.listing("fields"), "comment")}


@method("discussions.get", "discussionId! discussionType! fields fieldset locale features", permissions=READ)
def get_one(call: Call) -> Any:
    group, topic = discussed(call)
    return {"discussion": _discussion(call, group, topic), "entities": {"themes": [_theme(call, group, topic)]}}


@method(
    "discussions.getList",
    "types version category anchor direction count fields fieldset locale features",
    permissions=READ,
)
def get_list(call: Call) -> Any:
    """Discussions of the groups that the caller manages, the most recently discussed first."""
    if call.text("category", "GROUP") not in {"MY", "FRIENDS", "GROUP", "ALL"}:
        raise bad_param("category")
    groups = [
        group for group in call.store.accounts.all(NETWORK, "group") if status_in(call, call.user_id, group) in MANAGERS
    ]
    found = [
        _discussion(call, group, topic)
        for group in groups
        for topic in call.store.entries.of_kind(NETWORK, group.id, "post")
        if not topic.deleted and comments_under(call, topic)
    ]
    found.sort(key=lambda one: one["last_activity_date_ms"], reverse=True)
    return {"discussions": found[: call.count(default=PAGE, most=LONGEST_PAGE)], "anchor": ""}


def _discussion(call: Call, group: Account, topic: Entry) -> dict[str, Any]:
    comments = comments_under(call, topic)
    last = comments[-1].at if comments else topic.at
    return {
        "object_id": str(topic.id),
        "object_type": TOPIC,
        "title": topic.text[:100],
        "owner_uid": str(group.id),
        "ref_objects": [{"type": "GROUP", "id": str(group.id)}],
        "creation_date": moscow(topic.at),
        "last_activity_date": moscow(last),
        "last_activity_date_ms": last * 1000,
        "total_comments_count": len(comments),
        "like_count": 0,
    }


def _theme(call: Call, group: Account, topic: Entry) -> dict[str, Any]:
    shown = topic_object(call.store, group, topic, None)
    return {"id": shown["id"], "title": topic.text, "created_ms": shown["created_ms"]}
