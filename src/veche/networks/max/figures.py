"""Statistics of posts: MAX counts views and returns no other number to a bot."""

from collections.abc import Mapping, Sequence
from typing import Any

from veche.networks.errors import READING
from veche.networks.max.channel import Channel, messages_of, mid_of
from veche.networks.protocol import PostStatistics

# `message_ids` has no documented limit; this keeps the address short.
PAGE = 50


def statistics(channel: Channel, post_ids: Sequence[str], *, deadline: float) -> Mapping[str, PostStatistics]:
    if not post_ids:
        return {}
    query = {"message_ids": ",".join(post_ids[:PAGE])}
    answer = channel.client.call("GET", "/messages", query=query, purpose=READING, deadline=deadline)
    messages = messages_of(answer)
    if messages is None:
        raise channel.client.unexpected(READING)
    try:
        return {mid_of(message): PostStatistics(views=_views(message)) for message in messages}
    except (LookupError, TypeError):
        raise channel.client.unexpected(READING) from None


def _views(message: Mapping[str, Any]) -> int | None:
    stat = message.get("stat")
    views = stat.get("views") if isinstance(stat, Mapping) else None
    return views if isinstance(views, int) else None
