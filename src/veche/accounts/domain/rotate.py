"""After a new key has come into the keyring: every sealed secret of the registry comes under it."""

from django.db import transaction

from veche.accounts.domain.connect import key_binding, webhook_binding
from veche.accounts.models import Account, Key
from veche.journal.domain.record import record
from veche.kernel.crypto import Keyring, rotate
from veche.staff.models import Administration


def reseal_keys(*, keyring: Keyring, administration: Administration, others: int = 0) -> int:
    """Keys and webhook secrets of one administration; returns how many were sealed anew, with the `others` that other
    rooms have sealed anew in this transaction.

    All or nothing: a secret that does not open raises `kernel.crypto.CryptoError` and leaves everything as it was.
    """
    with transaction.atomic():
        changed = others + _keys(keyring, administration) + _webhook_secrets(keyring, administration)
        if changed:
            record(
                administration=administration,
                actor=None,
                verb="keys.resealed",
                obj=administration,
                facts={"number": changed, "under": keyring.newest},
            )
    return changed


def _keys(keyring: Keyring, administration: Administration) -> int:
    changed = 0
    for key in Key.objects.of(administration).filter(revoked_at=None).select_for_update().order_by("pk"):
        sealed = rotate(keyring, key.sealed, aad=key_binding(key))
        if sealed != key.sealed:
            Key.objects.of(administration).filter(pk=key.pk).update(sealed=sealed)
            changed += 1
    return changed


def _webhook_secrets(keyring: Keyring, administration: Administration) -> int:
    changed = 0
    rows = Account.objects.of(administration)
    for account in rows.exclude(webhook_secret="").select_for_update().order_by("pk"):
        sealed = rotate(keyring, account.webhook_secret, aad=webhook_binding(account))
        if sealed != account.webhook_secret:
            rows.filter(pk=account.pk).update(webhook_secret=sealed)
            changed += 1
    return changed
