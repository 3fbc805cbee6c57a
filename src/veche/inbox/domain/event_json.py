"""Events as plain JSON: stored before they are processed, so that none is lost."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

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
    PictureRef,
    PostChanged,
    PostGone,
    PostSeen,
)
from veche.networks.shown import Shown

KINDS: dict[str, type[Event]] = {
    "comment": CommentCame,
    "comment_gone": CommentGone,
    "comment_back": CommentBack,
    "post_seen": PostSeen,
    "post_changed": PostChanged,
    "post_gone": PostGone,
    "message": MessageCame,
    "author_restricted": AuthorRestricted,
    "author_released": AuthorReleased,
    "administrator": AdministratorChanged,
    "page_changed": PageChanged,
}
MOMENTS = ("at", "until")


def kind_of(event: Event) -> str:
    return next(kind for kind, made in KINDS.items() if type(event) is made)


def to_json(event: Event) -> dict[str, Any]:
    fields = asdict(event)
    moments = {name: moment.isoformat() for name in MOMENTS if (moment := fields.get(name)) is not None}
    plain: dict[str, Any] = storable({**fields, **moments})
    return plain


def from_json(kind: str, payload: dict[str, Any]) -> Event:
    """The event. Raises KeyError, TypeError or ValueError if the payload was not made by `to_json`."""
    moments = {name: datetime.fromisoformat(payload[name]) for name in MOMENTS if payload.get(name) is not None}
    fields = {**payload, **moments}
    if "pictures" in payload:
        fields["pictures"] = tuple(PictureRef(**picture) for picture in payload["pictures"])
    if "shown" in payload:
        fields["shown"] = Shown(**payload["shown"])
    return KINDS[kind](**fields)


def storable(value: Any) -> Any:
    """The value without NUL and lone surrogates, which databases refuse: one such comment would block the rest."""
    match value:
        case str():
            return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
        case dict():
            return {key: storable(inner) for key, inner in value.items()}
        case list() | tuple():
            return [storable(inner) for inner in value]
    return value
