"""group.*: groups, their members, statistics of topics, the pinned topic."""

from typing import Any

from veche_sandbox.ok.access import STATUSES, existing_topic, group_of, managed_group, require_manager, status_in
from veche_sandbox.ok.calls import NETWORK, Call, method
from veche_sandbox.ok.errors import ApiError, bad_param
from veche_sandbox.ok.photos import uploaded_note
from veche_sandbox.ok.shapes import chosen, group_object
from veche_sandbox.page import set_page
from veche_sandbox.store import Entry

READ = ("VALUABLE_ACCESS",)
STATS = ("VALUABLE_ACCESS", "GROUP_CONTENT")
LONGEST_PAGE = 100


@method("group.getInfo", "uids! fields move_to_top", permissions=READ, session=False)
def get_info(call: Call) -> Any:
    found = [call.store.accounts.find(NETWORK, int(number)) for number in call.listing("uids") if number.isdecimal()]
    return [chosen(group_object(call.store, group), call.listing("fields"), "group") for group in found if group]


@method("group.getMembers", "uid! anchor direction statuses count", permissions=READ)
def get_members(call: Call) -> Any:
    """Members of the group `uid`."""
    group = group_of(call, call.text("uid"))
    wanted = set(call.listing("statuses")) or {"ADMIN", "MODERATOR", "ACTIVE"}
    members = [
        {"userId": str(membership.user_id), "status": STATUSES[membership.status]}
        for membership in call.store.accounts.memberships(NETWORK, group.id)
        if STATUSES.get(membership.status) in wanted
    ]
    return {"members": members[: call.count(default=LONGEST_PAGE, most=1000)], "anchor": "", "has_more": False}


@method("group.getUserGroupsV2", "uid anchor direction count", permissions=READ)
def get_user_groups(call: Call) -> Any:
    user = call.whole("uid", call.user_id)
    found = [
        {"groupId": str(group.id), "userId": str(user), "status": status}
        for group in call.store.accounts.all(NETWORK, "group")
        if (status := status_in(call, user, group)) not in {"", "BLOCKED", "PASSIVE"}
    ]
    return {"groups": found[: call.count(default=LONGEST_PAGE, most=1000)], "anchor": ""}


@method("group.getUserGroupsByIds", "group_id! uids!", permissions=READ)
def get_user_groups_by_ids(call: Call) -> Any:
    group = group_of(call, call.text("group_id"))
    users = call.listing("uids")
    if len(users) > LONGEST_PAGE or not all(user.isdecimal() for user in users):
        raise bad_param("uids")
    known = [(user, status_in(call, int(user), group)) for user in users]
    return [{"userId": user, "groupId": str(group.id), "status": status} for user, status in known if status]


@method("group.getCounters", "uid group_id! counterTypes", permissions=READ)
def get_counters(call: Call) -> Any:
    group = group_of(call, call.text("group_id"))
    memberships = call.store.accounts.memberships(NETWORK, group.id)
    topics = [entry for entry in call.store.entries.of_kind(NETWORK, group.id, "post") if not entry.deleted]
    counters = {
        "themes": len(topics),
        "members": sum(membership.status not in {"kicked", "left"} for membership in memberships),
        "moderators": sum(membership.status == "moderator" for membership in memberships),
        "black_list": len(call.store.restrictions.of(NETWORK, group.id)),
    }
    return {"counters": chosen(counters, call.listing("counterTypes"), "counter")}


@method("group.getStatTopics", "gid! start_time end_time anchor count fields", permissions=STATS)
def get_stat_topics(call: Call) -> Any:
    """Statistics, newest topics first, without those seen only by their author."""
    group = managed_group(call, call.text("gid"))
    begin, end = call.whole("start_time"), call.whole("end_time", 10**17)
    topics = [
        entry
        for entry in reversed(call.store.entries.of_kind(NETWORK, group.id, "post"))
        if not entry.deleted and begin <= entry.at * 1000 <= end and _seen(call, entry)
    ]
    if call.text("anchor"):
        topics = [entry for entry in topics if entry.id < call.whole("anchor")]
    page = topics[: call.count(default=10, most=LONGEST_PAGE)]
    more = len(topics) > len(page)
    answer = {"topics": [_stat(call, entry) for entry in page], "has_more": more}
    return {**answer, "anchor": str(page[-1].id)} if more else answer


@method("group.getStatTopic", "topic_id! fields", permissions=STATS)
def get_stat_topic(call: Call) -> Any:
    group, entry = existing_topic(call, call.text("topic_id"))
    require_manager(call, group)
    if not _seen(call, entry):
        raise ApiError(300, "No statistics for the topic")
    return {"topic": _stat(call, entry)}


def _seen(call: Call, entry: Entry) -> bool:
    """Whether anybody saw the topic: it has comments, or the control API set views."""
    return bool(entry.extra.get("views")) or any(comment.author_id > 0 for comment in _comments(call, entry))


def _comments(call: Call, entry: Entry) -> list[Entry]:
    return call.store.entries.comments(NETWORK, account=entry.place, post_id=entry.id)


def _stat(call: Call, entry: Entry) -> dict[str, Any]:
    comments = _comments(call, entry)
    readers = len({comment.author_id for comment in comments if comment.author_id > 0})
    numbers = {
        "id": str(entry.id),
        "created_ms": entry.at * 1000,
        "comments": sum(not comment.deleted for comment in comments),
        "likes": entry.extra.get("likes", 0),
        "reshares": entry.extra.get("reposts", 0),
        "reach": entry.extra.get("views", readers),
        "renderings": entry.extra.get("views", readers),
    }
    return chosen(numbers, call.listing("fields"), "topic")


@method("group.setMainPhoto", "group_id! photo_id!", permissions=(*STATS, "PHOTO_CONTENT"))
def set_main_photo(call: Call) -> Any:
    """Set the main photo. `photo_id`: the id of photosV2.getUploadUrl after the upload, instead of a commit."""
    group = managed_group(call, call.text("group_id"))
    key = call.store.ledger.note(NETWORK, uploaded_note(call.text("photo_id")))
    photo = call.store.photos.by_key(key) if key else None
    if photo is None or photo.owner_id != -group.id:
        raise ApiError(121, "Invalid photo_id")
    set_page(call.store, group, "avatar", photo.key)
    return {"success": True}


@method("group.pinGroupFeed", "pin_id!", permissions=STATS)
def pin(call: Call) -> Any:
    """Pin the topic of `pin_id`; a second call unpins it."""
    _, _, number = call.text("pin_id").removeprefix("pin-").partition("-")
    group, entry = existing_topic(call, number)
    require_manager(call, group)
    pinned = not entry.extra.get("pinned")
    for other in call.store.entries.of_kind(NETWORK, group.id, "post"):
        if other.extra.get("pinned"):
            call.store.entries.change(other, extra={**other.extra, "pinned": False})
    fresh = call.store.entries.get(NETWORK, group.id, entry.id)
    call.store.entries.change(fresh, extra={**fresh.extra, "pinned": pinned})
    return True
