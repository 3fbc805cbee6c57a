"""Change the channel's description and icon by PATCH /chats/{chatId}. MAX has no covers."""

from collections.abc import Iterator, Mapping
from typing import Any

from veche.networks.errors import CHANGING_PAGE, READING, UPLOADING_PROFILE_PICTURE, by_hand
from veche.networks.likeness import alike_or_squared
from veche.networks.max.channel import Channel
from veche.networks.max.profile import PROFILE
from veche.networks.max.publish import ready
from veche.networks.max.refusals import TITLE
from veche.networks.max.uploads import upload_photo
from veche.networks.photos import photo_bytes
from veche.networks.protocol import (
    TOO_LONG,
    Absent,
    Describe,
    Done,
    Found,
    LookUp,
    NetworkError,
    Parts,
    SetAvatar,
    SetCover,
)
from veche.networks.text import canonical, signs, tidy, utf16_length

# dev.max.ru, PATCH /chats/{chatId}, `description`.
LONGEST_DESCRIPTION = PROFILE.page_limits.description
NO_COVER = "В MAX обложек у каналов нет."
PART = "avatar"


def prepare(channel: Channel, act: SetAvatar, parts: Parts, *, deadline: float) -> Iterator[Parts]:
    if PART not in parts:
        yield {**parts, PART: upload_photo(channel, act.photo, 0, deadline, purpose=UPLOADING_PROFILE_PICTURE)}


def change(channel: Channel, act: Describe | SetAvatar | SetCover, parts: Parts, *, deadline: float) -> Done:
    match act:
        case Describe():
            return _patch(channel, {"description": _words(act)}, deadline)
        case SetAvatar():
            if PART not in parts:
                advice = f"Фото не загружено в MAX. {CHANGING_PAGE.kept}, загрузим его и поставим."
                raise NetworkError(advice, code="parts_missing")
            return _patch(channel, {"icon": {"token": parts[PART]}}, deadline)
        case SetCover():
            raise by_hand(TITLE, "обложек у каналов нет", CHANGING_PAGE)


def _words(act: Describe) -> str:
    text = tidy(act.text)
    over = utf16_length(text) - LONGEST_DESCRIPTION
    if over > 0:
        advice = f"Описание для MAX длиннее на {signs(over)}. {CHANGING_PAGE.kept}. Сократите его."
        raise NetworkError(advice, permanent=True, code=TOO_LONG)
    return text


def _patch(channel: Channel, body: Mapping[str, Any], deadline: float) -> Done:
    """Send the change. The answer is the channel as it is now, which proves it."""

    def patch() -> Mapping[str, Any]:
        return channel.client.call("PATCH", channel.path, body=dict(body), purpose=CHANGING_PAGE, deadline=deadline)

    if str(ready(patch, deadline).get("chat_id")) != channel.chat_id:
        raise channel.client.unexpected(CHANGING_PAGE)
    return Done(channel.chat_id, proven=True)


def look_up(channel: Channel, act: Describe | SetAvatar | SetCover, *, deadline: float) -> LookUp:
    match act:
        case Describe():
            chat = channel.client.call("GET", channel.path, purpose=READING, deadline=deadline)
            if canonical(str(chat.get("description") or "")) != canonical(tidy(act.text)):
                return Absent()
            return Found(channel.chat_id, how="MAX показал это описание")
        case SetAvatar():
            return _which_photo(channel, act, deadline)
        case SetCover():
            return Absent()


def _which_photo(channel: Channel, act: SetAvatar, deadline: float) -> LookUp:
    """Whether the channel shows this photo, compared by likeness: MAX scales, compresses and may crop it."""
    chat = channel.client.call("GET", channel.path, purpose=READING, deadline=deadline)
    icon = chat.get("icon")
    url = icon.get("url") if isinstance(icon, Mapping) else None
    if not isinstance(url, str):
        return Absent()
    stands = channel.client.download(url, max_bytes=PROFILE.limits.photo_bytes, purpose=READING, deadline=deadline)
    if not alike_or_squared(photo_bytes(act.photo, purpose=CHANGING_PAGE), stands):
        return Absent()
    return Found(channel.chat_id, how="MAX показал это фото")
