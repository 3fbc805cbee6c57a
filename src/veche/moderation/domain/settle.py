"""Update comments after the network has answered."""

from django.db.models import OuterRef, QuerySet, Subquery

from veche.inbox.enums import MessageState
from veche.inbox.models import Message
from veche.moderation.domain.authors import end, what_is_over
from veche.moderation.domain.release import lift
from veche.moderation.enums import RulingVerb
from veche.moderation.models import Restriction, Ruling
from veche.outbox.domain.states import OUT
from veche.outbox.enums import ActState
from veche.staff.compiled import compiled_once, this_moment

WAITING = {RulingVerb.DELETE: MessageState.DELETING, RulingVerb.RESTORE: MessageState.RESTORING}
DONE = {RulingVerb.DELETE: MessageState.DELETED, RulingVerb.RESTORE: MessageState.KEPT}
BATCH = 200


def settle() -> int:
    """Update comments whose deletion or restoration has ended. Returns their number.

    Only the last ruling counts: a comment deleted twice has a first deletion that ended long ago.
    """
    last = _last_of_moving()
    if not last:
        return 0
    ended = Ruling.objects.unscoped().filter(pk__in=last, act__state__in=OUT | {ActState.CANCELLED})
    return sum(_settle(ruling) for ruling in ended.select_related("act"))


@compiled_once
def _last_of_moving() -> QuerySet[Message, int]:
    last = Ruling.objects.unscoped().filter(message=OuterRef("pk"), undone_at=None).order_by("-pk").values("pk")[:1]
    moving = Message.objects.unscoped().filter(state__in=WAITING.values()).annotate(last=Subquery(last))
    return moving.values_list("last", flat=True)[:BATCH]


def settle_authors() -> int:
    """End restrictions whose term is over or whose release was executed, in all administrations."""
    return end(_over())


@compiled_once
def _over() -> QuerySet[Restriction]:
    return what_is_over(Restriction.objects.unscoped())


def release_due() -> int:
    """Lift what is over where the network knows no end, in all administrations. Returns their number.

    What a person gave up afterwards (a card put aside) waits for a person, with «Снять ограничение».
    """
    return sum(lift(one) for one in _due())


@compiled_once
def _due() -> QuerySet[Restriction]:
    rows = Restriction.objects.unscoped().filter(lifted_by_us=True, ended_at=None, release_act=None)
    return rows.filter(until__lte=this_moment()).select_related("account").order_by("until")[:BATCH]


def _settle(ruling: Ruling) -> int:
    cancelled = ruling.act is not None and ruling.act.state == ActState.CANCELLED
    rows = Message.objects.of(ruling.administration_id).filter(
        pk=ruling.message_id, state=WAITING[RulingVerb(ruling.verb)]
    )
    return rows.update(state=ruling.was if cancelled else DONE[RulingVerb(ruling.verb)])
