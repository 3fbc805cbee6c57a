"""A post in the channel: one call that carries text and pictures together. There is no key that would dedupe it."""

from typing import Any

from veche.kernel.http import File
from veche.networks.errors import PUBLISHING
from veche.networks.photos import file_name, photo_bytes
from veche.networks.protocol import Done, NetworkError, Photo, Publish
from veche.networks.telegram.channel import Channel
from veche.networks.telegram.render import render


def publish(channel: Channel, act: Publish, *, deadline: float) -> Done:
    rendered = render(act.post)
    if any(problem.code in {"too_long", "caption_too_long"} for problem in rendered.problems):
        raise NetworkError(rendered.problems[0].sentence, permanent=True, code="too_long")
    if not rendered.photos:
        answer = _send(channel, "sendMessage", {"text": rendered.text}, {}, deadline)
    elif len(rendered.photos) == 1:
        files = {"photo": _file(rendered.photos[0], 0)}
        answer = _send(channel, "sendPhoto", _caption(rendered.text), files, deadline)
    else:
        answer = _send_album(channel, rendered.text, rendered.photos, deadline)
    return _done(channel, answer)


def _caption(text: str) -> dict[str, Any]:
    return {"caption": text} if text else {}


def _send_album(channel: Channel, text: str, photos: tuple[Photo, ...], deadline: float) -> Any:
    """The text goes with the first picture; Telegram shows it under the whole album."""
    names = [f"photo{number}" for number in range(len(photos))]
    media: list[dict[str, Any]] = [{"type": "photo", "media": f"attach://{name}"} for name in names]
    media[0].update(_caption(text))
    files = {name: _file(photo, number) for number, (name, photo) in enumerate(zip(names, photos, strict=True))}
    return _send(channel, "sendMediaGroup", {"media": media}, files, deadline)


def _file(photo: Photo, number: int) -> File:
    return (file_name(photo, number), photo_bytes(photo, purpose=PUBLISHING), photo.mime)


def _send(channel: Channel, method: str, params: dict[str, Any], files: dict[str, File], deadline: float) -> Any:
    params = {"chat_id": int(channel.channel_id), **params}
    return channel.client.call(method, params, files=files, purpose=PUBLISHING, deadline=deadline)


def _done(channel: Channel, answer: Any) -> Done:
    messages = answer if isinstance(answer, list) else [answer]
    try:
        first, *others = [int(message["message_id"]) for message in messages]
    except (LookupError, TypeError, ValueError):
        raise channel.client.unexpected(PUBLISHING) from None
    return Done(str(first), channel.post_url(first), tuple(map(str, others)))
