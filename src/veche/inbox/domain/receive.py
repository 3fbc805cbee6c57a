"""Receive events by webhook or polling: idempotent, acknowledged only after they are stored."""

import time
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from veche.accounts.domain.clients import PATIENCE_SECONDS, open_account
from veche.accounts.domain.health import note_answered, note_trouble, pause_polling
from veche.accounts.models import Account
from veche.engine.by_name import task_named
from veche.inbox.domain.event_json import kind_of, to_json
from veche.inbox.models import Gap, InboundEvent
from veche.kernel.clock import now
from veche.kernel.crypto import CryptoError
from veche.kernel.foreign_json import storable
from veche.networks.protocol import Event, InboxPage, NetworkError

PROCESS_EVENTS = "veche.inbox.tasks.sort_out"

POLL_SECONDS = 10.0
# One poll brings at most this many pages; the rest comes with the next one, so that a lane is never held for long.
PAGES = 5
# Events of one account are sorted out together, so long after the first of them; a task that begins sooner than
# `LEAST_LEFT` might be quicker than the transaction of the event.
TOGETHER, LEAST_LEFT = timedelta(seconds=0.4), timedelta(seconds=0.15)
_announced: dict[tuple[int, str], datetime] = {}


def receive(*, account: Account, events: Iterable[Event]) -> int:
    """Store events; the same event twice is one row. Returns how many were delivered, known ones included."""
    moment = now()
    rows = [
        InboundEvent(
            administration_id=account.administration_id,
            account=account,
            dedup=storable(event.dedup)[:120],
            kind=kind_of(event),
            payload=to_json(event),
            received_at=moment,
        )
        for event in events
    ]
    if rows:
        with transaction.atomic():
            InboundEvent.objects.bulk_create(rows, ignore_conflicts=True)
            _enqueue_processing(account)
    return len(rows)


def poll(account: Account, *, patience: float | None = PATIENCE_SECONDS) -> int:
    """Ask the network for new events. The cursor moves in the transaction that stores them. Returns their number.

    `patience`: as of `open_account`.
    """
    try:
        network = open_account(account, patience=patience)
        received = 0
        for _page in range(PAGES):
            page = network.fetch_inbox(account.inbox_cursor, deadline=time.monotonic() + POLL_SECONDS)
            received += _keep(account, page)
            if not page.more:
                break
    except NetworkError as error:
        return _in_trouble(account, error)
    except CryptoError as error:
        return _in_trouble(account, NetworkError(str(error), permanent=True))
    note_answered(account=account)
    return received


def _in_trouble(account: Account, error: NetworkError) -> int:
    note_trouble(account=account, error=error)
    pause_polling(account=account, error=error)
    return 0


def _keep(account: Account, page: InboxPage) -> int:
    with transaction.atomic():
        received = receive(account=account, events=page.events)
        if page.gap:
            note_gap(account, page.gap)
        account.inbox_cursor = page.cursor
        account.inbox_checked_at = now()
        account.save(update_fields=("inbox_cursor", "inbox_checked_at"))
    return received


def note_gap(account: Account, sentence: str) -> None:
    """Record a gap, once while it is open: the same sentence is the same gap."""
    open_ones = Gap.objects.of(account.administration_id).filter(account=account, seen_at=None)
    if not open_ones.filter(sentence=sentence[:300]).exists():
        Gap.objects.create(
            administration_id=account.administration_id, account=account, sentence=sentence[:300], at=now()
        )


def _enqueue_processing(account: Account) -> None:
    """Enqueue one processing task for all events of a short time. The schedule finds those it misses."""
    moment, which = now(), (account.pk, account.webhook_path)
    left = _announced.get(which, moment) - moment
    if LEAST_LEFT < left <= TOGETHER:  # more can be left only if the clock was set back
        return
    until = moment + TOGETHER
    task_named(PROCESS_EVENTS).using(run_after=until).enqueue(account.pk)
    transaction.on_commit(lambda: _announced.update({which: until}))
