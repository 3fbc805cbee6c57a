"""Rate limits of Telegram."""

from collections.abc import Mapping
from typing import Final

from veche.kernel.pace import Rate, Turn
from veche.networks.pace import digest
from veche.networks.protocol import Act, AnswerMessage, Edit, Keys, Publish, Reply, SecretLike, Slot

# core.telegram.org/bots/faq: 30 messages a second by one bot, one a second into one chat, 20 a minute into one group.
# An album counts as its pictures, and an edit as a message (field reports; tdlib/telegram-bot-api, issue 648).
BOT: Final = Rate(30, 1, at_once=15)
CHAT: Final = Rate(1, 1)
GROUP: Final = Rate(20, 60, at_once=5)


def of_act(act: Act, address: Mapping[str, str], keys: Keys) -> tuple[Turn, ...]:
    if Slot.BOT not in keys:
        return ()
    bot = of_call(keys[Slot.BOT])
    if isinstance(act, Reply):
        chat = f"{digest(keys[Slot.BOT])}:{address.get('linked_group_id', '')}"
        return (*bot, Turn(f"telegram:chat:{chat}", CHAT), Turn(f"telegram:group:{chat}", GROUP))
    if isinstance(act, Publish | Edit):
        cost = max(1, len(act.post.photos) + len(act.post.files)) if isinstance(act, Publish) else 1
        chat = f"{digest(keys[Slot.BOT])}:{address['id']}"
        return (*bot, Turn(f"telegram:chat:{chat}", CHAT, cost))
    if isinstance(act, AnswerMessage):
        return (*bot, Turn(f"telegram:chat:{digest(keys[Slot.BOT])}:{act.peer_id}", CHAT))
    return bot


def of_call(key: SecretLike) -> tuple[Turn, ...]:
    return (Turn(f"telegram:bot:{digest(key)}", BOT),)
