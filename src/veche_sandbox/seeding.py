"""Create accounts of VK and Telegram: a community, a channel with its discussion group, and their keys."""

from typing import Any

from veche_sandbox.store import Account, Person, Store
from veche_sandbox.traits import TRAITS

CITY = "Администрация города Рубцовска"
VK_VERSION = "5.199"
BOT_ID = 7_100_000_001
FIRST_CHAT = 1_002_100_000_000
FIRST_GROUP = 220_000_000

CHANNEL_RIGHTS = frozenset(
    {
        "can_manage_chat",
        "can_post_messages",
        "can_edit_messages",
        "can_delete_messages",
        "can_change_info",
        "can_invite_users",
    }
)
GROUP_RIGHTS = frozenset(
    {"can_manage_chat", "can_delete_messages", "can_restrict_members", "can_pin_messages", "can_invite_users"}
)


def add_telegram_bot(store: Store) -> Person:
    """A new bot with a token. Ids of bots increase from `BOT_ID`."""
    number = BOT_ID - 1 + store.database.next_number("telegram", "bots")
    count = number - BOT_ID
    username = f"training_city{count or ''}_bot"
    bot = store.accounts.add_bot("telegram", id=number, name="Бот пресс-службы", username=username)
    store.accounts.add_token("telegram", "bot", user_id=number)
    return bot


def add_telegram_channel(
    store: Store, title: str, *, name: str = "", linked_group: bool, bot: Person | None = None
) -> Account:
    """A channel with the bot (by default the first one) as administrator, and a discussion group if requested."""
    admin_bot = bot or store.accounts.person_by_id("telegram", BOT_ID) or add_telegram_bot(store)
    channel = _add_chat(store, "channel", title, bot_id=admin_bot.id, rights=CHANNEL_RIGHTS, name=name)
    if linked_group:
        group = _add_chat(store, "supergroup", f"{title}: обсуждение", bot_id=admin_bot.id, rights=GROUP_RIGHTS)
        store.accounts.link("telegram", channel.id, group.id)
    return store.accounts.find("telegram", channel.id) or channel


def _add_chat(store: Store, kind: str, title: str, *, bot_id: int, rights: frozenset[str], name: str = "") -> Account:
    number = -(FIRST_CHAT + store.database.next_number("telegram", "chats"))
    chat = store.accounts.add("telegram", kind, title, id=number, name=name, extra={"bot": bot_id})
    # A channel's first message is the one about its creation; a group has its own numbers.
    store.database.start_after("telegram", str(number), 1 if kind == "channel" else 900)
    owner = store.accounts.person("telegram", TRAITS["telegram"].owner)
    store.accounts.set_membership("telegram", owner.id, number, "creator")
    store.accounts.set_membership("telegram", bot_id, number, "administrator", rights)
    return chat


def add_vk_community(store: Store, title: str, *, name: str = "") -> Account:
    """A community with four keys: its own, its administrator's, the administrator's of VK ID, and a service key."""
    number = FIRST_GROUP + store.database.next_number("vk", "communities")
    community = store.accounts.add("vk", "community", title, id=number, name=name or f"club{number}")
    admin = store.accounts.person("vk", TRAITS["vk"].owner)
    store.accounts.set_membership("vk", admin.id, number, "creator")
    store.accounts.add_token("vk", "community", account_id=number)
    store.accounts.add_token("vk", "admin", user_id=admin.id, account_id=number)
    store.accounts.add_token("vk", "vk_id", user_id=admin.id, account_id=number)
    store.accounts.add_token("vk", "service", account_id=number)
    return community


def telegram_keys(store: Store, channel: Account) -> dict[str, Any]:
    """The channel's keys; `group_id` is null without a discussion group."""
    bots = store.accounts.tokens("telegram", kind="bot")
    token = next(token.value for token in bots if token.user_id == channel.extra["bot"])
    return {"token": token, "channel_id": channel.id, "group_id": channel.linked_id}


def vk_keys(store: Store, community: Account) -> dict[str, Any]:
    def key(kind: str) -> str:
        return store.accounts.tokens("vk", kind=kind, account_id=community.id)[0].value

    return {
        "community_token": key("community"),
        "admin_token": key("admin"),
        "group_id": community.id,
        "version": VK_VERSION,
    }


def vk_extra_keys(store: Store, community: Account) -> dict[str, Any]:
    """Data that only tests need: the VK ID key (error 1051), the application's service key, the administrator's id."""
    keys = {
        f"{kind}_token": store.accounts.tokens("vk", kind=kind, account_id=community.id)[0].value
        for kind in ("vk_id", "service")
    }
    admin = store.accounts.tokens("vk", kind="admin", account_id=community.id)[0]
    return {**keys, "user_id": admin.user_id}
