"""Start and stop a live stream of the community by the administrator's key; a person's own program sends the video.

vk-api-schema, `video.startStreaming` returns the video, and an address and a key for the stream. Whoever has the key
can stream in the community's name, so it is shown only to the person who asked and never logged. VK returns it once: if
the answer was lost, the stream is found by title and time, but its key is gone, so end it and start again. Unconfirmed:
what `publish` does without a stream, and the values of `live_status` (taken from the schema).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from veche.kernel.crypto import Secret
from veche.kernel.redaction import conceal
from veche.networks.errors import ENDING, READING, STREAMING
from veche.networks.protocol import Absent, CannotTell, Done, Found, LookUp, Slot, StartLive, StopLive
from veche.networks.vk.lookup import NO_ADMIN
from veche.networks.vk.wall import SKEW, Wall, items, moment

_OVER: Final = frozenset({"finished", "failed"})
# video.save: a title of at most 128 characters; video.startStreaming names no number.
LONGEST_TITLE: Final = 128
_UNKNOWN_STREAM = (
    "В VK идёт или готов свежий эфир, которого мы не знаем: может быть, это наш, и его переименовали в сети. "
    "Откройте сообщество и посмотрите."
)


def start(wall: Wall, act: StartLive, *, deadline: float) -> Done:
    """Start a stream, never with `wallpost=1`: the announcement is a separate post."""
    words = {"name": act.title[:LONGEST_TITLE], "description": act.description}
    params: dict[str, str | int] = {"group_id": wall.group_id, **words, "wallpost": 0, "publish": 1}
    answer = wall.call(Slot.ADMIN, "video.startStreaming", params, purpose=STREAMING, deadline=deadline)
    try:
        number, stream = f"{int(answer['owner_id'])}_{int(answer['video_id'])}", answer["stream"]
        address, key = str(stream["url"]), Secret(str(stream["key"]))
    except (LookupError, TypeError, ValueError):
        raise wall.client.unexpected(STREAMING) from None
    conceal(key)
    return Done(number, _url(wall, number), proven=True, confidential=Secret(f"{address}\n{key.reveal()}"))


def stop(wall: Wall, act: StopLive, *, deadline: float) -> Done:
    params: dict[str, str | int] = {"group_id": wall.group_id, "video_id": act.video_id.rpartition("_")[2]}
    answer = wall.call(Slot.ADMIN, "video.stopStreaming", params, purpose=ENDING, deadline=deadline)
    if not isinstance(answer, Mapping):
        raise wall.client.unexpected(ENDING)
    return Done(act.video_id, _url(wall, act.video_id), proven=True)


def look_up(
    wall: Wall, act: StartLive | StopLive, *, since: datetime, deadline: float, taken: frozenset[str]
) -> LookUp:
    if not wall.client.has(Slot.ADMIN):
        return CannotTell(NO_ADMIN)
    if isinstance(act, StopLive):
        [video] = _videos(wall, {"videos": act.video_id}, deadline) or [{}]
        over = not video or str(video.get("live_status", "")) in _OVER
        return Found(act.video_id, _url(wall, act.video_id), "VK показал, что эфир окончен") if over else Absent()
    unknown = False
    for video in _videos(wall, {"owner_id": wall.owner_id, "count": 20}, deadline):
        number = f"{video.get('owner_id')}_{video.get('id')}"
        if number in taken or not _is_fresh(video, since):
            continue
        if video.get("title") == act.title[:LONGEST_TITLE]:
            return Found(number, _url(wall, number), "VK показал эфир; его ключ потерян")
        unknown = True
    return CannotTell(_UNKNOWN_STREAM) if unknown else Absent()


def _is_fresh(video: Mapping[str, Any], since: datetime) -> bool:
    began = moment(video.get("date") or video.get("adding_date") or 0)
    return bool(video.get("live_status")) and began >= since - SKEW


def _videos(wall: Wall, params: dict[str, str | int], deadline: float) -> list[Mapping[str, Any]]:
    return items(wall.call(Slot.ADMIN, "video.get", params, purpose=READING, deadline=deadline))


def _url(wall: Wall, number: str) -> str:
    return f"{wall.pages}/video{number}"
