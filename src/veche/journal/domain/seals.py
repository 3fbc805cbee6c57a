"""Seals of files outside the database, which cannot be made without the keyring."""

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from veche.kernel.crypto import CryptoError, Keyring, derived_keys, is_signed, row_binding, sign


def sealed(what: str, administration_id: int, kept: Mapping[str, Any]) -> dict[str, Any]:
    """The value with its `seal`. Raises `CryptoError` without a keyring.

    `what`: the kind of object, so that one does not pass for another.
    """
    plain = _without_seal(kept)
    return plain | {"seal": sign(_keyring(), _text(plain), aad=_binding(what, administration_id))}


def is_sealed(what: str, administration_id: int, kept: Mapping[str, Any]) -> bool:
    """Whether the seal is ours. Raises `CryptoError` without a keyring."""
    plain, seal = _without_seal(kept), str(kept.get("seal", ""))
    return is_signed(_keyring(), seal, _text(plain), aad=_binding(what, administration_id))


def can_tell() -> bool:
    try:
        return bool(list(_keyring()))
    except CryptoError:
        return False


def keys_for(label: str) -> dict[str, bytes]:
    """As `derived_keys`; empty without a keyring."""
    try:
        return derived_keys(_keyring(), label)
    except CryptoError:
        return {}


def _keyring() -> Keyring:
    """The keyring, read each time, because another process may have added a key."""
    return Keyring.parse(settings.KEYRING) if settings.KEYRING else Keyring.load(settings.KEYRING_PATH)


def _binding(what: str, administration_id: int) -> str:
    return row_binding("journal-heads", what, administration_id)


def _without_seal(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in kept.items() if name != "seal"}


def _text(plain: Mapping[str, Any]) -> str:
    return json.dumps(plain, sort_keys=True, separators=(",", ":"))
