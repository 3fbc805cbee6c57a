"""Whose turn it is: the rates of `networks.rates`, counted in the database for all workers together.

Each count is one conditional UPDATE, and no row is held while a network is called. What a network itself asks for
(«retry after») stands in a bucket of the one account: the others never notice.
"""

import time
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Greatest

from veche.accounts.models import Account, Bucket
from veche.kernel.clock import now
from veche.kernel.pace import Turn
from veche.networks import rates
from veche.networks.protocol import NetworkError

# Less than this is not worth a way back into the queue.
SHORTEST_WAIT = 0.005
EVERYTHING = ""
# Clocks of several machines differ by less. A bucket that is fuller by more than its rate can fill it was filled before
# the clock was set back, and counts as empty.
AHEAD_SECONDS = 60.0


class _TooEarly(Exception):
    """Takes back what was counted before it."""

    def __init__(self, wait: float) -> None:
        super().__init__(wait)
        self.wait = wait


def holds(account: Account, verb: str) -> tuple[Turn, ...]:
    """What the network itself has asked this account to wait for."""
    return (Turn(_hold_of(account, EVERYTHING)), Turn(_hold_of(account, verb)))


def _hold_of(account: Account, verb: str) -> str:
    return f"account:{account.pk}:{verb}"


def wait_for(administration_id: int, turns: Sequence[Turn]) -> tuple[float, float]:
    """(seconds until these turns come, seconds between two of that kind); nothing is counted."""
    moment = now().timestamp()
    named = {turn.bucket: turn for turn in turns}
    rows = Bucket.objects.of(administration_id).filter(name__in=named, free_at__gt=moment)
    waits = [
        (free_at - named[name].leeway - moment, named[name].spent)
        for name, free_at in rows.values_list("name", "free_at")
        if free_at <= moment + _fullest(named[name])
    ]
    longest = max(waits, default=(0.0, 0.0))
    return longest if longest[0] > 0 else (0.0, 0.0)


def take(administration_id: int, turns: Sequence[Turn]) -> float:
    """Count one call in all its buckets, or in none: then the seconds to wait. Safe inside a transaction."""
    wait, _ = wait_for(administration_id, turns)
    if wait > 0:
        return max(wait, SHORTEST_WAIT)
    try:
        with transaction.atomic():
            # Always in the same order, so that two workers never wait for each other.
            for turn in sorted(turns, key=lambda turn: turn.bucket):
                if turn.rate is not None:
                    _count(administration_id, turn)
    except _TooEarly as early:
        return max(early.wait, SHORTEST_WAIT)
    return 0.0


def _count(administration_id: int, turn: Turn) -> None:
    moment = now().timestamp()
    row = Bucket.objects.of(administration_id).filter(name=turn.bucket)
    of_old_clock = Q(free_at__gt=moment + _fullest(turn))
    free = row.filter(of_old_clock | Q(free_at__lte=moment + turn.leeway))
    begins = Case(When(of_old_clock, Value(moment)), default=Greatest(F("free_at"), Value(moment)))
    filled = begins + turn.spent
    if free.update(free_at=filled):
        return
    new = Bucket(administration_id=administration_id, name=turn.bucket, free_at=0.0)
    Bucket.objects.bulk_create([new], ignore_conflicts=True)
    if not free.update(free_at=filled):
        raise _TooEarly(row.values_list("free_at", flat=True).get() - turn.leeway - moment)


def _fullest(turn: Turn) -> float:
    return turn.fullest + AHEAD_SECONDS


def hold(account: Account, error: NetworkError, *, verb: str = EVERYTHING) -> None:
    """The network has asked to wait: this account does, with everything, or with this verb where it said so."""
    if error.retry_after is None:
        return
    of = verb if error.code in rates.OF_METHOD else EVERYTHING
    until = now().timestamp() + error.retry_after
    row = Bucket(administration_id=account.administration_id, name=_hold_of(account, of), free_at=until)
    with transaction.atomic():
        Bucket.objects.bulk_create([row], ignore_conflicts=True)
        rows = Bucket.objects.of(account.administration_id).filter(name=row.name, free_at__lt=until)
        rows.update(free_at=until)


def forget_holds(account: Account) -> None:
    """Those that are over: a clock that is set back must not bring them to life."""
    held = Bucket.objects.of(account.administration_id).filter(name__startswith=_hold_of(account, EVERYTHING))
    held.filter(free_at__lte=now().timestamp()).delete()


class Turnstile:
    """`kernel.pace.Pace` for who reads. Who asks many things in a row may wait a little each time.

    `account`: whose holds count; none for a page that is only being connected.
    """

    def __init__(self, administration_id: int, account: Account | None, *, patience_seconds: float = 0.0) -> None:
        self._administration_id = administration_id
        self._held_by = (Turn(_hold_of(account, EVERYTHING)),) if account else ()
        self._patience_seconds = patience_seconds

    def take(self, turns: Sequence[Turn]) -> float:
        until = time.monotonic() + self._patience_seconds
        while (wait := take(self._administration_id, (*self._held_by, *turns))) > 0:
            if time.monotonic() + wait > until:
                return wait
            time.sleep(wait)
        return 0.0
