import pytest
from django.test import Client

from tests.factories import make_account
from tests.inbox.conftest import ok, stand, telegram, vk  # noqa: F401 -- fixtures
from tests.people import client_of
from veche.accounts.models import Account
from veche.staff.models import Administration, Person


@pytest.fixture
def account(rubtsovsk: Administration, alice: Person) -> Account:
    return make_account(rubtsovsk, responsible=alice)


@pytest.fixture
def browser(alice: Person) -> Client:
    return client_of(alice)
