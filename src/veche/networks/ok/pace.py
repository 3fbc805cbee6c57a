"""How often OK lets us call."""

from collections.abc import Mapping
from typing import Final

from veche.kernel.pace import Rate, Turn
from veche.networks.pace import digest
from veche.networks.protocol import Act, Keys, SecretLike, Slot

# OK publishes no number and answers 8 or 11 when it was too much: two a second are ours. Some in a row: one question
# takes several calls: rights are asked for one by one, a lost topic by the statistics and then by its words.
KEY: Final = Rate(60, 30, at_once=12)


def of_act(act: Act, address: Mapping[str, str], keys: Keys) -> tuple[Turn, ...]:
    del act, address
    return of_call(keys[Slot.ADMIN]) if Slot.ADMIN in keys else ()


def of_call(key: SecretLike) -> tuple[Turn, ...]:
    return (Turn(f"ok:key:{digest(key)}", KEY),)
