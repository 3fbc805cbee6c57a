"""Capabilities that acts need: the formats of clause 2.2, and the operation of each verb."""

from collections.abc import Mapping
from typing import Final

from veche.networks.protocol import Act, FileKind, Operation, OutgoingPost, Place, Publish, Verb

_OF_KIND: Final[Mapping[FileKind, Operation]] = {
    FileKind.VIDEO: Operation.PUBLISH_VIDEO,
    FileKind.ANIMATION: Operation.PUBLISH_ANIMATION,
    FileKind.DOCUMENT: Operation.PUBLISH_DOCUMENT,
}
# In the order of the rows of «паспорт ключа».
FORMATS: Final = (
    Operation.PUBLISH_TEXT,
    Operation.PUBLISH_PHOTO,
    Operation.PUBLISH_ALBUM,
    Operation.PUBLISH_LINK,
    Operation.PUBLISH_ANIMATION,
    Operation.PUBLISH_VIDEO,
    Operation.PUBLISH_DOCUMENT,
    Operation.PUBLISH_POLL,
    Operation.PUBLISH_STORY,
    Operation.PUBLISH_LIVE,
)
# Verbs that share an operation with their opposite.
_BOTH_WAYS: Final[Mapping[Verb, Operation]] = {
    Verb.UNPIN: Operation.PIN,
    Verb.START_LIVE: Operation.RUN_LIVE,
    Verb.STOP_LIVE: Operation.RUN_LIVE,
}


def operations_of(post: OutgoingPost) -> tuple[Operation, ...]:
    """The operations that a key needs to publish this post; a plain text needs the fewest."""
    if post.story:
        return (Operation.PUBLISH_STORY,)
    wanted = [Operation.PUBLISH_POLL] if post.poll else []
    wanted += [Operation.PUBLISH_LINK] if post.link else []
    wanted += [_OF_KIND[kind] for kind in FileKind if any(file.kind is kind for file in post.files)]
    if post.photos:
        wanted.append(Operation.PUBLISH_PHOTO if len(post.photos) == 1 else Operation.PUBLISH_ALBUM)
    return tuple(wanted) or (Operation.PUBLISH_TEXT,)


def operation_of(verb: Verb) -> Operation:
    """The operation that a verb needs. Raises `ValueError` for PUBLISH: the post's parts decide (`operations_of`)."""
    return _BOTH_WAYS.get(verb) or Operation(verb.value)


_IN_PLACES: Final[Mapping[tuple[Verb, Place], Operation]] = {
    **{(Verb.REPLY, place): Operation.REPLY_IN_PLACE for place in (Place.PHOTO, Place.VIDEO, Place.TOPIC)},
    (Verb.DELETE_COMMENT, Place.TOPIC): Operation.MODERATE_TOPICS,
    (Verb.RESTORE_COMMENT, Place.TOPIC): Operation.MODERATE_TOPICS,
}


def operation_in(verb: Verb, place: Place) -> Operation:
    """The operation that a verb needs about a comment under this place."""
    return _IN_PLACES.get((verb, place)) or operation_of(verb)


def operations_needed(act: Act) -> tuple[Operation, ...]:
    """The operations that a key needs for this act."""
    return operations_of(act.post) if isinstance(act, Publish) else (operation_of(act.verb),)
