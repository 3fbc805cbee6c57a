"""What «Заморозить всё» would stop, what a freeze keeps, and what goes on when it is lifted, by the same kinds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Aggregate, Count, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from veche.accounts.domain.queries import without_key
from veche.kernel.clock import DAY, now
from veche.outbox.domain.queries import POST
from veche.outbox.domain.states import AHEAD, WAITING
from veche.outbox.enums import ActState, ActVerb
from veche.outbox.models import Act, Freeze
from veche.outbox.words import said_of_kinds
from veche.staff.models import Administration

# What is counted apart, because people know it by this name. A post in four networks is one.
KINDS = {
    "posts": Q(verb=ActVerb.PUBLISH),
    "replies": Q(verb__in=(ActVerb.REPLY, ActVerb.ANSWER_MESSAGE)),
    "deletions": Q(verb=ActVerb.DELETE_COMMENT),
}
NAMED = Q(verb__in=(ActVerb.PUBLISH, ActVerb.REPLY, ActVerb.ANSWER_MESSAGE, ActVerb.DELETE_COMMENT))


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
        """«5 записей в 2 сетях, 1 ответ и 1 удаление»; "" of nothing."""
        return said_of_kinds(self.posts, self.replies, self.deletions, self.others, networks=networks)


@dataclass(frozen=True, slots=True)
class Stopping:
    """What would be stopped, and in how many networks posts; how many are on their way; when the next is due."""

    kinds: Kinds
    networks: int
    on_their_way: int
    soonest: datetime | None

    def __str__(self) -> str:
        return self.kinds.said(self.networks)


@dataclass(frozen=True, slots=True)
class OnRelease:
    """What goes on when a freeze is lifted, and in how many networks posts. `missed`: how many acts are past their
    time; `keyless`: how many lack a key and do not leave then either."""

    kinds: Kinds
    networks: int
    missed: int
    keyless: int

    def __str__(self) -> str:
        return self.kinds.said(self.networks)


def lacking_key(administration: Administration) -> Q:
    """Of acts: no key of ours will do it at its hour, whether a freeze holds it or not."""
    return Q(without_key(administration, account="account", at="due_at"))


def kinds_of(acts: "QuerySet[Act]") -> Kinds:
    """One query."""
    return Kinds(**acts.order_by().aggregate(**_counts(Q())))


def waiting(administration: Administration) -> Stopping:
    """What «Заморозить всё» would stop now; one query."""
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
    """One query."""
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
    """The freeze that holds. One query.

    With `kinds`: what it keeps, each post counted once; `leaving`: how many calls had begun before it and cannot be
    stopped; `leaves_until`: when the last of them is over, whatever comes of it.
    """
    acts = Act.objects.of(administration).filter(administration=OuterRef("administration")).order_by()
    kept = acts.filter(state=ActState.STOPPED)
    on_their_way = acts.filter(state=ActState.SENDING, lease_until__gte=now())
    found: Freeze | None = (
        Freeze.objects.of(administration)
        .filter(released_at=None)
        .select_related("by")
        .annotate(
            **{name: _number(kept, number) for name, number in _counts(Q()).items()},
            leaving=_number(on_their_way, Count("pk")),
            leaves_until=Subquery(_over_all(on_their_way, last=Max("lease_until"))),
        )
        .first()
    )
    if found is not None:
        found.kinds = Kinds(found.posts, found.replies, found.deletions, found.others)  # type: ignore[attr-defined]
    return found


def last_thaw(administration: Administration) -> Freeze | None:
    """The freeze that was lifted last, within a day. One query."""
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
    """Takes them out of what was counted."""
    return Kinds(*(found.pop(name) for name in ("posts", "replies", "deletions", "others")))


def _number(acts: "QuerySet[Act]", number: Aggregate) -> Coalesce:
    return Coalesce(Subquery(_over_all(acts, number=number)), 0)


def _over_all(acts: "QuerySet[Act]", **aggregate: Aggregate) -> "QuerySet[Act, Any]":
    """One value over all of one administration, for a subquery."""
    found: QuerySet[Act, Any] = acts.values("administration").annotate(**aggregate).values(*aggregate)
    return found
