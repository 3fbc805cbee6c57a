"""Publish a post by one `POST /messages`, after its media are uploaded (`uploads`). There is no idempotency key.

An upload is not ready at once. «attachment.not.ready» means that nothing was published, so the call is repeated for a
short time.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from veche.networks.errors import PUBLISHING
from veche.networks.max.channel import Channel, mid_of
from veche.networks.max.profile import PROFILE
from veche.networks.max.render import render
from veche.networks.max.uploads import part_names
from veche.networks.operations import FORMATS
from veche.networks.protocol import TOO_LONG, Done, NetworkError, OutgoingPost, Parts, Publish

ABLE: Final = frozenset(FORMATS) - PROFILE.beyond.keys()
NOT_READY = "max_attachment.not.ready"
PAUSES = (0.3, 0.6, 1.2)


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
    if any(problem.code == TOO_LONG for problem in rendered.problems):
        raise NetworkError(rendered.problems[0].sentence, permanent=True, code=TOO_LONG)
    names = part_names(post)
    if any(name not in parts for name in names):
        raise NetworkError("Не все фото загружены в MAX. Запись цела, загрузим их и отправим.", code="parts_missing")
    attached = [{"type": kind, "payload": {"token": parts[name]}} for name, kind in names.items()]
    return {"text": rendered.text or None, "attachments": attached, "link": None}


def ready(call: Callable[[], Mapping[str, Any]], deadline: float) -> Mapping[str, Any]:
    """The answer of `call`, repeated for a short time while an attachment is not ready."""
    for pause in PAUSES:
        try:
            return call()
        except NetworkError as error:
            if error.code != NOT_READY or time.monotonic() + pause >= deadline:
                raise
        time.sleep(pause)
    return call()
