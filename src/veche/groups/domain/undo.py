"""Take a decision about a group back: before the worker has begun nothing has happened to any comment."""

from django.db import transaction

from veche.groups.enums import Outcome
from veche.groups.errors import GroupError
from veche.groups.models import GroupDecision, GroupedMessage
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.staff.models import Person

TOO_LATE = (
    "Отменить не успели: решение уже исполняется. Удалённое сохранено в доказательствах, вернуть можно по одному."
)


def undo(*, decision: GroupDecision, by: Person) -> None:
    """Take a decision about a group back. Raises `GroupError` if it is too late; a second press does nothing."""
    city = decision.administration_id
    with transaction.atomic():
        rows = GroupDecision.objects.of(city).filter(pk=decision.pk)
        if not rows.filter(begun_at=None, undone_at=None).update(undone_at=now(), undone_by=by):
            if rows.filter(undone_at=None).exists():
                raise GroupError(TOO_LATE)
            return
        entries = GroupedMessage.objects.of(city).filter(decision=decision, outcome=Outcome.WAITS)
        number = entries.update(outcome=Outcome.UNDONE)
        facts = {"verb": decision.verb, "comments": number}
        record(administration=by.administration, actor=by, verb="group.undone", obj=decision, facts=facts)
