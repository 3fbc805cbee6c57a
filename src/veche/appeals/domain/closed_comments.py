"""Where comments are closed now: as shown to residents, and whether one of them can comment again."""

from django.db.models import Q, QuerySet

from veche.commenting.domain.closures import in_force
from veche.commenting.enums import Mode
from veche.commenting.models import Closure
from veche.inbox.models import Message
from veche.outbox.domain.states import OUT
from veche.staff.models import Administration


def told_to_residents(administration: Administration) -> list[Closure]:
    """Oldest first."""
    return list(_carried_out(administration.pk).filter(is_public=True).order_by("at", "pk"))


def is_closed(message: Message) -> bool:
    """Whether nobody can comment where this comment stood. False for a private message. One query."""
    if message.private:
        return False
    places = Q(publication=None, account=message.account_id)
    if message.conversation.act_id is not None:
        places |= Q(publication=message.conversation.act_id)
    return _carried_out(message.administration_id).filter(places, mode=Mode.CLOSED).exists()


def _carried_out(city: int) -> "QuerySet[Closure]":
    return in_force(city).filter(act__state__in=OUT)
