"""Read again what was written under photos and videos, in topics and as suggested posts, by the administrator's key.

What is to be read is a list of keys: a section, or one video or topic by its id. A section is read at once, or makes
the keys of what in it may hold something new. vk-api-schema: photos.getAllComments, video.get, board.getTopics.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from veche.networks.errors import READING
from veche.networks.protocol import Place, PlaceNamed, Slot
from veche.networks.vk.place_events import named
from veche.networks.vk.places import Spot, place_of
from veche.networks.vk.wall import Wall, items, moment

# Videos and topics that are looked at, the newest first; comments of each.
RECENT, PAGE = 20, 100
# In the order of reading, each with the words for what VK did not show.
SECTIONS: Final[Mapping[str, str]] = {
    "photos": "комментарии под фото",
    "videos": "комментарии под видео",
    "topics": "обсуждения",
    "suggests": "предложенные записи",
}
_SECTION_OF: Final = {Place.VIDEO: "videos", Place.TOPIC: "topics"}

type Heard = list[tuple[Spot, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Read:
    """What reading a key gave: comments, oldest first, titles of topics, and keys to be read next."""

    comments: Heard
    titles: tuple[PlaceNamed, ...] = ()
    more: tuple[str, ...] = ()


def section_of(key: str) -> str:
    return key if key in SECTIONS else _SECTION_OF[place_of(key)]


def read(wall: Wall, key: str, since: int, *, deadline: float) -> Read:
    """Raises `NetworkError`."""
    ask = partial(_ask, wall, deadline=deadline)
    if key in _READERS:
        return _READERS[key](ask, since)
    spot = Spot.of(key)
    found = _of_video(ask, spot) if spot.place is Place.VIDEO else _of_topic(ask, spot)
    return Read(_fresh([(spot, one) for one in found], since))


type Ask = Callable[[str, Mapping[str, str | int]], list[Mapping[str, Any]]]


def _ask(wall: Wall, method: str, params: Mapping[str, str | int], *, deadline: float) -> list[Mapping[str, Any]]:
    owner = {"group_id": wall.group_id} if method.startswith("board.") else {"owner_id": wall.owner_id}
    return items(wall.call(Slot.ADMIN, method, {**owner, **params}, purpose=READING, deadline=deadline))


def _photos(ask: Ask, since: int) -> Read:
    found = ask("photos.getAllComments", {"count": PAGE})
    return Read(_fresh([(Spot(Place.PHOTO, int(one["pid"])), one) for one in found if one.get("pid")], since))


def _videos(ask: Ask, _since: int) -> Read:
    found = ask("video.get", {"count": RECENT})
    commented = (one for one in found if one.get("comments") != 0)
    return Read([], more=tuple(Spot(Place.VIDEO, int(one["id"])).post_id for one in commented))


def _topics(ask: Ask, since: int) -> Read:
    found = [one for one in ask("board.getTopics", {"order": 1, "count": RECENT}) if int(one["updated"]) >= since]
    titles = tuple(named(int(one["id"]), str(one["title"])) for one in found if one.get("title"))
    return Read([], titles, tuple(Spot(Place.TOPIC, int(one["id"])).post_id for one in found))


def _suggested(ask: Ask, since: int) -> Read:
    found = ask("wall.get", {"filter": "suggests", "count": PAGE})
    return Read(_fresh([(Spot(Place.SUGGESTED, int(one["id"])), one) for one in found], since))


_READERS: Final[Mapping[str, Callable[[Ask, int], Read]]] = {
    "photos": _photos,
    "videos": _videos,
    "topics": _topics,
    "suggests": _suggested,
}


def _of_video(ask: Ask, spot: Spot) -> Iterator[Mapping[str, Any]]:
    params: dict[str, str | int] = {"video_id": spot.number, "count": PAGE, "sort": "desc", "thread_items_count": 10}
    for comment in ask("video.getComments", params):
        yield comment
        yield from items(comment.get("thread"))


def _of_topic(ask: Ask, spot: Spot) -> Iterator[Mapping[str, Any]]:
    yield from ask("board.getComments", {"topic_id": spot.number, "count": PAGE, "sort": "desc"})


def _fresh(found: Heard, since: int) -> Heard:
    fresh = [one for one in found if not one[1].get("deleted") and moment(one[1]["date"]).timestamp() >= since]
    return sorted(fresh, key=lambda one: (int(one[1]["date"]), int(one[1]["id"])))
