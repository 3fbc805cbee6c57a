"""Publish a post by one call with text, pictures, files or a poll together. There is no idempotency key."""

from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any

from veche.kernel.http import File
from veche.networks.errors import PUBLISHING, by_hand
from veche.networks.files import opened
from veche.networks.photos import file_name, photo_bytes
from veche.networks.protocol import (
    TOO_LONG,
    Done,
    FileKind,
    MediaFile,
    NetworkError,
    Photo,
    Poll,
    Problem,
    Publish,
    Rendered,
)
from veche.networks.shown import missing, sent
from veche.networks.telegram.channel import Channel, shown_of
from veche.networks.telegram.refusals import TITLE
from veche.networks.telegram.render import render

# Problems that the editor reports: such a post is not sent, and nothing is cut to make it fit.
_REFUSED = frozenset({TOO_LONG, "caption_too_long", "poll_alone", "poll_open", "animation_alone", "document_alone"})
_METHODS: Mapping[FileKind, tuple[str, str]] = {
    FileKind.VIDEO: ("sendVideo", "video"),
    FileKind.ANIMATION: ("sendAnimation", "animation"),
    FileKind.DOCUMENT: ("sendDocument", "document"),
}


def publish(channel: Channel, act: Publish, *, deadline: float) -> Done:
    if act.post.story:
        raise by_hand(TITLE, "истории канала бот не публикует", PUBLISHING)
    rendered = render(act.post)
    problem = next((problem for problem in rendered.problems if problem.code in _REFUSED), None)
    if problem is not None:
        raise NetworkError(problem.sentence, permanent=True, code=_code(problem))
    with ExitStack() as opened_files:
        method, params, files = _message(rendered, opened_files)
        answer = _send(channel, method, params, files, deadline)
    return _done(channel, answer, rendered)


def _code(problem: Problem) -> str:
    return TOO_LONG if problem.code in {TOO_LONG, "caption_too_long"} else problem.code


def _message(rendered: Rendered, stack: ExitStack) -> tuple[str, dict[str, Any], dict[str, File]]:
    """Method, parameters and files of the call."""
    if rendered.poll:
        return "sendPoll", _poll(rendered.poll, rendered.text), {}
    if len(rendered.photos) + len(rendered.files) > 1:
        return _album(rendered, stack)
    if rendered.photos:
        return "sendPhoto", _caption(rendered.text), {"photo": _photo(rendered.photos[0], 0)}
    if rendered.files:
        file = rendered.files[0]
        method, field = _METHODS[file.kind]
        content = stack.enter_context(opened(file, purpose=PUBLISHING))
        params, cover = _cover(file, "cover")
        return method, {**_caption(rendered.text), **_measures(file), **params}, {field: content, **cover}
    return "sendMessage", {"text": rendered.text, **card(rendered)}, {}


def card(rendered: Rendered) -> dict[str, Any]:
    """The preview parameter for the link; without it Telegram makes a card of the first link in the text."""
    return {"link_preview_options": {"url": rendered.link}} if rendered.link else {}


def _caption(text: str) -> dict[str, Any]:
    return {"caption": text} if text else {}


def _poll(poll: Poll, text: str) -> dict[str, Any]:
    """Parameters of a poll. The text above it is its description (Bot API 10.1)."""
    params: dict[str, Any] = {
        "question": poll.question,
        "options": [{"text": option} for option in poll.options],
        "is_anonymous": poll.anonymous,
        "allows_multiple_answers": poll.multiple,
    }
    if text:
        params["description"] = text
    if poll.open_for:
        params["open_period"] = int(poll.open_for.total_seconds())
    return params


def _album(rendered: Rendered, stack: ExitStack) -> tuple[str, dict[str, Any], dict[str, File]]:
    """An album. The text goes with the first picture, or with the last document, so that it is
    shown under the album.
    """
    covers: dict[str, File] = {}
    pieces: list[tuple[str, dict[str, Any], File]] = [
        ("photo", {}, _photo(photo, number)) for number, photo in enumerate(rendered.photos)
    ]
    for number, file in enumerate(rendered.files):
        content = stack.enter_context(opened(file, purpose=PUBLISHING))
        params, cover = _cover(file, f"cover{number}")
        covers |= cover
        pieces.append((_METHODS[file.kind][1], {**_measures(file), **params}, content))
    media = [
        {"type": kind, "media": f"attach://part{number}", **more} for number, (kind, more, _file) in enumerate(pieces)
    ]
    media[-1 if pieces[0][0] == "document" else 0].update(_caption(rendered.text))
    parts = {f"part{number}": piece[2] for number, piece in enumerate(pieces)}
    return "sendMediaGroup", {"media": media}, {**parts, **covers}


def _cover(file: MediaFile, name: str) -> tuple[dict[str, Any], dict[str, File]]:
    if file.kind is not FileKind.VIDEO or file.cover is None:
        return {}, {}
    return {"cover": f"attach://{name}"}, {name: _photo(file.cover, 0)}


def _measures(file: MediaFile) -> dict[str, Any]:
    if file.kind is FileKind.DOCUMENT or not file.width:
        return {}
    known: dict[str, Any] = {"width": file.width, "height": file.height, "duration": round(file.seconds)}
    return {**known, "supports_streaming": True} if file.kind is FileKind.VIDEO else known


def _photo(photo: Photo, number: int) -> File:
    return (file_name(photo, number), photo_bytes(photo, purpose=PUBLISHING), photo.mime)


def _send(channel: Channel, method: str, params: dict[str, Any], files: dict[str, File], deadline: float) -> Any:
    params = {"chat_id": int(channel.channel_id), **params}
    return channel.client.call(method, params, files=files, purpose=PUBLISHING, deadline=deadline)


def _done(channel: Channel, answer: Any, rendered: Rendered) -> Done:
    """The result. The answer contains the published messages, so missing parts are counted at once."""
    messages = answer if isinstance(answer, list) else [answer]
    try:
        first, *others = [int(message["message_id"]) for message in messages]
        lacking = missing(sent(rendered), shown_of(messages))
    except (LookupError, TypeError, ValueError):
        raise channel.client.unexpected(PUBLISHING) from None
    return Done(str(first), channel.post_url(first), tuple(map(str, others)), missing=lacking)
