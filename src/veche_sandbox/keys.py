"""Accounts of all networks and their keys: the first ones in a new file, further ones on order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from veche_sandbox import seeding
from veche_sandbox.max import seeding as max_seeding
from veche_sandbox.ok import seeding as ok
from veche_sandbox.orders import Order
from veche_sandbox.store import Account, Store
from veche_sandbox.traits import TRAITS

FIRST_NAME = "training_city"

type Keys = dict[str, Any]


@dataclass(frozen=True, slots=True)
class KeySeeder:
    """`first` creates the default city's account, `add` one on order; `keys` are in the JSON line, `more` are not."""

    first: Callable[[Store, str], Account]
    add: Callable[[Store, str, Order], Account]
    keys: Callable[[Store, Account], Keys]
    more: Callable[[Store, Account], Keys] = lambda _store, _account: {}


def _first_channel(store: Store, city: str) -> Account:
    return seeding.add_telegram_channel(store, city, name=FIRST_NAME, linked_group=True)


def _add_channel(store: Store, title: str, order: Order) -> Account:
    """`linked_group` false: a channel without a group; `new_bot`: with a bot of its own."""
    bot = seeding.add_telegram_bot(store) if order.flag("new_bot", default=False) else None
    linked = order.flag("linked_group", default=True)
    return seeding.add_telegram_channel(store, title, linked_group=linked, bot=bot)


KEY_SEEDERS = {
    "max": KeySeeder(
        lambda store, city: max_seeding.add_channel(store, city, name=FIRST_NAME),
        max_seeding.add_on_order,
        max_seeding.keys,
    ),
    "telegram": KeySeeder(_first_channel, _add_channel, seeding.telegram_keys),
    "vk": KeySeeder(
        lambda store, city: seeding.add_vk_community(store, city, name=FIRST_NAME),
        lambda store, title, _order: seeding.add_vk_community(store, title),
        seeding.vk_keys,
        seeding.vk_extra_keys,
    ),
    "ok": KeySeeder(
        lambda store, city: ok.add_group(store, city, name=FIRST_NAME),
        lambda store, title, _order: ok.add_group(store, title),
        ok.keys,
        ok.more_keys,
    ),
}


def seed(store: Store, city: str = seeding.CITY) -> None:
    """Create the first accounts once per file, so that tokens are stable. `city`: the accounts' title."""
    with store.transaction():
        for network, seeder in KEY_SEEDERS.items():
            if not store.accounts.all(network, TRAITS[network].account_kind):
                seeder.first(store, city)


def add_account(store: Store, network: str, title: str, order: Order) -> Account:
    with store.transaction():
        return KEY_SEEDERS[network].add(store, title, order)


def new_value(network: str) -> str:
    """A token value for networks whose format the store does not know; "" for others."""
    return max_seeding.new_token() if network == "max" else ""


def all_keys(store: Store, account: Account) -> Keys:
    """The keys for `GET accounts`: those of the JSON line and those that only tests need."""
    seeder = KEY_SEEDERS[account.network]
    return {"title": account.title, **seeder.keys(store, account), **seeder.more(store, account)}


def first_keys(store: Store) -> Keys:
    """The JSON line's part for each network, for the default city's account. `base`: the address of its API."""
    return {
        network: {
            "base": f"{store.address}/{network}",
            **seeder.keys(store, store.accounts.all(network, TRAITS[network].account_kind)[0]),
        }
        for network, seeder in KEY_SEEDERS.items()
    }
