"""What the inbox is asked to show: the filter of an address."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from veche.inbox.domain.settings import late_before
from veche.inbox.models import Message
from veche.kit.ids import id_from
from veche.kit.moments import microseconds, moment_from
from veche.moderation.domain.queries import Show
from veche.moderation.domain.queue_page import Cursor, cursor_of
from veche.moderation.enums import Ground
from veche.networks.registry import NETWORKS
from veche.search.domain.question import MOST_SIGNS, Question, question_of
from veche.staff.access import may, person_of
from veche.staff.models import Administration, Person


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """The filter that an address names; `query`: the same as part of an address.

    `private`: the person may see private messages. `sharp`: gravest first. `same`: only comments with the
    same text as this one. `ground`: only this gravest ground. `topic`: only those of this `AskedTopic`. `words`: only
    comments that have them, in any form. `author`: only comments of whoever wrote this one. `since`: only what came
    after this moment. `danger`: only what must be read at once. `mine`: only what this person has taken. `noted`: only
    what has a note. `late`: only what has waited since before this moment, counted in working hours.
    """

    show: str
    network: str
    private: bool
    sharp: bool = False
    same: int = 0
    ground: str = ""
    topic: int = 0
    words: str = ""
    author: Message | None = None
    since: datetime | None = None
    danger: bool = False
    mine: bool = False
    noted: bool = False
    late: datetime | None = None
    cursor: Cursor | None = None
    reader: Person | None = None

    @property
    def narrowed(self) -> bool:
        """Whether only some of the comments are shown."""
        return bool(self.said.keys() - {"show", "order"})

    @property
    def question(self) -> Question | None:
        """The words as a search; None if there are none."""
        return question_of(self.words) or None

    @property
    def said(self) -> dict[str, str]:
        """The filter as an address names it, without the place in the list."""
        said = {"show": self.show if self.show != Show.WAITING else "", "net": self.network, "q": self.words}
        said |= {"same": str(self.same) if self.same else "", "order": "sharp" if self.sharp else ""}
        said |= {"ground": self.ground, "topic": str(self.topic) if self.topic else ""}
        said |= {"author": str(self.author.pk) if self.author else ""}
        said |= {"since": microseconds(self.since) if self.since else "", "danger": "1" if self.danger else ""}
        said |= {"mine": "1" if self.mine else "", "noted": "1" if self.noted else "", "late": "1" if self.late else ""}
        return {key: value for key, value in said.items() if value}

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Hidden fields of the search form: the filter without words; all comments if no list was chosen."""
        said = {"show": str(Show.ALL)} | self.said
        return [(name, value) for name, value in said.items() if name != "q"]

    @property
    def query(self) -> str:
        place = {"before" if self.cursor.back else "after": str(self.cursor)} if self.cursor else {}
        words = urlencode(self.said | place)
        return f"?{words}" if words else ""

    @property
    def narrowing(self) -> dict[str, Any]:
        """What `moderation.domain.queries.lines` takes."""
        named = {"network": self.network, "same": self.same, "ground": self.ground, "topic": self.topic}
        named |= {"question": self.question, "author": self.author, "since": self.since, "danger": self.danger}
        named |= {"taken_by": self.reader if self.mine else None, "noted": self.noted, "before": self.late}
        # What an author wrote in private is no part of their history here.
        private = self.private and not self.author
        return {"private": private, **{name: value for name, value in named.items() if value}}


def inbox_filter_of(request: HttpRequest) -> InboxFilter:
    """The filter that the address names. One query if it names an author; two for what waits for long."""
    asked, me = request.GET, person_of(request)
    show, network, ground = (asked.get(name, "") for name in ("show", "net", "ground"))
    private = may(me, "inbox.see_private")
    after, before = asked.get("after", ""), asked.get("before", "")
    return InboxFilter(
        show=show if show in shows(private=private) else Show.WAITING,
        network=network if network in NETWORKS else "",
        private=private,
        sharp=asked.get("order", "") == "sharp",
        same=id_from(asked.get("same", "")) or 0,
        ground=ground if ground in Ground.values else "",
        topic=id_from(asked.get("topic", "")) or 0,
        words=" ".join(asked.get("q", "").replace("\x00", "").split())[:MOST_SIGNS],
        author=_author(me.administration, id_from(asked.get("author", "")) or 0),
        since=moment_from(asked.get("since", "")),
        danger=asked.get("danger", "") == "1",
        mine=asked.get("mine", "") == "1",
        noted=asked.get("noted", "") == "1",
        late=late_before(me.administration) if asked.get("late", "") == "1" else None,
        reader=me,
        cursor=cursor_of(before, back=True) if before else cursor_of(after, back=False),
    )


def _author(administration: Administration, pk: int) -> Message | None:
    """The comment with this id, if the network names its author."""
    rows = Message.objects.of(administration).filter(pk=pk, private=False, ours=False).exclude(author_id="")
    return rows.first() if pk else None


def shows(*, private: bool) -> tuple[Show, ...]:
    return tuple(show for show in Show if private or show not in (Show.PRIVATE, Show.TALKS))
