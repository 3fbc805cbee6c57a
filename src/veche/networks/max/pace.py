"""Rate limits of MAX."""

from collections.abc import Mapping
from typing import Final

from veche.kernel.pace import Rate, Turn
from veche.networks.pace import digest
from veche.networks.protocol import Act, AnswerMessage, Edit, Keys, Publish, Reply, SecretLike, Slot, Withdraw

# dev.max.ru: 30 calls a second per bot; POST, PUT and DELETE /messages two a second per chat.
BOT: Final = Rate(30, 1, at_once=15)
CHAT: Final = Rate(2, 1)


def of_act(act: Act, address: Mapping[str, str], keys: Keys) -> tuple[Turn, ...]:
    if Slot.BOT not in keys:
        return ()
    bot = of_call(keys[Slot.BOT])
    if isinstance(act, Publish | Edit | Withdraw | Reply | AnswerMessage):
        chat = act.peer_id if isinstance(act, AnswerMessage) else address["id"]
        return (*bot, Turn(f"max:chat:{digest(keys[Slot.BOT])}:{chat}", CHAT))
    return bot


def of_call(key: SecretLike) -> tuple[Turn, ...]:
    return (Turn(f"max:bot:{digest(key)}", BOT),)
