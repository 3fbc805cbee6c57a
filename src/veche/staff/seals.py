"""Seal second-factor secrets for their own row: copied to another row or person, they do not open.

allauth seals a secret before its row has an id and opens it without naming the row. So a secret read from the database
knows its row (`Sealed`), and a new one is resealed once its row exists.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_init, post_save

from veche.kernel.crypto import CryptoError, Keyring, SealBroken, open_sealed, rotate, row_binding, seal
from veche.kernel.files import write_atomically

# Before there is a row; and what versions before November 2026 sealed all rows with.
_NEW = row_binding("mfa_authenticator", "data", "new")
_ANY = row_binding("mfa_authenticator", "data", "any")
# While the application is being set up, in the session.
_PENDING = row_binding("staff_browsersession", "session_data", "totp")
# In the data folder: every secret is bound to its row, and none that is not will be taken.
MARK = "seals-bound"
# Of TOTP, and of recovery codes in both forms; the rest of a row is in clear.
_FIELDS = ("secret", "seed", "migrated_codes")


class Sealed(str):
    """A sealed secret as stored, with the `binding` of its row."""

    binding: str


def listen() -> None:
    post_init.connect(_know_the_row, sender=Authenticator)
    post_save.connect(_bind, sender=Authenticator)


def keyring() -> Keyring:
    return Keyring.parse(settings.KEYRING) if settings.KEYRING else Keyring.load(settings.KEYRING_PATH)


def seal_new(text: str) -> str:
    return seal(keyring(), text, aad=_NEW)


def open_own(sealed: str) -> str:
    """Open it. Raises `SealBroken` for a secret of another row, and `KeyMissing`."""
    if not isinstance(sealed, Sealed):
        raise SealBroken("Второй шаг входа закрыт не для этой записи.")
    return open_sealed(keyring(), sealed, aad=sealed.binding).reveal()


def seal_pending(text: str) -> str:
    return seal(keyring(), text, aad=_PENDING)


def open_pending(sealed: str) -> str:
    return open_sealed(keyring(), sealed, aad=_PENDING).reveal()


def reseal_second_factors(ring: Keyring) -> int:
    """Reseal all secrets under the newest key. Returns the number of changed ones."""
    return _change_all(lambda sealed: rotate(ring, sealed, aad=sealed.binding))


def bind_second_factors(data: Path) -> None:
    """After an update or restore: seal for its row what an earlier version sealed for any.

    Secrets that the keyring does not open are left for the next time.
    """
    if (data / MARK).exists():
        return
    try:
        ring = keyring()
    except CryptoError:
        return
    whole = True

    def bind(sealed: Sealed) -> str:
        nonlocal whole
        bound, opened = _bound(ring, sealed, _ANY, _NEW)
        whole = whole and opened
        return bound

    _change_all(bind)
    if whole:
        write_atomically(data / MARK, b"")


def _bound(ring: Keyring, sealed: Sealed, *others: str) -> tuple[str, bool]:
    """The secret sealed for its row, and whether the keyring opens it, by the row's binding or one of `others`."""
    for binding in (sealed.binding, *others):
        try:
            secret = open_sealed(ring, sealed, aad=binding)
        except CryptoError:
            continue
        return (sealed if binding == sealed.binding else seal(ring, secret, aad=sealed.binding)), True
    return sealed, False


def _change_all(change: Callable[[Sealed], str]) -> int:
    changed = 0
    with transaction.atomic():
        for factor in Authenticator.objects.select_for_update().order_by("pk"):
            fresh = {name: _each(value, change) for name, value in factor.data.items()}
            if fresh != factor.data:
                factor.data = fresh
                factor.save(update_fields=["data"])
                changed += 1
    return changed


def _each(value: Any, change: Callable[[Sealed], str]) -> Any:
    if isinstance(value, list):
        return [_each(one, change) for one in value]
    return change(value) if isinstance(value, Sealed) else value


def _know_the_row(instance: Authenticator, **_: Any) -> None:
    if instance.pk is not None and "data" in instance.__dict__:
        instance.data = _marked(instance)


def _bind(instance: Authenticator, **_: Any) -> None:
    """Seal for its row what was sealed before it had an id."""
    if any(name in instance.data for name in _FIELDS):
        ring, marked = keyring(), _marked(instance)
        fresh = {name: _each(value, lambda sealed: _bound(ring, sealed, _NEW)[0]) for name, value in marked.items()}
        if fresh != marked:
            Authenticator.objects.filter(pk=instance.pk).update(data=fresh)
        instance.data = fresh
        instance.data = _marked(instance)


def _marked(instance: Authenticator) -> Any:
    row = f"{instance.pk} of {instance.user_id}"
    return {
        name: _mark(value, row_binding("mfa_authenticator", name, row)) if name in _FIELDS else value
        for name, value in instance.data.items()
    }


def _mark(value: Any, binding: str) -> Any:
    if isinstance(value, list):
        return [_mark(one, binding) for one in value]
    if not isinstance(value, str):
        return value
    sealed = Sealed(value)
    sealed.binding = binding
    return sealed
