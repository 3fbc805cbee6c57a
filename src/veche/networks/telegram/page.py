"""Change the channel's description and photo. Telegram has no covers."""

from collections.abc import Mapping
from typing import Any

from veche.kernel.http import File
from veche.networks.errors import CHANGING_PAGE, READING, by_hand
from veche.networks.likeness import alike_or_squared
from veche.networks.photos import file_name, photo_bytes
from veche.networks.protocol import (
    TOO_LONG,
    Absent,
    Describe,
    Done,
    Found,
    LookUp,
    NetworkError,
    PictureRef,
    SetAvatar,
    SetCover,
)
from veche.networks.telegram.channel import Channel
from veche.networks.telegram.inbox import fetch_picture
from veche.networks.telegram.profile import PROFILE
from veche.networks.telegram.refusals import TITLE
from veche.networks.text import canonical, signs, tidy, utf16_length

# core.telegram.org/bots/api, setChatDescription.
LONGEST_DESCRIPTION = PROFILE.page_limits.description
NO_COVER = "В Телеграме обложек у каналов нет."


def change(channel: Channel, act: Describe | SetAvatar | SetCover, *, deadline: float) -> Done:
    match act:
        case Describe():
            return _describe(channel, act, deadline)
        case SetAvatar():
            file = (file_name(act.photo, 0), photo_bytes(act.photo, purpose=CHANGING_PAGE), act.photo.mime)
            return _say(channel, "setChatPhoto", {}, {"photo": file}, deadline)
        case SetCover():
            raise by_hand(TITLE, "обложек у каналов нет", CHANGING_PAGE)


def _describe(channel: Channel, act: Describe, deadline: float) -> Done:
    """Set the description. Telegram truncates longer ones silently, so they are refused."""
    text = tidy(act.text)
    over = utf16_length(text) - LONGEST_DESCRIPTION
    if over > 0:
        advice = f"Описание для Телеграма длиннее на {signs(over)}. {CHANGING_PAGE.kept}. Сократите его."
        raise NetworkError(advice, permanent=True, code=TOO_LONG)
    return _say(channel, "setChatDescription", {"description": text}, None, deadline)


def _say(
    channel: Channel, method: str, params: Mapping[str, Any], files: Mapping[str, File] | None, deadline: float
) -> Done:
    """Call a method; its answer, also «not modified», proves the change."""
    said = {"chat_id": int(channel.channel_id), **params}
    try:
        answer = channel.client.call(method, said, files=files, purpose=CHANGING_PAGE, deadline=deadline)
    except NetworkError as error:
        if error.code != "tg_not_modified":
            raise
        answer = True
    if answer is not True:
        raise channel.client.unexpected(CHANGING_PAGE)
    return Done(channel.channel_id, proven=True)


def look_up(channel: Channel, act: Describe | SetAvatar | SetCover, *, deadline: float) -> LookUp:
    match act:
        case Describe():
            stands = canonical(str(_chat(channel, deadline).get("description") or ""))
            if stands != canonical(tidy(act.text)):
                return Absent()
            return Found(channel.channel_id, how="Телеграм показал это описание")
        case SetAvatar():
            return _which_photo(channel, act, deadline)
        case SetCover():
            return Absent()


def _which_photo(channel: Channel, act: SetAvatar, deadline: float) -> LookUp:
    """Whether the channel shows this photo, compared by likeness: Telegram scales, compresses and may crop it."""
    photo = _chat(channel, deadline).get("photo")
    number = photo.get("big_file_id") if isinstance(photo, Mapping) else None
    if not isinstance(number, str):
        return Absent()
    stands = fetch_picture(channel, PictureRef(number), deadline=deadline)
    if not alike_or_squared(photo_bytes(act.photo, purpose=CHANGING_PAGE), stands):
        return Absent()
    return Found(channel.channel_id, how="Телеграм показал это фото")


def _chat(channel: Channel, deadline: float) -> Mapping[str, Any]:
    answer = channel.client.call("getChat", {"chat_id": int(channel.channel_id)}, purpose=READING, deadline=deadline)
    if not isinstance(answer, Mapping):
        raise channel.client.unexpected(READING)
    return answer
