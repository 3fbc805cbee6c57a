"""The `attachments` of a post or a comment: existing objects allowed on this wall, at most one link and one poll.

Well-formed names of missing or foreign objects are dropped silently if something else remains to publish, as observed:
an answer to `wall.post` does not prove that its pictures are on the wall.
"""

import re
from dataclasses import dataclass

from veche_sandbox.store import Account, File, Photo, Poll
from veche_sandbox.store.files import DOCUMENT, VIDEO
from veche_sandbox.vk.calls import NETWORK, Call
from veche_sandbox.vk.errors import bad_param

MOST = 10
MEDIA = re.compile(r"(?P<kind>[a-z_]+)(?P<owner>-?\d{1,18})_(?P<id>\d{1,18})(?:_(?P<key>[0-9a-z]+))?")
KINDS = frozenset(
    ("photo", "video", "audio", "doc", "page", "note", "poll", "album", "market", "market_album", "audio_playlist")
)


@dataclass(frozen=True, slots=True)
class Attached:
    """Attachments; a poll does not count, because it cannot be alone."""

    photos: tuple[Photo, ...] = ()
    links: tuple[str, ...] = ()
    files: tuple[File, ...] = ()
    poll: Poll | None = None

    def __bool__(self) -> bool:
        return bool(self.photos or self.links or self.files)


def read_attachments(call: Call, method: str, place: Account) -> Attached:
    listed = call.listing("attachments")
    if len(listed) > MOST:
        raise bad_param("attachments: too many attachments")
    links = tuple(item for item in listed if item.startswith(("http://", "https://")))
    if len(links) > 1:
        raise bad_param("attachments: only one link can be attached")
    found = [_found(call, method, place, item) for item in listed if item not in links]
    files = tuple(thing for thing in found if isinstance(thing, File))
    polls = [thing for thing in found if isinstance(thing, Poll)]
    if len(polls) > 1:
        raise bad_param("attachments: only one poll can be attached")
    if sum(file.kind == DOCUMENT for file in files) > 1:
        raise bad_param("attachments: only one file can be attached")
    photos = tuple(thing for thing in found if isinstance(thing, Photo))
    return Attached(photos, links, files, polls[0] if polls else None)


def _found(call: Call, method: str, place: Account, item: str) -> Photo | File | Poll | None:
    match = MEDIA.fullmatch(item)
    if match is None or match["kind"] not in KINDS:
        raise bad_param("attachments is invalid")
    owner, number = int(match["owner"]), int(match["id"])
    thing: Photo | File | Poll | None = None
    if match["kind"] == "photo":
        photo = call.store.photos.find(NETWORK, owner, number)
        thing = photo if photo and _is_allowed_on(call, place, photo) else None
    elif match["kind"] in ("video", "doc"):
        file = call.store.files.find(NETWORK, owner, number)
        thing = file if file and file.size and (file.kind == VIDEO) == (match["kind"] == "video") else None
    elif match["kind"] == "poll":
        thing = call.store.polls.find(NETWORK, owner, number)
    if thing is None:
        call.store.ledger.complain(NETWORK, method, "attachments", f"{item} was dropped")
    return thing


def _is_allowed_on(call: Call, place: Account, photo: Photo) -> bool:
    """Whether the photo is the community's, was uploaded for its wall, or for the own wall of the person posting it."""
    meant_for = call.store.ledger.note(NETWORK, wall_note(photo))
    own = photo.owner_id == call.caller.user_id and meant_for == "0"
    return own or photo.owner_id == -place.id or meant_for == str(place.id)


def wall_note(photo: Photo) -> str:
    """The note with the community for whose wall a photo was uploaded."""
    return f"wall of photo{photo.owner_id}_{photo.id}"
