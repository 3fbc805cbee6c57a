"""How often each network lets us call, as data: which rate, counted for whom, from which source.

The key is limited, whoever uses it and from wherever, so a bucket is named by a digest of the key; a chat by its id.
Where a network names no number, a careful one of ours stands and says so.
"""

import hashlib
from collections.abc import Mapping

from veche.kernel.pace import Rate, Turn
from veche.networks.protocol import (
    Act,
    AnswerMessage,
    Describe,
    Edit,
    Keys,
    Publish,
    Reply,
    SecretLike,
    SetCover,
    Slot,
    Withdraw,
)

# dev.vk.com, «Запросы к API»: 20 calls a second by a community's key, 3 by a person's.
VK_COMMUNITY = Rate(20, 1, at_once=10)
VK_PERSON = Rate(3, 1, at_once=2)
# No document of VK gives the number; 500 posts a day on one wall by field reports of 2025 (earlier ones: 50, and then
# VK answers 214). Half of them may go at once.
VK_POSTS_A_DAY = Rate(500, 86_400, at_once=250)

# core.telegram.org/bots/faq: 30 messages a second by one bot, one a second into one chat, 20 a minute into one group.
# An album counts as its pictures, and an edit as a message (field reports; tdlib/telegram-bot-api, issue 648).
TELEGRAM_BOT = Rate(30, 1, at_once=15)
TELEGRAM_CHAT = Rate(1, 1)
TELEGRAM_GROUP = Rate(20, 60, at_once=5)

# OK publishes no number and answers 8 or 11 when it was too much: two a second are ours. Some in a row: one question
# takes several calls: rights are asked for one by one, a lost topic by the statistics and then by its words.
OK_KEY = Rate(60, 30, at_once=12)

# dev.max.ru: 30 calls a second by one bot; POST, PUT and DELETE /messages two a second in one chat.
MAX_BOT = Rate(30, 1, at_once=15)
MAX_CHAT = Rate(2, 1)

# The wait that the network asks for with these concerns the method alone: the account's other calls may go.
# VK 9: the same action too often; 29: the day's quota of one method (vk-api-schema, errors.json).
OF_METHOD = frozenset({"vk_9", "vk_29"})


def of_act(slug: str, act: Act, *, address: Mapping[str, str], keys: Keys) -> tuple[Turn, ...]:
    """What the one acting call of this act is counted in; empty when there is no key for it."""
    match slug:
        case "vk":
            return _vk(act, address, keys)
        case "telegram":
            return _telegram(act, address, keys)
        case "ok":
            return ok_call(keys[Slot.ADMIN]) if Slot.ADMIN in keys else ()
        case "max":
            return _max(act, address, keys)
    raise LookupError(f"no such network: {slug}")


def place_in_line(slug: str, ahead: int) -> float:
    """Seconds that a post of an account waits for so many others of the same moment, by the pace alone."""
    rate = {"vk": VK_COMMUNITY, "telegram": TELEGRAM_CHAT, "ok": OK_KEY, "max": MAX_CHAT}[slug]
    return max(0, ahead - rate.at_once + 1) * rate.interval


def _vk(act: Act, address: Mapping[str, str], keys: Keys) -> tuple[Turn, ...]:
    """The community's key speaks where there is one; everything else is done by the administrator's."""
    spoken = isinstance(act, Publish | Reply | AnswerMessage | Describe | SetCover)
    slot = Slot.COMMUNITY if spoken and Slot.COMMUNITY in keys else Slot.ADMIN
    if slot not in keys:
        return ()
    day = (Turn(f"vk:posts:{address['id']}", VK_POSTS_A_DAY),) if isinstance(act, Publish) else ()
    return (*vk_call(slot, keys[slot]), *day)


# A photo takes two calls in a row, and the first would be in vain without the second: it pays for both.
_VK_COSTS = {"photos.getWallUploadServer": 2, "photos.saveWallPhoto": 0}


def vk_call(slot: Slot, key: SecretLike, method: str = "") -> tuple[Turn, ...]:
    rate = VK_COMMUNITY if slot is Slot.COMMUNITY else VK_PERSON
    cost = _VK_COSTS.get(method, 1)
    return (Turn(f"vk:key:{_digest(key)}", rate, cost),) if cost else ()


def _telegram(act: Act, address: Mapping[str, str], keys: Keys) -> tuple[Turn, ...]:
    if Slot.BOT not in keys:
        return ()
    bot = telegram_call(keys[Slot.BOT])
    if isinstance(act, Reply):
        chat = f"{_digest(keys[Slot.BOT])}:{address.get('linked_group_id', '')}"
        return (*bot, Turn(f"telegram:chat:{chat}", TELEGRAM_CHAT), Turn(f"telegram:group:{chat}", TELEGRAM_GROUP))
    if isinstance(act, Publish | Edit):
        cost = max(1, len(act.post.photos) + len(act.post.files)) if isinstance(act, Publish) else 1
        chat = f"{_digest(keys[Slot.BOT])}:{address['id']}"
        return (*bot, Turn(f"telegram:chat:{chat}", TELEGRAM_CHAT, cost))
    if isinstance(act, AnswerMessage):
        return (*bot, Turn(f"telegram:chat:{_digest(keys[Slot.BOT])}:{act.peer_id}", TELEGRAM_CHAT))
    return bot


def telegram_call(key: SecretLike) -> tuple[Turn, ...]:
    return (Turn(f"telegram:bot:{_digest(key)}", TELEGRAM_BOT),)


def _max(act: Act, address: Mapping[str, str], keys: Keys) -> tuple[Turn, ...]:
    if Slot.BOT not in keys:
        return ()
    bot = max_call(keys[Slot.BOT])
    if isinstance(act, Publish | Edit | Withdraw | Reply | AnswerMessage):
        chat = act.peer_id if isinstance(act, AnswerMessage) else address["id"]
        return (*bot, Turn(f"max:chat:{_digest(keys[Slot.BOT])}:{chat}", MAX_CHAT))
    return bot


def max_call(key: SecretLike) -> tuple[Turn, ...]:
    return (Turn(f"max:bot:{_digest(key)}", MAX_BOT),)


def ok_call(key: SecretLike) -> tuple[Turn, ...]:
    return (Turn(f"ok:key:{_digest(key)}", OK_KEY),)


def _digest(key: SecretLike) -> str:
    """Long and random as they are, keys cannot be found again from this."""
    return hashlib.sha256(key.reveal().encode()).hexdigest()[:20]
