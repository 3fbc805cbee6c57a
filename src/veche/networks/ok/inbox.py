"""Poll for new comments: OK has no events. The statistics gives the number of comments of each recent topic.

Where the number changed, the newest comments are read. Each time one more topic is read although its number is the
same, because a deletion and a new comment leave it so. Edits and deletions are not reported. When the time is up, the
remaining topics keep their old marks and the next page reads them.
"""

import json
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from veche.networks.errors import READING
from veche.networks.ok.comments import newest
from veche.networks.ok.events import comment_came, post_seen
from veche.networks.ok.group import Group, items, moment
from veche.networks.ok.lookup import SKEW, recent, topics
from veche.networks.protocol import Event, InboxPage, NetworkError
from veche.networks.webhooks import UNREADABLE

# Seconds kept at the end of a poll for reading the authors' names.
_NAMES_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a topic was read: its number of comments, the newest one's time in milliseconds, and the ids at that
    time.

    Ids are stored because several comments may share a second and some arrive later.
    """

    count: int
    last: int
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cursor:
    """`seen`: how far each topic was read.

    `turn`: the topic read besides the changed ones. `began`: when reading began. `began` is a little before our clock:
    OK's clock may be behind ours and its statistics lags behind both, so a topic listed with no comments may have some.
    """

    began: int
    turn: int = 0
    seen: Mapping[str, Mark] = field(default_factory=dict)

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        try:
            body = json.loads(text)
            seen = {
                str(topic): Mark(int(count), int(last), tuple(map(str, ids)))
                for topic, (count, last, ids) in body["seen"].items()
            }
            return cls(int(body["began"]), int(body["turn"]), seen)
        except (ValueError, LookupError, TypeError, AttributeError):
            return None

    def __str__(self) -> str:
        seen = {topic: (mark.count, mark.last, mark.ids) for topic, mark in self.seen.items()}
        return json.dumps({"began": self.began, "turn": self.turn, "seen": seen})


def fetch(group: Group, text: str, *, deadline: float) -> InboxPage:
    cursor = Cursor.read(text)
    known = {str(topic["id"]): topic for topic in recent(group, deadline=deadline)}
    if cursor is None:
        began = int(time.time() - SKEW.total_seconds()) * 1000
        seen = {number: Mark(_count(topic), began) for number, topic in known.items()}
        return InboxPage((), str(Cursor(began, 0, seen)))
    reader = _Reader(group, cursor, deadline)
    posts = reader.posts(known)
    comments = reader.comments(known)
    unread = Mark(0, cursor.began)
    seen = {number: reader.fresh.get(number, cursor.seen.get(number, unread)) for number in known}
    page = Cursor(cursor.began, cursor.turn + 1, seen)
    return InboxPage((*posts, *comments), str(page), more=reader.more, gap=reader.gap())


def _count(topic: Mapping[str, Any]) -> int:
    found = topic.get("comments")
    return found if isinstance(found, int) else 0


class _Reader:
    """One poll: new events since the cursor, and the data for the next cursor."""

    def __init__(self, group: Group, cursor: Cursor, deadline: float) -> None:
        self._group = group
        self._cursor = cursor
        self._deadline = deadline
        self._unread = 0
        self._cut = False
        self.more = False
        self.fresh: dict[str, Mark] = {}

    def posts(self, known: Mapping[str, Mapping[str, Any]]) -> list[Event]:
        """Topics published since reading began and not reported yet."""
        fresh = [
            number
            for number, topic in known.items()
            if number not in self._cursor.seen and int(topic.get("created_ms") or 0) >= self._cursor.began
        ]
        shown = topics(self._group, fresh, deadline=self._deadline)
        return [event for topic in shown for event in self._told(lambda topic=topic: post_seen(self._group, topic))]

    def comments(self, known: Mapping[str, Mapping[str, Any]]) -> list[Event]:
        """Comments of as many topics as there is time for. Raises `NetworkError` if there was time for none."""
        found: list[tuple[str, Mapping[str, Any]]] = []
        try:
            for number, mark, count in self._due(known):
                news = self._since(number, mark)
                found += [(number, comment) for comment in news]
                self.fresh[number] = _marked(mark, count, news)
        except NetworkError:
            if not self.fresh:
                raise
            self.more = True
        names = _names(self._group, (comment for _, comment in found), self._deadline)
        return [
            event
            for number, comment in found
            for event in self._told(
                lambda number=number, comment=comment: comment_came(self._group, comment, number, names)
            )
        ]

    def _due(self, known: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, Mark, int]]:
        for place, (number, topic) in enumerate(known.items()):
            mark = self._cursor.seen.get(number, Mark(0, self._cursor.began))
            if mark.count != _count(topic) or place == self._cursor.turn % len(known):
                yield number, mark, _count(topic)

    def _since(self, number: str, mark: Mark) -> list[Mapping[str, Any]]:
        """New comments of a topic, oldest first."""
        found = []
        for comment in newest(self._group, number, deadline=self._deadline - _NAMES_SECONDS):
            if comment is None:
                self._cut = True
                break
            try:
                at = _milliseconds(comment)
            except UNREADABLE:
                self._unread += 1
                continue
            if at < mark.last:
                break
            if str(comment.get("id")) not in mark.ids:
                found.append(comment)
        found.reverse()  # within one second, in the order of the topic
        found.sort(key=moment)
        return found

    def _told(self, tell: Any) -> list[Event]:
        """The event, or none if it is unreadable: it is counted, reported and does not block the others."""
        try:
            return [tell()]
        except UNREADABLE:
            self._unread += 1
            return []

    def gap(self) -> str:
        if self._cut:
            return "Под записью в ОК больше новых комментариев, чем мы прочитали. Посмотрите более ранние в группе."
        return f"Комментариев ОК, которых мы не поняли: {self._unread}. Посмотрите их в группе." if self._unread else ""


def _milliseconds(comment: Mapping[str, Any]) -> int:
    return int(moment(comment).timestamp() * 1000)


def _marked(mark: Mark, count: int, news: Iterable[Mapping[str, Any]]) -> Mark:
    latest = max(map(_milliseconds, news), default=mark.last)
    ids = tuple(str(comment.get("id")) for comment in news if _milliseconds(comment) == latest)
    return Mark(count, latest, (*mark.ids, *ids) if latest == mark.last else ids)


def _names(group: Group, comments: Iterable[Mapping[str, Any]], deadline: float) -> dict[str, str]:
    """Names of the authors. A refusal is ignored, because a comment without a name is better than none."""
    people = sorted({str(one.get("author_id", "")) for one in comments if not group.is_author_of(one)} - {""})
    if not people:
        return {}
    params = {"uids": ",".join(people[:100]), "fields": "uid,name"}
    try:
        answer = group.call("users.getInfo", params, purpose=READING, deadline=deadline)
    except NetworkError:
        return {}
    return {str(person.get("uid")): str(person.get("name", "")) for person in items({"people": answer}, "people")}
