"""Rate limits of VK."""

from collections.abc import Mapping
from typing import Final

from veche.kernel.pace import Rate, Turn
from veche.networks.pace import digest
from veche.networks.protocol import (
    Act,
    AnswerMessage,
    DeleteComment,
    DeleteMessage,
    Describe,
    Keys,
    Place,
    Publish,
    Reply,
    RestoreComment,
    SecretLike,
    SetCover,
    Slot,
)
from veche.networks.vk.places import place_of

# dev.vk.com, «Запросы к API»: 20 calls a second by a community's key, 3 by a person's.
COMMUNITY: Final = Rate(20, 1, at_once=10)
PERSON: Final = Rate(3, 1, at_once=2)
# VK documents no number; 500 posts a day on one wall by field reports of 2025 (earlier ones: 50, and then VK answers
# 214). Half of them may go at once.
POSTS_A_DAY = Rate(500, 86_400, at_once=250)
# A photo takes two calls in a row, and the first is useless without the second: it pays for both.
_COSTS: Final[Mapping[str, int]] = {"photos.getWallUploadServer": 2, "photos.saveWallPhoto": 0}


def of_act(act: Act, address: Mapping[str, str], keys: Keys) -> tuple[Turn, ...]:
    """Buckets of an act: the community's key if present and able, else the administrator's."""
    slot = Slot.COMMUNITY if _by_community(act) and Slot.COMMUNITY in keys else Slot.ADMIN
    if slot not in keys:
        return ()
    day = (Turn(f"vk:posts:{address['id']}", POSTS_A_DAY),) if isinstance(act, Publish) else ()
    return (*of_call(slot, keys[slot]), *day)


def _by_community(act: Act) -> bool:
    """Whether the community's key is able: to answer on the wall alone, to moderate in topics alone."""
    if isinstance(act, Reply):
        return place_of(act.post_id) is Place.POST
    if isinstance(act, DeleteComment | RestoreComment):
        return place_of(act.post_id) is Place.TOPIC
    return isinstance(act, Publish | AnswerMessage | DeleteMessage | Describe | SetCover)


def of_call(slot: Slot, key: SecretLike, method: str = "") -> tuple[Turn, ...]:
    rate = COMMUNITY if slot is Slot.COMMUNITY else PERSON
    cost = _COSTS.get(method, 1)
    return (Turn(f"vk:key:{digest(key)}", rate, cost),) if cost else ()
