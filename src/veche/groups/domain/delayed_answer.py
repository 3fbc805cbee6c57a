"""The answer of a case to several comments, which waits here as every decision about a group does.

Fills the hook of `cases.domain.delayed_answer`.
"""

from math import ceil

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse

from veche.cases.domain.delayed_answer import DelayedAnswer
from veche.cases.enums import How
from veche.cases.errors import CaseError
from veche.cases.models import Case
from veche.groups.domain.decide import Words, answer_case
from veche.groups.domain.recent import SHOWN_FOR
from veche.groups.enums import Outcome
from veche.groups.errors import GroupError
from veche.groups.models import GroupDecision, GroupedMessage
from veche.kernel.clock import now
from veche.staff.models import Person


def answer_with_delay(*, case: Case, by: Person, text: str, how: How, interim: bool, whose: str) -> None:
    """Answer the comments of the case in some seconds. Raises `CaseError`."""
    try:
        answer_case(by=by, case=case, words=Words(text, how, interim, whose))
    except GroupError as error:
        raise CaseError(str(error)) from error


def delayed_answer(case: Case) -> DelayedAnswer | None:
    """The newest answer to the case, unless it has gone to somebody. One query."""
    lately = GroupDecision.objects.of(case.administration_id).filter(case=case, at__gte=now() - SHOWN_FOR)
    entries = GroupedMessage.objects.of(case.administration_id).filter(decision=OuterRef("pk"))
    has_gone = Exists(entries.filter(outcome=Outcome.DONE))
    why = Subquery(entries.filter(outcome=Outcome.LEFT).order_by("pk").values("why")[:1])
    found = lately.annotate(has_gone=has_gone, why=why).order_by("-pk").first()
    if found is None or found.has_gone:
        return None
    left = ceil((found.due_at - now()).total_seconds())
    return DelayedAnswer(
        text=found.text,
        how=How(found.how),
        seconds=max(left, 0) if found.begun_at is None else 0,
        undone=found.undone_at is not None or found.done_at is not None,
        whose=found.whose,
        why=(found.why or "") if found.done_at else "",
        undo=reverse("groups:undo", args=[found.pk]),
    )
