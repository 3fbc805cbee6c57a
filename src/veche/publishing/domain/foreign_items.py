"""«Это по плану»: the item of the plan that a post past Veche is. The norm counts it as that item, once."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from django.db.models import QuerySet

from veche.networks.protocol import Verb
from veche.outbox.enums import ActState
from veche.plan.models import PlanItem
from veche.publishing.domain.foreign_queries import past_veche
from veche.publishing.enums import ForeignVerdict
from veche.publishing.models import Delivery, ForeignPost
from veche.staff.models import Administration

# How far the hour of an item may be from that of the post.
NEAR = timedelta(days=3)
MOST_OFFERED = 10


def items_for(administration: Administration, posts: Sequence[ForeignPost]) -> dict[int, list[PlanItem]]:
    """Items that each post may be, by the post's id, the nearest first. Four queries, however many posts.

    An item that aims at the page and that Veche neither has sent there nor will send.
    """
    if not posts:
        return {}
    moments = [post.posted_at for post in posts]
    items = list(
        PlanItem.objects.of(administration).filter(
            cancelled_at=None, publish_at__gte=min(moments) - NEAR, publish_at__lte=max(moments) + NEAR
        )
    )
    ids = [item.pk for item in items]
    free = _aimed(administration, ids, {post.account_id for post in posts}) - _taken(administration, ids)
    return {post.pk: _offered(post, items, free) for post in posts}


def item_of(post: ForeignPost, pk: int) -> PlanItem | None:
    """The item of `items_for` with this id."""
    return next((item for item in items_for(post.administration, [post])[post.pk] if item.pk == pk), None)


def joined(administration: Administration) -> QuerySet[ForeignPost]:
    """Posts that are items of the plan and still stand."""
    rows = past_veche(administration).filter(verdict=ForeignVerdict.OURS, gone_at=None)
    return rows.filter(plan_item__isnull=False, plan_item__cancelled_at=None)


def _offered(post: ForeignPost, items: Sequence[PlanItem], free: Collection[tuple[int, int]]) -> list[PlanItem]:
    fitting = [
        item for item in items if abs(item.publish_at - post.posted_at) <= NEAR and (item.pk, post.account_id) in free
    ]
    return sorted(fitting, key=lambda item: abs(item.publish_at - post.posted_at))[:MOST_OFFERED]


def _aimed(administration: Administration, items: Sequence[int], accounts: Collection[int]) -> set[tuple[int, int]]:
    """Items and those of these accounts that they aim at."""
    rows = PlanItem.objects.of(administration).filter(pk__in=items, accounts__in=accounts).order_by()
    return set(rows.values_list("pk", "accounts"))


def _taken(administration: Administration, items: Sequence[int]) -> set[tuple[int, int]]:
    """Items and pages on which they are out or will be: by Veche, or as another post past it."""
    sent = (
        Delivery.objects.of(administration)
        .filter(version__post__plan_item__in=items, act__verb=Verb.PUBLISH)
        .exclude(act__state=ActState.CANCELLED)
    )
    past = ForeignPost.objects.of(administration).filter(plan_item__in=items)
    pairs = sent.values_list("version__post__plan_item", "account")
    return {(item, account) for item, account in (*pairs, *past.values_list("plan_item", "account")) if item}
