"""Create MAX channels with a bot as administrator."""

import secrets
import time
from typing import Any

from veche_sandbox.orders import Order
from veche_sandbox.store import Account, Person, Store
from veche_sandbox.traits import TRAITS

BOT_ID = 229_000_001
FIRST_CHAT = 70_801_000_000_000
RIGHTS = ("read_all_messages", "write", "edit", "delete", "pin_message", "change_chat_info")
OWNER_RIGHTS = (*RIGHTS, "add_admins", "add_remove_members", "view_stats")


def add_bot(store: Store) -> Person:
    number = BOT_ID - 1 + store.database.next_number("max", "bots")
    count = number - BOT_ID
    bot = store.accounts.add_bot("max", id=number, name="Бот пресс-службы", username=f"training_city{count or ''}_bot")
    store.accounts.add_token("max", "bot", user_id=number, value=new_token())
    return bot


def new_token() -> str:
    return secrets.token_urlsafe(51)


def add_channel(
    store: Store, title: str, *, name: str = "", bot: Person | None = None, comments: bool = True
) -> Account:
    """Create a channel. `bot`: the default bot if None."""
    admin_bot = bot or store.accounts.person_by_id("max", BOT_ID) or add_bot(store)
    number = -(FIRST_CHAT + store.database.next_number("max", "chats"))
    extra = {"bot": admin_bot.id, "comments": comments, "created": int(time.time())}
    channel = store.accounts.add("max", "channel", title, id=number, name=name, extra=extra)
    owner = store.accounts.person("max", TRAITS["max"].owner)
    store.accounts.set_membership("max", owner.id, number, "creator", OWNER_RIGHTS)
    store.accounts.set_membership("max", admin_bot.id, number, "administrator", RIGHTS)
    return channel


def add_on_order(store: Store, title: str, order: Order) -> Account:
    """`new_bot`: with a bot of its own; `comments` false: a channel without comments."""
    bot = add_bot(store) if order.flag("new_bot", default=False) else None
    return add_channel(store, title, bot=bot, comments=order.flag("comments", default=True))


def keys(store: Store, channel: Account) -> dict[str, Any]:
    bots = store.accounts.tokens("max", kind="bot")
    token = next(token.value for token in bots if token.user_id == channel.extra["bot"])
    return {"token": token, "chat_id": channel.id}
