"""The community's own posts on its wall, by the administrator's key: the community's cannot read its own wall
(error 27)."""

from datetime import datetime

from veche.networks.protocol import PostList, PostSeen
from veche.networks.vk.events import posts_seen
from veche.networks.vk.lookup import posts_since
from veche.networks.vk.wall import SKEW, Wall
from veche.networks.webhooks import UNREADABLE


def list_posts(wall: Wall, since: datetime, *, deadline: float) -> PostList:
    found: list[PostSeen] = []
    for post in posts_since(wall, since - SKEW, deadline):
        if post is None:
            return PostList(tuple(found), whole=False)
        try:
            found.extend(posts_seen(wall, post))
        except UNREADABLE:
            continue  # a post of another form is none of those that we could ask about
    return PostList(tuple(found))
