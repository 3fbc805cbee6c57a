"""Statistics of our posts. VK returns them to an administrator's key only."""

from collections.abc import Mapping, Sequence
from typing import Any

from veche.networks.protocol import PollCount, PostStatistics
from veche.networks.vk.post_changes import PAGE, standing_posts
from veche.networks.vk.wall import Wall


def statistics(wall: Wall, post_ids: Sequence[str], *, deadline: float) -> Mapping[str, PostStatistics]:
    asked = list(post_ids[:PAGE])
    found = {str(post.get("id")): post for post in standing_posts(wall, asked, deadline=deadline)} if asked else {}
    return {number: _counted(found[number]) for number in asked if number in found}


def _counted(post: Mapping[str, Any]) -> PostStatistics:
    return PostStatistics(
        views=_count(post, "views"),
        likes=_count(post, "likes"),
        reposts=_count(post, "reposts"),
        comments=_count(post, "comments"),
        poll=_poll(post),
    )


def _poll(post: Mapping[str, Any]) -> PollCount | None:
    """The votes of the post's poll; None without one, and if VK answers in another shape (objects.json, polls_poll)."""
    attached = next((one for one in post.get("attachments") or () if one.get("type") == "poll"), None)
    if attached is None:
        return None
    try:
        poll = attached["poll"]
        votes = tuple(int(answer["votes"]) for answer in poll["answers"])
        return PollCount(votes, int(poll["votes"]), closed=bool(poll.get("closed")))
    except (LookupError, TypeError, ValueError):
        return None


def _count(post: Mapping[str, Any], name: str) -> int | None:
    """A counter; None if VK omits it, as it does with `views` of fresh and of old posts."""
    part = post.get(name)
    found = part.get("count") if isinstance(part, Mapping) else None
    return found if isinstance(found, int) else None
