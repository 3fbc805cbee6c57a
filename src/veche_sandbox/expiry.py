"""Expiry of upload addresses and of the results of upload servers."""

import time

from veche_sandbox.store import Store

LIVES = 86_400
"""A day: what OK says of its addresses (`ttl_ms`). VK says nothing of its own. MAX says that they have no end."""


def _note(name: str) -> str:
    return f"ends {name}"


def begin(store: Store, network: str, name: str) -> int:
    """Start the period. Returns its end in Unix seconds."""
    ends = int(time.time()) + LIVES
    store.ledger.set_note(network, _note(name), str(ends))
    return ends


def is_over(store: Store, network: str, name: str) -> bool:
    ends = store.ledger.note(network, _note(name))
    return ends is not None and float(ends) < time.time()
