"""One community's wall: its id, its addresses, and accessors for VK's objects."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from veche.networks.errors import Purpose
from veche.networks.protocol import NetworkError, Place, Slot
from veche.networks.vk.client import Client
from veche.networks.vk.places import Spot, number_of

# Allowance for the difference between VK's clock, which dates posts in whole seconds, and ours.
SKEW = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Wall:
    """`group_id` is positive; as an owner the community has the negative. `pages`: the address where people read it."""

    client: Client
    group_id: int
    pages: str = "https://vk.com"

    @property
    def owner_id(self) -> int:
        return -self.group_id

    def call(
        self, slot: Slot, method: str, params: Mapping[str, str | int], *, purpose: Purpose, deadline: float
    ) -> Any:
        return self.client.call(slot, method, params, purpose=purpose, deadline=deadline)

    def manager_call(self, method: str, params: Mapping[str, str | int], *, purpose: Purpose, deadline: float) -> Any:
        """Call with the community's key and, if VK refuses it, with the administrator's."""
        try:
            return self.call(self.speaking_slot(), method, params, purpose=purpose, deadline=deadline)
        except NetworkError as error:
            refused = error.permanent and error.key_slot is Slot.COMMUNITY
            if not refused or not self.client.has(Slot.ADMIN):
                raise
        return self.call(Slot.ADMIN, method, params, purpose=purpose, deadline=deadline)

    def speaking_slot(self) -> Slot:
        """The key to speak with: the community's own, whose limits are separate, else the administrator's."""
        return Slot.COMMUNITY if self.client.has(Slot.COMMUNITY) else Slot.ADMIN

    @property
    def page_url(self) -> str:
        return f"{self.pages}/club{self.group_id}"

    def post_url(self, post_id: int | str) -> str:
        return f"{self.pages}/wall-{self.group_id}_{post_id}"

    def comment_url(self, post_id: str, comment_id: int | str) -> str:
        """The address of a comment by ids of ours (`places`)."""
        spot = Spot.of(post_id)
        if spot.place is Place.SUGGESTED:
            return self.url_of(spot)
        return f"{self.url_of(spot)}?{'post' if spot.place is Place.TOPIC else 'reply'}={number_of(str(comment_id))}"

    def url_of(self, spot: Spot) -> str:
        return f"{self.pages}/{spot.path}-{self.group_id}_{spot.number}"


def items(answer: Any) -> list[Mapping[str, Any]]:
    """The list in an answer: VK 5.199 returns `{"items": […]}`, older methods a bare list."""
    found = answer.get("items") if isinstance(answer, Mapping) else answer
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list) else []


def moment(seconds: Any) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)


def photos_of(thing: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    attachments = thing.get("attachments")
    found: Iterable[Any] = attachments if isinstance(attachments, list) else ()
    return [a["photo"] for a in found if isinstance(a, Mapping) and isinstance(a.get("photo"), Mapping)]


def best_url(photo: Mapping[str, Any]) -> str:
    """The address of the largest copy. It is valid for hours only: fetch it at once."""
    original = photo.get("orig_photo")
    if isinstance(original, Mapping) and original.get("url"):
        return str(original["url"])
    sizes = [size for size in photo.get("sizes") or () if size.get("url")]
    best: Mapping[str, Any] = max(
        sizes, key=lambda size: int(size.get("width", 0)) * int(size.get("height", 0)), default={}
    )
    return str(best.get("url", ""))
