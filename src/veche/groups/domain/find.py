"""Groups among the comments that wait: the same words, one trouble, one case, or a burst of proposals under one post.

Who says the same as whom is found when comments are screened (`Message.same_as`), what asks about the same trouble soon
after (`sort`). A comment stands in one group.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.functions import Coalesce

from veche.groups.enums import GroupKind, Outcome
from veche.groups.models import GroupedMessage
from veche.inbox.enums import MessageState
from veche.inbox.models import Message
from veche.moderation.domain.gravity import graded
from veche.moderation.domain.queries import Show, proposed, queue
from veche.staff.compiled import compiled_once
from veche.staff.models import Administration

# So many proposals under one post, none later than `PAUSE` after the one before, are a burst.
BURST, PAUSE = 5, timedelta(minutes=10)


class Waiting(NamedTuple):
    """A comment that waits. `case`: its open one. `ground`: the gravest proposed one, "" if there is none.

    `trouble`: the first comment of the trouble that it asks about. `topic`: a key of `routing.topics`.
    """

    pk: int
    at: datetime
    network: str
    author: str
    post: int
    same: int | None
    case: int | None
    ground: str
    trouble: int | None
    topic: str


@dataclass(frozen=True, slots=True)
class Group:
    """`number`: id of the first comment of those that say the same or ask about the same; of the case; of the post's
    conversation. `members`: oldest first.
    """

    kind: GroupKind
    number: int
    members: Sequence[Waiting]

    @property
    def key(self) -> str:
        """The group's name in addresses."""
        return f"{self.kind.value}-{self.number}"

    @property
    def authors(self) -> int:
        return len({(one.network, one.author) if one.author else one.pk for one in self.members})

    @property
    def is_proposed(self) -> bool:
        """Whether most of it is proposed for deletion."""
        return mostly_proposed(self.members)

    @property
    def grounds(self) -> list[tuple[str, int]]:
        """Proposed grounds and of how many comments, most frequent first."""
        return Counter(one.ground for one in self.members if one.ground).most_common()


@dataclass(frozen=True, slots=True)
class Sorted:
    """Largest groups first, and the ids of the comments that stand in none. `networks`: comments of each, all."""

    groups: Sequence[Group]
    alone: Sequence[int]
    networks: Mapping[str, int]


def find_groups(administration: Administration, network: str = "") -> Sorted:
    """Groups of all comments that wait and about which nobody is deciding as a group. One query.

    `network`: only of its comments.
    """
    everything = [Waiting(*row) for row in _waiting(administration)]
    rows = [one for one in everything if network in ("", one.network)]
    groups: list[Group] = []
    left: list[Waiting] = rows
    for kind, found in WAYS:
        made = [Group(kind, number, members) for number, members in found(left)]
        grouped = {one.pk for group in made for one in group.members}
        left = [one for one in left if one.pk not in grouped]
        groups += made
    largest = sorted(groups, key=lambda group: (-len(group.members), group.key))
    return Sorted(largest, [one.pk for one in left], Counter(one.network for one in everything))


def mostly_proposed(members: Sequence[Waiting]) -> bool:
    return 2 * sum(bool(one.ground) for one in members) > len(members)


def _by_case(rows: Sequence[Waiting]) -> Iterator[tuple[int, list[Waiting]]]:
    yield from _several({one.case: [] for one in rows if one.case}, rows, "case")


def _raids(rows: Sequence[Waiting]) -> Iterator[tuple[int, list[Waiting]]]:
    yield from ((number, members) for number, members in _by_words(rows) if mostly_proposed(members))


def _by_trouble(rows: Sequence[Waiting]) -> Iterator[tuple[int, list[Waiting]]]:
    """Groups of comments about one trouble, without those proposed for deletion, which are decided about first."""
    asking = [one for one in rows if not one.ground]
    yield from _several({one.trouble: [] for one in asking if one.trouble}, asking, "trouble")


def _by_words(rows: Sequence[Waiting]) -> Iterator[tuple[int, list[Waiting]]]:
    yield from _several({one.same: [] for one in rows if one.same}, rows, "same")


def _several(
    found: dict[int, list[Waiting]], rows: Sequence[Waiting], field: str
) -> Iterator[tuple[int, list[Waiting]]]:
    for one in rows:
        if (number := getattr(one, field)) is not None:
            found[number].append(one)
    yield from ((number, members) for number, members in found.items() if len(members) > 1)


def _by_post(rows: Sequence[Waiting]) -> Iterator[tuple[int, list[Waiting]]]:
    """Of each post its longest burst of proposals."""
    posts: dict[int, list[Waiting]] = {}
    for one in rows:
        if one.ground:
            posts.setdefault(one.post, []).append(one)
    for post, members in posts.items():
        longest = max(_bursts(members), key=len)
        if len(longest) >= BURST:
            yield post, longest


def _bursts(members: Sequence[Waiting]) -> list[list[Waiting]]:
    bursts = [[members[0]]]
    for before, one in pairwise(members):
        if one.at - before.at > PAUSE:
            bursts.append([])
        bursts[-1].append(one)
    return bursts


# In this order: what was put into a case stays there, and one advertisement is no trouble of many.
WAYS = (
    (GroupKind.CASE, _by_case),
    (GroupKind.SAME, _raids),
    (GroupKind.TROUBLE, _by_trouble),
    (GroupKind.SAME, _by_words),
    (GroupKind.POST, _by_post),
)


@compiled_once
def _waiting(
    administration: Administration,
) -> "QuerySet[Message, tuple[int, datetime, str, str, int, int | None, Any, Any, Any, Any]]":
    """Fields of `Waiting`, oldest first."""
    ground = Case(
        When(proposed(administration), then=F("gravest")), default=Value(""), output_field=CharField(max_length=16)
    )
    rows = graded(queue(administration, show=Show.WAITING)).filter(private=False, state=MessageState.NEW)
    deciding = GroupedMessage.objects.of(administration).filter(outcome=Outcome.WAITS).order_by()
    found: QuerySet[Message, tuple[int, datetime, str, str, int, int | None, Any, Any, Any, Any]] = (
        rows.exclude(pk__in=deciding.values("message"))
        .annotate(
            in_open_case=Case(When(in_case__case__closed_at=None, then=F("in_case__case")), default=Value(None)),
            proposes=ground,
            about=F("sorted__first"),
            topic=Coalesce("sorted__topic", Value("")),
        )
        .values_list(
            "pk",
            "at",
            "account__network",
            "author_id",
            "conversation",
            "same_as",
            "in_open_case",
            "proposes",
            "about",
            "topic",
        )
    )
    return found
