"""The channel's posts, by a bot that may read messages."""

from datetime import datetime

from veche.networks.max.channel import Channel
from veche.networks.max.events import post_seen
from veche.networks.max.lookup import messages_since
from veche.networks.protocol import PostList, PostSeen
from veche.networks.webhooks import UNREADABLE


def list_posts(channel: Channel, since: datetime, *, deadline: float) -> PostList:
    found: list[PostSeen] = []
    for message in messages_since(channel, "/messages", {"chat_id": channel.chat_id}, since, deadline):
        if message is None:
            return PostList(tuple(found), whole=False)
        try:
            found.append(post_seen(channel, message))
        except UNREADABLE:
            continue  # a message of another form is none of those that we could ask about
    return PostList(tuple(found))
