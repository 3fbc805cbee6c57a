"""«Заморозить всё»: after the answer no new call of this administration begins."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.outbox.domain.frozen import Kinds, kinds_of, lacking_key
from veche.outbox.domain.paused import is_held_by_pause, under_pause
from veche.outbox.domain.states import WAITING
from veche.outbox.enums import ActState
from veche.outbox.errors import AlreadyFrozen, NotNow
from veche.outbox.models import Act, Attempt, Freeze, Gate
from veche.outbox.reasons import LATE_IN_FREEZE
from veche.staff.models import Administration, Person

# A call without files is over by then, and so is its lease. A film may be on its way for minutes, and nobody waits so
# long for a page: `frozen.current_freeze` tells how many still leave and until when.
QUIET_WITHIN = timedelta(seconds=60)
QUIET_POLL_SECONDS = 0.05
# Each waiting request holds one of the site's four threads (config/web.py). Further requests are answered at once
# with the calls that are still in flight.
_WAITS = threading.BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Released:
    """Counts after a release: `going` acts were resumed; `kinds` of those leave by themselves; `missed` are past their
    time."""

    going: int
    missed: int
    kinds: Kinds


def is_frozen(administration: Administration | int) -> bool:
    return Freeze.objects.of(administration).filter(released_at=None).exists()


def waiting_state(act: Act) -> ActState:
    """The state of an act that leaves by itself: `paused` for a publication under a pause, `stopped` for any act under
    a freeze, else `planned`. `act` may be unsaved."""
    if is_held_by_pause(act):
        return ActState.PAUSED
    return ActState.STOPPED if is_frozen(act.administration_id) else ActState.PLANNED


def under_freeze() -> Exists:
    """Filter for acts of administrations that are frozen now."""
    return Exists(Freeze.objects.unscoped().filter(administration=OuterRef("administration"), released_at=None))


def lock_gate(administration_id: int) -> None:
    """Lock the administration's gate, which serialises fence and freeze. Needs a transaction; SQLite locks anyway."""
    if not connection.features.has_select_for_update:
        return
    gate = Gate.objects.filter(administration_id=administration_id).select_for_update()
    if not gate:
        Gate.objects.get_or_create(administration_id=administration_id)
        gate.get()


def freeze(*, administration: Administration, by: Person, reason: str) -> Freeze:
    """Stop everything: no new call begins.

    Returns, or raises `AlreadyFrozen`, when no call is in flight, after `QUIET_WITHIN`, or at once if two requests wait
    already.
    """
    try:
        return _close_gate(administration, by, reason)
    finally:
        wait_until_quiet(administration)


def _close_gate(administration: Administration, by: Person, reason: str) -> Freeze:
    with transaction.atomic():
        lock_gate(administration.pk)
        if is_frozen(administration):
            raise AlreadyFrozen("Уже заморожено: ничего не уходит. Вторая заморозка не нужна.")
        moment = now()
        made = Freeze.objects.create(administration=administration, by=by, reason=reason, since=moment)
        waiting = Act.objects.of(administration).filter(state__in=WAITING)
        stopped = waiting.update(state=ActState.STOPPED, updated_at=moment)
        record(administration=administration, actor=by, verb="outbox.frozen", obj=made, facts={"stopped": stopped})
    return made


def wait_until_quiet(administration: Administration, **of: Any) -> None:
    """Return when no call is in flight, after `QUIET_WITHIN`, or at once if two requests wait already.

    `of`: lookups that narrow the attempts waited for.
    """
    if not _WAITS.acquire(blocking=False):
        return
    try:
        give_up = time.monotonic() + QUIET_WITHIN.total_seconds()
        while _calls_in_flight(administration, of) and time.monotonic() < give_up:
            time.sleep(QUIET_POLL_SECONDS)
    finally:
        _WAITS.release()


def _calls_in_flight(administration: Administration, of: Mapping[str, Any]) -> bool:
    """Whether some unfinished attempt has a valid lease, so that an upload or the acting call may be on its way."""
    unfinished = Attempt.objects.of(administration).filter(finished_at=None, act__lease_until__gte=now(), **of)
    return unfinished.exists()


def release(*, administration: Administration, by: Person) -> Released:
    """Lift the freeze. Acts past their time become `missed` and wait for a person."""
    with transaction.atomic():
        lock_gate(administration.pk)
        frozen = Freeze.objects.of(administration).filter(released_at=None).first()
        if frozen is None:
            raise NotNow("Заморозки нет: всё уходит по плану.")
        moment = now()
        Freeze.objects.of(administration).filter(pk=frozen.pk).update(released_at=moment, released_by=by)
        stopped = Act.objects.of(administration).filter(state=ActState.STOPPED)
        stopped.filter(under_pause()).update(state=ActState.PAUSED, updated_at=moment)
        missed = stopped.filter(not_after__lt=moment).update(
            state=ActState.MISSED, reason=LATE_IN_FREEZE, updated_at=moment
        )
        kinds = kinds_of(stopped.exclude(lacking_key(administration)))
        going = _let_go(administration.pk)
        record(
            administration=administration,
            actor=by,
            verb="outbox.released",
            obj=frozen,
            facts={"going": going, "missed": missed},
        )
    return Released(going, missed, kinds)


def thaw(administration_id: int) -> int:
    """Resume acts that a release missed because they were planned or stopped at the same moment."""
    with transaction.atomic():
        lock_gate(administration_id)
        return 0 if is_frozen(administration_id) else _let_go(administration_id)


def _let_go(administration_id: int) -> int:
    stopped = Act.objects.of(administration_id).filter(state=ActState.STOPPED)
    return stopped.update(state=ActState.PLANNED, nudged_at=None, updated_at=now())
