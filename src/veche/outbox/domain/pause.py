"""The pause («траур, ЧС»): publications wait, everything else goes on.

`publishing.domain.pause` calls these inside its transactions, because only it knows which posts wait.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from veche.kernel.clock import now
from veche.networks.protocol import Verb
from veche.outbox.domain.freeze import is_frozen, lock_gate, wait_until_quiet
from veche.outbox.domain.paused import is_paused, under_pause
from veche.outbox.domain.plan import NOT_AFTER
from veche.outbox.domain.queue import enqueue
from veche.outbox.domain.states import STILL_TO_LEAVE, before
from veche.outbox.enums import ActState, PauseKind
from veche.outbox.errors import AlreadyPaused, NotNow
from veche.outbox.models import Act, Pause
from veche.outbox.reasons import LATE_IN_PAUSE, TRIAL_IN_PAUSE
from veche.staff.compiled import compiled_once
from veche.staff.models import Administration, Person

NO_PAUSE = "Паузы нет: записи выходят по плану."


def begin(*, administration: Administration, by: Person, kind: PauseKind | str, reason: str) -> tuple[Pause, int]:
    """Hold every publication that has not left. Returns the pause and the number of acts held.

    Raises `AlreadyPaused`. No publication passes the fence after the commit (`claim.pass_fence`).
    """
    with transaction.atomic():
        lock_gate(administration.pk)
        if is_paused(administration):
            raise AlreadyPaused("Пауза уже стоит: записи ждут. Вторая не нужна.")
        pause = Pause.objects.create(administration=administration, by=by, kind=kind, reason=reason, since=now())
        return pause, mark_paused(administration.pk)


def mark_paused(administration_id: int) -> int:
    """Mark as paused the publications that a pause in force holds and that still count as leaving.

    Those approved at the moment when the pause began are found so: their own transaction did not see it.
    """
    left = Act.objects.of(administration_id).filter(under_pause(), state__in=STILL_TO_LEAVE - {ActState.PAUSED})
    return left.update(state=ActState.PAUSED, updated_at=now())


def wait_for_calls(administration: Administration) -> None:
    """Return when no publication is on its way, or after a minute, or at once if two such requests wait already."""
    wait_until_quiet(administration, act__verb=Verb.PUBLISH, act__state=ActState.SENDING)


def in_force(administration: Administration) -> Pause:
    """The pause in force, under the lock of the gate. Raises `NotNow` if there is none. Needs a transaction."""
    lock_gate(administration.pk)
    pause: Pause | None = Pause.objects.of(administration).filter(ended_at=None).select_for_update(of=("self",)).first()
    if pause is None:
        raise NotNow(NO_PAUSE)
    return pause


def end(*, pause: Pause, by: Person) -> None:
    """End the pause; the caller holds it (`in_force`) and has decided about each publication that waits.

    A trial post that waits is cancelled: it would tell nothing any more.
    """
    pause.ended_at, pause.ended_by = now(), by
    pause.save(update_fields=("ended_at", "ended_by"))
    trials = Act.objects.of(pause.administration_id).filter(state=ActState.PAUSED, trial=True)
    trials.update(state=ActState.CANCELLED, reason=TRIAL_IN_PAUSE, updated_at=pause.ended_at)


def let_go(act: Act, *, at: datetime, through: Pause | None = None) -> bool:
    """Let a held publication leave at this hour. `through`: the pause stays in force and lets it go.

    Under a freeze it waits for the end of that. False if it is not held any more.
    """
    moment = now()
    state = ActState.STOPPED if is_frozen(act.administration_id) else ActState.PLANNED
    mine = Act.objects.of(act.administration_id).filter(pk=act.pk, state=ActState.PAUSED)
    changed = mine.update(
        state=state,
        let_through=through,
        due_at=at,
        next_try_at=at,
        not_after=at + NOT_AFTER,
        nudged_at=None,
        lease_until=None,
        reason="",
        updated_at=moment,
    )
    act.refresh_from_db()
    if changed and state == ActState.PLANNED:
        enqueue(act, at=max(at, moment))
    return changed == 1


def settle_left_behind() -> int:
    """Repair what the begin or the end of a pause did not see, for all administrations. Returns the number of acts."""
    held = sum(_mark_paused_alone(one) for one in _paused())
    return held + sum(_resume(one) for one in set(_forgotten()))


@compiled_once
def _paused() -> QuerySet[Pause, int]:
    """Administrations with a pause."""
    return Pause.objects.unscoped().filter(ended_at=None).values_list("administration_id", flat=True)


@compiled_once
def _forgotten() -> QuerySet[Act, int]:
    """Administrations with acts that are paused without a pause."""
    paused = Act.objects.unscoped().filter(~under_pause(), state=ActState.PAUSED)
    return paused.values_list("administration_id", flat=True)


def _mark_paused_alone(administration_id: int) -> int:
    with transaction.atomic():
        lock_gate(administration_id)
        return mark_paused(administration_id)


def _resume(administration_id: int) -> int:
    """Resume publications that were approved under a pause at the moment when it ended."""
    with transaction.atomic():
        lock_gate(administration_id)
        left = Act.objects.of(administration_id).filter(~under_pause(), state=ActState.PAUSED)
        moment = now()
        late = left.filter(not_after__lt=moment).update(state=ActState.MISSED, reason=LATE_IN_PAUSE, updated_at=moment)
        state = ActState.STOPPED if is_frozen(administration_id) else ActState.PLANNED
        return late + left.update(state=state, nudged_at=None, updated_at=moment)


if not before(ActState.PAUSED) >= STILL_TO_LEAVE - {ActState.PAUSED}:
    raise AssertionError("a pause holds whatever still leaves")
