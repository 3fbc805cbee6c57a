"""Which answered cases a person should look at: whether the answer helped."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q

from veche.cases.domain.terms import settings_of
from veche.cases.enums import CaseState
from veche.inbox.models import Message
from veche.kernel.clock import now
from veche.staff.models import Administration

# Later nobody asks about an old answer.
LOOKS_BACK = timedelta(days=30)


def asks_of(city: Administration) -> Q:
    """Answered cases that a person should look at: their authors have written since, or it is time to ask."""
    days, moment = settings_of(city).helped_days, now()
    due = Q(asked_at=None, answered_at__lte=moment - timedelta(days=days)) if days else Q(pk__in=())
    recent = Q(state=CaseState.ANSWERED, helped_at=None, answered_at__gte=moment - LOOKS_BACK)
    return recent & (due | Q(_have_replied(city)))


def _have_replied(city: Administration) -> Exists:
    """Whether an author of a comment has written in the same thread since the answer."""
    rows = Message.objects.of(city).filter(
        conversation__messages__in_case__case=OuterRef("pk"),
        conversation__messages__author_id=F("author_id"),
        at__gt=OuterRef("answered_at"),
        ours=False,
    )
    return Exists(rows.exclude(author_id=""))
