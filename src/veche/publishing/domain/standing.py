"""What of a post stands in the networks, or may stand there."""

from django.db.models import QuerySet

from veche.outbox.domain.states import IN_DOUBT, OUT
from veche.outbox.enums import ActVerb
from veche.outbox.models import Act
from veche.posts.models import Post


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
