"""Follow up publications whose doubt ended after their post was corrected or withdrawn.

A published one is corrected or withdrawn; where it has not left, the newest version goes instead.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from veche.approval.domain.decide import is_approved
from veche.approval.models import ApprovalSheet
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.networks.protocol import Verb
from veche.outbox.domain.states import ALL_BUT_OUT
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.plan.domain.items import lock_item
from veche.posts.domain.queries import versions_of
from veche.posts.enums import PostState
from veche.posts.models import Post, PostVersion
from veche.publishing.domain.correct import correct
from veche.publishing.domain.release import publish_in
from veche.publishing.domain.standing import is_withdrawn, standing_in
from veche.publishing.domain.withdraw import take_down
from veche.publishing.models import Delivery

# The network's word about an act in doubt comes within minutes, a person's within days.
LATELY = timedelta(days=7)
BATCH = 100


def catch_up() -> int:
    """Plan the acts and return their number."""
    stand = _out_lately().filter(_withdrawn() | _corrected())
    followed = sum(_follow(delivery) for delivery in stand.order_by("pk")[:BATCH])
    gone = _dropped_lately().filter(_corrected())
    return followed + sum(_replace(delivery) for delivery in gone.order_by("pk")[:BATCH])


def _publications_of_late() -> QuerySet[Delivery]:
    found: QuerySet[Delivery] = Delivery.objects.unscoped().filter(
        act__verb=Verb.PUBLISH, act__updated_at__gte=now() - LATELY
    )
    return found.select_related(
        "account__passport", "act__account__passport", "act__account__administration", "version__post__plan_item"
    )


def _out_lately() -> QuerySet[Delivery]:
    return _publications_of_late().exclude(act__state__in=ALL_BUT_OUT).exclude(act__remote_id="")


def _dropped_lately() -> QuerySet[Delivery]:
    """Publications cancelled while in doubt, whose account the newer version skipped.

    Excludes those that a person gave up, and accounts that are closed or no longer chosen.
    """
    found = _publications_of_late().filter(
        act__state=ActState.CANCELLED,
        account__closed_at=None,
        version__post__plan_item__accounts=F("account"),
        version__post__plan_item__cancelled_at=None,
    )
    return found.exclude(act__taken_back="")


def _withdrawn() -> Q:
    down = Act.objects.unscoped().filter(about=OuterRef("act"), verb=Verb.WITHDRAW)
    return Q(version__post__withdrawal__isnull=False) & ~Q(Exists(down))


def _corrected() -> Q:
    """Publications for which a later version is approved and has not been sent to the account."""
    yes = ApprovalSheet.objects.unscoped().filter(
        agreed_at__isnull=False,
        version__post=OuterRef("version__post"),
        version__number__gt=OuterRef("version__number"),
        version__dropped_at=None,
    )
    later = Delivery.objects.unscoped().filter(
        account=OuterRef("account"),
        version__post=OuterRef("version__post"),
        version__number__gt=OuterRef("version__number"),
    )
    approved = Q(version__post__state=PostState.APPROVED, version__post__withdrawal__isnull=True)
    return approved & Q(Exists(yes)) & ~Q(Exists(later))


def _follow(delivery: Delivery) -> bool:
    post = delivery.version.post
    with transaction.atomic():
        if is_withdrawn(post):
            return take_down(delivery.act, by=None) is not None
        newest = _newest(post, after=delivery.version)
        return newest is not None and correct(version=newest, about=delivery.act, by=None) is not None


def _replace(delivery: Delivery) -> bool:
    """Publish the newest version at the plan's hour; long after it, a person decides."""
    post = delivery.version.post
    with transaction.atomic():
        item = lock_item(post.plan_item)  # whoever withdraws, moves or releases it now comes before or after
        newest = _newest(post, after=delivery.version)
        if newest is None or is_withdrawn(post) or delivery.account_id in standing_in(post):
            return False
        made = publish_in(delivery.account, item, version=newest, by=None)
        facts = {"version": newest.number, "acts": [made.act_id]}
        record(administration=post.administration, actor=None, verb="publishing.released", obj=post, facts=facts)
    return True


def _newest(post: Post, *, after: PostVersion) -> PostVersion | None:
    """The last frozen version that was not given up, if it is newer and approved."""
    newest: PostVersion | None = versions_of(post).filter(dropped_at=None).exclude(frozen_at=None).last()
    return newest if newest is not None and newest.pk != after.pk and is_approved(newest) else None
