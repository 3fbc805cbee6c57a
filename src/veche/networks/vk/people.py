"""Administrators of the community."""

from collections.abc import Mapping
from typing import Any

from veche.networks.errors import READING
from veche.networks.protocol import Administrator, Rank
from veche.networks.vk.names import names_of
from veche.networks.vk.wall import Wall, items

# groups.getMembers, filter=managers: `role` (vk-api-schema, groups_member_role_status).
RANKS = {
    "creator": Rank.OWNER,
    "administrator": Rank.ADMINISTRATOR,
    "editor": Rank.EDITOR,
    "moderator": Rank.MODERATOR,
    "advertiser": Rank.ADVERTISER,
}


def administrators(wall: Wall, *, deadline: float) -> tuple[Administrator, ...]:
    params: dict[str, str | int] = {"group_id": wall.group_id, "filter": "managers"}
    answer = wall.manager_call("groups.getMembers", params, purpose=READING, deadline=deadline)
    found = [one for one in items(answer) if one.get("role") in RANKS and isinstance(one.get("id"), int)]
    if not isinstance(answer, Mapping) or not found:
        raise wall.client.unexpected(READING)  # at least the owner of the asking key must be listed
    names = names_of(wall, [str(one["id"]) for one in found], deadline=deadline)
    order = list(RANKS)
    return tuple(_one(one, names) for one in sorted(found, key=lambda one: order.index(one["role"])))


def _one(manager: Mapping[str, Any], names: Mapping[str, str]) -> Administrator:
    number, role = str(manager["id"]), str(manager["role"])
    permissions = manager.get("permissions")
    rights = tuple(map(str, permissions)) if isinstance(permissions, list) else ()
    return Administrator(number, names.get(number, ""), RANKS[role], rights)
