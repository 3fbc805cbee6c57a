"""Administrators of the channel, and the updates about members: ChatMember objects converted to ours."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from veche.networks.errors import READING
from veche.networks.protocol import (
    Administrator,
    AdministratorChanged,
    AuthorReleased,
    AuthorRestricted,
    Event,
    Rank,
)
from veche.networks.telegram.channel import Channel, chat_id

type Member = Mapping[str, Any]

_RANKS = {"creator": Rank.OWNER, "administrator": Rank.ADMINISTRATOR}


def administrators(channel: Channel, *, deadline: float) -> tuple[Administrator, ...]:
    params = {"chat_id": int(channel.channel_id), "return_bots": True}
    answer = channel.client.call("getChatAdministrators", params, purpose=READING, deadline=deadline)
    try:
        found = [_administrator(member) for member in answer if member["status"] in _RANKS]
    except (LookupError, TypeError, AttributeError):
        raise channel.client.unexpected(READING) from None
    if not found:  # every channel has an owner
        raise channel.client.unexpected(READING)
    return tuple(sorted(found, key=lambda one: one.rank is not Rank.OWNER))


def _administrator(member: Member) -> Administrator:
    user = member["user"]
    return Administrator(
        person_id=chat_id(user),
        name=name_of(user),
        rank=_RANKS[member["status"]],
        rights=tuple(sorted(_rights(member))),
        bot=user.get("is_bot") is True,
    )


def name_of(user: Mapping[str, Any]) -> str:
    name = f"{user.get('first_name', '')} {user.get('last_name', '')}".strip()
    return name or str(user.get("username", ""))


def is_silenced(member: Member) -> bool:
    """Whether the member may not write: banned, or restricted from sending messages."""
    status = member.get("status")
    return status == "kicked" or (status == "restricted" and member.get("can_send_messages") is not True)


def until_of(member: Member) -> datetime | None:
    """When the restriction ends; Telegram's 0 (for good) is None."""
    seconds = int(member.get("until_date") or 0)
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def changes(channel: Channel, change: Mapping[str, Any], number: int) -> tuple[Event, ...]:
    """Events of a ChatMemberUpdated of the channel or its group. `number`: the update's."""
    place = chat_id(change.get("chat"))
    if place not in {channel.channel_id, channel.group_id} or not place:
        return ()
    old, new = change["old_chat_member"], change["new_chat_member"]
    at = datetime.fromtimestamp(int(change["date"]), UTC)
    person, by = new["user"], chat_id(change.get("from"))
    found: list[Event] = []
    before, after = _word(old, new), _word(new, old)
    if before != after:
        dedup = f"seat:{place}:{number}"
        found.append(AdministratorChanged(dedup, chat_id(person), name_of(person), before, after, at, by))
    if place == channel.group_id:
        found.extend(_about_writing(old, new, at, number))
    return tuple(found)


def _about_writing(old: Member, new: Member, at: datetime, number: int) -> tuple[Event, ...]:
    person = new["user"]
    who, name, dedup = chat_id(person), name_of(person), f"writing:{number}"
    if is_silenced(new):
        same = is_silenced(old) and until_of(old) == until_of(new)
        return () if same else (AuthorRestricted(dedup, who, name, at, until_of(new)),)
    return (AuthorReleased(dedup, who, name, at),) if is_silenced(old) else ()


def _word(member: Member, other: Member) -> str:
    """The status of an administrator, "" of other members.

    If only rights differ, those that the other side lacks are added.
    """
    status = str(member["status"])
    if status not in _RANKS:
        return ""
    if other["status"] != status:
        return status
    more = sorted(_rights(member) - _rights(other))
    return f"{status}: {' '.join(more)}" if more else status


def _rights(member: Member) -> frozenset[str]:
    return frozenset(name for name, value in member.items() if name.startswith("can_") and value is True) - {
        "can_be_edited"
    }
