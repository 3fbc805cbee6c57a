"""Health of accounts: whether the network answers, since when it does not, which key it refused.

Everything here concerns one account: an outage of one says nothing about the others.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, Q

from veche.accounts.domain.pace import EVERYTHING, delete_past_retry_after, obey_retry_after
from veche.accounts.models import Account, Key, Outage
from veche.engine.by_name import task_named
from veche.engine.queues import reading
from veche.kernel.clock import now
from veche.kernel.http import PACED
from veche.networks.protocol import NetworkError
from veche.networks.registry import NETWORKS
from veche.staff.compiled import this_moment
from veche.staff.models import Person
from veche.staff.tenancy import OwnedQuerySet

CHECK_ACCOUNT = "veche.accounts.tasks.check_account"

# What `kernel.http` says when there was no talking to the network at all.
SILENT = frozenset({"name", "connect", "tls", "proxy", "timeout", "reset"})
# Codes of answers that the network itself has given: refused or not, it is there.
ANSWERED = tuple(network.error_prefix for network in NETWORKS.values())

FIRST_PAUSE = timedelta(seconds=5)
# Silence ends by itself; a refusal ends when a person has done something.
LONGEST_SILENCE = timedelta(minutes=1)
LONGEST_REFUSAL = timedelta(minutes=5)
# After this a check that has not answered is taken for lost, and may be asked for again.
LOST_AFTER = timedelta(minutes=1)
# A shorter silence explains nothing that was not published.
WORTH_KEEPING = timedelta(hours=12)

# Verbs of rooms above this one.
_wait_for_it: Final[list[Callable[[Account], object]]] = []


def on_recovered(verb: Callable[[Account], object]) -> None:
    """Register a callback for accounts that answer again or have a new key; called from an app's `ready`."""
    _wait_for_it.append(verb)


def notify_recovered(account: Account) -> None:
    """Call the registered callbacks."""
    for verb in _wait_for_it:
        verb(account)


def note_answered(*, account: Account) -> None:
    """Clear the account's trouble after an answer."""
    if account.unreachable_since is None and account.poll_after is None and not account.trouble:
        return
    with transaction.atomic():  # all or nothing: what fails in the middle is done at the next answer
        _keep_outage(account)
        _rows(account).update(unreachable_since=None, trouble="", poll_after=None, poll_failures=0)
        delete_past_retry_after(account)
        notify_recovered(account)


def note_trouble(*, account: Account, error: NetworkError, ask_again: bool = True, verb: str = EVERYTHING) -> None:
    """Record a failure of one account: pauses, «требует внимания». `verb`: what was being done.

    If a key is refused that was good before, a check of the keys is enqueued.
    """
    if error.code == PACED:  # our own doing, and no trouble
        return
    obey_retry_after(account, error, verb=verb)
    rows = _rows(account)
    if error.code in SILENT:
        rows.filter(unreachable_since=None).update(unreachable_since=now())
    elif error.code.startswith(ANSWERED):
        with transaction.atomic():
            _keep_outage(account)
            rows.update(unreachable_since=None)
    rows.update(trouble=error.advice[:300])
    if error.key_slot is not None and _refuse(account, error.key_slot.value, error.advice) and ask_again:
        ask_check(account=account)


def _keep_outage(account: Account) -> None:
    """Keep a long silence that ends now. The caller holds the transaction and clears its beginning."""
    row = _rows(account).select_for_update(no_key=True).values_list("unreachable_since", flat=True)
    since, moment = next(iter(row), None), now()
    if since is not None and moment - since >= WORTH_KEEPING:
        Outage.objects.create(administration_id=account.administration_id, account=account, since=since, until=moment)


def ask_check(*, account: Account, by: Person | None = None, anew: bool = False) -> bool:
    """Enqueue a check of the keys in the network's lane. False if one is under way.

    `anew`: enqueue in any case, because something has just changed.
    """
    moment = now()
    free = Q() if anew else Q(check_asked_at=None) | Q(check_asked_at__lt=moment - LOST_AFTER)
    with transaction.atomic():
        if not _rows(account).filter(free, closed_at=None).update(check_asked_at=moment):
            return False
        task_named(CHECK_ACCOUNT).using(queue_name=reading(account.network)).enqueue(account.pk, by.pk if by else None)
    return True


def is_being_checked(account: Account) -> bool:
    return account.check_asked_at is not None and account.check_asked_at > now() - LOST_AFTER


def pause_polling(*, account: Account, error: NetworkError) -> None:
    """Pause polling for 5 s, 10 s, 20 s … after each failure in a row, so that a revoked key causes no storm of
    calls."""
    longest = LONGEST_REFUSAL if error.permanent else LONGEST_SILENCE
    pause = min(FIRST_PAUSE * 2 ** min(account.poll_failures, 10), longest)
    if error.code == PACED:
        _rows(account).update(poll_after=now() + timedelta(seconds=error.retry_after or 0))
        return
    if error.retry_after is not None:
        pause = max(pause, timedelta(seconds=error.retry_after))
    _rows(account).update(poll_after=now() + pause, poll_failures=F("poll_failures") + 1)


def may_be_polled() -> Q:
    """Filter for open accounts with a key that are not in the pause after a failure."""
    rested = Q(poll_after=None) | Q(poll_after__lte=this_moment())
    return rested & Q(closed_at=None, keys__isnull=False, keys__revoked_at=None)


def _refuse(account: Account, slot: str, why: str) -> bool:
    living = Key.objects.of(account.administration_id).filter(account=account, slot=slot, revoked_at=None)
    return living.filter(refused_at=None).update(refused_at=now(), refusal=why[:300]) == 1


def _rows(account: Account) -> OwnedQuerySet[Account]:
    return Account.objects.of(account.administration_id).filter(pk=account.pk)
