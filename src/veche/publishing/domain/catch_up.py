"""A publication in doubt turned out to stand, after its post was corrected or withdrawn: then it follows."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from veche.approval.domain.decide import is_approved
from veche.approval.enums import Verdict
from veche.approval.models import Decision
from veche.kernel.clock import now
from veche.outbox.domain.states import OUT
from veche.outbox.enums import ActVerb
from veche.outbox.models import Act
from veche.posts.domain.queries import versions_of
from veche.posts.enums import PostState
from veche.publishing.domain.correct import correct
from veche.publishing.domain.withdraw import take_down
from veche.publishing.models import Delivery

# The network's word about an act in doubt comes within minutes, a person's within days.
LATELY = timedelta(days=7)
BATCH = 100


def catch_up() -> int:
    """Returns how many acts were planned."""
    late = _confirmed_lately().filter(_withdrawn() | _corrected())
    return sum(_follow(delivery) for delivery in late.order_by("pk")[:BATCH])


def _confirmed_lately() -> QuerySet[Delivery]:
    found: QuerySet[Delivery] = Delivery.objects.unscoped().filter(
        act__verb=ActVerb.PUBLISH, act__state__in=OUT, act__updated_at__gte=now() - LATELY
    )
    return found.exclude(act__remote_id="").select_related(
        "act__account__passport", "act__account__administration", "version__post"
    )


def _withdrawn() -> Q:
    down = Act.objects.unscoped().filter(about=OuterRef("act"), verb=ActVerb.WITHDRAW)
    return Q(version__post__withdrawal__isnull=False) & ~Q(Exists(down))


def _corrected() -> Q:
    """A later version has its yes, and nothing of it has gone to this account."""
    yes = Decision.objects.unscoped().filter(
        verdict=Verdict.YES,
        step__sheet__version__post=OuterRef("version__post"),
        step__sheet__version__number__gt=OuterRef("version__number"),
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
        if getattr(post, "withdrawal", None) is not None:
            return take_down(delivery.act, by=None) is not None
        newest = versions_of(post).exclude(frozen_at=None).last()
        if newest is None or newest.pk == delivery.version_id or not is_approved(newest):
            return False
        return correct(version=newest, about=delivery.act, by=None) is not None
