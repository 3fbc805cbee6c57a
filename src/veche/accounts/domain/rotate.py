"""Seal all secrets of the registry under the newest key of the keyring."""

from collections.abc import Callable

from django.db import transaction

from veche.accounts.domain.clients import key_binding, webhook_binding
from veche.accounts.models import Account, Key
from veche.journal.domain.record import record
from veche.kernel.crypto import Keyring, rotate
from veche.staff.models import Administration
from veche.staff.tenancy import Owned, OwnedQuerySet


def reseal_keys(*, keyring: Keyring, administration: Administration, others: int = 0) -> int:
    """Reseal keys and webhook secrets of one administration. Returns their number plus `others`, of other rooms.

    All or nothing: a secret that does not open raises `kernel.crypto.CryptoError`.
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


def reseal[Row: Owned](keyring: Keyring, rows: OwnedQuerySet[Row], field: str, binding: Callable[[Row], str]) -> int:
    """Reseal one field of these rows. Returns the number of changed rows. Needs a transaction."""
    changed = 0
    for row in rows.select_for_update(of=("self",)).order_by("pk"):
        before = getattr(row, field)
        sealed = rotate(keyring, before, aad=binding(row))
        if sealed != before:
            changed += rows.filter(pk=row.pk).update(**{field: sealed})
    return changed


def _keys(keyring: Keyring, administration: Administration) -> int:
    return reseal(keyring, Key.objects.of(administration).filter(revoked_at=None), "sealed", key_binding)


def _webhook_secrets(keyring: Keyring, administration: Administration) -> int:
    called = Account.objects.of(administration).exclude(webhook_secret="")
    return reseal(keyring, called, "webhook_secret", webhook_binding)
