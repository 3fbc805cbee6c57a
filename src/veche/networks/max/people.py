"""Administrators of the channel: GET /chats/{chatId}/members/admins. Rights are in MAX's own words."""

from collections.abc import Mapping
from typing import Any

from veche.networks.errors import READING
from veche.networks.max.channel import Channel
from veche.networks.protocol import Administrator, Rank


def administrators(channel: Channel, *, deadline: float) -> tuple[Administrator, ...]:
    """All administrators, the owner first. A channel has at most fifty, all in one answer (dev.max.ru)."""
    answer = channel.client.call("GET", f"{channel.path}/members/admins", purpose=READING, deadline=deadline)
    try:
        found = [_administrator(member) for member in answer["members"]]
    except (LookupError, TypeError, ValueError, AttributeError):
        raise channel.client.unexpected(READING) from None
    return tuple(sorted(found, key=lambda one: one.rank is not Rank.OWNER))


def _administrator(member: Mapping[str, Any]) -> Administrator:
    return Administrator(
        person_id=str(int(member["user_id"])),
        name=name_of(member),
        rank=Rank.OWNER if member.get("is_owner") is True else Rank.ADMINISTRATOR,
        rights=tuple(sorted(str(right) for right in member.get("permissions") or ())),
        bot=member.get("is_bot") is True,
    )


def name_of(person: Mapping[str, Any]) -> str:
    name = f"{person.get('first_name') or ''} {person.get('last_name') or ''}".strip()
    return name or str(person.get("username") or "")
