"""Comments of a case are not erased before it is over."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from veche.cases.models import CaseMessage
from veche.inbox.domain.still_needed import need_words
from veche.staff.models import Administration


def is_in_open_case(administration: Administration, since: datetime) -> Q:
    """Condition of messages: their case is open, or was closed since."""
    rows = CaseMessage.objects.of(administration).filter(message=OuterRef("pk"))
    return Q(Exists(rows.filter(Q(case__closed_at=None) | Q(case__closed_at__gte=since))))


def register_need() -> None:
    need_words(is_in_open_case, "вопрос в открытом деле, на него ещё отвечают")
