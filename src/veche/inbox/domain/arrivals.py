"""Events as plain JSON: stored first, understood later, so that nothing is lost between the two."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from veche.networks.protocol import CommentBack, CommentCame, CommentGone, Event, PictureRef, PostChanged, PostSeen

KINDS: dict[str, type[CommentCame | CommentGone | CommentBack | PostSeen | PostChanged]] = {
    "comment": CommentCame,
    "comment_gone": CommentGone,
    "comment_back": CommentBack,
    "post_seen": PostSeen,
    "post_changed": PostChanged,
}


def kind_of(event: Event) -> str:
    return next(kind for kind, made in KINDS.items() if type(event) is made)


def to_json(event: Event) -> dict[str, Any]:
    plain: dict[str, Any] = _storable({**asdict(event), "at": event.at.isoformat()})
    return plain


def from_json(kind: str, payload: dict[str, Any]) -> Event:
    """Raises KeyError, TypeError or ValueError when the payload was not made by `to_json`."""
    fields = {**payload, "at": datetime.fromisoformat(payload["at"])}
    if kind == "comment":
        fields["pictures"] = tuple(PictureRef(**picture) for picture in payload["pictures"])
    return KINDS[kind](**fields)


def _storable(value: Any) -> Any:
    """Without NUL and halves of surrogate pairs: a database refuses them, and one such comment would stop the rest."""
    match value:
        case str():
            return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
        case dict():
            return {key: _storable(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_storable(inner) for inner in value]
    return value
