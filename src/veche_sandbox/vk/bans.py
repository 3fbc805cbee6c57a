"""groups.ban, unban, getBanned: people who may not write in a community, until when and why."""

import time

from veche_sandbox.store import Account, Restriction
from veche_sandbox.vk.access import MODERATOR, community, holds, managed_community
from veche_sandbox.vk.account_events import person_blocked, person_released
from veche_sandbox.vk.calls import METHODS, NETWORK, Call
from veche_sandbox.vk.errors import access_denied, bad_param, group_denied, not_found
from veche_sandbox.vk.objects import user_object
from veche_sandbox.vk.params import flags, integer, listing, string
from veche_sandbox.vk.registry import GROUP, USER, Json, Right

ONE = integer("group_id", required=True, low=1)
LONGEST = 366 * 86_400
REASONS = range(5)
USUAL = 20


@METHODS.method(
    "groups.ban",
    ONE,
    integer("owner_id"),
    integer("end_date", low=0),
    integer("reason", low=0),
    string("comment"),
    *flags("comment_visible"),
    kinds=USER,
)
def ban(call: Call) -> Json:
    """Ban for at most a year, or for good without `end_date`. Another ban of the person replaces the former."""
    place, person = _moderated(call), _person(call)
    membership = call.store.accounts.membership(NETWORK, person, place.id)
    if membership is not None and membership.status in {"moderator", "editor", "administrator", "creator"}:
        raise access_denied("can not ban a community manager")
    until = call.integer("end_date") or None
    if until is not None and not time.time() < until <= time.time() + LONGEST:
        raise bad_param("end_date is invalid")
    if call.integer("reason") not in REASONS:
        raise bad_param("reason is invalid")
    about = {
        "admin_id": call.caller.user_id,
        "reason": call.integer("reason"),
        "comment": call.text("comment"),
        "comment_visible": call.flag("comment_visible"),
    }
    with call.store.transaction():
        made = call.store.restrictions.put(NETWORK, place.id, person, until=until, extra=about)
        person_blocked(call.store, made, call.caller.user_id)
    return 1


@METHODS.method("groups.unban", ONE, integer("owner_id"), kinds=USER)
def unban(call: Call) -> Json:
    """Unban. Error 104 unless the person is banned."""
    place, person = _moderated(call), _person(call)
    with call.store.transaction():
        if not call.store.restrictions.lift(NETWORK, place.id, person):
            raise not_found()
        person_released(call.store, place.id, person, call.caller.user_id)
    return 1


@METHODS.method(
    "groups.getBanned",
    ONE,
    integer("offset", low=0),
    integer("count", low=0, high=200),
    listing("fields"),
    integer("owner_id"),
    kinds=USER | GROUP,
    right=Right.MANAGE,
)
def get_banned(call: Call) -> Json:
    """Bans. With `owner_id` only this person's; error 104 if there is none."""
    place = managed_community(call, call.integer("group_id"))
    found = call.store.restrictions.of(NETWORK, place.id)
    if call.has("owner_id"):
        found = [one for one in found if one.person == call.integer("owner_id")]
        if not found:
            raise not_found()
    start = call.integer("offset")
    shown = found[start : start + call.integer("count", USUAL)]
    return {"count": len(found), "items": [_banned(call, one) for one in shown]}


def _banned(call: Call, one: Restriction) -> Json:
    person = call.store.accounts.person_by_id(NETWORK, one.person)
    about: dict[str, Json] = {
        "admin_id": one.extra.get("admin_id", 1),
        "date": one.at,
        "reason": one.extra.get("reason", 0),
        "comment": one.extra.get("comment", ""),
        "comment_visible": one.extra.get("comment_visible", False),
        "end_date": one.until or 0,
    }
    return {"type": "profile", "profile": user_object(person) if person else {"id": one.person}, "ban_info": about}


def _moderated(call: Call) -> Account:
    place = community(call, call.integer("group_id"))
    if not holds(call, place, MODERATOR):
        raise group_denied()
    return place


def _person(call: Call) -> int:
    number = call.integer("owner_id")
    if number <= 0 or call.store.accounts.person_by_id(NETWORK, number) is None:
        raise bad_param("owner_id is invalid")
    return number
