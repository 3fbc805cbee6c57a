"""Where a post is or may be published, and which of its versions is in force or asked.

`standing_among` and `in_force_among` decide it for rows that a page has read; the other functions are queries for
verbs, which read inside their transaction.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from veche.kernel.clock import now
from veche.networks.protocol import Verb
from veche.outbox.domain.states import IN_DOUBT, OUT
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.posts.domain.queries import versions_of
from veche.posts.models import Post, PostVersion
from veche.publishing.models import Delivery, ReleaseChoice


def publications_of(post: Post) -> QuerySet[Act]:
    """Acts that publish the post, in any state, oldest first."""
    acts: QuerySet[Act] = Act.objects.of(post.administration_id).filter(delivery__version__post=post, verb=Verb.PUBLISH)
    return acts.select_related("account__passport", "account__administration").order_by("pk")


def standing_among(acts: Iterable[Act]) -> dict[int, Act]:
    """By account: the newest of these acts whose post is or may be published there."""
    found: dict[int, Act] = {}
    for act in acts:
        if act.verb == Verb.PUBLISH and act.state in OUT | IN_DOUBT:
            former = found.get(act.account_id)
            found[act.account_id] = act if former is None or former.pk < act.pk else former
    return found


def standing_in(post: Post) -> dict[int, Act]:
    """As `standing_among`, read anew."""
    return standing_among(publications_of(post).filter(state__in=OUT | IN_DOUBT))


def is_out(post: Post) -> bool:
    """Whether some network has the post, so that what is written now is a correction."""
    return publications_of(post).filter(state__in=OUT).exists()


def is_withdrawn(post: Post) -> bool:
    return getattr(post, "withdrawal", None) is not None


def in_force_among(deliveries: Iterable[Delivery], held: Collection[int]) -> set[int]:
    """Ids of the approved versions: only they have acts. `held`: of those that «Придержать» stopped."""
    return {one.version_id for one in deliveries if one.act.state != ActState.CANCELLED}.union(held)


def agreed_version(post: Post) -> PostVersion | None:
    """The newest approved version, read anew; as the newest of `in_force_among`."""
    return versions_of(post).filter(_has_acts(post)).last()


def _has_acts(post: Post) -> Q:
    deliveries = Delivery.objects.of(post.administration_id).filter(version__post=post)
    living = deliveries.exclude(act__state=ActState.CANCELLED).values("version")
    held = ReleaseChoice.objects.of(post.administration_id).filter(version__post=post, held=True).values("version")
    return Q(pk__in=living) | Q(pk__in=held)


def held_acts(post: Post) -> frozenset[int]:
    """Acts that «Придержать» stopped."""
    held = ReleaseChoice.objects.of(post.administration_id).filter(version__post=post, held=True)
    return frozenset(int(pk) for stopped in held.values_list("stopped", flat=True) for pk in stopped)


# Versions that wait for approval.
_ASKED = Q(sheet__isnull=False, sheet__closed_at=None)


def asked_version(post: Post) -> PostVersion | None:
    """The version that waits for approval."""
    return versions_of(post).filter(_ASKED).last()


def keeps_the_plan(post: Post) -> bool:
    """Whether a version, asked or approved, relies on the plan item's hour and networks."""
    versions = PostVersion.objects.of(post.administration_id).filter(post=post)
    return versions.filter(_ASKED | _has_acts(post)).exists()


def rights_hour(version: PostVersion) -> datetime:
    """The hour at which its files must be cleared: now for a correction, else when it goes out, now at the soonest."""
    return now() if is_out(version.post) else max(version.hour, now())
