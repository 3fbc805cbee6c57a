"""Open the network of an account."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet

from veche.accounts.domain.pace import ReadRateLimiter, retry_after_turns
from veche.accounts.models import Account, Key
from veche.kernel.crypto import KeyMissing, Keyring, Secret, open_sealed, row_binding, seal
from veche.kernel.http import HttpClient
from veche.kernel.pace import Turn
from veche.kernel.redaction import conceal
from veche.networks.protocol import Act, Network, Slot
from veche.networks.registry import NETWORKS, open_network, open_webhook_setup
from veche.networks.webhook_setup import WebhookSetup
from veche.staff.compiled import compiled_once


@cache
def keyring() -> Keyring:
    return Keyring.parse(settings.KEYRING) if settings.KEYRING else Keyring.load(settings.KEYRING_PATH)


@cache
def http(slug: str) -> HttpClient:
    network = settings.NETWORKS[slug]
    return HttpClient(
        allowed_private=_sandbox_host(),
        proxy=network["proxy"] or None,
        ca_bundle=Path(network["ca"]) if network["ca"] else None,
    )


# How long a reader of many things in a row (a poll, a check) may wait for each of its turns.
PATIENCE_SECONDS = 2.0
# What an act asks besides its one call, such as why a delete was refused: a turn or two of a person's key in VK, so
# that it comes to an end at all; more would hold up the lane.
IN_HASTE_SECONDS = 0.7
WEBHOOK_KEYS_SECONDS = 5.0
_listening: dict[tuple[int, str], tuple[float, dict[Slot, Secret]]] = {}


@dataclass(frozen=True, slots=True)
class Opened:
    """An opened network, and the rate limits that one act's call is subject to."""

    network: Network
    turns: tuple[Turn, ...]


def open_account(account: Account, *, patience: float | None = 0.0) -> Network:
    """Open an account with its living keys. One query. Raises `kernel.crypto.CryptoError` if a key does not open.

    Reading calls are rate limited and may wait for `patience` seconds; None disables the limit, for training networks.
    """
    return _open(account, secrets_of(account), patience)


def open_for_webhook(account: Account) -> Network:
    """Open an account to parse a webhook request. In a storm its keys are decrypted once in `WEBHOOK_KEYS_SECONDS`."""
    until, keys = _listening.get((account.pk, account.webhook_path), (0.0, {}))
    if until < time.monotonic():
        keys = secrets_of(account)
        _listening[account.pk, account.webhook_path] = (time.monotonic() + WEBHOOK_KEYS_SECONDS, keys)
    return _open(account, keys, 0.0)


def open_for(account: Account, act: Act) -> Opened:
    """Open an account for one act, as `open_account`."""
    keys = secrets_of(account)
    counted = NETWORKS[account.network].pace.turns(act, address_of(account), keys)
    return Opened(_open(account, keys, IN_HASTE_SECONDS), (*retry_after_turns(account, act.verb.value), *counted))


def webhook_setup_of(account: Account, *, patience: float, keys: Mapping[Slot, Secret] | None = None) -> WebhookSetup:
    """Open an account to set up its webhook. `keys`: instead of the living ones."""
    return open_webhook_setup(
        account.network,
        address=address_of(account),
        keys=secrets_of(account) if keys is None else keys,
        http=http(account.network).paced(
            ReadRateLimiter(account.administration_id, account, patience_seconds=patience)
        ),
        base_url=settings.NETWORKS[account.network]["url"],
    )


def _open(account: Account, keys: Mapping[Slot, Secret], patience: float | None) -> Network:
    guarded = http(account.network)
    if patience is not None:
        guarded = guarded.paced(ReadRateLimiter(account.administration_id, account, patience_seconds=patience))
    return open_network(
        account.network,
        address=address_of(account),
        keys=keys,
        http=guarded,
        base_url=settings.NETWORKS[account.network]["url"],
        webhook_secret=webhook_secret_of(account),
    )


def address_of(account: Account) -> dict[str, str]:
    return {
        "id": account.remote_id,
        "linked_group_id": account.linked_group_id,
        "username": account.username,
        "confirmation": account.webhook_confirmation,
        "pages": settings.NETWORKS[account.network].get("pages", ""),
    }


def secrets_of(account: Account) -> dict[Slot, Secret]:
    """The living keys. A training city opens only keys entered there, a real one only its own."""
    living = _living_keys(account.administration_id, account, bool(settings.DEMO))
    return {Slot(key.slot): opened(key.sealed, key_binding(key)) for key in living}


@compiled_once
def _living_keys(city: int, account: Account, training: bool) -> QuerySet[Key]:
    return Key.objects.of(city).filter(account=account, revoked_at=None, training=training)


def key_binding(key: Key) -> str:
    return row_binding("accounts.Key", "sealed", key.pk)


def webhook_binding(account: Account) -> str:
    return row_binding("accounts.Account", "webhook_secret", account.pk)


def webhook_secret_of(account: Account) -> str:
    if not account.webhook_secret:
        return ""
    return opened(account.webhook_secret, webhook_binding(account)).reveal()


def seal_webhook_secret(account: Account, secret: Secret) -> str:
    return seal(keyring(), secret, aad=webhook_binding(account))


def opened(sealed: str, aad: str) -> Secret:
    try:
        secret = open_sealed(keyring(), sealed, aad=aad)
    except KeyMissing:  # `veche rotate-keys` has put a new key into the file since this process read it
        keyring.cache_clear()
        secret = open_sealed(keyring(), sealed, aad=aad)
    conceal(secret)
    return secret


def _sandbox_host() -> frozenset[tuple[str, int]]:
    """The private address that may be called: the configured training networks."""
    if not settings.SANDBOX_URL:
        return frozenset()
    parts = urlsplit(settings.SANDBOX_URL)
    return frozenset({(parts.hostname or "", parts.port or 80)})
