"""Restrict an author for a time, ban for good, and release, in the discussion group.

Each call can be repeated safely. A channel that comments in its own name can be banned only for good, and no call tells
whether it is.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from veche.networks.errors import READING, RELEASING, RESTRICTING, Purpose
from veche.networks.protocol import (
    Absent,
    CannotTell,
    Done,
    Found,
    LookUp,
    NetworkError,
    ReleaseAuthor,
    RestrictAuthor,
)
from veche.networks.telegram.channel import Channel
from veche.networks.telegram.comments import group
from veche.networks.telegram.people import is_silenced, until_of

# core.telegram.org/bots/api, restrictChatMember: less than 30 seconds or more than 366 days are for good. A minute is
# kept as reserve for delivery.
SHORTEST, LONGEST = timedelta(seconds=90), timedelta(days=366) - timedelta(minutes=1)
SAME = timedelta(minutes=1)
# ChatPermissions of Bot API 10.1: naming none removes all, naming all lifts a restriction.
PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
_NO_WORD = "Телеграм не говорит боту, заблокирован ли канал. Повторить это можно спокойно."
_NO_PERSON = frozenset({"tg_no_person"})


def change(channel: Channel, act: RestrictAuthor | ReleaseAuthor, *, deadline: float) -> Done:
    if isinstance(act, RestrictAuthor):
        return _restrict(channel, act, deadline)
    return _release(channel, act, deadline)


def _restrict(channel: Channel, act: RestrictAuthor, deadline: float) -> Done:
    if _is_chat(act.author_id):
        return _about_a_channel(channel, act, deadline)
    who = {"chat_id": group(channel, RESTRICTING), "user_id": int(act.author_id)}
    if act.until is None:
        _say(channel, "banChatMember", who, RESTRICTING, deadline)
    else:
        _check(act.until)
        until = {"permissions": dict.fromkeys(PERMISSIONS, False), "until_date": int(act.until.timestamp())}
        _say(channel, "restrictChatMember", {**who, **until}, RESTRICTING, deadline)
    return Done(act.author_id, proven=True)


def _check(until: datetime) -> None:
    """Refuse a term that Telegram would take as for good although an end was meant."""
    left = until - datetime.now(UTC)
    if left < SHORTEST:
        advice = f"Срок ограничения уже вышел или выходит. {RESTRICTING.kept}. Выберите срок подольше."
        raise NetworkError(advice, permanent=True, code="until_too_soon")
    if left > LONGEST:
        advice = f"Телеграм ограничивает не дольше 366 дней. {RESTRICTING.kept}. Выберите срок короче или навсегда."
        raise NetworkError(advice, permanent=True, code="until_too_far")


def _release(channel: Channel, act: ReleaseAuthor, deadline: float) -> Done:
    """Unban a banned author, give a restricted one all rights back; others need nothing."""
    if _is_chat(act.author_id):
        return _about_a_channel(channel, act, deadline)
    who = {"chat_id": group(channel, RELEASING), "user_id": int(act.author_id)}
    member = _member(channel, act.author_id, deadline)
    if member.get("status") == "kicked":
        _say(channel, "unbanChatMember", {**who, "only_if_banned": True}, RELEASING, deadline)
    elif member.get("status") == "restricted":
        rights = {"permissions": dict.fromkeys(PERMISSIONS, True)}
        _say(channel, "restrictChatMember", {**who, **rights}, RELEASING, deadline)
    return Done(act.author_id, proven=True)


def _about_a_channel(channel: Channel, act: RestrictAuthor | ReleaseAuthor, deadline: float) -> Done:
    restricts = isinstance(act, RestrictAuthor)
    purpose = RESTRICTING if restricts else RELEASING
    if isinstance(act, RestrictAuthor) and act.until is not None:
        advice = f"Канал в Телеграме можно ограничить только навсегда. {purpose.kept}. Выберите «навсегда»."
        raise NetworkError(advice, permanent=True, code="channel_for_good")
    who = {"chat_id": group(channel, purpose), "sender_chat_id": int(act.author_id)}
    _say(channel, "banChatSenderChat" if restricts else "unbanChatSenderChat", who, purpose, deadline)
    return Done(act.author_id, proven=True)


def look_up(channel: Channel, act: RestrictAuthor | ReleaseAuthor, *, deadline: float) -> LookUp:
    if _is_chat(act.author_id):
        return CannotTell(_NO_WORD)
    member = _member(channel, act.author_id, deadline)
    wanted = isinstance(act, RestrictAuthor)
    if is_silenced(member) is not wanted or (isinstance(act, RestrictAuthor) and not _as_long(member, act.until)):
        return Absent()
    return Found(act.author_id, how="Телеграм показал, что так и есть")


def _as_long(member: Mapping[str, Any], until: datetime | None) -> bool:
    stands = until_of(member)
    if stands is None or until is None:
        return stands is until
    return abs(stands - until) <= SAME


def _member(channel: Channel, author: str, deadline: float) -> Mapping[str, Any]:
    """The ChatMember of an author; {} for a person whom the group has never seen."""
    params = {"chat_id": group(channel, READING), "user_id": int(author)}
    try:
        answer = channel.client.call("getChatMember", params, purpose=READING, deadline=deadline)
    except NetworkError as error:
        if error.code not in _NO_PERSON:
            raise
        return {}
    if not isinstance(answer, Mapping):
        raise channel.client.unexpected(READING)
    return answer


def _say(channel: Channel, method: str, params: Mapping[str, Any], purpose: Purpose, deadline: float) -> None:
    if channel.client.call(method, params, purpose=purpose, deadline=deadline) is not True:
        raise channel.client.unexpected(purpose)


def _is_chat(author: str) -> bool:
    """Whether the author is a channel or group, which have negative ids; people's are positive."""
    return author.startswith("-")
