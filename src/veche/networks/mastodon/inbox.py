"""Read mentions from the notifications. A server calls no webhooks, except of browsers (Web Push) and its own admins.

Only answers that mention the account are reported; every application adds the mention by itself. Answers without it,
edits and deletions are not reported. A mention outside our posts is ignored.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from veche.networks.errors import READING
from veche.networks.mastodon.account import (
    CLOSED,
    NOT_FOUND,
    Account,
    Status,
    as_id,
    id_of,
    moment,
    name_of,
    pictures_of,
)
from veche.networks.mastodon.client import part
from veche.networks.mastodon.plain import without_mentions, words_of
from veche.networks.protocol import CommentCame, Event, InboxPage, MessageCame, NetworkError
from veche.networks.webhooks import UNREADABLE

# Each mention needs one more call, for the post above it.
PAGE = 20
_BEGINNING = "0"

type Notification = Mapping[str, Any]


def fetch(account: Account, cursor: str, *, deadline: float) -> InboxPage:
    """The cursor is the last notification's id; "" means from now on."""
    query: dict[str, str | int] = {"types[]": "mention", "limit": PAGE if cursor else 1}
    if cursor:
        query["min_id"] = cursor
    told = account.client.listed("/api/v1/notifications", query=query, purpose=READING, deadline=deadline)
    try:
        found = sorted(told, key=lambda one: _order(as_id(one["id"])))
        fresh = [one for one in found if not cursor or _order(as_id(one["id"])) > _order(cursor)]
    except (LookupError, TypeError):
        raise account.client.unexpected(READING) from None
    last = str(fresh[-1]["id"]) if fresh else cursor or _BEGINNING
    if not cursor:
        return InboxPage((), last)
    events, unread = _events_of(account, fresh, deadline)
    return InboxPage(events, last, more=len(told) >= PAGE, gap=_gap_of(unread))


def _order(number: str) -> tuple[int, str]:
    """Sort key for ids, which are numbers longer than any of our columns."""
    return len(number), number


def _gap_of(unread: int) -> str:
    return (
        f"Упоминаний в Mastodon, которых мы не поняли: {unread}. Посмотрите уведомления на сервере." if unread else ""
    )


def _events_of(account: Account, told: Iterable[Notification], deadline: float) -> tuple[tuple[Event, ...], int]:
    """Events, and the number of unreadable notifications, which must not block the others."""
    events: list[Event] = []
    unread = 0
    for one in told:
        try:
            events.extend(_event(account, one, deadline))
        except UNREADABLE:
            unread += 1
    return tuple(events), unread


def _event(account: Account, one: Notification, deadline: float) -> tuple[Event, ...]:
    if one["type"] != "mention":
        return ()
    status = one["status"]
    above, closed = status.get("in_reply_to_id"), status.get("visibility") in CLOSED
    post = _post_above(account, id_of(status), deadline) if above and status["visibility"] != "direct" else ""
    if post:
        return (_comment(status, post),)
    return (_private_message(status),) if closed else ()


def _private_message(status: Status) -> MessageCame:
    author, number = status["account"], id_of(status)
    return MessageCame(
        dedup=f"letter:{number}",
        message_id=number,
        peer_id=as_id(author["id"]),
        author_id=as_id(author["id"]),
        author_name=name_of(author),
        text=_text(status),
        at=moment(status["created_at"]),
        pictures=pictures_of(status),
    )


def _comment(status: Status, post: str) -> CommentCame:
    author, number, above = status["account"], id_of(status), as_id(status["in_reply_to_id"])
    return CommentCame(
        dedup=f"new:{number}",
        comment_id=number,
        post_id=post,
        thread_id="",
        author_id=as_id(author["id"]),
        author_name=name_of(author),
        text=_text(status),
        at=moment(status["created_at"]),
        pictures=pictures_of(status),
        reply_to="" if above == post else above,
    )


def _text(status: Status) -> str:
    return without_mentions(words_of(str(status.get("content") or ""))).strip()


def _post_above(account: Account, number: str, deadline: float) -> str:
    """The id of our post above this status; "" if there is none or it is deleted."""
    try:
        path = f"/api/v1/statuses/{part(number)}/context"
        context = account.client.call("GET", path, purpose=READING, deadline=deadline)
    except NetworkError as error:
        if error.code not in NOT_FOUND:
            raise
        return ""
    above = context["ancestors"]
    return id_of(above[0]) if above and account.is_ours(above[0]) else ""
