"""VK's events about comments under photos and videos and in topics, and about suggested posts.

vk-api-schema: photo_comment_*, video_comment_*, board_post_*; `wall_post_new` of a suggested post has the post type
«suggest». The schema says that owners are positive, field reports show negative ones: both are read.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final

from veche.kernel.clock import now
from veche.networks.protocol import CommentBack, CommentCame, CommentGone, Event, PictureRef, Place, PlaceNamed
from veche.networks.vk.account_events import ParsedEvent, Reader
from veche.networks.vk.places import Spot
from veche.networks.vk.wall import Wall, best_url, moment, photos_of

# The beginnings of the events' names.
_PREFIXES: Final[Mapping[str, Place]] = {
    "photo_comment": Place.PHOTO,
    "video_comment": Place.VIDEO,
    "board_post": Place.TOPIC,
}
SUGGESTED: Final = "suggest"


def comment_came(
    wall: Wall, comment: Mapping[str, Any], spot: Spot, *, names: Mapping[str, str], edited: str = ""
) -> CommentCame:
    """The event for a comment under `spot`. `edited`: the edit's mark, "" for a new comment."""
    author, above = int(comment["from_id"]), comment.get("reply_to_comment")
    number = spot.comment_id(int(comment["id"]))
    return CommentCame(
        dedup=f"edit:{number}:{edited}" if edited else f"new:{number}",
        comment_id=number,
        post_id=spot.post_id,
        thread_id="",
        author_id=str(author),
        author_name=names.get(str(author), ""),
        text=str(comment.get("text", "")),
        at=moment(comment["date"]),
        pictures=tuple(PictureRef(url) for url in map(best_url, photos_of(comment)) if url),
        reply_to=spot.comment_id(above) if above else "",
        edited=bool(edited),
        ours=author == wall.owner_id and spot.place is not Place.SUGGESTED,
        url="" if spot.place is Place.POST else wall.url_of(spot),
    )


def suggested(wall: Wall, body: Mapping[str, Any], names: Mapping[str, str]) -> tuple[CommentCame, ...]:
    """A post that a resident has suggested, as what they wrote."""
    if abs(int(body.get("owner_id", wall.owner_id))) != wall.group_id:
        return ()
    return (comment_came(wall, body, Spot(Place.SUGGESTED, int(body["id"])), names=names),)


def named(number: int, title: str) -> PlaceNamed:
    """The title of a topic, which events of its messages do not tell."""
    spot, digest = Spot(Place.TOPIC, number), hashlib.sha256(title.encode()).hexdigest()[:16]
    return PlaceNamed(f"title:{spot.post_id}:{digest}", spot.post_id, title)


def topics_in(updates: list[Mapping[str, Any]]) -> set[int]:
    """Numbers of topics that these updates tell of."""
    bodies = (one.get("object") for one in updates if str(one.get("type")).startswith("board_post"))
    return {body["topic_id"] for body in bodies if isinstance(body, Mapping) and isinstance(body.get("topic_id"), int)}


def _spot(place: Place, event: ParsedEvent) -> Spot | None:
    """Where the comment stands; None if it is no place of this community."""
    body = event.body
    owner = body.get(f"{place}_owner_id", body.get("owner_id", event.wall.owner_id))
    if abs(int(owner)) != event.wall.group_id:
        return None
    return Spot(place, int(body[f"{place}_id"] if f"{place}_id" in body else body["pid"]))


def _came(place: Place, event: ParsedEvent, *, edited: bool = False) -> Iterator[Event]:
    if spot := _spot(place, event):
        yield comment_came(event.wall, event.body, spot, names=event.names, edited=event.mark if edited else "")


def _gone(place: Place, event: ParsedEvent) -> Iterator[Event]:
    if spot := _spot(place, event):
        number = spot.comment_id(int(event.body["id"]))
        yield CommentGone(f"gone:{number}:{event.mark}", number, spot.post_id, now())


def _back(place: Place, event: ParsedEvent) -> Iterator[Event]:
    if spot := _spot(place, event):
        number = spot.comment_id(int(event.body["id"]))
        yield CommentBack(f"back:{number}:{event.mark}", number, spot.post_id, now())


_READERS: Final[Mapping[str, Callable[..., Iterator[Event]]]] = {
    "new": _came,
    "edit": partial(_came, edited=True),
    "delete": _gone,
    "restore": _back,
}
READERS: Final[Mapping[str, Reader]] = {
    f"{prefix}_{what}": partial(reader, place)
    for prefix, place in _PREFIXES.items()
    for what, reader in _READERS.items()
}
