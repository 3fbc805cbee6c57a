"""Checks of a bot's rights, which have MAX's names."""

from veche_sandbox.max import names
from veche_sandbox.max.call import Call
from veche_sandbox.max.errors import bad_request, denied, not_found
from veche_sandbox.max.names import NETWORK
from veche_sandbox.store import Account, Entry

READ, WRITE, EDIT, DELETE, PIN = "read_all_messages", "write", "edit", "delete", "pin_message"
CHANGE_INFO = "change_chat_info"
_INSIDE = ("creator", "administrator", "member")


def chat(call: Call, chat_id: int) -> Account:
    """A channel of which the bot is a member."""
    found = call.store.accounts.find(NETWORK, chat_id)
    if found is None:
        raise not_found(f"Chat {chat_id} not found")
    if call.membership(found.id).status not in _INSIDE:
        raise denied("Bot is not a member of this chat")
    return found


def path_chat(call: Call) -> Account:
    """The channel named by `{chatId}`: a number, or the last part of a link."""
    given = call.path["chatId"]
    if given.lstrip("-").isdecimal():
        return chat(call, int(given))
    found = call.store.accounts.named(NETWORK, given.removeprefix("@"))
    if found is None:
        raise not_found(f"Chat {given} not found")
    return found


def administered(call: Call, place: Account, *rights: str) -> None:
    """Raise 403 unless the bot is an administrator there with all these rights."""
    membership = call.membership(place.id)
    if membership.status not in ("creator", "administrator"):
        raise denied("Bot must be an administrator of this chat")
    missing = [right for right in rights if right not in membership.rights]
    if membership.status != "creator" and missing:
        raise denied(f"Bot has no permission: {', '.join(missing)}")


def post(call: Call, mid: str) -> tuple[Account, Entry]:
    """The channel and the existing post of this id; 404 if there is none, or the bot is no member."""
    if not mid:
        raise bad_request("Missing required parameter: message_id")
    entry = names.find(call.store, mid)
    if entry is None or entry.deleted or entry.kind != "post":
        raise not_found(f"Message {mid} not found")
    return chat(call, entry.place), entry
