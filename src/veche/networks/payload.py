"""An act as plain JSON, for the outbox's row, and back. A picture is named by its content, so it cannot change."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from veche.kernel.uploads import picture_path
from veche.networks.protocol import Act, DeleteComment, OutgoingPost, Photo, Publish, Reply, RestoreComment, Verb


def act_to_json(act: Act) -> dict[str, Any]:
    """Photos are `{"sha256", "name", "mime", "alt"}`; `name` is where `kernel.uploads` keeps it under its root."""
    body: dict[str, Any] = {"verb": act.verb.value}
    match act:
        case Publish(post):
            return {**body, "text": post.text, "photos": [_photo_to_json(photo) for photo in post.photos]}
        case Reply(post_id, comment_id, text, thread_id):
            return {**body, "post_id": post_id, "comment_id": comment_id, "text": text, "thread_id": thread_id}
        case DeleteComment(post_id, comment_id) | RestoreComment(post_id, comment_id):
            return {**body, "post_id": post_id, "comment_id": comment_id}


def act_from_json(data: Mapping[str, Any], *, media_root: Path) -> Act:
    """Raises `ValueError` if `data` was not made by `act_to_json`."""
    try:
        return _act(Verb(data["verb"]), data, media_root)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not an act: {error!r}") from None


def _act(verb: Verb, data: Mapping[str, Any], media_root: Path) -> Act:
    match verb:
        case Verb.PUBLISH:
            photos = tuple(_photo_from_json(photo, media_root) for photo in data["photos"])
            return Publish(OutgoingPost(text=str(data["text"]), photos=photos))
        case Verb.REPLY:
            return Reply(data["post_id"], data["comment_id"], str(data["text"]), data["thread_id"])
        case Verb.DELETE_COMMENT:
            return DeleteComment(data["post_id"], data["comment_id"])
        case Verb.RESTORE_COMMENT:
            return RestoreComment(data["post_id"], data["comment_id"])


def _photo_to_json(photo: Photo) -> dict[str, str]:
    sha256 = photo.sha256 or hashlib.sha256(photo.path.read_bytes()).hexdigest()
    name = picture_path(Path(), sha256, photo.mime).as_posix()
    return {"sha256": sha256, "name": name, "mime": photo.mime, "alt": photo.alt}


def _photo_from_json(data: Mapping[str, str], media_root: Path) -> Photo:
    path = media_root / data["name"]
    if not path.resolve().is_relative_to(media_root.resolve()):
        raise ValueError("a photo outside the media folder")
    return Photo(path=path, mime=data["mime"], alt=data["alt"], sha256=data["sha256"])
