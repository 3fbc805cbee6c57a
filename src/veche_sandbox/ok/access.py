"""Roles in a group, and the refusals that follow from them."""

from veche_sandbox.ok.calls import NETWORK, Call
from veche_sandbox.ok.errors import no_group, not_an_admin, not_found
from veche_sandbox.store import Account, Entry

STATUSES = {
    "creator": "ADMIN",
    "administrator": "ADMIN",
    "moderator": "MODERATOR",
    "member": "ACTIVE",
    "kicked": "BLOCKED",
    "left": "PASSIVE",
}
MANAGERS = frozenset({"ADMIN", "MODERATOR"})


def status_in(call: Call, user_id: int, group: Account) -> str:
    """The user's status in the group; "" for one who never was a member and is not blocked."""
    if call.store.restrictions.find(NETWORK, group.id, user_id):
        return "BLOCKED"
    membership = call.store.accounts.membership(NETWORK, user_id, group.id)
    return STATUSES.get(membership.status, "UNKNOWN") if membership else ""


def group_of(call: Call, number: str) -> Account:
    """The group of this number. Error 160 if there is none."""
    found = call.store.accounts.find(NETWORK, int(number)) if _is_number(number) else None
    if found is None:
        raise no_group()
    return found


def managed_group(call: Call, number: str) -> Account:
    """The group. Error 50 unless the caller is its administrator or moderator."""
    group = group_of(call, number)
    require_manager(call, group)
    return group


def require_manager(call: Call, group: Account) -> None:
    if status_in(call, call.user_id, group) not in MANAGERS:
        raise not_an_admin()


def find_topic(call: Call, number: str) -> tuple[Account, Entry] | None:
    """A topic of any group, a deleted one too: topics are named without their group."""
    if not _is_number(number):
        return None
    for group in call.store.accounts.all(NETWORK, "group"):
        entry = call.store.entries.find(NETWORK, group.id, int(number))
        if entry is not None and entry.kind == "post":
            return group, entry
    return None


def existing_topic(call: Call, number: str) -> tuple[Account, Entry]:
    found = find_topic(call, number)
    if found is None or found[1].deleted:
        raise not_found("Media topic")
    return found


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 18
