"""Sealed values of an administration, and what to do if they no longer open."""

from django.conf import settings
from django.db import transaction

from veche.accounts.domain.clients import keyring, secrets_of, webhook_secret_of
from veche.accounts.models import Account, Key
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.kernel.crypto import CryptoError
from veche.staff.models import Administration


def is_readable() -> bool:
    """Whether there is a keyring."""
    try:
        return bool(list(keyring()))
    except CryptoError:
        return False


def unopened(administration: Administration) -> list[Account]:
    """Accounts with a key or a webhook secret that the present keyring does not open."""
    return [account for account in Account.objects.of(administration).order_by("pk") if not _opens(account)]


def give_up_unopened(*, administration: Administration) -> int:
    """Revoke such keys, so that the registry asks for new ones. Returns the number of accounts."""
    with transaction.atomic():
        lost = [account.pk for account in unopened(administration)]
        keys = Key.objects.of(administration).filter(account__in=lost, revoked_at=None, training=settings.DEMO)
        revoked = keys.update(revoked_at=now(), sealed="")
        Account.objects.of(administration).filter(pk__in=lost).update(webhook_secret="")
        if lost:
            facts = {"accounts": lost, "number": revoked}
            record(administration=administration, actor=None, verb="keys.lost", obj=administration, facts=facts)
    return len(lost)


def _opens(account: Account) -> bool:
    try:
        secrets_of(account)
        webhook_secret_of(account)
    except CryptoError:
        return False
    return True
