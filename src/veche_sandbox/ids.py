"""Ids in the format of each network's API: numbers, except in MAX, where a message's id is a string."""

from veche_sandbox.max import names
from veche_sandbox.orders import BadOrder, Order, whole
from veche_sandbox.store import Store


def shown(store: Store, network: str, place: int, number: int | None) -> int | str | None:
    """The network's id of an entry, given its number in the store."""
    if number is None or network != names.NETWORK:
        return number
    return names.mid_of(store.entries.get(network, place, number))


def ordered(store: Store, network: str, order: Order, name: str) -> int:
    """The store's number of the entry named in the order's body."""
    return _in_max(store, order.text(name)) if network == names.NETWORK else order.whole(name)


def asked(store: Store, network: str, order: Order, name: str) -> int | None:
    """The same for a query parameter; None if it is missing."""
    value = order.asked(name)
    if value is None:
        return None
    return _in_max(store, value) if network == names.NETWORK else whole(name, value)


def _in_max(store: Store, mid: str) -> int:
    entry = names.find(store, mid)
    if entry is None:
        raise BadOrder(f"no message {mid}")
    return entry.id
