"""Posts by what stands of them in networks."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull

from veche.networks.protocol import Verb
from veche.outbox.domain.states import ALL_BUT_OUT, OUT
from veche.outbox.models import Act
from veche.posts.enums import PostState
from veche.publishing.models import Delivery, Withdrawal
from veche.staff.models import Administration


@dataclass(frozen=True, slots=True)
class Wall:
    """Posts by what stands of them in networks, as queries of their ids.

    `apart`: with a publication that is not out; `out`: those of them with one that is. `is_delivered`: of posts that
    were never approved.
    """

    withdrawn: QuerySet[Withdrawal, Any]
    apart: QuerySet[Act, Any]
    out: QuerySet[Delivery, Any]
    is_delivered: Q


def is_out_and_stands(administration: Administration) -> Q:
    """Posts with a publication that is out: nearly all. Acts are read only for posts with one that is not out.

    Deliveries are looked for only if the post is not approved: `release` plans them in the transaction that approves
    it, and nothing deletes one.
    """
    wall = wall_of(administration)
    rest = Q(~Q(pk__in=wall.apart), Q(state=PostState.APPROVED) | wall.is_delivered)
    # PostgreSQL takes an absent row of a join for one of ten thousand, and then joins all posts one by one.
    return ~Q(pk__in=wall.withdrawn) & (Q(pk__in=wall.out) | rest)


def wall_of(administration: Administration) -> Wall:
    others = Act.objects.of(administration).filter(verb=Verb.PUBLISH, state__in=ALL_BUT_OUT, delivery__isnull=False)
    apart = others.order_by().values("delivery__version__post")
    deliveries = Delivery.objects.of(administration).order_by()
    is_out = Exists(Act.objects.of(administration).filter(pk=OuterRef("act"), verb=Verb.PUBLISH, state__in=OUT))
    # Not EXISTS: PostgreSQL would read all deliveries for the few posts that are asked.
    first = Subquery(deliveries.filter(version__post=OuterRef("pk")).values("pk")[:1])
    return Wall(
        Withdrawal.objects.of(administration).order_by().values("post"),
        apart,
        deliveries.filter(is_out, version__post__in=apart).values("version__post"),
        Q(IsNull(first, False)),
    )
