"""The control API for accounts: private messages, restrictions, settings of the page."""

from typing import Any

from veche_sandbox import bot_talk
from veche_sandbox.max import dialogs
from veche_sandbox.orders import BadOrder, Order
from veche_sandbox.people import comment_mode
from veche_sandbox.store import Account, Action, PrivateMessage, Restriction, Store
from veche_sandbox.traits import TRAITS

TEXTS = ("title", "description")
PICTURES = ("avatar", "cover")
MOST_PAYLOAD = 512


def account_of(store: Store, network: str, given: int | None) -> Account:
    """The given account, else the default city's."""
    kind = TRAITS[network].account_kind
    if given is None:
        return store.accounts.all(network, kind)[0]
    found = store.accounts.find(network, given)
    if found is None or found.kind != kind:
        raise BadOrder(f"no account {given}")
    return found


def _ordered(store: Store, network: str, order: Order) -> Account:
    return account_of(store, network, order.whole("account") if order.given("account") else None)


def owner_of_conversations(account: Account) -> int:
    """The owner of the conversations: the bot if there is one, else the account."""
    return int(account.extra.get("bot", account.id))


def commented_in(account: Account) -> int:
    """The place of residents' comments: Telegram's discussion group, elsewhere the account itself."""
    if TRAITS[account.network].on_wall:
        return account.id
    if account.linked_id is None:
        raise BadOrder("this channel has no discussion group")
    return account.linked_id


def _letter(store: Store, letter: PrivateMessage) -> dict[str, Any]:
    person = store.accounts.person_by_id(letter.network, letter.peer_id)
    answered = (
        store.private_messages.find(letter.network, letter.owner_id, letter.reply_to) if letter.reply_to else None
    )
    return {
        "id": _shown(letter.network, letter),
        "peer_id": letter.peer_id,
        "peer": person.name if person else "",
        "text": letter.text,
        "buttons": buttons_of(letter),
        "ours": letter.ours,
        "edited": letter.edited_at is not None,
        "hidden": letter.hidden,
        "reply_to": _shown(letter.network, answered) if answered else None,
    }


def buttons_of(letter: PrivateMessage) -> list[dict[str, str]]:
    """The buttons with a link that the bot put under its message."""
    rows = letter.extra.get("keyboard") or [
        row for one in letter.extra.get("attachments") or () for row in one["payload"].get("buttons", ())
    ]
    return [{"text": one["text"], "url": one["url"]} for row in rows for one in row if one.get("url")]


def _shown(network: str, letter: PrivateMessage) -> int | str:
    """The message's id in the format of the network's API."""
    return dialogs.mid_of(letter) if network == "max" else letter.id


def list_private_messages(store: Store, network: str, order: Order) -> Any:
    bot = order.asked_whole("bot")
    owner = owner_of_conversations(account_of(store, network, order.asked_whole("account"))) if bot is None else bot
    return [_letter(store, letter) for letter in store.private_messages.of(network, owner)]


def _owner(store: Store, network: str, order: Order) -> int:
    """The owner of the ordered conversations: `bot`, which may belong to no account, or that of `account`."""
    if not order.given("bot"):
        return owner_of_conversations(_ordered(store, network, order))
    bot = store.accounts.person_by_id(network, order.whole("bot"))
    if bot is None or not bot.is_bot:
        raise BadOrder(f"no bot {order.whole('bot')}")
    return bot.id


def write_private_message(store: Store, network: str, order: Order) -> Any:
    """Write to the account as a resident in the network's own application; the account may then answer."""
    text = order.text("text", empty=order.given("bot"))
    payload = order.text("payload") if order.given("payload") else ""
    if payload and (network != "max" or len(payload) > MOST_PAYLOAD):
        raise BadOrder(f"«payload» is MAX's, of at most {MOST_PAYLOAD} characters")
    if order.given("bot"):
        return _letter(store, bot_talk.write(store, network, _owner(store, network, order), order, payload=payload))
    account, author, at = _ordered(store, network, order), order.text("author"), order.moment("at")
    letter = send_private_message(store, account, author, text, payload=payload, at=at)
    return _letter(store, letter)


def send_private_message(
    store: Store, account: Account, author: str, text: str, *, payload: str = "", at: int | None = None
) -> PrivateMessage:
    """Store a message. `payload`: of the deep link that the person followed; `at`: when it was written."""
    network, owner = account.network, owner_of_conversations(account)
    person = store.accounts.person(network, author.strip())
    extra = {"payload": payload} if payload else {}
    with store.transaction():
        store.private_messages.stop(network, owner, person.id, stopped=False)
        letter = store.private_messages.add(
            network, owner, person.id, text.strip(), author_id=person.id, extra=extra, at=at
        )
        store.announce(network, Action("message_new", (), person.id, account.id, letter))
    return letter


def edit_private_message(store: Store, network: str, order: Order) -> Any:
    owner = _owner(store, network, order)
    number = order.text("id") if network == "max" else order.whole("id")
    listed = store.private_messages.of(network, owner)
    letter = next((one for one in listed if _shown(network, one) == number and not one.ours), None)
    if letter is None:
        raise BadOrder(f"no message {number} of a resident")
    with store.transaction():
        changed = store.private_messages.change(letter, order.text("text").strip())
        store.announce(network, Action("message_edit", (), letter.peer_id, owner, changed))
    return _letter(store, changed)


def stop_private_messages(store: Store, network: str, order: Order) -> Any:
    """The resident refuses further messages: blocks the bot, or forbids the community to write."""
    owner = _owner(store, network, order)
    person = store.accounts.person(network, order.text("author").strip())
    with store.transaction():
        store.private_messages.stop(network, owner, person.id)
        store.announce(network, Action("message_stop", (), person.id, owner))
    return {"ok": True}


def _restriction(store: Store, one: Restriction) -> dict[str, Any]:
    person = store.accounts.person_by_id(one.network, one.person)
    name = person.name if person else ""
    return {"person_id": one.person, "name": name, "until": one.until, **one.extra}


def list_restrictions(store: Store, network: str, order: Order) -> Any:
    account = account_of(store, network, order.asked_whole("account"))
    return [_restriction(store, one) for one in store.restrictions.of(network, commented_in(account))]


def restrict(store: Store, network: str, order: Order) -> Any:
    """Restrict as an administrator. `until`: Unix seconds; without it for good."""
    account = _ordered(store, network, order)
    person = store.accounts.person(network, order.text("author").strip())
    until = order.whole("until") if order.given("until") else None
    owner = store.accounts.person(network, TRAITS[network].owner)
    with store.transaction():
        one = store.restrictions.put(network, commented_in(account), person.id, until=until)
        store.announce(network, Action("restricted", (), owner.id, commented_in(account), one))
    return _restriction(store, one)


def release(store: Store, network: str, order: Order) -> Any:
    account = _ordered(store, network, order)
    person = store.accounts.person(network, order.text("author").strip())
    one = store.restrictions.find(network, commented_in(account), person.id)
    if one is None:
        raise BadOrder(f"{person.name} is not restricted here")
    owner = store.accounts.person(network, TRAITS[network].owner)
    with store.transaction():
        store.restrictions.lift(network, one.place, person.id)
        store.announce(network, Action("released", (), owner.id, one.place, one))
    return {"ok": True}


def show_page(store: Store, network: str, order: Order) -> Any:
    """The page's settings; pictures as SHA-256, "" if there is none; who comments there."""
    return _page(store, account_of(store, network, order.asked_whole("account")))


def _page(store: Store, account: Account) -> dict[str, Any]:
    found = {what: store.photos.by_key(str(account.extra.get(what) or "")) for what in PICTURES}
    pictures = {what: photo.sha256 if photo else "" for what, photo in found.items()}
    texts = {"title": account.title, "description": account.extra.get("description", "")}
    return {**texts, **pictures, "comments": comment_mode(store, account)}


def change_page(store: Store, network: str, order: Order) -> Any:
    """Change as an administrator one of `title`, `description` (texts) or `avatar`, `cover` (base64)."""
    account = _ordered(store, network, order)
    given = [what for what in (*TEXTS, *PICTURES) if order.given(what)]
    if len(given) != 1:
        raise BadOrder(f"one of {', '.join((*TEXTS, *PICTURES))} is to be given")
    what = given[0]
    owner = store.accounts.person(network, TRAITS[network].owner)
    before = account.title if what == "title" else str(account.extra.get(what, ""))
    with store.transaction():
        after = order.text(what, empty=what == "description") if what in TEXTS else _saved(store, account, order, what)
        changed = set_page(store, account, what, after)
        about = {"what": what, "before": before, "after": after}
        store.announce(network, Action("page_change", (), owner.id, account.id, about))
    return _page(store, changed)


def _saved(store: Store, account: Account, order: Order, what: str) -> str:
    return store.photos.save(account.network, account.id, order.picture(what)).key


def set_page(store: Store, account: Account, what: str, value: str) -> Account:
    """Store a setting. A picture's `value`: its key in the store."""
    if what == "title":
        return store.accounts.change(account, title=value)
    return store.accounts.change(account, **{what: value})
