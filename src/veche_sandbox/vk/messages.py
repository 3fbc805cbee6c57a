"""messages.*: private conversations of a community with people who wrote first, by the community's own key."""

from veche_sandbox.blank import is_blank
from veche_sandbox.store import Person, PrivateMessage
from veche_sandbox.vk.account_events import message_written
from veche_sandbox.vk.calls import METHODS, NETWORK, Call
from veche_sandbox.vk.errors import ApiError, bad_param, message_refused, out_of_scope
from veche_sandbox.vk.keyboards import check_keyboard
from veche_sandbox.vk.objects import extended, message_object
from veche_sandbox.vk.params import flags, integer, listing, number, string
from veche_sandbox.vk.registry import GROUP, USER, Json, Right, TokenKind
from veche_sandbox.vk.texts import length

LONGEST = 4_096
REMEMBERED_SECONDS = 3600.0
"""How long a `random_id` prevents a second message; no document gives the number."""
MOST_PEERS = 100
INTENTS = (
    "account_update bot_ad_invite bot_ad_promo confirmed_notification customer_support default finance_notification "
    "game_notification moderated_newsletter non_promo_newsletter promo_newsletter purchase_update"
)


@METHODS.method(
    "messages.send",
    integer("user_id"),
    integer("random_id"),
    integer("peer_id"),
    listing("peer_ids"),
    string("domain"),
    integer("chat_id", low=0, high=100_000_000),
    string("message", longest=9000),
    number("lat"),
    number("long"),
    string("attachment", longest=9000),
    integer("reply_to"),
    listing("forward_messages"),
    string("forward"),
    integer("sticker_id", low=0),
    integer("group_id", low=0),
    string("keyboard"),
    string("template"),
    string("payload", longest=1000),
    string("content_source"),
    *flags("dont_parse_links", "disable_mentions"),
    string("intent", choices=INTENTS),
    integer("subscribe_id", low=0, high=100),
    kinds=USER | GROUP,
    right=Right.MESSAGES,
)
def send(call: Call) -> Json:
    """Send a message and return its id; for `peer_ids` one answer each.

    Only to people who wrote first and accept messages.
    """
    _own_key(call)
    text = call.text("message").strip()
    if not call.has("random_id"):
        raise bad_param("random_id is a required parameter")
    if is_blank(text):
        raise bad_param("message is empty or invalid")
    if length(text) > LONGEST:
        raise message_refused(914)
    check_keyboard(call.text("keyboard"))
    if not call.has("peer_ids"):
        return _sent(call, _peer(call), text).id
    return [_one_of_many(call, peer, text) for peer in call.listing("peer_ids")[:MOST_PEERS]]


def _own_key(call: Call) -> None:
    """Require the community's key: people's keys no longer have access to messages."""
    if call.caller.kind is not TokenKind.COMMUNITY:
        raise out_of_scope()
    if call.integer("group_id") not in (0, call.caller.group_id):
        raise bad_param("group_id is invalid")


def _peer(call: Call) -> int:
    given = [name for name in ("peer_id", "user_id", "domain", "chat_id") if call.has(name)]
    if len(given) != 1 or given == ["chat_id"]:
        raise bad_param("you should specify peer_id, user_id, domain, chat_id or user_ids param")
    if given == ["domain"]:
        return _by_short_address(call.text("domain"))
    return call.integer(given[0])


def _by_short_address(domain: str) -> int:
    """The person of a short address; here everybody has only `id<number>`."""
    number = domain.removeprefix("id")
    if number == domain or not (number.isascii() and number.isdecimal()) or len(number) > 18:
        raise message_refused(936)
    return int(number)


def _one_of_many(call: Call, peer: str, text: str) -> Json:
    if not peer.isdecimal():
        raise bad_param("peer_ids is invalid")
    try:
        letter = _sent(call, int(peer), text)
    except ApiError as error:
        return {"peer_id": int(peer), "error": {"code": error.code, "description": error.message}}
    return {"peer_id": int(peer), "message_id": letter.id, "conversation_message_id": _place_in(call, letter)}


def _sent(call: Call, peer: int, text: str) -> PrivateMessage:
    group, store = call.caller.group_id, call.store
    person = _reachable(call, peer)
    random_id = call.integer("random_id")
    key = f"message {group} {person.id} {random_id}"
    known = store.ledger.seen(NETWORK, key, within=REMEMBERED_SECONDS) if random_id else None
    if known is not None:
        return store.private_messages.get(NETWORK, group, int(known))
    answered = call.integer("reply_to") or None
    if answered is not None and store.private_messages.find(NETWORK, group, answered) is None:
        raise bad_param("reply_to is invalid")
    with store.transaction():
        about = {"random_id": random_id}
        letter = store.private_messages.add(
            NETWORK, group, person.id, text, author_id=-group, reply_to=answered, extra=about
        )
        if random_id:
            store.ledger.remember(NETWORK, key, str(letter.id))
        message_written(store, letter)
    return letter


def _reachable(call: Call, peer: int) -> Person:
    group, store = call.caller.group_id, call.store
    person = store.accounts.person_by_id(NETWORK, peer) if peer > 0 else None
    if person is None:
        raise message_refused(936)
    if store.restrictions.find(NETWORK, group, person.id):
        raise message_refused(900)
    wrote = any(not letter.ours for letter in store.private_messages.of(NETWORK, group, person.id))
    if not wrote or store.private_messages.stopped(NETWORK, group, person.id):
        raise message_refused(901)
    return person


def _place_in(call: Call, letter: PrivateMessage) -> int:
    conversation = call.store.private_messages.of(NETWORK, letter.owner_id, letter.peer_id)
    return [one.id for one in conversation].index(letter.id) + 1


def _seen(call: Call, peer: int | None = None) -> list[PrivateMessage]:
    """What the community's side of its conversations still has."""
    letters = call.store.private_messages.of(NETWORK, call.caller.group_id, peer)
    return [letter for letter in letters if not letter.hidden]


@METHODS.method(
    "messages.delete",
    listing("message_ids"),
    *flags("spam", "delete_for_all"),
    integer("reason", low=0),
    integer("group_id", low=0),
    integer("peer_id"),
    listing("cmids"),
    kinds=USER | GROUP,
    right=Right.MESSAGES,
)
def delete(call: Call) -> Json:
    """Delete messages from the community's side; only its own ones for all."""
    _own_key(call)
    chosen = _chosen(call)
    if call.flag("delete_for_all") and any(letter and not letter.ours for _, letter in chosen):
        raise message_refused(924)
    return [_deleted(call, number, letter) for number, letter in chosen]


def _chosen(call: Call) -> list[tuple[int, PrivateMessage | None]]:
    """Messages by their ids, or by their places in the conversation with `peer_id`."""
    ids, places, peer = call.listing("message_ids"), call.listing("cmids"), call.integer("peer_id")
    if not (ids or places) or (places and not peer):
        raise bad_param("message_ids or cmids with peer_id are required")
    if not all(one.isdecimal() for one in (*ids, *places)):
        raise bad_param("message_ids is invalid")
    if ids:
        group = call.caller.group_id
        return [(int(one), call.store.private_messages.find(NETWORK, group, int(one))) for one in ids]
    talk = call.store.private_messages.of(NETWORK, call.caller.group_id, peer)
    return [(int(one), talk[int(one) - 1] if 0 < int(one) <= len(talk) else None) for one in places]


def _deleted(call: Call, number: int, letter: PrivateMessage | None) -> Json:
    if letter is None or letter.hidden:
        return {"message_id": number, "response": 0}
    call.store.private_messages.hide(letter)
    place = {"peer_id": letter.peer_id, "conversation_message_id": _place_in(call, letter)}
    return {**place, "message_id": letter.id, "response": 1}


@METHODS.method(
    "messages.getHistory",
    integer("offset"),
    integer("count", low=0, high=200),
    integer("user_id"),
    integer("peer_id"),
    integer("start_message_id"),
    integer("rev"),
    *flags("extended"),
    listing("fields"),
    integer("group_id", low=0),
    kinds=USER | GROUP,
    right=Right.MESSAGES,
)
def get_history(call: Call) -> Json:
    """Messages newest first; oldest first with `rev`."""
    _own_key(call)
    peer = call.integer("peer_id") or call.integer("user_id")
    private_messages = _seen(call, peer)
    if call.has("start_message_id"):
        private_messages = [letter for letter in private_messages if letter.id <= call.integer("start_message_id")]
    if not call.integer("rev"):
        private_messages.reverse()
    start = max(0, call.integer("offset"))
    shown = private_messages[start : start + call.integer("count", 20)]
    items: list[Json] = [message_object(call.store, letter) for letter in shown]
    answer: dict[str, Json] = {"count": len(private_messages), "items": items}
    return answer | (extended(call.store, {letter.author_id for letter in shown}) if call.flag("extended") else {})


@METHODS.method(
    "messages.getConversations",
    integer("offset", low=0),
    integer("count", low=0, high=200),
    string("filter", choices="all archive important sorted_chats unanswered unread"),
    *flags("extended"),
    integer("start_message_id", low=0),
    listing("fields"),
    integer("group_id", low=0),
    kinds=USER | GROUP,
    right=Right.MESSAGES,
)
def get_conversations(call: Call) -> Json:
    """Conversations by their newest message. Only the filters `all` and `unanswered` differ here."""
    _own_key(call)
    last = {letter.peer_id: letter for letter in _seen(call)}
    private_messages = sorted(last.values(), key=lambda letter: -letter.id)
    if call.text("filter") == "unanswered":
        private_messages = [letter for letter in private_messages if not letter.ours]
    start = call.integer("offset")
    shown = private_messages[start : start + call.integer("count", 20)]
    items: list[Json] = [
        {"conversation": _conversation(call, letter), "last_message": message_object(call.store, letter)}
        for letter in shown
    ]
    answer: dict[str, Json] = {"count": len(private_messages), "items": items}
    return answer | (extended(call.store, {letter.author_id for letter in shown}) if call.flag("extended") else {})


def _conversation(call: Call, last: PrivateMessage) -> dict[str, Json]:
    return {
        "peer": {"id": last.peer_id, "type": "user", "local_id": last.peer_id},
        "last_message_id": last.id,
        "last_conversation_message_id": _place_in(call, last),
        "in_read": last.id,
        "out_read": last.id,
        "version": 10_000_000 + last.id,
        "can_write": {"allowed": not call.store.private_messages.stopped(NETWORK, last.owner_id, last.peer_id)},
    }
