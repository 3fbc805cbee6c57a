"""«Узнавать сразу»: switch an account between webhook and polling.

The choice is stored in the row; the network is told in its reading lane. Networks drop an address that did not answer
(MAX after eight hours, VK after a few failures), so each subscription is checked every few minutes
(`inbox.domain.calls`). A dropped account is polled before it is subscribed anew, because a new subscription would hide
events that the network kept meanwhile.
"""

import secrets
import time
from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from veche.accounts.domain.asking import ask
from veche.accounts.domain.check import CHECK_SECONDS
from veche.accounts.domain.clients import PATIENCE_SECONDS, seal_webhook_secret, webhook_secret_of, webhook_setup_of
from veche.accounts.domain.health import note_answered
from veche.accounts.errors import AccountError
from veche.accounts.models import Account
from veche.engine.by_name import task_named
from veche.engine.queues import reading
from veche.journal.domain.record import record
from veche.kernel import guard
from veche.kernel.clock import now
from veche.kernel.crypto import Secret
from veche.networks.registry import NETWORKS
from veche.staff.models import Person
from veche.staff.tenancy import OwnedQuerySet

SYNC_WEBHOOK = "veche.accounts.tasks.tell_network"


def why_no_webhook(account: Account) -> str:
    """Why the network cannot call us, one sentence; "" if it can."""
    if not NETWORKS[account.network].reading.has_webhooks:
        return "Эта сеть событий не присылает: спрашиваем сами."
    origin = urlsplit(settings.ORIGIN)
    if settings.DEMO:
        return ""
    if origin.scheme != "https" or not origin.hostname or guard.looks_private(origin.hostname):
        return "Сеть сможет звать нас, когда у сайта будет открытый адрес с https (VECHE_ORIGIN). Пока спрашиваем сами."
    return ""


def want_webhook(*, account: Account, by: Person, wanted: bool) -> None:
    """Store the choice and enqueue the change in the network's lane. Raises `AccountError`."""
    if wanted and (why := why_no_webhook(account)):
        raise AccountError(why)
    with transaction.atomic():
        rows = _rows(account)
        if not rows.filter(closed_at=None).exclude(webhook_wanted=wanted).update(webhook_wanted=wanted):
            return
        if wanted and not account.webhook_secret:
            secret = Secret(secrets.token_urlsafe(32))
            rows.update(webhook_secret=seal_webhook_secret(account, secret))
        verb = "account.called_back" if wanted else "account.asked_itself"
        record(administration=account.administration, actor=by, verb=verb, obj=account, facts={})
        _enqueue_sync(account)


def sync_webhook(account: Account) -> None:
    """Subscribe or unsubscribe in the network, as chosen. Calls the network, so never inside a transaction."""
    if account.closed_at is not None or not (account.webhook_wanted or account.webhook_since):
        return
    _ask(account, _subscribe if account.webhook_wanted else _unsubscribe)


def is_subscribed(account: Account) -> bool:
    """Whether the network still sends events to us; True also if it did not answer, which is noted."""
    return _ask(account, _is_subscribed) is not False


def fall_back_to_polling(account: Account) -> bool:
    """Poll until the account is subscribed anew. False if it is polled already or a person has switched back."""
    calling = _rows(account).filter(webhook_wanted=True).exclude(webhook_since=None)
    return bool(calling.update(webhook_since=None, poll_after=None))


def _ask(account: Account, question: Callable[[Account], bool]) -> bool | None:
    """The answer; None on failure. A success is noted in the account's health."""
    answer = ask(account, partial(question, account), check_keys=False)
    if answer is not None:
        note_answered(account=account)
    return answer


def webhook_url(account: Account) -> str:
    return settings.ORIGIN + reverse("api:hook", args=[account.network, account.webhook_path])


def _is_subscribed(account: Account) -> bool:
    return webhook_setup_of(account, patience=PATIENCE_SECONDS).is_subscribed(
        webhook_url(account), deadline=_deadline()
    )


def _subscribe(account: Account) -> bool:
    """Subscribe. False if the network has dropped us, which is handled first.

    The confirmation string is stored before VK can ask for it.
    """
    host, url, deadline = webhook_setup_of(account, patience=PATIENCE_SECONDS), webhook_url(account), _deadline()
    if account.webhook_since and not host.is_subscribed(url, deadline=deadline):
        return False
    secret = webhook_secret_of(account)
    _rows(account).update(webhook_confirmation=host.confirmation(url, deadline=deadline))
    host.subscribe(url, secret, deadline=deadline)
    _rows(account).filter(webhook_wanted=True, webhook_since=None).update(webhook_since=now())
    return True


def _unsubscribe(account: Account) -> bool:
    webhook_setup_of(account, patience=PATIENCE_SECONDS).unsubscribe(webhook_url(account), deadline=_deadline())
    _rows(account).filter(webhook_wanted=False).update(webhook_since=None, poll_after=None)
    return True


def _deadline() -> float:
    return time.monotonic() + CHECK_SECONDS


def _enqueue_sync(account: Account) -> None:
    task_named(SYNC_WEBHOOK).using(queue_name=reading(account.network)).enqueue(account.pk)


def _rows(account: Account) -> OwnedQuerySet[Account]:
    return Account.objects.of(account.administration_id).filter(pk=account.pk)
