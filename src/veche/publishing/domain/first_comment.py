"""The account's own comment under a post: planned once the post stands, one act for each publication.

A correction changes no comment: what was agreed with the version that came out is what is said there.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.networks.protocol import Reply, Verb
from veche.networks.registry import NETWORKS
from veche.outbox.domain.plan import plan_act
from veche.outbox.domain.states import ALL_BUT_OUT, OUT
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.outbox.words import word_of
from veche.plan.enums import Format
from veche.posts.domain.first_comment import why_no_comment
from veche.posts.models import Post, PostVersion
from veche.publishing.models import Delivery

# A post that stands for longer has its conversation already.
FRESH = timedelta(days=1)
BATCH = 100
IN_GROUP = [slug for slug, network in NETWORKS.items() if network.proof.by_linked_group]


def plan_first_comments() -> int:
    """Plan the comments of posts that stand by now. Returns how many."""
    waiting = _waiting().select_related("act__account__passport", "version__post__plan_item", "version__administration")
    return sum(_plan(delivery) for delivery in waiting.order_by("pk")[:BATCH])


def _waiting() -> QuerySet[Delivery]:
    with_comment = PostVersion.objects.unscoped().exclude(first_comment="")
    found: QuerySet[Delivery] = Delivery.objects.unscoped().filter(
        version__in=with_comment,
        first_comment=None,
        act__verb=Verb.PUBLISH,
        act__updated_at__gte=now() - FRESH,
        version__post__withdrawal=None,
    )
    found = found.exclude(act__state__in=ALL_BUT_OUT).exclude(act__remote_id="")
    # A channel's comments stand under the copy of the post in its group, which the network tells us of.
    in_group = Q(act__account__network__in=IN_GROUP)
    found = found.filter(~in_group | ~Q(act__thread_id="")).exclude(version__post__plan_item__format=Format.STORY)
    return found.filter(act__account__closed_at=None, account=F("act__account"))


def _plan(delivery: Delivery) -> bool:
    """Plan the comment of one delivery. False if no key can write it, or another worker was quicker."""
    if why_no_comment(delivery.act.account):
        return False
    with transaction.atomic():
        post = Post.objects.of(delivery.administration_id).select_for_update().get(pk=delivery.version.post_id)
        if getattr(post, "withdrawal", None) is not None:
            return False
        act = _act(delivery)
        mine = Delivery.objects.of(delivery.administration_id).filter(pk=delivery.pk, first_comment=None)
        if not mine.update(first_comment=act):
            return False
        facts = {"version": delivery.version.number, "acts": [act.pk]}
        city = delivery.version.administration
        record(administration=city, actor=None, verb="publishing.first_comment", obj=post, facts=facts)
    return True


def _act(delivery: Delivery) -> Act:
    about = delivery.act
    return plan_act(
        account=about.account,
        intent=f"first_comment:{about.pk}",
        title=f"первый комментарий к «{about.title}»",
        act=Reply(about.remote_id, "", delivery.version.first_comment, about.thread_id),
        by=about.by,
    )


@dataclass(frozen=True, slots=True)
class CommentLine:
    """What became of it in one network. `act` None: not planned, and `say` tells why; `text`: to write it by hand."""

    act: Act | None
    say: str
    text: str = ""


def comment_line(delivery: Delivery) -> CommentLine | None:
    """None for a post without one. Reads `first_comment`, `version` and the act's passport."""
    text = delivery.version.first_comment
    if not text or delivery.act.verb != Verb.PUBLISH or delivery.act.state == ActState.CANCELLED:
        return None
    if delivery.first_comment is not None:
        return CommentLine(delivery.first_comment, word_of(delivery.first_comment))
    if why := why_no_comment(delivery.act.account):
        return CommentLine(None, why, text)
    return CommentLine(None, "пишем" if delivery.act.state in OUT else "напишем, когда запись встанет")
