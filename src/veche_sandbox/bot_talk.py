"""Bots that belong to no account, and what people send them: words, pictures, videos, files, answers to a message."""

from typing import Any

from veche_sandbox import seeding
from veche_sandbox.max import dialogs
from veche_sandbox.max import seeding as max_seeding
from veche_sandbox.orders import BadOrder, Order
from veche_sandbox.store import Action, PrivateMessage, Store
from veche_sandbox.store.files import DOCUMENT, VIDEO

_ALBUM = "albums of private messages"


def add_bot(store: Store, network: str, order: Order) -> Any:
    """Create a bot, as @BotFather or «MAX для партнёров» does, and return its key."""
    del order
    makers = {"telegram": seeding.add_telegram_bot, "max": max_seeding.add_bot}
    if network not in makers:
        raise BadOrder("this network has no bots")
    with store.transaction():
        bot = makers[network](store)
        token = next(token for token in store.accounts.tokens(network) if token.user_id == bot.id)
    return {"token": token.value, "bot_id": bot.id, "username": bot.username}


def write(store: Store, network: str, owner: int, order: Order, *, payload: str = "") -> PrivateMessage:
    """Write to a bot. Returns the first message: in Telegram each picture or file is one of its own."""
    person = store.accounts.person(network, order.text("author").strip())
    text = order.text("text", empty=True).strip()
    with store.transaction():
        store.private_messages.stop(network, owner, person.id, stopped=False)
        pieces = _pieces(store, network, owner, order)
        sent = [
            store.private_messages.add(
                network,
                owner,
                person.id,
                text if number == 0 else "",
                author_id=person.id,
                reply_to=_answered(store, network, owner, order) if number == 0 else None,
                extra={**piece, **({"payload": payload} if payload else {})},
            )
            for number, piece in enumerate(pieces)
        ]
        for letter in sent:
            store.announce(network, Action("message_new", (), person.id, owner, letter))
    return sent[0]


def start(store: Store, network: str, owner: int, author: str, text: str, code: str) -> PrivateMessage:
    """Write words to a bot, or press «Начать» with the code of a deep link, which Telegram sends as a command."""
    body = {"author": author, "text": text}
    if code and network == "telegram":
        body["text"] = f"/start {code}"
    return write(store, network, owner, Order(body, {}), payload=code if network == "max" else "")


def _pieces(store: Store, network: str, owner: int, order: Order) -> list[dict[str, Any]]:
    """What each message carries besides words."""
    photos = [store.photos.save(network, owner, body).key for body in order.photos("photos")]
    files = [
        store.files.save(network, owner, VIDEO if name.endswith((".mp4", ".mov")) else DOCUMENT, name, body).key
        for name, body in order.files("files")
    ]
    if network != "telegram" or len(photos) + len(files) < 2:
        return [{"photos": photos, "files": files}]
    album = str(13_000_000_000_000_000 + store.database.next_number(network, _ALBUM))
    return [
        *({"photos": [one], "files": [], "album": album} for one in photos),
        *({"photos": [], "files": [one], "album": album} for one in files),
    ]


def _answered(store: Store, network: str, owner: int, order: Order) -> int | None:
    if not order.given("reply_to"):
        return None
    if network == "max":
        letter = dialogs.find(store, owner, order.text("reply_to"))
    else:
        letter = store.private_messages.find(network, owner, order.whole("reply_to"))
    if letter is None:
        raise BadOrder("no message to answer")
    return letter.id
