"""Communities: data, administrators, rights of keys, and their Bots Long Poll."""

from veche_sandbox.store import Account
from veche_sandbox.vk import longpoll
from veche_sandbox.vk.access import ADMINISTRATOR, community, holds, managed_community
from veche_sandbox.vk.account_events import RANKS, level
from veche_sandbox.vk.calls import METHODS, NETWORK, OBJECTS_SINCE, Call
from veche_sandbox.vk.errors import bad_param, group_denied, long_poll_is_off
from veche_sandbox.vk.events import ALL, SCHEDULED, VERSION
from veche_sandbox.vk.objects import group_object
from veche_sandbox.vk.owner_photos import AVATAR, COVER, cover_images
from veche_sandbox.vk.params import flags, integer, listing, string
from veche_sandbox.vk.registry import ANYBODY, GROUP, USER, Json, Right, TokenKind

ONE = integer("group_id", required=True, low=1)
NOT_IN_LONG_POLL = {"market_order_new", "market_order_edit", "lead_forms_new"}


@METHODS.method(
    "groups.getById", listing("group_ids"), string("group_id"), listing("fields"), kinds=ANYBODY | {TokenKind.VK_ID}
)
def get_by_id(call: Call) -> Json:
    """Communities by id. Without ids a community's key gets its own; others get error 100."""
    named = call.listing("group_ids") or ([call.text("group_id")] if call.has("group_id") else [])
    ids = named or ([str(call.caller.group_id)] if call.caller.group_id else [])
    if not ids:
        raise bad_param("group_ids is undefined")
    found = [_named(call, item) for item in ids]
    groups: list[Json] = [
        group_object(group) | _membership_fields(call, group) | _wanted(call, group) for group in found if group
    ]
    return {"groups": groups, "profiles": []} if call.version >= OBJECTS_SINCE else groups


def _wanted(call: Call, group: Account) -> dict[str, Json]:
    """The stored values of the requested `fields`."""
    cover = call.store.photos.by_key(str(group.extra.get(COVER) or ""))
    images: list[Json] = cover_images(call, cover) if cover else []
    known: dict[str, Json] = {
        "description": str(group.extra.get("description", "")),
        "has_photo": int(bool(group.extra.get(AVATAR))),
        "cover": {"enabled": int(bool(images)), "images": images},
    }
    return {name: value for name, value in known.items() if name in call.listing("fields")}


def _named(call: Call, name: str) -> Account | None:
    number = name.removeprefix("club").removeprefix("public")
    accounts = call.store.accounts
    found = accounts.find(NETWORK, int(number)) if number.isdecimal() else accounts.named(NETWORK, name)
    return found if found and found.kind == "community" else None


def _membership_fields(call: Call, group: Account) -> dict[str, Json]:
    if call.caller.kind is not TokenKind.USER:
        return {}
    membership = call.store.accounts.membership(NETWORK, call.caller.user_id, group.id)
    status = membership.status if membership else ""
    rank = level(status)
    standing: dict[str, Json] = {"is_admin": int(rank > 0), "is_member": int(status in RANKS), "is_advertiser": 0}
    return standing | ({"admin_level": rank} if rank else {})


@METHODS.method("groups.getTokenPermissions", kinds=GROUP)
def get_token_permissions(call: Call) -> Json:
    rights = [right for right in Right if right in call.caller.rights]
    return {
        "mask": int(call.caller.rights),
        "permissions": [{"name": (right.name or "").lower(), "setting": int(right)} for right in rights],
    }


@METHODS.method(
    "groups.getMembers",
    string("group_id"),
    string("sort", choices="id_asc id_desc time_asc time_desc"),
    integer("offset", low=0),
    integer("count", low=0, high=1000),
    listing("fields"),
    string("filter", choices="donut friends managers unsure"),
    kinds=ANYBODY,
)
def get_members(call: Call) -> Json:
    """Members. `filter=managers` needs an administrator: error 203 for others."""
    place = _named(call, call.text("group_id", str(call.caller.group_id or "")))
    if place is None:
        raise bad_param("group_id is invalid")
    memberships = [
        membership for membership in call.store.accounts.memberships(NETWORK, place.id) if membership.status in RANKS
    ]
    if call.text("filter") == "managers":
        if not holds(call, place, ADMINISTRATOR):
            raise group_denied("access to the group members is denied")
        managers: list[Json] = [{"id": s.user_id, "role": s.status} for s in memberships if s.status != "member"]
        return {"count": len(managers), "items": managers}
    start, count = call.integer("offset"), call.integer("count", 1000)
    ids: list[Json] = [
        membership.user_id for membership in sorted(memberships, key=lambda membership: membership.user_id)
    ]
    return {"count": len(ids), "items": [] if call.has("filter") else ids[start : start + count]}


@METHODS.method("groups.getLongPollServer", ONE, kinds=USER | GROUP, right=Right.MANAGE)
def get_long_poll_server(call: Call) -> Json:
    place = managed_community(call, call.integer("group_id"))
    if not longpoll.settings(call.store, place.id).enabled:
        raise long_poll_is_off()
    return {
        "key": longpoll.current_key(call.store, place.id),
        "server": f"{call.store.address}/vk/whp/{place.id}",
        "ts": str(call.store.events.last_id(NETWORK, place.id)),
    }


@METHODS.method("groups.getLongPollSettings", ONE, kinds=USER | GROUP, right=Right.MANAGE)
def get_long_poll_settings(call: Call) -> Json:
    place = managed_community(call, call.integer("group_id"))
    found = longpoll.settings(call.store, place.id)
    return {
        "api_version": found.version,
        "is_enabled": found.enabled,
        "events": {name: int(name in found.events) for name in (*ALL, *SCHEDULED)},
    }


@METHODS.method(
    "groups.setLongPollSettings",
    ONE,
    string("api_version"),
    *flags("enabled", *(name for name in ALL if name not in NOT_IN_LONG_POLL)),
    kinds=USER | GROUP,
    right=Right.MANAGE,
)
def set_long_poll_settings(call: Call) -> Json:
    """Change settings; missing ones stay."""
    place = community(call, call.integer("group_id"))
    managed_community(call, place.id)
    before = longpoll.settings(call.store, place.id)
    on = {name for name in ALL if call.flag(name, default=name in before.events)}
    enabled = call.flag("enabled", default=before.enabled)
    version = call.text("api_version", before.version or VERSION)
    longpoll.set_settings(call.store, place.id, longpoll.Settings(enabled, version, frozenset(on)))
    return 1
