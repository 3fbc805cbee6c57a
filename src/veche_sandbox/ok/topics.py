"""mediatopic.*: publish, return, edit and delete topics of a group."""

from typing import Any

from veche_sandbox.ok.access import existing_topic, find_topic, managed_group, require_manager
from veche_sandbox.ok.attachment import Topic, read_attachment
from veche_sandbox.ok.calls import NETWORK, Call, method
from veche_sandbox.ok.errors import ApiError, bad_param, missing
from veche_sandbox.ok.shapes import chosen, entities, topic_object
from veche_sandbox.store import Account, Entry, NewEntry

GROUP = ("VALUABLE_ACCESS", "GROUP_CONTENT")
TYPES = frozenset(
    {"USER", "USER_STATUS", "USER_NOTE", "GROUP_THEME", "GROUP_THEME_PROMO", "GROUP_SUGGESTED"},
)
MOST_TOPICS = 100


@method(
    "mediatopic.post",
    "type! gid attachment! set_status devices text_link_preview hidden_post ads_post",
    permissions=("VALUABLE_ACCESS",),
)
def post(call: Call) -> Any:
    """Publish a topic. Returns its id as a bare string. There is no idempotency key: each call makes a topic."""
    if call.text("type") not in TYPES:
        raise bad_param("type")
    if call.text("type") != "GROUP_THEME":
        raise ApiError(200, "Only GROUP_THEME is available here")
    for name in ("set_status", "text_link_preview", "hidden_post"):
        call.flag(name)
    if not call.text("gid"):
        raise missing("gid")
    call.require("GROUP_CONTENT")
    group = managed_group(call, call.text("gid"))
    topic = read_attachment(call, group)
    if topic.scheduled:
        raise ApiError(200, "Delayed topics are not available here")
    entry = call.store.entries.add(_entry(call, group, topic))
    return str(entry.id)


def _entry(call: Call, group: Account, topic: Topic) -> NewEntry:
    author, name = -group.id, group.title
    if not topic.as_group:
        person = call.store.accounts.person_by_id(NETWORK, call.user_id)
        author, name = call.user_id, person.name if person else ""
    extra = {"blocks": topic.blocks, "comments_closed": topic.closed, **_more(topic)}
    return NewEntry(NETWORK, group.id, "post", author, name, topic.text, tuple(topic.photos), extra=extra)


def _more(topic: Topic) -> dict[str, Any]:
    return {"files": [video.pk for video in topic.videos], "poll": topic.poll.pk if topic.poll else None}


@method("mediatopic.edit", "topic_id! attachment!", permissions=GROUP)
def edit(call: Call) -> Any:
    """Replace the whole topic."""
    group, entry = _managed(call)
    topic = read_attachment(call, group)
    extra = {**entry.extra, "blocks": topic.blocks, "comments_closed": topic.closed, **_more(topic)}
    call.store.entries.change(entry, text=topic.text, photos=topic.photos, extra=extra)
    return str(entry.id)


@method("mediatopic.deleteTopic", "topic_id!", permissions=GROUP)
def delete(call: Call) -> Any:
    _, entry = _managed(call)
    call.store.entries.change(entry, deleted=True)
    return {"success": True}


def _managed(call: Call) -> tuple[Account, Entry]:
    group, entry = existing_topic(call, call.text("topic_id"))
    require_manager(call, group)
    return group, entry


@method("mediatopic.getByIds", "topic_ids! media_limit fields features", permissions=("VALUABLE_ACCESS",))
def get_by_ids(call: Call) -> Any:
    """The topics of these ids, without deleted ones."""
    numbers = call.listing("topic_ids")
    if len(numbers) > MOST_TOPICS:
        raise bad_param("topic_ids")
    limit = call.whole("media_limit")
    if (len(numbers) > 1 or call.text("media_limit")) and limit not in (1, 2, 3):
        raise bad_param("media_limit")
    found = [topic for number in numbers if (topic := find_topic(call, number)) and not topic[1].deleted]
    topics = [topic_object(call.store, group, entry, limit or None) for group, entry in found]
    answer: dict[str, Any] = {
        "media_topics": [chosen(topic, call.listing("fields"), "media_topic") for topic in topics]
    }
    more = entities(call.store, [entry for _, entry in found], call.listing("fields"))
    return {**answer, "entities": more} if more else answer
