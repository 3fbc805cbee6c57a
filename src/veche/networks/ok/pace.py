"""Rate limits of OK."""

from collections.abc import Mapping
from typing import Final

from veche.kernel.pace import Rate, Turn
from veche.networks.pace import digest
from veche.networks.protocol import Act, Keys, SecretLike, Slot

# OK documents no number and answers 8 or 11 if there were too many; two a second are our choice. The burst is for tasks
# of several calls: rights are asked for one by one, a lost topic by the statistics and then by its text.
KEY: Final = Rate(60, 30, at_once=12)


def of_act(act: Act, address: Mapping[str, str], keys: Keys) -> tuple[Turn, ...]:
    del act, address
    return of_call(keys[Slot.ADMIN]) if Slot.ADMIN in keys else ()


def of_call(key: SecretLike) -> tuple[Turn, ...]:
    return (Turn(f"ok:key:{digest(key)}", KEY),)
