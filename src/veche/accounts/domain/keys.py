"""Keys go in, and are replaced or revoked; nobody ever sees one again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from veche.accounts.domain.connect import key_binding, keyring
from veche.accounts.errors import AccountError
from veche.accounts.models import Account, Key
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.kernel.crypto import Secret, seal
from veche.networks.registry import NETWORKS
from veche.staff.models import Person


def put_key(
    *,
    account: Account,
    slot: str,
    secret: Secret,
    by: Person,
    owner_name: str = "",
    expires_at: datetime | None = None,
) -> Key:
    """Put a key into its place; the one that was there is revoked in the same transaction."""
    if slot not in NETWORKS[account.network].slots:
        raise AccountError(_("У этой сети нет такого ключа. Выберите место для ключа из списка."))
    if not secret.reveal().strip():
        raise AccountError(_("Ключ пустой. Скопируйте его целиком и вставьте ещё раз; прежний ключ действует."))
    with transaction.atomic():
        _revoke(account, slot)
        key = Key(
            administration=account.administration,
            account=account,
            slot=slot,
            added_by=by,
            owner_name=owner_name,
            expires_at=expires_at,
        )
        key.sealed = seal(keyring(), Secret(secret.reveal().strip()), aad=key_binding(key))
        key.save(force_insert=True)
        record(
            administration=account.administration,
            actor=by,
            verb="key.added",
            obj=account,
            facts={"key": str(key.pk), "slot": str(slot)},
        )
    return key


def revoke_key(*, key: Key, by: Person) -> None:
    """From now on nothing goes out by it."""
    with transaction.atomic():
        _revoke(key.account, key.slot)
        record(
            administration=key.administration,
            actor=by,
            verb="key.revoked",
            obj=key.account,
            facts={"key": str(key.pk), "slot": str(key.slot)},
        )


def _revoke(account: Account, slot: str) -> None:
    living = Key.objects.of(account.administration_id).filter(account=account, slot=slot, revoked_at=None)
    living.update(revoked_at=now(), sealed="")
