"""A post in the channel: pictures first, each upload remembered, then one `POST /messages`. No key would dedupe it.

A picture is not ready at once. «attachment.not.ready» certainly published nothing, so it is asked again for a moment.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from veche.networks.errors import PUBLISHING, UPLOADING
from veche.networks.max.channel import Channel, mid_of
from veche.networks.max.render import render
from veche.networks.photos import file_name, photo_bytes
from veche.networks.protocol import Done, NetworkError, OutgoingPost, Parts, Photo, Publish

NOT_READY = "max_attachment.not.ready"
PAUSES = (0.3, 0.6, 1.2)


def upload_photos(channel: Channel, photos: Sequence[Photo], parts: Parts, *, deadline: float) -> Iterator[Parts]:
    done = dict(parts)
    for number, photo in enumerate(photos):
        if part_name(number) not in done:
            done[part_name(number)] = _upload(channel, photo, number, deadline)
            yield dict(done)


def part_name(number: int) -> str:
    return f"photo{number}"


def _upload(channel: Channel, photo: Photo, number: int, deadline: float) -> str:
    """The picture's token, which may be used any number of times."""
    content = photo_bytes(photo, purpose=UPLOADING)
    place = channel.client.call("POST", "/uploads", query={"type": "image"}, purpose=UPLOADING, deadline=deadline)
    url = place.get("url")
    if not isinstance(url, str):
        raise channel.client.unexpected(UPLOADING)
    file = (file_name(photo, number), content, photo.mime)
    sent = channel.client.upload(url, file, purpose=UPLOADING, deadline=deadline)
    token = _token(sent)
    if token is None:
        name = photo.alt or photo.path.name
        advice = f"MAX не принял фото «{name}». Запись и остальные фото целы. Загрузите его ещё раз."
        raise NetworkError(advice, permanent=True, code="photo_refused")
    return token


def _token(sent: Mapping[str, Any]) -> str | None:
    """The upload server names the one picture by a key that means nothing."""
    photos = sent.get("photos")
    found = list(photos.values()) if isinstance(photos, Mapping) else [sent]
    token = found[0].get("token") if len(found) == 1 and isinstance(found[0], Mapping) else None
    return token if isinstance(token, str) and token else None


def publish(channel: Channel, act: Publish, parts: Parts, *, deadline: float) -> Done:
    body = body_of_post(act.post, parts)

    def post() -> Mapping[str, Any]:
        query = {"chat_id": channel.chat_id}
        return channel.client.call("POST", "/messages", query=query, body=body, purpose=PUBLISHING, deadline=deadline)

    answer = ready(post, deadline)
    try:
        message = answer["message"]
        return Done(remote_id=mid_of(message), url=channel.url_of(message))
    except (LookupError, TypeError, AttributeError):
        raise channel.client.unexpected(PUBLISHING) from None


def body_of_post(post: OutgoingPost, parts: Parts) -> dict[str, Any]:
    rendered = render(post)
    if any(problem.code == "too_long" for problem in rendered.problems):
        raise NetworkError(rendered.problems[0].sentence, permanent=True, code="too_long")
    names = [part_name(number) for number in range(len(post.photos))]
    if any(name not in parts for name in names):
        raise NetworkError("Не все фото загружены в MAX. Запись цела, загрузим их и отправим.", code="parts_missing")
    images = [{"type": "image", "payload": {"token": parts[name]}} for name in names]
    return {"text": rendered.text or None, "attachments": images, "link": None}


def ready(call: Callable[[], Mapping[str, Any]], deadline: float) -> Mapping[str, Any]:
    """The answer of the call, asked again for a moment while a picture is not ready."""
    for pause in PAUSES:
        try:
            return call()
        except NetworkError as error:
            if error.code != NOT_READY or time.monotonic() + pause >= deadline:
                raise
        time.sleep(pause)
    return call()
