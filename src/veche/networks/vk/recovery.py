"""Read again what VK kept no events of: comments of recent posts by the administrator's key, private messages by the
community's.

A person's key makes three calls a second, so one poll cannot read everything: the rest is kept in the cursor.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from veche.networks.errors import READING
from veche.networks.protocol import Event, NetworkError, Slot
from veche.networks.vk.account_events import ParsedEvent, message_came
from veche.networks.vk.comments import PERHAPS_GONE, comments_of
from veche.networks.vk.events import comment_came
from veche.networks.vk.messages import conversations, history
from veche.networks.vk.names import names_of
from veche.networks.vk.wall import Wall, items, moment

RECENT_POSTS = 20
# Seconds kept at the end of a poll for reading the authors' names.
_NAMES_SECONDS = 3.0

type Said = list[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Lost:
    """What is still to be read since a second; None: our keys cannot read it.

    `hidden`: the number of posts that VK did not return.
    """

    since: int
    posts: tuple[int, ...] | None
    peers: tuple[int, ...] | None
    hidden: int = 0

    @classmethod
    def read(cls, body: Mapping[str, Any] | None) -> "Lost | None":
        """Parse the cursor's part. A wrong shape raises KeyError, TypeError or ValueError."""
        if body is None:
            return None
        posts, peers = body["posts"], body["peers"]
        return cls(
            int(body["since"]),
            None if posts is None else tuple(map(int, posts)),
            None if peers is None else tuple(map(int, peers)),
            int(body["hidden"]),
        )

    @property
    def is_over(self) -> bool:
        return not self.posts and not self.peers

    @property
    def sentence(self) -> str:
        """The sentence for a person when everything readable was read."""
        letters = "личные сообщения перечитаны" if self.peers is not None else "проверьте личные сообщения в VK"
        if self.posts is None:
            return (
                "VK не сохранил событий за это время, а без ключа администратора стену не перечитать: проверьте её в "
                f"VK; {letters}."
            )
        if self.hidden:
            return (
                f"VK не сохранил события за это время. Комментарии к {RECENT_POSTS} последним записям (кроме "
                f"{self.hidden}, которых VK не показал) перечитаны, {letters}; правки, удаления и комментарии к старым "
                "записям проверьте в VK."
            )
        return (
            f"VK не сохранил события за это время. Комментарии к {RECENT_POSTS} последним записям перечитаны, "
            f"{letters}; правки, удаления и комментарии к старым записям проверьте в VK."
        )


def begin(wall: Wall, since: int, *, deadline: float) -> Lost:
    return Lost(since, posts=_commented(wall, deadline), peers=_conversations(wall, since, deadline))


def _commented(wall: Wall, deadline: float) -> tuple[int, ...] | None:
    if not wall.client.has(Slot.ADMIN):
        return None
    params: dict[str, str | int] = {"owner_id": wall.owner_id, "count": RECENT_POSTS}
    posts = items(wall.call(Slot.ADMIN, "wall.get", params, purpose=READING, deadline=deadline))
    return tuple(int(post["id"]) for post in posts if _may_have_comments(post))


def _may_have_comments(post: Mapping[str, Any]) -> bool:
    counted = post.get("comments")
    return not isinstance(counted, Mapping) or counted.get("count") != 0


def _conversations(wall: Wall, since: int, deadline: float) -> tuple[int, ...] | None:
    if not wall.client.has(Slot.COMMUNITY):
        return None
    try:
        return tuple(conversations(wall, since, deadline=deadline))
    except NetworkError as error:
        if not error.permanent:
            raise
        return None


def read(wall: Wall, lost: Lost, *, deadline: float) -> tuple[tuple[Event, ...], Lost]:
    """Read as much as there is time for, and return the rest. Raises `NetworkError` if nothing could be read."""
    until, left = deadline - _NAMES_SECONDS, lost
    messages: Said = []
    comments: Said = []
    try:
        while left.peers:
            found, left = _next_peer(wall, left, left.peers, until)
            messages += found
        while left.posts:
            found, left = _next_post(wall, left, left.posts, until)
            comments += found
    except NetworkError:
        if left == lost:
            raise
    return _events(wall, messages, comments, deadline), left


def _next_peer(wall: Wall, lost: Lost, peers: tuple[int, ...], until: float) -> tuple[Said, Lost]:
    try:
        found = history(wall, peers[0], lost.since, deadline=until)
    except NetworkError as error:
        if not error.permanent:
            raise
        return [], replace(lost, peers=None)
    return found, replace(lost, peers=peers[1:])


def _next_post(wall: Wall, lost: Lost, posts: tuple[int, ...], until: float) -> tuple[Said, Lost]:
    """Read the next post. It may have been deleted, or the key removed, since the last poll."""
    if not wall.client.has(Slot.ADMIN):
        return [], replace(lost, posts=None)
    rest = replace(lost, posts=posts[1:])
    try:
        found = list(comments_of(wall, posts[0], deadline=until))
    except NetworkError as error:
        if error.code not in PERHAPS_GONE:
            raise
        return [], replace(rest, hidden=lost.hidden + 1)
    fresh = [comment for comment in found if moment(comment["date"]).timestamp() >= lost.since]
    return fresh[::-1], rest


def _events(wall: Wall, messages: Said, comments: Said, deadline: float) -> tuple[Event, ...]:
    names = names_of(wall, {str(one.get("from_id")) for one in (*messages, *comments)}, deadline=deadline)
    private = [event for message in messages for event in message_came(ParsedEvent(wall, "", message, names))]
    return (*private, *(comment_came(wall, comment, names=names) for comment in comments))
