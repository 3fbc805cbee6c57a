"""The `attachments` of a post or a comment: photos that exist and may stand on this wall, and at most one link.

What is well-formed but does not exist, or is not this community's, is dropped in silence when something else is left to
publish, as seen with the real one: an answer to `wall.post` does not prove that its pictures stand on the wall.
"""

import re
from dataclasses import dataclass

from veche.sandbox.store import Account, Photo
from veche.sandbox.vk.calls import NETWORK, Call
from veche.sandbox.vk.errors import bad_param

MOST = 10
MEDIA = re.compile(r"(?P<kind>[a-z_]+)(?P<owner>-?\d{1,18})_(?P<id>\d{1,18})(?:_(?P<key>[0-9a-z]+))?")
KINDS = frozenset(
    ("photo", "video", "audio", "doc", "page", "note", "poll", "album", "market", "market_album", "audio_playlist")
)


@dataclass(frozen=True, slots=True)
class Attached:
    photos: tuple[Photo, ...] = ()
    links: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.photos or self.links)


def read_attachments(call: Call, method: str, place: Account) -> Attached:
    listed = call.listing("attachments")
    if len(listed) > MOST:
        raise bad_param("attachments: too many attachments")
    links = tuple(item for item in listed if item.startswith(("http://", "https://")))
    if len(links) > 1:
        raise bad_param("attachments: only one link can be attached")
    media = [item for item in listed if item not in links]
    photos = [_photo(call, method, place, item) for item in media]
    return Attached(tuple(photo for photo in photos if photo), links)


def _photo(call: Call, method: str, place: Account, item: str) -> Photo | None:
    match = MEDIA.fullmatch(item)
    if match is None or match["kind"] not in KINDS:
        raise bad_param("attachments is invalid")
    photo = None
    if match["kind"] == "photo":
        photo = call.store.photos.find(NETWORK, int(match["owner"]), int(match["id"]))
    if photo is not None and _may_stand_on(call, place, photo):
        return photo
    call.store.ledger.complain(NETWORK, method, "attachments", f"{item} was dropped")
    return None


def _may_stand_on(call: Call, place: Account, photo: Photo) -> bool:
    return photo.owner_id == -place.id or call.store.ledger.note(NETWORK, wall_note(photo)) == str(place.id)


def wall_note(photo: Photo) -> str:
    """Name of the note that says for which community's wall a photo was uploaded."""
    return f"wall of photo{photo.owner_id}_{photo.id}"
