"""Comments of a case are not erased before it is over."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from veche.cases.domain.holds import in_force
from veche.cases.models import CaseMessage
from veche.inbox.domain.still_needed import need_words
from veche.staff.models import Administration


def is_in_open_case(administration: Administration, since: datetime) -> Q:
    """Condition of messages: their case is open, or was closed since."""
    rows = CaseMessage.objects.of(administration).filter(message=OuterRef("pk"))
    return Q(Exists(rows.filter(Q(case__closed_at=None) | Q(case__closed_at__gte=since))))


def is_in_held_case(administration: Administration, _since: datetime) -> Q:
    """Condition of messages: somebody forbade to erase the words of their case."""
    held = in_force(administration).order_by().values("case")
    return Q(Exists(CaseMessage.objects.of(administration).filter(message=OuterRef("pk"), case__in=held)))


def register_need() -> None:
    need_words(is_in_held_case, "дело с ними запретили стирать", forbids=True)
    need_words(is_in_open_case, "вопрос в открытом деле, на него ещё отвечают")
