"""Rate limits of `NetworkProfile.pace`, counted in the database for all workers together.

Rows are locked between reading and counting, never while a network is called. A network's «retry after» is a bucket of
one account, so it delays no other.
"""

import time
from collections.abc import Mapping, Sequence

from django.db import connection, transaction

from veche.accounts.models import Account, Bucket
from veche.kernel.clock import now
from veche.kernel.pace import Turn
from veche.networks.protocol import NetworkError
from veche.networks.registry import NETWORKS
from veche.staff.tenancy import OwnedQuerySet

# Less than this is not worth a way back into the queue.
SHORTEST_WAIT = 0.005
EVERYTHING = ""
# Clocks of several machines differ by less. A bucket that is fuller by more than its rate can fill it was filled before
# the clock was set back, and counts as empty.
AHEAD_SECONDS = 60.0


def retry_after_turns(account: Account, verb: str) -> tuple[Turn, ...]:
    """Turns in the buckets of this account's «retry after»: for everything, and for this verb."""
    return (Turn(_retry_after_bucket(account, EVERYTHING)), Turn(_retry_after_bucket(account, verb)))


def _retry_after_bucket(account: Account, verb: str) -> str:
    return f"account:{account.pk}:{verb}"


def wait_for(administration_id: int, turns: Sequence[Turn]) -> tuple[float, float]:
    """(seconds until these turns are free, seconds between two of that kind); counts nothing."""
    moment = now().timestamp()
    rows = _buckets(administration_id, turns).filter(free_at__gt=moment)
    filled = dict(rows.values_list("name", "free_at"))
    waits = [(_wait(turn, filled, moment), turn.spent) for turn in turns]
    longest = max(waits, default=(0.0, 0.0))
    return longest if longest[0] > 0 else (0.0, 0.0)


def take(administration_id: int, turns: Sequence[Turn]) -> float:
    """Count one call in all its buckets and return 0, or in none and return the seconds to wait. Safe in a
    transaction."""
    with transaction.atomic(savepoint=False):
        filled = _lock_levels(administration_id, turns)
        moment = now().timestamp()
        wait = max((_wait(turn, filled, moment) for turn in turns), default=0.0)
        if wait > 0:
            return max(wait, SHORTEST_WAIT)
        for turn in _counted(turns):
            _count(administration_id, turn, filled, moment)
    return 0.0


def _counted(turns: Sequence[Turn]) -> list[Turn]:
    return [turn for turn in turns if turn.rate is not None]


def _count(administration_id: int, turn: Turn, filled: dict[str, float], moment: float) -> None:
    begins = moment if _of_old_clock(turn, filled, moment) else max(filled[turn.bucket], moment)
    filled[turn.bucket] = begins + turn.spent
    _buckets(administration_id, (turn,)).update(free_at=filled[turn.bucket])


def _lock_levels(administration_id: int, turns: Sequence[Turn]) -> dict[str, float]:
    """Lock the buckets until the end of the transaction, creating missing ones. Returns `free_at` by bucket.

    Always in the same order, so that workers never deadlock. Buckets of «retry after» are only read, and last, because
    `delete_past_retry_after` may lock them in any order.
    """
    if not connection.features.has_select_for_update:  # SQLite: who writes is alone
        return _locked(administration_id, turns)
    filled = _locked(administration_id, _counted(turns))
    asked = [turn for turn in turns if turn.rate is None]
    return filled | dict(_buckets(administration_id, asked).values_list("name", "free_at")) if asked else filled


def _locked(administration_id: int, turns: Sequence[Turn]) -> dict[str, float]:
    rows = _buckets(administration_id, turns).order_by("name").select_for_update()
    filled = dict(rows.values_list("name", "free_at"))
    missing = {turn.bucket for turn in _counted(turns)} - filled.keys()
    if not missing:
        return filled
    new = [Bucket(administration_id=administration_id, name=name, free_at=0.0) for name in sorted(missing)]
    Bucket.objects.bulk_create(new, ignore_conflicts=True)
    return dict(rows.values_list("name", "free_at"))


def _buckets(administration_id: int, turns: Sequence[Turn]) -> OwnedQuerySet[Bucket]:
    return Bucket.objects.of(administration_id).filter(name__in=[turn.bucket for turn in turns])


def _wait(turn: Turn, filled: Mapping[str, float], moment: float) -> float:
    """Seconds to wait; negative if the call may leave."""
    if _of_old_clock(turn, filled, moment):
        return 0.0
    return filled.get(turn.bucket, 0.0) - turn.leeway - moment


def _of_old_clock(turn: Turn, filled: Mapping[str, float], moment: float) -> bool:
    return filled.get(turn.bucket, 0.0) > moment + _fullest(turn)


def _fullest(turn: Turn) -> float:
    return turn.fullest + AHEAD_SECONDS


def obey_retry_after(account: Account, error: NetworkError, *, verb: str = EVERYTHING) -> None:
    """Record the network's «retry after»: for everything, or for this verb if the network named the method."""
    if error.retry_after is None:
        return
    of = verb if error.code in NETWORKS[account.network].pace.of_method else EVERYTHING
    until = now().timestamp() + error.retry_after
    row = Bucket(administration_id=account.administration_id, name=_retry_after_bucket(account, of), free_at=until)
    with transaction.atomic():
        Bucket.objects.bulk_create([row], ignore_conflicts=True)
        rows = Bucket.objects.of(account.administration_id).filter(name=row.name, free_at__lt=until)
        rows.update(free_at=until)


def delete_past_retry_after(account: Account) -> None:
    """Delete buckets of «retry after» that are over, so that a clock set back does not revive them."""
    asked = Bucket.objects.of(account.administration_id).filter(
        name__startswith=_retry_after_bucket(account, EVERYTHING)
    )
    asked.filter(free_at__lte=now().timestamp()).delete()


class ReadRateLimiter:
    """`kernel.pace.Pace` for reading calls, which may wait a little each.

    `account`: whose «retry after» applies; None for a page that is being connected.
    """

    def __init__(self, administration_id: int, account: Account | None, *, patience_seconds: float = 0.0) -> None:
        self._administration_id = administration_id
        self._retry_after = (Turn(_retry_after_bucket(account, EVERYTHING)),) if account else ()
        self._patience_seconds = patience_seconds

    def take(self, turns: Sequence[Turn]) -> float:
        until = time.monotonic() + self._patience_seconds
        while (wait := self._check_and_take((*self._retry_after, *turns))) > 0:
            if time.monotonic() + wait > until:
                return wait
            time.sleep(wait)
        return 0.0

    def _check_and_take(self, turns: Sequence[Turn]) -> float:
        """Take the write lock only when a turn is free; the check before it only reads."""
        wait, _ = wait_for(self._administration_id, turns)
        return max(wait, SHORTEST_WAIT) if wait > 0 else take(self._administration_id, turns)
