"""Read again what VK kept no events of: comments of recent posts and of photos, videos and topics by the
administrator's key (`place_recovery`), private messages by the community's.

A person's key makes three calls a second, so one poll cannot read everything: the rest is kept in the cursor.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from veche.networks.errors import READING
from veche.networks.protocol import Event, NetworkError, Place, PlaceNamed, Slot
from veche.networks.vk import place_recovery
from veche.networks.vk.account_events import ParsedEvent, message_came
from veche.networks.vk.comments import PERHAPS_GONE, comments_of
from veche.networks.vk.messages import conversations, history
from veche.networks.vk.names import names_of
from veche.networks.vk.place_events import comment_came
from veche.networks.vk.place_recovery import SECTIONS, Heard, Read
from veche.networks.vk.places import Spot
from veche.networks.vk.wall import Wall, items, moment

RECENT_POSTS = 20
# Seconds kept at the end of a poll for reading the authors' names.
_NAMES_SECONDS = 3.0

type Messages = list[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Lost:
    """What is still to be read since a second; None: our keys cannot read it.

    `hidden`: the number of posts that VK did not return. `places`: keys of `place_recovery`; `closed`: its sections
    that VK refused.
    """

    since: int
    posts: tuple[int, ...] | None
    peers: tuple[int, ...] | None
    hidden: int = 0
    places: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()

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
            tuple(map(str, body.get("places", ()))),
            tuple(map(str, body.get("closed", ()))),
        )

    @property
    def is_over(self) -> bool:
        return not self.posts and not self.peers and not self.places

    @property
    def sentence(self) -> str:
        """The sentence for a person when everything readable was read."""
        letters = "личные сообщения перечитаны" if self.peers is not None else "проверьте личные сообщения в VK"
        if self.posts is None:
            return (
                "VK не сохранил событий за это время, а без ключа администратора не перечитать стену, фото, видео и "
                f"обсуждения: проверьте их в VK; {letters}."
            )
        if self.hidden:
            return (
                f"VK не сохранил события за это время. Комментарии к {RECENT_POSTS} последним записям (кроме "
                f"{self.hidden}, которых VK не показал) перечитаны, {letters}; правки, удаления и комментарии к старым "
                f"записям проверьте в VK. {self._of_places}"
            )
        return (
            f"VK не сохранил события за это время. Комментарии к {RECENT_POSTS} последним записям перечитаны, "
            f"{letters}; правки, удаления и комментарии к старым записям проверьте в VK. {self._of_places}"
        )

    @property
    def _of_places(self) -> str:
        if not self.closed:
            return "Под фото и видео и в обсуждениях тоже перечитано."
        hidden = ", ".join(SECTIONS[one] for one in dict.fromkeys(self.closed))
        return f"Не показал VK и это: {hidden}."


def begin(wall: Wall, since: int, *, deadline: float) -> Lost:
    posts = _commented(wall, deadline)
    places = () if posts is None else tuple(SECTIONS)
    return Lost(since, posts=posts, peers=_conversations(wall, since, deadline), places=places)


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
    messages: Messages = []
    comments: Heard = []
    titles: list[PlaceNamed] = []
    try:
        while left.peers:
            found, left = _next_peer(wall, left, left.peers, until)
            messages += found
        while left.posts:
            heard, left = _next_post(wall, left, left.posts, until)
            comments += heard
        while left.places:
            seen, left = _next_place(wall, left, until)
            comments += seen.comments
            titles += seen.titles
    except NetworkError:
        if left == lost:
            raise
    return (*titles, *_events(wall, messages, comments, deadline)), left


def _next_peer(wall: Wall, lost: Lost, peers: tuple[int, ...], until: float) -> tuple[Messages, Lost]:
    try:
        found = history(wall, peers[0], lost.since, deadline=until)
    except NetworkError as error:
        if not error.permanent:
            raise
        return [], replace(lost, peers=None)
    return found, replace(lost, peers=peers[1:])


def _next_post(wall: Wall, lost: Lost, posts: tuple[int, ...], until: float) -> tuple[Heard, Lost]:
    """Read the next post. It may have been deleted, or the key removed, since the last poll."""
    if not wall.client.has(Slot.ADMIN):
        return [], replace(lost, posts=None, places=())
    rest = replace(lost, posts=posts[1:])
    try:
        found = list(comments_of(wall, posts[0], deadline=until))
    except NetworkError as error:
        if error.code not in PERHAPS_GONE:
            raise
        return [], replace(rest, hidden=lost.hidden + 1)
    spot = Spot(Place.POST, posts[0])
    fresh = [(spot, comment) for comment in found if moment(comment["date"]).timestamp() >= lost.since]
    return fresh[::-1], rest


def _next_place(wall: Wall, lost: Lost, until: float) -> tuple[Read, Lost]:
    """Read the next key. A section that VK refuses is told in the end: it may be switched off in the community."""
    key, *rest = lost.places
    try:
        found = place_recovery.read(wall, key, lost.since, deadline=until)
    except NetworkError as error:
        if not error.permanent:
            raise
        refused = place_recovery.section_of(key)
        return Read([]), replace(lost, places=tuple(rest), closed=(*lost.closed, refused))
    return found, replace(lost, places=(*found.more, *rest))


def _events(wall: Wall, messages: Messages, comments: Heard, deadline: float) -> tuple[Event, ...]:
    authors = {str(one.get("from_id")) for one in (*messages, *(comment for _spot, comment in comments))}
    names = names_of(wall, authors, deadline=deadline)
    private = [event for message in messages for event in message_came(ParsedEvent(wall, "", message, names))]
    return (*private, *(comment_came(wall, comment, spot, names=names) for spot, comment in comments))
