"""Events as plain JSON: stored before they are processed, so that none is lost."""

from typing import Any

from cattrs.gen import make_dict_unstructure_fn, override

from veche.kernel.foreign_json import storable
from veche.kernel.strict_json import faults, strict_converter
from veche.networks.protocol import (
    AdministratorChanged,
    AuthorReleased,
    AuthorRestricted,
    CommentBack,
    CommentCame,
    CommentGone,
    Event,
    MessageCame,
    PageChanged,
    PlaceNamed,
    PollCounted,
    PostChanged,
    PostGone,
    PostSeen,
)

KINDS: dict[str, type[Event]] = {
    "comment": CommentCame,
    "comment_gone": CommentGone,
    "comment_back": CommentBack,
    "place_named": PlaceNamed,
    "post_seen": PostSeen,
    "post_changed": PostChanged,
    "post_gone": PostGone,
    "poll_counted": PollCounted,
    "message": MessageCame,
    "author_restricted": AuthorRestricted,
    "author_released": AuthorReleased,
    "administrator": AdministratorChanged,
    "page_changed": PageChanged,
}
_CONVERTER = strict_converter(forbid_extra_keys=True)
# Written only if they say something, so that events of earlier versions are written as they were.
_CONVERTER.register_unstructure_hook(
    PostSeen,
    make_dict_unstructure_fn(
        PostSeen, _CONVERTER, album=override(omit_if_default=True), repost=override(omit_if_default=True)
    ),
)

_CONVERTER.register_unstructure_hook(
    CommentCame, make_dict_unstructure_fn(CommentCame, _CONVERTER, url=override(omit_if_default=True))
)


def kind_of(event: Event) -> str:
    return next(kind for kind, made in KINDS.items() if type(event) is made)


def to_json(event: Event) -> dict[str, Any]:
    plain: dict[str, Any] = storable(_CONVERTER.unstructure(event))
    return plain


def from_json(kind: str, payload: dict[str, Any]) -> Event:
    """The event. Raises `ValueError`, which names the fields, if the payload was not made by `to_json`."""
    try:
        return _CONVERTER.structure(payload, KINDS[kind])
    except Exception as error:  # noqa: BLE001 -- cattrs gathers every error of every field in a group
        raise ValueError(f"not an event of the kind «{kind}»: {faults(error)}") from None
