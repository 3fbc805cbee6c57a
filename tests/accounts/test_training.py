"""A training installation never calls real networks, nor the reverse."""

import pytest
from pytest_django import Settings

from tests.factories import make_account
from veche.accounts import checks
from veche.accounts.domain.clients import secrets_of
from veche.accounts.domain.keys import put_key, revoke_key
from veche.accounts.models import Account
from veche.kernel.crypto import Secret
from veche.networks.protocol import Slot
from veche.staff.models import Administration, Person

GOOD = Secret("vk1.a.Zm9yLXRoZS1uZXdlc3Qta2V5")
REAL = {"vk": {"url": "https://api.vk.ru"}, "telegram": {"url": "https://api.telegram.org"}}
HOME = {"vk": {"url": "http://127.0.0.1:8001/vk"}, "telegram": {"url": "http://localhost:8001/telegram"}}


@pytest.fixture
def account(rubtsovsk: Administration, ivan: Person) -> Account:
    return make_account(rubtsovsk, responsible=ivan)


@pytest.mark.parametrize(
    ("demo", "networks", "errors"),
    [
        (True, HOME, []),
        (True, REAL, ["accounts.E001", "accounts.E001"]),
        (True, HOME | {"vk": REAL["vk"]}, ["accounts.E001"]),
        (False, REAL, []),
        (False, HOME, []),  # a real installation may have a local Bot API server
    ],
)
def test_a_training_city_calls_training_networks_only(
    settings: Settings, demo: bool, networks: dict[str, dict[str, str]], errors: list[str]
):
    settings.DEMO, settings.NETWORKS = demo, networks

    assert [error.id for error in checks.training_networks_only()] == errors


@pytest.mark.parametrize(
    ("entered_in_demo", "started_as_demo", "errors"),
    [(True, True, []), (False, False, []), (False, True, ["accounts.E002"]), (True, False, ["accounts.E002"])],
)
def test_a_key_belongs_where_it_was_entered(
    settings: Settings,
    account: Account,
    ivan: Person,
    entered_in_demo: bool,
    started_as_demo: bool,
    errors: list[str],
):
    settings.DEMO = entered_in_demo
    put_key(account=account, slot="admin", secret=GOOD, by=ivan)
    settings.DEMO = started_as_demo

    found = checks.keys_are_of_this_kind(databases=["default"])

    assert [error.id for error in found] == errors
    assert secrets_of(account) == ({} if errors else {Slot.ADMIN: GOOD})


def test_a_revoked_key_keeps_nobody_from_starting(settings: Settings, account: Account, ivan: Person):
    revoke_key(key=put_key(account=account, slot="admin", secret=GOOD, by=ivan), by=ivan)
    settings.DEMO = True

    assert checks.keys_are_of_this_kind(databases=["default"]) == []
    assert checks.keys_are_of_this_kind(databases=None) == []
