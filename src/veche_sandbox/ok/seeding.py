"""Create a group with its own application: application key, secret, and the administrator's long-lived token."""

import secrets
import string
from typing import Any

from veche_sandbox.ok.calls import NETWORK, PERMISSIONS
from veche_sandbox.ok.signing import session_secret
from veche_sandbox.store import Account, Store
from veche_sandbox.traits import TRAITS

FIRST_GROUP = 54_000_000_000_000
FIRST_TOPIC = 150_000_000_000_000
TOPICS_OF_ONE = 1_000_000
"""Topics are named without their group, so the groups' numberings must not meet."""
FIRST_APPLICATION = 512_000_000_000


def add_group(store: Store, title: str, *, name: str = "") -> Account:
    number = store.database.next_number(NETWORK, "groups")
    application = {
        "application_id": str(FIRST_APPLICATION + number),
        "application_key": "CB" + _letters(string.ascii_uppercase, 15),
        "application_secret": _letters("0123456789ABCDEF", 24),
    }
    group = store.accounts.add(NETWORK, "group", title, id=FIRST_GROUP + number, name=name, extra=application)
    store.database.start_after(NETWORK, str(group.id), FIRST_TOPIC + number * TOPICS_OF_ONE)
    admin = store.accounts.person(NETWORK, TRAITS[NETWORK].owner)
    store.accounts.set_membership(NETWORK, admin.id, group.id, "creator", PERMISSIONS)
    store.accounts.add_token(NETWORK, "lasting", user_id=admin.id, account_id=group.id)
    return group


def keys(store: Store, group: Account) -> dict[str, Any]:
    return {
        "application_key": group.extra["application_key"],
        "application_secret": group.extra["application_secret"],
        "access_token": _token(store, group),
        "group_id": group.id,
    }


def more_keys(store: Store, group: Account) -> dict[str, Any]:
    """Data that the application's page shows beside the token, and the token's owner."""
    token = _token(store, group)
    admin = store.accounts.token(NETWORK, token)
    return {
        "application_id": group.extra["application_id"],
        "session_secret_key": session_secret(token, group.extra["application_secret"]),
        "user_id": admin.user_id if admin else None,
    }


def _token(store: Store, group: Account) -> str:
    return store.accounts.tokens(NETWORK, kind="lasting", account_id=group.id)[0].value


def _letters(alphabet: str, count: int) -> str:
    return "".join(secrets.choice(alphabet) for _ in range(count))
