"""The profile's public posts. Mastodon tells of no post of one's own, so that reading is the only way."""

from datetime import datetime

from veche.networks.mastodon.account import Account, Status, attachments_of, id_of, moment, shown_of
from veche.networks.mastodon.plain import words_of
from veche.networks.protocol import PostList, PostSeen
from veche.networks.webhooks import UNREADABLE

# What stands on the profile's page; the others are seen by followers or by one person.
_PUBLIC = frozenset({"public", "unlisted"})


def list_posts(account: Account, since: datetime, *, deadline: float) -> PostList:
    found: list[PostSeen] = []
    for status in account.recent(since, deadline=deadline):
        if status is None:
            return PostList(tuple(found), whole=False)
        try:
            if not status.get("in_reply_to_id") and status["visibility"] in _PUBLIC:
                found.append(_post(account, status))
        except UNREADABLE:
            continue  # a status of another form is none of those that we could ask about
    return PostList(tuple(found))


def _post(account: Account, status: Status) -> PostSeen:
    number = id_of(status)
    return PostSeen(
        dedup=f"post:{number}",
        post_id=number,
        text=words_of(str(status.get("content") or "")),
        photo_count=sum(one.get("type") == "image" for one in attachments_of(status)),
        shown=shown_of(status),
        at=moment(status["created_at"]),
        url=account.url_of(status),
    )
