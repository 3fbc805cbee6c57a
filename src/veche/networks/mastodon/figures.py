"""Figures of posts: likes, boosts and answers. A server counts no views."""

import time
from collections.abc import Mapping, Sequence
from typing import Any

from veche.networks.mastodon.account import Account
from veche.networks.mastodon.post_changes import PAGE
from veche.networks.protocol import NetworkError, PollCount, PostStatistics


def statistics(account: Account, post_ids: Sequence[str], *, deadline: float) -> Mapping[str, PostStatistics]:
    found: dict[str, PostStatistics] = {}
    for number in post_ids[:PAGE]:
        try:
            status = account.status(number, deadline=deadline)
        except NetworkError as error:
            if not found or error.retry_after is None:
                raise
            break
        if status is not None:
            found[number] = _counted(status)
        if time.monotonic() > deadline - 1:
            break
    return found


def _counted(status: Mapping[str, Any]) -> PostStatistics:
    return PostStatistics(
        likes=_number(status, "favourites_count"),
        reposts=_number(status, "reblogs_count"),
        comments=_number(status, "replies_count"),
        poll=_poll(status),
    )


def _poll(status: Mapping[str, Any]) -> PollCount | None:
    """None without a poll, and as long as the server hides the votes of an open one (`votes_count` null)."""
    poll = status.get("poll")
    if not isinstance(poll, Mapping):
        return None
    try:
        votes = tuple(int(option["votes_count"]) for option in poll["options"])
    except (LookupError, TypeError, ValueError):
        return None
    return PollCount(votes, _number(poll, "voters_count"), closed=bool(poll.get("expired")))


def _number(status: Mapping[str, Any], name: str) -> int | None:
    found = status.get(name)
    return found if isinstance(found, int) and not isinstance(found, bool) else None
