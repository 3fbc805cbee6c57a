"""The meaning of a network's refusal for us, as data in one format for all networks; `scripts.errors` prints it."""

from collections.abc import Sequence
from dataclasses import dataclass

from veche.networks.errors import SLOT_NAMES, Purpose, quote, quoted
from veche.networks.protocol import NetworkError, Slot

_DATIVE = {
    Slot.COMMUNITY: "ключу сообщества",
    Slot.ADMIN: "ключу администратора",
    Slot.BOT: "ключу бота",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """One meaning. `text` may use {kept}, {answer} (the network's words, quoted), {code}, {key}, {key_dative},
    {seconds}.

    `after`: nothing was done, and the same call may work after so many seconds. `passes`: the same, but other calls of
    this account need not wait. `key`: the key is to blame: the one that called, or the named part of a key with several
    parts.
    """

    text: str
    after: float | None = None
    passes: bool = False
    key: Slot | bool = False

    @property
    def is_final(self) -> bool:
        """Whether the same call will never work."""
        return self.after is None and not self.passes


@dataclass(frozen=True, slots=True)
class Code:
    """One row of a network's table of refusals.

    `said`: the network's own code; `words`: a part of its description, where the code alone is ambiguous; `ours`:
    `NetworkError.code`. `refusal` None: the outcome is unknown.
    """

    said: str
    ours: str
    refusal: Refusal | None
    words: str = ""


def refused(
    refusal: Refusal,
    *,
    code: str,
    slot: Slot,
    purpose: Purpose,
    words: str = "",
    secrets: Sequence[str] = (),
    after: float | None = None,
) -> NetworkError:
    """The error for a refusal.

    `slot`: the key that called. `after`: the wait that the network named, instead of ours.
    """
    wait = refusal.after if after is None else after
    advice = refusal.text.format(
        kept=purpose.kept,
        answer=quoted(quote(words, tuple(secrets))),
        code=code.partition("_")[2],
        key=SLOT_NAMES[slot],
        key_dative=_DATIVE.get(slot, "этому ключу"),
        seconds=f"{wait or 0:.0f}",
    )
    blamed = slot if refusal.key is True else refusal.key or None
    return NetworkError(advice, permanent=refusal.is_final, retry_after=wait, key_slot=blamed, code=code)
