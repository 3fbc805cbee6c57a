"""One call of a bot, and its look-ups of chats and messages."""

from dataclasses import dataclass

from veche_sandbox.store import Account, Entry, Membership, Person, Store
from veche_sandbox.telegram.arguments import Arguments, as_whole
from veche_sandbox.telegram.errors import ApiError, bad_request, migrated

_INSIDE = {"creator", "administrator", "member"}


@dataclass(frozen=True, slots=True)
class Call:
    store: Store
    bot: Person
    arguments: Arguments
    name: str

    def complain(self, parameter: str, problem: str) -> None:
        self.store.ledger.complain("telegram", self.name, parameter, problem)

    def membership(self, chat: Account) -> Membership:
        found = self.store.accounts.membership("telegram", self.bot.id, chat.id)
        return found or Membership("telegram", self.bot.id, chat.id, "left")

    def may(self, chat: Account, right: str) -> bool:
        membership = self.membership(chat)
        return membership.status == "creator" or (membership.status == "administrator" and right in membership.rights)


def moved_note(chat_id: int) -> str:
    """The note with a group's new number."""
    return f"group {chat_id} has moved to"


def find_chat(call: Call, *, to_write: bool, name: str = "chat_id") -> Account:
    """The chat of a call.

    Order and texts of the checks are the published server's (`check_chat`, `check_chat_access`).
    """
    given = call.arguments.text(name)
    if not given:
        raise bad_request(f"{name} is empty")
    accounts = call.store.accounts
    chat = accounts.named("telegram", given[1:]) if given[0] == "@" else accounts.find("telegram", as_whole(given))
    if chat is None and call.store.private_messages.of("telegram", call.bot.id, as_whole(given)):
        raise bad_request("the training network has words alone in private chats")
    if chat is None:
        moved = call.store.ledger.note("telegram", moved_note(as_whole(given)))
        raise migrated(int(moved)) if moved else bad_request("chat not found")
    kind = "channel chat" if chat.kind == "channel" else "supergroup chat"
    known = accounts.membership("telegram", call.bot.id, chat.id)
    if known is None and not chat.name:
        raise bad_request("chat not found")
    status = call.membership(chat).status
    if status == "kicked":
        raise ApiError(403, f"Forbidden: bot was kicked from the {kind}")
    if status not in _INSIDE and (to_write or not chat.name):
        raise ApiError(403, f"Forbidden: bot is not a member of the {kind}")
    return chat


def find_message(call: Call, chat: Account, number: int, what: str) -> Entry:
    """The message. `what`: as in «message to delete not found»."""
    entry = call.store.entries.find("telegram", chat.id, number) if number > 0 else None
    if entry is None or entry.deleted:
        raise bad_request(f"{what} not found")
    return entry
