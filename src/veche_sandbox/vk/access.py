"""Check the caller's role in a community. Roles are VK's: member, moderator, editor, administrator, creator."""

from veche_sandbox.store import Account
from veche_sandbox.vk.account_events import RANKS
from veche_sandbox.vk.calls import NETWORK, Call
from veche_sandbox.vk.errors import access_denied, bad_param, group_denied, not_an_editor
from veche_sandbox.vk.registry import TokenKind

MODERATOR, EDITOR, ADMINISTRATOR = RANKS[1:4]


def community(call: Call, group_id: int) -> Account:
    """The community, whose data are public. Error 100 if there is none."""
    found = call.store.accounts.find(NETWORK, group_id)
    if found is None or found.kind != "community":
        raise bad_param("group_id is invalid")
    return found


def managed_community(call: Call, group_id: int) -> Account:
    """The community, for its own key or an administrator. Error 203 otherwise."""
    found = community(call, group_id)
    if not holds(call, found, ADMINISTRATOR):
        raise group_denied()
    return found


def wall(call: Call) -> Account:
    """The community whose wall `owner_id` names. People have no walls here: error 15."""
    owner_id = call.integer("owner_id", -call.caller.group_id or call.caller.user_id)
    return wall_of(call, owner_id)


def wall_of(call: Call, owner_id: int) -> Account:
    if owner_id >= 0:
        raise access_denied("wall is disabled")
    found = call.store.accounts.find(NETWORK, -owner_id)
    if found is None or found.kind != "community":
        raise bad_param("owner_id is invalid")
    return found


def holds(call: Call, place: Account, rank: str) -> bool:
    """Whether the caller has at least this role; the community's own key counts as an administrator."""
    if call.caller.kind is TokenKind.COMMUNITY:
        return call.caller.group_id == place.id
    membership = call.store.accounts.membership(NETWORK, call.caller.user_id, place.id)
    return membership is not None and membership.status in RANKS[RANKS.index(rank) :]


def require_editor(call: Call, place: Account) -> None:
    if not holds(call, place, EDITOR):
        raise not_an_editor()


def author_id(call: Call, place: Account, *, as_community: bool) -> int:
    """The author of a text: `-group_id` or the person. A community's key can only write as the community."""
    if call.caller.kind is TokenKind.COMMUNITY:
        if call.caller.group_id != place.id:
            raise not_an_editor()
        return -place.id
    if as_community:
        require_editor(call, place)
        return -place.id
    return call.caller.user_id


def author_name(call: Call, place: Account, author: int) -> str:
    person = call.store.accounts.person_by_id(NETWORK, author) if author > 0 else None
    return person.name if person else place.title
