"""What comments stand under in VK, as an id that other rooms keep and pass back.

VK numbers comments under photos, under videos and in topics apart from those of the wall. Ids of the wall are bare
numbers («45», «7»); of everything else they begin with the place («photo45», «photo45:7»), so that none are equal.
"""

import re
from dataclasses import dataclass
from typing import Final

from veche.networks.events import Place

_POST_ID: Final = re.compile(r"(photo|video|topic|suggest)?([0-9]+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Spot:
    """One post, photo, video, topic or suggested post of the community."""

    place: Place
    number: int

    @classmethod
    def of(cls, post_id: str) -> "Spot":
        """Raises `ValueError` for an id that was not made here."""
        found = _POST_ID.fullmatch(post_id)
        if found is None:
            raise ValueError(f"no id of a post, photo, video or topic: {post_id!r}")
        return cls(Place(found[1] or "post"), int(found[2]))

    @property
    def post_id(self) -> str:
        return str(self.number) if self.place is Place.POST else f"{self.place}{self.number}"

    @property
    def path(self) -> str:
        """The part of its address before the community's number."""
        return "wall" if self.place in (Place.POST, Place.SUGGESTED) else self.place

    def comment_id(self, number: int | str) -> str:
        if self.place is Place.SUGGESTED:
            return self.post_id  # it is what the resident wrote
        return str(number) if self.place is Place.POST else f"{self.post_id}:{number}"


def place_of(post_id: str) -> Place:
    """The place by an id of ours; a story and anything else is a post."""
    found = _POST_ID.fullmatch(post_id)
    return Place(found[1] or "post") if found else Place.POST


def number_of(comment_id: str) -> str:
    """VK's own number of a comment."""
    return comment_id.rpartition(":")[2]
