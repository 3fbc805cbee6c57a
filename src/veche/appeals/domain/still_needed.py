"""Words about which a resident and the administration are in dispute are not erased."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from veche.appeals.models import Appeal
from veche.inbox.domain.still_needed import need_words
from veche.staff.models import Administration


def is_contested(administration: Administration, since: datetime) -> Q:
    """Condition of messages: an appeal against a decision about them waits, or was decided since."""
    rows = Appeal.objects.of(administration).filter(Q(decided_at=None) | Q(decided_at__gte=since)).order_by()
    return Q(Exists(rows.filter(ruling__message=OuterRef("pk")))) | Q(
        Exists(rows.filter(restriction__message=OuterRef("pk")))
    )


def register_need() -> None:
    need_words(is_contested)
