"""An approved correction that has not reached every network yet and can still be given up."""

from collections.abc import Sequence
from dataclasses import dataclass

from veche.accounts.order import by_network
from veche.networks.protocol import Verb
from veche.outbox.domain.plan import cancel, resume
from veche.outbox.domain.states import CERTAINLY_UNSENT, IN_DOUBT, OUT
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.posts.domain.write import drop_version
from veche.posts.models import Post, PostVersion
from veche.publishing.domain.versions import Versions
from veche.publishing.models import Delivery

GIVEN_UP = "От правки отказались: в сети стоит прежнее."
# Of what would have been the first publication there.
NOT_PUBLISHED = "От правки отказались: сюда она не пошла."


@dataclass(frozen=True, slots=True)
class AgreedCorrection:
    """`waiting`: its acts that certainly have not left. `gone`: those published, on their way or in doubt."""

    version: PostVersion
    waiting: Sequence[Act]
    gone: Sequence[Act]

    @property
    def first(self) -> list[Act]:
        """Those of `waiting` that would be the first publication in their network."""
        return [act for act in self.waiting if act.verb == Verb.PUBLISH]


def agreed_correction(read: Versions) -> AgreedCorrection | None:
    """None unless the newest version is an approved correction with an act that has not left."""
    newest = read.newest
    acts = read.acts_of(newest)
    waiting = [act for act in acts if act.state in CERTAINLY_UNSENT]
    if not waiting or not any(act.verb == Verb.EDIT for act in acts) or not read.is_agreed(newest):
        return None
    return AgreedCorrection(newest, waiting, [act for act in acts if act.state in OUT | IN_DOUBT])


def give_up_agreed(post: Post, correction: AgreedCorrection) -> None:
    """Cancel the acts that have not left; where one was to be the first publication, the earlier version goes again.

    Call it in a transaction that holds the plan item. A version of which nothing left is dropped.
    """
    taken = [act for act in acts_of(correction.version) if act.state not in OUT and _take_back(act)]
    for act in taken:
        if act.verb == Verb.PUBLISH:
            _resume_earlier(post, correction.version, act)
    if not any(act.state in OUT | IN_DOUBT for act in acts_of(correction.version)):
        drop_version(correction.version)


def _take_back(act: Act) -> bool:
    return cancel(act=act, reason=str(NOT_PUBLISHED if act.verb == Verb.PUBLISH else GIVEN_UP))


def acts_of(version: PostVersion) -> list[Act]:
    deliveries = Delivery.objects.of(version.administration_id).filter(version=version)
    return [
        delivery.act
        for delivery in deliveries.select_related("act__account").order_by(by_network("account__network"), "pk")
    ]


def _resume_earlier(post: Post, version: PostVersion, act: Act) -> None:
    rows = Delivery.objects.of(post.administration_id).filter(
        version__post=post, version__number__lt=version.number, account=act.account_id, act__verb=Verb.PUBLISH
    )
    earlier = rows.select_related("act__account").order_by("-version__number").first()
    if earlier is not None:
        resume(act=earlier.act, due_at=post.plan_item.publish_at, state=ActState.PLANNED, reason="")
