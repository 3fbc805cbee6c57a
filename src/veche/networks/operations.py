"""Capabilities that acts ask for: the formats of clause 2.2, and which operation each verb needs."""

from collections.abc import Mapping
from typing import Final

from veche.networks.protocol import Act, FileKind, Operation, OutgoingPost, Publish, Verb

_OF_KIND: Final[Mapping[FileKind, Operation]] = {
    FileKind.VIDEO: Operation.PUBLISH_VIDEO,
    FileKind.ANIMATION: Operation.PUBLISH_ANIMATION,
    FileKind.DOCUMENT: Operation.PUBLISH_DOCUMENT,
}
# In the order in which a person wants to read about them; each is one row of «паспорт ключа».
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
# An operation that begins and ends something serves two verbs.
_BOTH_WAYS: Final[Mapping[Verb, Operation]] = {
    Verb.UNPIN: Operation.PIN,
    Verb.START_LIVE: Operation.RUN_LIVE,
    Verb.STOP_LIVE: Operation.RUN_LIVE,
}


def operations_of(post: OutgoingPost) -> tuple[Operation, ...]:
    """All that a key must be able to do for this post to go out by itself; a plain text asks for the least."""
    if post.story:
        return (Operation.PUBLISH_STORY,)
    wanted = [Operation.PUBLISH_POLL] if post.poll else []
    wanted += [Operation.PUBLISH_LINK] if post.link else []
    wanted += [_OF_KIND[kind] for kind in FileKind if any(file.kind is kind for file in post.files)]
    if post.photos:
        wanted.append(Operation.PUBLISH_PHOTO if len(post.photos) == 1 else Operation.PUBLISH_ALBUM)
    return tuple(wanted) or (Operation.PUBLISH_TEXT,)


def operation_of(verb: Verb) -> Operation:
    """The operation that a verb needs. `ValueError` for PUBLISH: the parts of the post decide (`operations_of`)."""
    return _BOTH_WAYS.get(verb) or Operation(verb.value)


def operations_needed(act: Act) -> tuple[Operation, ...]:
    """All that a key must be able to do for this act."""
    return operations_of(act.post) if isinstance(act, Publish) else (operation_of(act.verb),)
