"""Orders of the control API about photos, videos, topics and suggested posts of a VK community."""

from collections.abc import Callable
from typing import Any

from veche_sandbox.orders import BadOrder, Order
from veche_sandbox.store import Account, Entry, NewEntry, Store
from veche_sandbox.store.files import VIDEO as VIDEO_FILE
from veche_sandbox.traits import TRAITS
from veche_sandbox.vk import places
from veche_sandbox.vk.calls import NETWORK
from veche_sandbox.vk.events import post_appeared
from veche_sandbox.vk.places import KINDS, PHOTO, VIDEO, Words

SUGGESTED = "suggest"


def add_place(store: Store, network: str, order: Order) -> Any:
    """A human administrator adds a photo (`photo`: base64), a video or a topic (`title`)."""
    kind, place = _kind(order.text("kind")), _account(store, network, _number(order))
    if kind == PHOTO:
        return {"kind": kind, "id": store.photos.save(NETWORK, -place.id, order.picture("photo")).id}
    title = order.text("title")
    if kind == VIDEO:
        return {"kind": kind, "id": store.files.save(NETWORK, -place.id, VIDEO_FILE, title, b"").id}
    return {"kind": kind, "id": places.add_topic(store, place, title, -place.id, place.title).id}


def list_comments(store: Store, network: str, order: Order) -> Any:
    """Comments of all kinds or of one, deleted ones too."""
    place = _account(store, network, order.asked_whole("account"))
    kinds = [_kind(order.asked("kind") or "")] if order.asked("kind") else KINDS
    return [_shown(one) for kind in kinds for one in places.comments(store, kind, place, deleted=True)]


def write_comment(store: Store, network: str, order: Order) -> Any:
    """Write as a resident. `place_id`: the photo, video or topic."""
    kind, place = _kind(order.text("kind")), _account(store, network, _number(order))
    number = order.whole("place_id")
    if not places.exists(store, kind, place, number):
        raise BadOrder(f"no {kind} {number}")
    above = places.comment(store, kind, place, order.whole("reply_to")) if order.given("reply_to") else None
    person = store.accounts.person(NETWORK, order.text("author").strip())
    if store.restrictions.find(NETWORK, place.id, person.id):
        raise BadOrder(f"{person.name} is blocked here")
    photos = tuple(store.photos.save(NETWORK, person.id, body) for body in order.photos("photos"))
    text = order.text("text", empty=bool(photos)).strip()
    words = Words(person.id, person.name, text, photos, above, order.moment("at"))
    return _shown(places.write(store, kind, place, number, words))


def edit_comment(store: Store, network: str, order: Order) -> Any:
    return _shown(places.edit(store, _comment(store, network, order), order.text("text").strip()))


def delete_comment(store: Store, network: str, order: Order) -> Any:
    """Delete as the comment's author."""
    found = _comment(store, network, order)
    return _shown(places.delete(store, found, found.author_id))


def restore_comment(store: Store, network: str, order: Order) -> Any:
    return _shown(places.restore(store, _comment(store, network, order)))


def suggest(store: Store, network: str, order: Order) -> Any:
    """Suggest a post as a resident: it waits for an editor and is not on the wall."""
    place = _account(store, network, _number(order))
    person = store.accounts.person(NETWORK, order.text("author").strip())
    with store.transaction():
        new = NewEntry(NETWORK, place.id, SUGGESTED, person.id, person.name, order.text("text").strip())
        entry = store.entries.add(new)
        post_appeared(store, entry)
    return _shown(entry)


def list_suggested(store: Store, network: str, order: Order) -> Any:
    place = _account(store, network, order.asked_whole("account"))
    return [_shown(one) for one in store.entries.of_kind(NETWORK, place.id, SUGGESTED)]


type Handler = Callable[[Store, str, Order], Any]
ORDERS: dict[tuple[str, str], Handler] = {
    ("POST", "places"): add_place,
    ("GET", "places/comments"): list_comments,
    ("POST", "places/comments"): write_comment,
    ("POST", "places/comments/edit"): edit_comment,
    ("POST", "places/comments/delete"): delete_comment,
    ("POST", "places/comments/restore"): restore_comment,
    ("POST", "suggestions"): suggest,
    ("GET", "suggestions"): list_suggested,
}


def _shown(entry: Entry) -> dict[str, Any]:
    head = {"id": entry.id, "author": entry.author_name, "author_id": entry.author_id, "text": entry.text}
    if entry.network == NETWORK:
        return {**head, "deleted": entry.deleted}
    where = {"kind": places.kind_of(entry), "place_id": entry.post_id, "reply_to": entry.reply_to}
    return {**head, **where, "deleted": entry.deleted}


def _comment(store: Store, network: str, order: Order) -> Entry:
    kind, place = _kind(order.text("kind")), _account(store, network, _number(order))
    found = places.comment(store, kind, place, order.whole("id"))
    if found is None:
        raise BadOrder(f"no comment {order.whole('id')}")
    return found


def _kind(said: str) -> str:
    if said not in KINDS:
        raise BadOrder(f"no kind {said!r}; there are {', '.join(KINDS)}")
    return said


def _number(order: Order) -> int | None:
    return order.whole("account") if order.given("account") else None


def _account(store: Store, network: str, number: int | None) -> Account:
    if network != NETWORK:
        raise BadOrder("only VK has photos, videos and topics of its own and suggested posts here")
    kind = TRAITS[NETWORK].account_kind
    if number is None:
        return store.accounts.all(NETWORK, kind)[0]
    found = store.accounts.find(NETWORK, number)
    if found is None or found.kind != kind:
        raise BadOrder(f"no account {number}")
    return found
