"""A group becomes a supergroup: it gets another number, and calls with the former one get the new one."""

import time
from typing import Any

from veche_sandbox import page
from veche_sandbox.orders import BadOrder, Order
from veche_sandbox.seeding import FIRST_CHAT
from veche_sandbox.store import Account, Store
from veche_sandbox.telegram import shapes
from veche_sandbox.telegram.call import moved_note
from veche_sandbox.telegram.updates import push


def order_migration(store: Store, network: str, order: Order) -> Any:
    """Migrate a channel's discussion group; return both numbers."""
    if network != "telegram":
        raise BadOrder("only a Telegram group becomes a supergroup")
    account = page.account_of(store, network, order.whole("account") if order.given("account") else None)
    group = store.accounts.find(network, page.commented_in(account))
    if group is None:
        raise BadOrder("this channel has no discussion group")
    with store.transaction():
        moved = migrate(store, group)
    return {"migrate_from_chat_id": group.id, "migrate_to_chat_id": moved.id}


def migrate(store: Store, group: Account) -> Account:
    """Migrate; history and members keep their numbers."""
    number = -(FIRST_CHAT + store.database.next_number("telegram", "chats"))
    store.accounts.renumber(group, number)
    store.ledger.set_note("telegram", moved_note(group.id), str(number))
    moved = store.accounts.find("telegram", number)
    if moved is None:
        raise LookupError(number)
    _tell(store, moved, shapes.chat(group) | {"type": "group"}, "migrate_to_chat_id", number)
    _tell(store, moved, shapes.chat(moved), "migrate_from_chat_id", group.id)
    return moved


def _tell(store: Store, moved: Account, chat: dict[str, Any], field: str, number: int) -> None:
    """Send a service message in each of the two chats."""
    message = {
        "message_id": store.database.next_number("telegram", str(moved.id)),
        "sender_chat": chat,
        "chat": chat,
        "date": int(time.time()),
        field: number,
    }
    for membership in store.accounts.memberships("telegram", moved.id):
        person = store.accounts.person_by_id("telegram", membership.user_id)
        if person and person.is_bot and membership.status == "administrator":
            push(store, person.id, "message", message)
