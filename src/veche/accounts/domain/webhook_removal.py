"""Unsubscribe the webhook of a closed account, then delete its keys.

The keys were revoked with the account; only this uses the revoked ones. If the network does not answer, it is retried
for some hours, then the keys are deleted all the same.
"""

import time
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from veche.accounts.domain.clients import PATIENCE_SECONDS, key_binding, opened, webhook_setup_of
from veche.accounts.domain.webhook_subscription import webhook_url
from veche.accounts.models import Account, Key
from veche.engine.by_name import task_named
from veche.engine.queues import reading
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.kernel.crypto import CryptoError
from veche.networks.protocol import NetworkError, Slot

UNSUBSCRIBE = "veche.accounts.tasks.part"

UNSUBSCRIBE_SECONDS = 20.0
PAUSES = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
)


def has_webhook(account: Account) -> bool:
    """Whether the account has or wants a webhook."""
    rows = Account.objects.of(account.administration_id).filter(pk=account.pk)
    wanted = rows.values_list("webhook_wanted", "webhook_since").get()
    return any(wanted)


def enqueue_unsubscribe(account: Account, *, tries: int = 0) -> None:
    """Enqueue it in the network's own lane, in the transaction that closes, or after a failure."""
    task = task_named(UNSUBSCRIBE).using(queue_name=reading(account.network))
    if tries:
        task = task.using(run_after=now() + PAUSES[tries - 1])
    task.enqueue(account.pk, tries)


def unsubscribe_webhook(account: Account, *, tries: int) -> bool:
    """Unsubscribe and delete the keys. True if the network was told. Calls the network, so never inside a
    transaction."""
    if account.closed_at is None:
        return False
    try:
        _unsubscribe(account)
    except NetworkError as error:
        if not error.permanent and tries < len(PAUSES):
            enqueue_unsubscribe(account, tries=tries + 1)
            return False
        notified = False
    except CryptoError:
        notified = False
    else:
        notified = True
    _forget(account, notified=notified)
    return notified


def _unsubscribe(account: Account) -> None:
    keys = {Slot(key.slot): opened(key.sealed, key_binding(key)) for key in _kept(account)}
    host = webhook_setup_of(account, patience=PATIENCE_SECONDS, keys=keys)
    host.unsubscribe(webhook_url(account), deadline=time.monotonic() + UNSUBSCRIBE_SECONDS)


def _forget(account: Account, *, notified: bool) -> None:
    with transaction.atomic():
        _kept(account).update(sealed="")
        rows = Account.objects.of(account.administration_id).filter(pk=account.pk)
        rows.update(webhook_wanted=False, webhook_since=None)
        if notified:
            record(
                administration=account.administration, actor=None, verb="account.unsubscribed", obj=account, facts={}
            )


def _kept(account: Account) -> "QuerySet[Key]":
    keys: QuerySet[Key] = Key.objects.of(account.administration_id)
    return keys.filter(account=account, revoked_at=account.closed_at, training=settings.DEMO).exclude(sealed="")
