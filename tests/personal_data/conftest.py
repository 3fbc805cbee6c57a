import pytest

from tests.factories import make_account
from veche.accounts.models import Account
from veche.staff.models import Administration, Person


@pytest.fixture
def account(rubtsovsk: Administration, alice: Person) -> Account:
    return make_account(rubtsovsk, responsible=alice)
