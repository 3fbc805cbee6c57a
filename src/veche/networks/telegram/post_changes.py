"""Edit, delete, pin and read back posts of the channel.

Each call can be repeated safely. A bot cannot read a text, so an edit whose answer was lost is repeated, and «message
is not modified» proves that it had succeeded.
"""

import time
from collections.abc import Mapping, Sequence
from typing import Any

from veche.networks.errors import EDITING, PINNING, READING, WITHDRAWING, by_hand, post_gone
from veche.networks.protocol import (
    TOO_LONG,
    Absent,
    CannotTell,
    Done,
    Edit,
    Found,
    LookUp,
    NetworkError,
    OutgoingPost,
    Pin,
    PostNow,
    Unpin,
    Withdraw,
)
from veche.networks.telegram.channel import Channel
from veche.networks.telegram.lookup import stands
from veche.networks.telegram.publish import card
from veche.networks.telegram.refusals import TITLE
from veche.networks.telegram.render import render

# core.telegram.org/bots/api: deleteMessages takes 1–100 identifiers. Checking a post costs a call that the rate limits
# count as an edit, so only a few are checked at a time.
PAGE = 15
_NO_TEXT = "Телеграм не показывает боту текст записи. Ту же правку можно спокойно повторить."
_OTHER_PINNED = "Закреплена и другая запись, про эту Телеграм не говорит. Закрепить можно спокойно ещё раз."
_GONE = frozenset({"tg_no_message", "tg_not_found_to_pin"})


def change(channel: Channel, act: Edit | Withdraw | Pin | Unpin, *, deadline: float) -> Done:
    match act:
        case Edit():
            return _edit(channel, act, deadline=deadline)
        case Withdraw():
            return _withdraw(channel, act, deadline=deadline)
        case Pin() | Unpin():
            return _pin(channel, act, deadline=deadline)


def _edit(channel: Channel, act: Edit, *, deadline: float) -> Done:
    """Edit the text alone: the pictures of an album cannot be changed in one act."""
    if act.post.poll or act.before.poll:
        raise by_hand(TITLE, "опрос в вышедшей записи бот не меняет", EDITING)
    if _contents(act.post) != _contents(act.before):
        raise by_hand(TITLE, "фото и файлы в вышедшей записи бот не меняет", EDITING)
    rendered = render(act.post)
    if any(problem.code in {TOO_LONG, "caption_too_long", "empty"} for problem in rendered.problems):
        raise NetworkError(rendered.problems[0].sentence, permanent=True, code=TOO_LONG)
    method, field = ("editMessageCaption", "caption") if _contents(act.before) else ("editMessageText", "text")
    params = {**_named(channel, act.post_id), field: rendered.text}
    params |= card(rendered) if field == "text" else {}
    try:
        answer = channel.client.call(method, params, purpose=EDITING, deadline=deadline)
    except NetworkError as error:
        if error.code in _GONE:
            raise post_gone(TITLE) from None
        if error.code != "tg_not_modified":
            raise
        return _done(channel, act.post_id)
    if not isinstance(answer, Mapping) or str(answer.get("message_id")) != act.post_id:
        raise channel.client.unexpected(EDITING)
    return _done(channel, act.post_id)


def _withdraw(channel: Channel, act: Withdraw, *, deadline: float) -> Done:
    """Delete the post. deleteMessages skips missing messages; a single deletion is refused with «not found»."""
    chat, numbers = {"chat_id": int(channel.channel_id)}, [int(act.post_id), *map(int, act.more_ids)]
    try:
        if len(numbers) == 1:
            params: dict[str, Any] = {**chat, "message_id": numbers[0]}
            answer = channel.client.call("deleteMessage", params, purpose=WITHDRAWING, deadline=deadline)
        else:
            params = {**chat, "message_ids": numbers}
            answer = channel.client.call("deleteMessages", params, purpose=WITHDRAWING, deadline=deadline)
    except NetworkError as error:
        if error.code != "tg_already_deleted":
            raise
        answer = True
    if answer is not True:
        raise channel.client.unexpected(WITHDRAWING)
    return Done(act.post_id, proven=True)


def _pin(channel: Channel, act: Pin | Unpin, *, deadline: float) -> Done:
    params = _named(channel, act.post_id)
    method = "unpinChatMessage"
    if isinstance(act, Pin):
        method, params = "pinChatMessage", params | {"disable_notification": True}
    try:
        answer = channel.client.call(method, params, purpose=PINNING, deadline=deadline)
    except NetworkError as error:
        if error.code in _GONE:
            raise post_gone(TITLE) from None
        if error.code != "tg_not_modified":
            raise
        answer = True
    if answer is not True:
        raise channel.client.unexpected(PINNING)
    return _done(channel, act.post_id)


def look_up(channel: Channel, act: Edit | Withdraw | Pin | Unpin, *, deadline: float) -> LookUp:
    match act:
        case Edit():
            return CannotTell(_NO_TEXT)
        case Withdraw(post_id, more_ids):
            left = (stands(channel, channel.channel_id, number, deadline) for number in (post_id, *more_ids))
            return Absent() if any(left) else Found(post_id, how="Телеграм подтвердил, что записи нет")
        case Pin(post_id) | Unpin(post_id):
            return _pinned(channel, post_id, wanted=isinstance(act, Pin), deadline=deadline)


def read_back(channel: Channel, post_ids: Sequence[str], *, deadline: float) -> Mapping[str, PostNow]:
    """Whether each post exists; a bot cannot read its text. Stops before the deadline."""
    found: dict[str, PostNow] = {}
    for number in post_ids[:PAGE]:
        try:
            found[number] = PostNow(stands=stands(channel, channel.channel_id, number, deadline))
        except NetworkError as error:
            if not found or error.retry_after is None:
                raise
            break
        if time.monotonic() > deadline - 1:
            break
    return found


def _pinned(channel: Channel, post_id: str, *, wanted: bool, deadline: float) -> LookUp:
    """Whether the post is pinned. getChat names only the newest pinned message."""
    chat = channel.client.call("getChat", {"chat_id": int(channel.channel_id)}, purpose=READING, deadline=deadline)
    if not isinstance(chat, Mapping):
        raise channel.client.unexpected(READING)
    newest = chat.get("pinned_message")
    number = str(newest.get("message_id")) if isinstance(newest, Mapping) else ""
    if number and number != post_id:
        return CannotTell(_OTHER_PINNED)
    if (number == post_id) is not wanted:
        return Absent()
    return Found(post_id, channel.post_url(post_id), "Телеграм показал, что так и есть")


def _contents(post: OutgoingPost) -> tuple[str, ...]:
    return (*(photo.content for photo in post.photos), *(file.sha256 for file in post.files))


def _named(channel: Channel, post_id: str) -> dict[str, Any]:
    return {"chat_id": int(channel.channel_id), "message_id": int(post_id)}


def _done(channel: Channel, post_id: str) -> Done:
    """The result, proven by the answer; nothing more can be asked."""
    return Done(post_id, channel.post_url(post_id), proven=True)
