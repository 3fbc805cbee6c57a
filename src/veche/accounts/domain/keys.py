"""Add, replace and revoke keys; nobody ever sees one again."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from veche.accounts.domain.abilities import REVOKED
from veche.accounts.domain.clients import key_binding, keyring
from veche.accounts.domain.health import ask_check, notify_recovered
from veche.accounts.domain.key_forms import EXPIRED, what_is_wrong
from veche.accounts.errors import AccountError
from veche.accounts.models import Account, Key, Passport
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.kernel.crypto import Secret, seal
from veche.kernel.redaction import conceal
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
    """Store a key in its slot and revoke the former one in the same transaction."""
    conceal(secret)
    _refuse_wrong(account, slot, secret, expires_at)
    with transaction.atomic():
        _revoke(account, slot)
        key = Key(
            administration=account.administration,
            account=account,
            slot=slot,
            added_by=by,
            owner_name=owner_name,
            expires_at=expires_at,
            training=settings.DEMO,
        )
        key.sealed = seal(keyring(), Secret(secret.reveal().strip()), aad=key_binding(key))
        key.save(force_insert=True)
        _start_afresh(account)
        record(
            administration=account.administration,
            actor=by,
            verb="key.added",
            obj=account,
            facts={"key": str(key.pk), "slot": str(slot)},
        )
    return key


def replace_key(
    *, account: Account, slot: str, secret: Secret, by: Person, owner_name: str, expires_at: datetime | None
) -> Key:
    """Store a key and ask the network at once what it may do."""
    with transaction.atomic():
        key = put_key(account=account, slot=slot, secret=secret, by=by, owner_name=owner_name, expires_at=expires_at)
        ask_check(account=account, by=by, anew=True)
    return key


def revoke_key(*, key: Key, by: Person) -> None:
    """Revoke a key, so that nothing is sent with it any more. A revoked key stays as it is.

    The passport shows it at once; the network is asked what the remaining keys may do.
    """
    with transaction.atomic():
        if not _revoke(key.account, key.slot):
            return
        _unable(key.account, key.slot)
        if Key.objects.of(key.administration_id).filter(account=key.account, revoked_at=None).exists():
            ask_check(account=key.account, by=by, anew=True)
        record(
            administration=key.administration,
            actor=by,
            verb="key.revoked",
            obj=key.account,
            facts={"key": str(key.pk), "slot": str(key.slot)},
        )


def _refuse_wrong(account: Account, slot: str, secret: Secret, expires_at: datetime | None) -> None:
    if account.closed_at is not None:
        raise AccountError("Аккаунт закрыт, ключ ему не нужен. Ничего не сохранено.")
    if slot not in NETWORKS[account.network].keys.slots:
        raise AccountError("У этой сети нет такого ключа. Выберите место для ключа из списка.")
    wrong = what_is_wrong(account.network, slot, secret)
    if wrong is None and expires_at is not None and expires_at <= now():
        wrong = EXPIRED
    if wrong is not None:
        former = _living(account, slot).first()
        raise AccountError(wrong.sentence(replaces=former is not None and former.is_good))


def _living(account: Account, slot: str) -> QuerySet[Key]:
    return Key.objects.of(account.administration_id).filter(account=account, slot=slot, revoked_at=None)


def _revoke(account: Account, slot: str) -> bool:
    return bool(_living(account, slot).update(revoked_at=now(), sealed=""))


def _unable(account: Account, slot: str) -> None:
    passport = Passport.objects.of(account.administration_id).select_for_update().filter(account=account).first()
    if passport is None:
        return
    for able in passport.abilities.values():
        if able["slot"] == slot and able["mode"] == "auto":
            able.update(mode="by_hand", why=REVOKED)
    passport.save(update_fields=("abilities",))


def _start_afresh(account: Account) -> None:
    """Clear the account's trouble, which was about the former key."""
    Account.objects.of(account.administration_id).filter(pk=account.pk).update(
        trouble="", poll_after=None, poll_failures=0
    )
    notify_recovered(account)
