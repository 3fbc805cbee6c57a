"""After a restore from a copy: what the copy says about the networks is outdated and must be verified.

Since the copy an act may have gone out, moved, been taken back or sent again. Each is looked up first; what cannot be
looked up waits for a person; a freeze holds everything until somebody has checked (docs/adr/0009).
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce, Greatest, Least

from veche.journal.domain.record import record
from veche.kernel.clock import local, now
from veche.outbox.domain.freeze import is_frozen, lock_gate
from veche.outbox.enums import ActState, Outcome
from veche.outbox.models import Act, Attempt, Freeze
from veche.outbox.reasons import CUT_OFF_IN_COPY, DOUBTED_BY_RESTORE
from veche.staff.models import Administration

# What a copy says about these may have become untrue since; all become unknown. Not a step of the state table, because
# it is taken only while the product stands still (docs/adr/0009).
_STALE = frozenset(ActState) - {ActState.SENT, ActState.CONFIRMED, ActState.CANCELLED, ActState.BY_HAND}


def doubt_everything(*, administration: Administration, taken_at: datetime) -> int:
    """Mark open acts for lookup and return their number. `taken_at`: just before the copy was taken."""
    with transaction.atomic():
        lock_gate(administration.pk)
        moment = now()
        doubted = _doubt(administration, taken_at, moment)
        _read_back_again(administration, moment)
        frozen = _freeze(administration, taken_at, moment)
        facts = {"taken_at": taken_at, "doubted": doubted}
        record(administration=administration, actor=None, verb="outbox.restored", obj=frozen, facts=facts)
    return doubted


def _doubt(administration: Administration, taken_at: datetime, moment: datetime) -> int:
    """Mark acts as if a call had left between the copy and now; the protocol then takes its usual course.

    Acts that had failed are not retried by themselves: once ruled out, a person decides.
    """
    stale = Act.objects.of(administration).filter(state__in=_STALE)
    stale.filter(state=ActState.FAILED).update(not_after=Greatest("due_at", Least("not_after", Value(moment))))
    unfinished = Attempt.objects.of(administration).filter(finished_at=None)
    unfinished.update(finished_at=moment, outcome=Outcome.UNKNOWN, detail=CUT_OFF_IN_COPY)
    return stale.update(
        state=ActState.UNKNOWN,
        attempt=F("attempt") + 1,
        first_call_at=Coalesce("first_call_at", Value(taken_at)),
        last_call_deadline=moment,
        doubt_since=Coalesce("doubt_since", Value(moment)),
        reason=DOUBTED_BY_RESTORE,
        **_at_once(moment),
    )


def _read_back_again(administration: Administration, moment: datetime) -> None:
    """Restart the lookup pauses of sent acts that are not proven."""
    Act.objects.of(administration).filter(state=ActState.SENT).update(**_at_once(moment))


def _at_once(moment: datetime) -> dict[str, object]:
    return {"lookups": 0, "lease_until": None, "nudged_at": None, "next_try_at": moment, "updated_at": moment}


def _freeze(administration: Administration, taken_at: datetime, moment: datetime) -> Freeze:
    """Freeze the administration, or keep the freeze that the copy holds."""
    if is_frozen(administration):
        return Freeze.objects.of(administration).get(released_at=None)
    hour = local(taken_at, administration.time_zone)
    reason = f"Восстановлено из копии от {hour:%d.%m.%Y %H:%M}. Посмотрите «Отправки» и план, потом разморозьте."
    return Freeze.objects.create(administration=administration, by=None, since=moment, reason=reason)
