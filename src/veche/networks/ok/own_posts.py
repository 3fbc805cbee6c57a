"""The group's own topics. OK's statistics lags and hides topics that nobody has seen yet: they come later."""

from datetime import datetime

from veche.networks.ok.events import post_seen
from veche.networks.ok.group import Group
from veche.networks.ok.lookup import RECENT, SKEW, recent, topics
from veche.networks.protocol import PostList, PostSeen
from veche.networks.webhooks import UNREADABLE


def list_posts(group: Group, since: datetime, *, deadline: float) -> PostList:
    known = [str(topic["id"]) for topic in recent(group, since - SKEW, deadline=deadline)]
    found: list[PostSeen] = []
    for topic in topics(group, known, deadline=deadline):
        try:
            found.append(post_seen(group, topic))
        except UNREADABLE:
            continue  # a resident's topic, or one of another form
    return PostList(tuple(found), whole=len(known) < RECENT)
