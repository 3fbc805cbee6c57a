"""Convert an act to plain JSON for the outbox's row, and back. A picture is named by its hash, so it cannot change."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from veche.kernel.media import file_path
from veche.kernel.uploads import picture_path
from veche.networks.protocol import (
    Act,
    AnswerMessage,
    DeleteComment,
    Describe,
    Edit,
    FileKind,
    MediaFile,
    OutgoingPost,
    Photo,
    Pin,
    Poll,
    Publish,
    ReleaseAuthor,
    Reply,
    RestoreComment,
    RestrictAuthor,
    SetAvatar,
    SetCover,
    StartLive,
    StopLive,
    Subtitles,
    Unpin,
    Verb,
    Withdraw,
)

type AboutTheAccount = (
    RestrictAuthor | ReleaseAuthor | AnswerMessage | Describe | SetAvatar | SetCover | StartLive | StopLive
)


def act_to_json(act: Act) -> dict[str, Any]:
    """The act as JSON.

    Photos are `{"sha256", "name", "mime", "alt"}`; `name`: the path below `kernel.uploads`' root.
    """
    body: dict[str, Any] = {"verb": act.verb.value}
    match act:
        case Publish(post):
            return {**body, **_post_to_json(post)}
        case Reply(post_id, comment_id, text, thread_id):
            return {**body, "post_id": post_id, "comment_id": comment_id, "text": text, "thread_id": thread_id}
        case DeleteComment(post_id, comment_id) | RestoreComment(post_id, comment_id):
            return {**body, "post_id": post_id, "comment_id": comment_id}
        case Edit(post_id, post, before, made, more_ids):
            words = {**_post_to_json(post), "before": _post_to_json(before)}
            return {**body, **words, "post_id": post_id, "made": dict(made), "more_ids": list(more_ids)}
        case Withdraw(post_id, more_ids):
            return {**body, "post_id": post_id, "more_ids": list(more_ids)}
        case _:
            return {**body, **_plain_to_json(act)}


def _plain_to_json(act: Pin | Unpin | AboutTheAccount) -> dict[str, Any]:
    match act:
        case RestrictAuthor():
            return {**asdict(act), "until": act.until.isoformat() if act.until else None}
        case SetAvatar(photo) | SetCover(photo):
            return {"photo": _photo_to_json(photo)}
        case _:
            return asdict(act)


def act_from_json(data: Mapping[str, Any], *, media_root: Path) -> Act:
    """The act of this JSON. Raises `ValueError` if `act_to_json` did not make it."""
    try:
        return _act(Verb(data["verb"]), data, media_root)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not an act: {error!r}") from None


def _act(verb: Verb, data: Mapping[str, Any], media_root: Path) -> Act:
    match verb:
        case Verb.PUBLISH:
            return Publish(_post_from_json(data, media_root))
        case Verb.REPLY:
            return Reply(data["post_id"], data["comment_id"], str(data["text"]), data["thread_id"])
        case Verb.DELETE_COMMENT:
            return DeleteComment(data["post_id"], data["comment_id"])
        case Verb.RESTORE_COMMENT:
            return RestoreComment(data["post_id"], data["comment_id"])
        case Verb.EDIT | Verb.WITHDRAW | Verb.PIN | Verb.UNPIN:
            return _about_a_post(verb, data, media_root)
        case _:
            return _of_the_account(verb, data, media_root)


# Acts whose fields are all plain text.
_PLAIN: Final[Mapping[Verb, type[ReleaseAuthor | AnswerMessage | Describe | StartLive | StopLive]]] = {
    made.verb: made for made in (ReleaseAuthor, AnswerMessage, Describe, StartLive, StopLive)
}


def _of_the_account(verb: Verb, data: Mapping[str, Any], media_root: Path) -> Act:
    if verb in _PLAIN:
        made = _PLAIN[verb]
        return made(**{one.name: str(data[one.name]) for one in fields(made)})
    if verb is Verb.RESTRICT_AUTHOR:
        until = datetime.fromisoformat(data["until"]) if data["until"] else None
        return RestrictAuthor(data["author_id"], until, data["post_id"], data["comment_id"], data["words"])
    photo = _photo_from_json(data["photo"], media_root)
    return SetAvatar(photo) if verb is Verb.SET_AVATAR else SetCover(photo)


def _about_a_post(verb: Verb, data: Mapping[str, Any], media_root: Path) -> Act:
    if verb is Verb.WITHDRAW:
        return Withdraw(data["post_id"], tuple(data["more_ids"]))
    if verb is Verb.EDIT:
        post, before = (_post_from_json(words, media_root) for words in (data, data["before"]))
        return Edit(data["post_id"], post, before, dict(data["made"]), tuple(data["more_ids"]))
    return (Pin if verb is Verb.PIN else Unpin)(data["post_id"])


def _post_to_json(post: OutgoingPost) -> dict[str, Any]:
    """The post as JSON.

    Files, poll and link are included only if present, so that rows of earlier versions stay readable.
    """
    body: dict[str, Any] = {"text": post.text, "photos": [_photo_to_json(photo) for photo in post.photos]}
    if post.files:
        body["files"] = [_file_to_json(file) for file in post.files]
    if post.poll is not None:
        body["poll"] = _poll_to_json(post.poll)
    if post.link:
        body["link"] = post.link
    if post.story:
        body["story"] = True
    return body


def _post_from_json(data: Mapping[str, Any], media_root: Path) -> OutgoingPost:
    return OutgoingPost(
        text=str(data["text"]),
        photos=tuple(_photo_from_json(photo, media_root) for photo in data["photos"]),
        files=tuple(_file_from_json(file, media_root) for file in data.get("files", ())),
        poll=_poll_from_json(data["poll"]) if data.get("poll") else None,
        link=str(data.get("link", "")),
        story=bool(data.get("story", False)),
    )


def _photo_to_json(photo: Photo) -> dict[str, str]:
    sha256 = photo.sha256 or hashlib.sha256(photo.path.read_bytes()).hexdigest()
    name = picture_path(Path(), sha256, photo.mime).as_posix()
    return {"sha256": sha256, "name": name, "mime": photo.mime, "alt": photo.alt}


def _photo_from_json(data: Mapping[str, str], media_root: Path) -> Photo:
    path = _inside(media_root, data["name"])
    return Photo(path=path, mime=data["mime"], alt=data["alt"], sha256=data["sha256"])


def _file_to_json(file: MediaFile) -> dict[str, Any]:
    """The file as JSON. `place`: the path below `kernel.media`'s root; `name`: for readers."""
    extras: dict[str, Any] = {}
    if file.cover is not None:
        extras["cover"] = _photo_to_json(file.cover)
    if file.subtitles is not None:
        extras["subtitles"] = {name: getattr(file.subtitles, name) for name in ("sha256", "name", "mime")}
    return {
        **extras,
        "sha256": file.sha256,
        "place": file_path(Path(), file.sha256, file.mime).as_posix(),
        "kind": file.kind.value,
        "name": file.name,
        "mime": file.mime,
        "alt": file.alt,
        "size": file.size,
        "width": file.width,
        "height": file.height,
        "seconds": file.seconds,
    }


def _file_from_json(data: Mapping[str, Any], media_root: Path) -> MediaFile:
    return MediaFile(
        path=_inside(media_root, data["place"]),
        kind=FileKind(data["kind"]),
        **{name: data[name] for name in ("name", "mime", "sha256", "alt", "size", "width", "height", "seconds")},
        cover=_photo_from_json(data["cover"], media_root) if "cover" in data else None,
        subtitles=_subtitles_from_json(data["subtitles"], media_root) if "subtitles" in data else None,
    )


def _subtitles_from_json(data: Mapping[str, str], media_root: Path) -> Subtitles:
    path = file_path(media_root, data["sha256"], data["mime"])
    return Subtitles(path, data["name"], data["mime"], data["sha256"])


def _poll_to_json(poll: Poll) -> dict[str, Any]:
    return {
        "question": poll.question,
        "options": list(poll.options),
        "multiple": poll.multiple,
        "anonymous": poll.anonymous,
        "open_for": poll.open_for.total_seconds() if poll.open_for else None,
    }


def _poll_from_json(data: Mapping[str, Any]) -> Poll:
    open_for = timedelta(seconds=data["open_for"]) if data["open_for"] else None
    return Poll(data["question"], tuple(data["options"]), data["multiple"], data["anonymous"], open_for)


def _inside(media_root: Path, name: str) -> Path:
    path = media_root / name
    if not path.resolve().is_relative_to(media_root.resolve()):
        raise ValueError("a photo outside the media folder")
    return path
