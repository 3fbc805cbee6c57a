"""Ids as each network's own API writes them: numbers, except in MAX, where a message's id is a text."""

from veche_sandbox.max import names
from veche_sandbox.orders import BadOrder, Order, whole
from veche_sandbox.store import Store


def shown(store: Store, network: str, place: int, number: int | None) -> int | str | None:
    """Of the entry that the store keeps under this number of the place."""
    if number is None or network != names.NETWORK:
        return number
    return names.mid_of(store.entries.get(network, place, number))


def ordered(store: Store, network: str, order: Order, name: str) -> int:
    """The store's number of what the order's body names."""
    return _in_max(store, order.text(name)) if network == names.NETWORK else order.whole(name)


def asked(store: Store, network: str, order: Order, name: str) -> int | None:
    """The same of a query; None when it is not asked for."""
    value = order.asked(name)
    if value is None:
        return None
    return _in_max(store, value) if network == names.NETWORK else whole(name, value)


def _in_max(store: Store, mid: str) -> int:
    entry = names.find(store, mid)
    if entry is None:
        raise BadOrder(f"no message {mid}")
    return entry.id
