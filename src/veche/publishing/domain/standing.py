"""What of a post stands in the networks, or may stand there; which of its versions goes out or waits for its yes."""

from django.db.models import Q, QuerySet

from veche.outbox.domain.states import IN_DOUBT, OUT
from veche.outbox.enums import ActState, ActVerb
from veche.outbox.models import Act
from veche.posts.domain.queries import versions_of
from veche.posts.models import Post, PostVersion
from veche.publishing.models import Delivery, ReleaseChoice


def publications_of(post: Post) -> QuerySet[Act]:
    """The acts that put the post into networks, whatever became of them; the oldest first."""
    acts: QuerySet[Act] = Act.objects.of(post.administration_id).filter(
        delivery__version__post=post, verb=ActVerb.PUBLISH
    )
    return acts.select_related("account__passport", "account__administration").order_by("pk")


def standing_in(post: Post) -> dict[int, Act]:
    """By account: the act whose post stands there or may stand there."""
    return {act.account_id: act for act in publications_of(post).filter(state__in=OUT | IN_DOUBT)}


def is_out(post: Post) -> bool:
    """Something of it stands in a network: what is written now is a correction."""
    return publications_of(post).filter(state__in=OUT).exists()


def is_withdrawn(post: Post) -> bool:
    return getattr(post, "withdrawal", None) is not None


def agreed_version(post: Post) -> PostVersion | None:
    """The newest version that goes out, stands in a network, or is held: acts are planned of agreed versions alone."""
    deliveries = Delivery.objects.of(post.administration_id).filter(version__post=post)
    living = deliveries.exclude(act__state=ActState.CANCELLED).values("version")
    held = ReleaseChoice.objects.of(post.administration_id).filter(version__post=post, held=True).values("version")
    return versions_of(post).filter(Q(pk__in=living) | Q(pk__in=held)).last()


def held_acts(post: Post) -> frozenset[int]:
    """Acts that «Придержать» stopped."""
    held = ReleaseChoice.objects.of(post.administration_id).filter(version__post=post, held=True)
    return frozenset(int(pk) for stopped in held.values_list("stopped", flat=True) for pk in stopped)


def asked_version(post: Post) -> PostVersion | None:
    """The version that waits for its yes."""
    return versions_of(post).filter(sheet__isnull=False, sheet__closed_at=None).last()


def keeps_the_plan(post: Post) -> bool:
    """A version that was asked about or agreed to relies on the hour and the networks of the plan item."""
    return asked_version(post) is not None or agreed_version(post) is not None
