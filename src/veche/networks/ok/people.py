"""Administrators of the group."""

from collections.abc import Mapping, Sequence

from veche.networks.errors import READING
from veche.networks.ok.group import Group, items
from veche.networks.protocol import Administrator, NetworkError, Rank

# apiok.ru, group.getMembers: `statuses`.
RANKS = {"ADMIN": Rank.ADMINISTRATOR, "MODERATOR": Rank.MODERATOR}
# apiok.ru, users.getInfo: at most 100 people in one call.
PAGE = 100


def administrators(group: Group, *, deadline: float) -> tuple[Administrator, ...]:
    """The administrators and moderators. OK does not distinguish the owner."""
    params = {"uid": group.group_id, "statuses": ",".join(RANKS), "count": str(PAGE)}
    answer = group.call("group.getMembers", params, purpose=READING, deadline=deadline)
    found = [one for one in items(answer, "members") if one.get("status") in RANKS and one.get("userId")]
    if not found:
        raise group.client.unexpected(READING)  # at least the owner of the asking key must be listed
    names = _names(group, [str(one["userId"]) for one in found], deadline)
    ranked = sorted(found, key=lambda one: list(RANKS).index(one["status"]))
    return tuple(
        Administrator(str(one["userId"]), names.get(str(one["userId"]), ""), RANKS[one["status"]]) for one in ranked
    )


def _names(group: Group, numbers: Sequence[str], deadline: float) -> Mapping[str, str]:
    """Names by id. A refusal is ignored, because people without names are better than none."""
    params = {"uids": ",".join(numbers), "fields": "uid,name"}
    try:
        answer = group.call("users.getInfo", params, purpose=READING, deadline=deadline)
    except NetworkError:
        return {}
    return {str(one.get("uid")): str(one.get("name", "")) for one in items({"users": answer}, "users")}
