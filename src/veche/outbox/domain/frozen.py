"""Counts of acts by kind: what a freeze would stop, what it holds, and what resumes when it is lifted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Aggregate, Count, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from veche.accounts.domain.queries import without_key
from veche.kernel.clock import DAY, now
from veche.networks.protocol import Verb
from veche.outbox.domain.queries import POST
from veche.outbox.domain.states import AHEAD, WAITING
from veche.outbox.enums import ActState
from veche.outbox.models import Act, Freeze
from veche.outbox.words import said_of_kinds
from veche.staff.compiled import compiled_once, this_moment
from veche.staff.models import Administration
from veche.staff.together import Reading

# What is counted apart, because people know it by this name. A post in four networks is one.
KINDS = {
    "posts": Q(verb=Verb.PUBLISH),
    "replies": Q(verb__in=(Verb.REPLY, Verb.ANSWER_MESSAGE)),
    "deletions": Q(verb__in=(Verb.DELETE_COMMENT, Verb.DELETE_MESSAGE)),
}
NAMED = Q(
    verb__in=(Verb.PUBLISH, Verb.REPLY, Verb.ANSWER_MESSAGE, Verb.DELETE_COMMENT, Verb.DELETE_MESSAGE),
)


@dataclass(frozen=True, slots=True)
class Kinds:
    posts: int
    replies: int
    deletions: int
    others: int

    @property
    def all(self) -> int:
        return self.posts + self.replies + self.deletions + self.others

    def __str__(self) -> str:
        return self.said()

    def said(self, networks: int = 0) -> str:
        """«5 записей в 2 сетях, 1 ответ и 1 удаление»; "" if there is nothing."""
        return said_of_kinds(self.posts, self.replies, self.deletions, self.others, networks=networks)


@dataclass(frozen=True, slots=True)
class Stopping:
    """What a freeze would stop. `networks`: of the posts; `on_their_way`: calls in flight; `soonest`: the next due
    time."""

    kinds: Kinds
    networks: int
    on_their_way: int
    soonest: datetime | None

    def __str__(self) -> str:
        return self.kinds.said(self.networks)


@dataclass(frozen=True, slots=True)
class OnRelease:
    """What resumes on release. `networks`: of the posts; `missed`: acts past their time; `keyless`: acts without a
    key."""

    kinds: Kinds
    networks: int
    missed: int
    keyless: int

    def __str__(self) -> str:
        return self.kinds.said(self.networks)


def lacking_key(administration: Administration) -> Q:
    """Filter for acts that no valid key will perform at their hour, frozen or not."""
    return Q(without_key(administration, account="account", at="due_at"))


def kinds_of(acts: "QuerySet[Act]") -> Kinds:
    """Count acts by kind. One query."""
    return Kinds(**acts.order_by().aggregate(**_counts(Q())))


def waiting(administration: Administration) -> Stopping:
    """What «Заморозить всё» would stop now. One query."""
    ahead = Q(state__in=WAITING)
    found = (
        Act.objects.of(administration)
        .filter(state__in=AHEAD)
        .aggregate(
            **_counts(ahead),
            networks=Count("account__network", distinct=True, filter=ahead & KINDS["posts"]),
            on_their_way=Count("pk", filter=Q(state=ActState.SENDING)),
            soonest=Min("due_at", filter=ahead),
        )
    )
    return Stopping(_kinds(found), **found)


def on_release(administration: Administration) -> OnRelease:
    """What would resume now. One query."""
    late, keyless = Q(not_after__lt=now()), lacking_key(administration)
    going = ~late & ~keyless
    found = (
        Act.objects.of(administration)
        .filter(state=ActState.STOPPED)
        .aggregate(
            **_counts(going),
            networks=Count("account__network", distinct=True, filter=going & KINDS["posts"]),
            missed=Count("pk", filter=late),
            keyless=Count("pk", filter=~late & keyless),
        )
    )
    return OnRelease(_kinds(found), **found)


def current_freeze(administration: Administration) -> Freeze | None:
    """The freeze in force; None if there is none. One query.

    `kinds`: what it holds, each post counted once; `leaving`: calls that had begun before it and cannot be stopped;
    `leaves_until`: when the last of them ends, whatever its outcome.
    """
    return reading_of_freeze(administration).read()


def reading_of_freeze(administration: Administration) -> Reading[Freeze | None]:
    """`current_freeze`, to be read with other things that each page shows."""
    return Reading(_freezes.bind(administration), _with_kinds)


def _with_kinds(rows: list[Freeze]) -> Freeze | None:
    found = next(iter(rows), None)
    if found is not None:
        found.kinds = Kinds(found.posts, found.replies, found.deletions, found.others)  # type: ignore[attr-defined]
    return found


@compiled_once
def _freezes(administration: Administration) -> QuerySet[Freeze]:
    acts = Act.objects.of(administration).filter(administration=OuterRef("administration")).order_by()
    kept = acts.filter(state=ActState.STOPPED)
    on_their_way = acts.filter(state=ActState.SENDING, lease_until__gte=this_moment())
    found: QuerySet[Freeze] = (
        Freeze.objects.of(administration)
        .filter(released_at=None)
        .select_related("by")
        .annotate(
            **{name: _number(kept, number) for name, number in _counts(Q()).items()},
            leaving=_number(on_their_way, Count("pk")),
            leaves_until=Subquery(_over_all(on_their_way, last=Max("lease_until"))),
        )
    )
    return found


def last_thaw(administration: Administration) -> Freeze | None:
    """The last freeze lifted within a day. One query."""
    lifted = Freeze.objects.of(administration).filter(released_at__gte=now() - DAY)
    found: Freeze | None = lifted.select_related("released_by").order_by("-released_at").first()
    return found


def _counts(among: Q) -> dict[str, Count]:
    return {
        "posts": Count(POST, distinct=True, filter=among & KINDS["posts"]),
        "replies": Count("pk", filter=among & KINDS["replies"]),
        "deletions": Count("pk", filter=among & KINDS["deletions"]),
        "others": Count("pk", filter=among & ~NAMED),
    }


def _kinds(found: dict[str, int]) -> Kinds:
    """Build `Kinds` from annotated counts, and remove those counts from the mapping."""
    return Kinds(*(found.pop(name) for name in ("posts", "replies", "deletions", "others")))


def _number(acts: "QuerySet[Act]", number: Aggregate) -> Coalesce:
    return Coalesce(Subquery(_over_all(acts, number=number)), 0)


def _over_all(acts: "QuerySet[Act]", **aggregate: Aggregate) -> "QuerySet[Act, Any]":
    """One aggregate over all acts of an administration, as a subquery."""
    found: QuerySet[Act, Any] = acts.values("administration").annotate(**aggregate).values(*aggregate)
    return found
