"""Rate limits of a Mastodon server for one account (docs.joinmastodon.org/api/rate-limits, the defaults)."""

from collections.abc import Mapping
from typing import Final

from veche.kernel.pace import Rate, Turn
from veche.networks.pace import digest
from veche.networks.protocol import Act, Keys, SecretLike, Slot, Withdraw

# 300 calls of any kind in five minutes; of these 30 uploads and 30 deletions in half an hour.
ACCOUNT: Final = Rate(300, 300, at_once=100)
UPLOADS: Final = Rate(30, 1800, at_once=15)
DELETIONS: Final = Rate(30, 1800, at_once=15)


def of_act(act: Act, address: Mapping[str, str], keys: Keys) -> tuple[Turn, ...]:
    del address
    if Slot.BOT not in keys:
        return ()
    key = keys[Slot.BOT]
    if isinstance(act, Withdraw):
        return (*of_call(key), Turn(f"mastodon:deletions:{digest(key)}", DELETIONS))
    return of_call(key)


def of_call(key: SecretLike) -> tuple[Turn, ...]:
    return (Turn(f"mastodon:account:{digest(key)}", ACCOUNT),)


def of_upload(key: SecretLike) -> tuple[Turn, ...]:
    return (*of_call(key), Turn(f"mastodon:uploads:{digest(key)}", UPLOADS))
