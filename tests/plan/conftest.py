"""Fixtures of plans from files."""

import pytest

from tests.factories import make_account
from veche.accounts.models import Account
from veche.staff.models import Person


@pytest.fixture
def accounts(alice: Person) -> list[Account]:
    named = {"vk": "Рубцовск официально", "ok": "Рубцовск", "telegram": "Рубцовск коротко"}
    return [
        make_account(alice.administration, responsible=alice, network=slug, title=title)
        for slug, title in named.items()
    ]
