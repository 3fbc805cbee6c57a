"""The registry: add, edit, close; each adds a journal entry."""

from typing import Any

import pytest

from tests.factories import make_account
from veche.accounts.domain.keys import put_key
from veche.accounts.domain.register import close, edit, number_of, register
from veche.accounts.errors import AccountError
from veche.accounts.models import Account
from veche.journal.models import Entry
from veche.kernel.crypto import Secret
from veche.staff.models import Administration, Person


def passport(responsible: Person, **fields: Any) -> dict[str, Any]:
    return {"title": "Рубцовск. Спорт", "legal_basis": "Постановление № 1541", "responsible": responsible, **fields}


def entries(administration: Administration) -> list[tuple[str, dict[str, Any]]]:
    return list(Entry.objects.of(administration).order_by("number").values_list("verb", "facts"))


def test_an_account_comes_in(rubtsovsk: Administration, carol: Person, alice: Person):
    made = register(
        administration=rubtsovsk,
        by=carol,
        network="vk",
        remote_id="https://vk.com/club777",
        fields=passport(alice, category="card"),
    )

    made.refresh_from_db()
    assert made.remote_id == "777"
    assert made.title == "Рубцовск. Спорт"
    assert made.responsible == alice
    assert made.category == "card"
    assert entries(rubtsovsk) == [("account.registered", {"network": "vk", "remote_id": "777"})]


def test_the_same_account_does_not_come_in_twice(rubtsovsk: Administration, carol: Person):
    make_account(rubtsovsk, responsible=carol, remote_id="777")

    with pytest.raises(AccountError, match="уже есть в реестре"):
        register(administration=rubtsovsk, by=carol, network="vk", remote_id="777", fields=passport(carol))
    assert (Account.objects.of(rubtsovsk).count(), entries(rubtsovsk)) == (1, [])


def test_another_city_may_have_it_too(rubtsovsk: Administration, mallory: Person, carol: Person):
    make_account(rubtsovsk, responsible=carol, remote_id="777")

    made = register(
        administration=mallory.administration, by=mallory, network="vk", remote_id="777", fields=passport(mallory)
    )

    assert made.administration == mallory.administration


@pytest.mark.parametrize(
    ("network", "written", "number"),
    [
        ("vk", "123", "123"),
        ("vk", "club123", "123"),
        ("vk", "-123", "123"),
        ("vk", "https://vk.ru/public123/", "123"),
        ("telegram", " -1001234567890 ", "-1001234567890"),
        ("ok", " https://ok.ru/group/54000000000001/ ", "54000000000001"),
        ("ok", "-54000000000001", "54000000000001"),
        ("telegram", "1001234567890", "-1001234567890"),
        ("max", "70801090403050", "-70801090403050"),
        ("max", " -70801090403050 ", "-70801090403050"),
    ],
)
def test_numbers_as_people_write_them(network: str, written: str, number: str):
    assert number_of(network, written) == number


@pytest.mark.parametrize(
    ("network", "written"),
    [
        ("vk", ""),
        ("vk", "rubtsovsk"),
        ("vk", "0"),
        ("vk", "1" * 40),
        ("telegram", "12345"),
        ("telegram", "@city"),
        ("ok", "rubtsovsk"),
        ("max", "7080"),
        ("max", "https://max.ru/city"),
    ],
)
def test_what_is_no_number_is_told(network: str, written: str):
    with pytest.raises(AccountError):
        number_of(network, written)


def test_an_edit_tells_what_changed_and_not_the_words(rubtsovsk: Administration, carol: Person, alice: Person):
    account = make_account(rubtsovsk, responsible=alice, title="Рубцовск", legal_basis="Приказ")

    changed = edit(account=account, by=carol, fields=passport(carol))
    again = edit(account=account, by=carol, fields=passport(carol))

    account.refresh_from_db()
    assert (sorted(changed), again) == (["legal_basis", "responsible", "title"], [])
    assert (account.title, account.responsible) == ("Рубцовск. Спорт", carol)
    assert entries(rubtsovsk) == [("account.edited", {"changed": changed})]


def test_another_address_is_asked_about_at_once(rubtsovsk: Administration, carol: Person):
    account = make_account(rubtsovsk, responsible=carol, network="telegram", remote_id="-1001234567890")

    edit(account=account, by=carol, fields={"linked_group_id": "-1001234567891"})

    account.refresh_from_db()
    assert account.check_asked_at is not None


def test_closing_revokes_the_keys_and_happens_once(rubtsovsk: Administration, carol: Person):
    account = make_account(rubtsovsk, responsible=carol)
    put_key(account=account, slot="admin", secret=Secret("vk1.a.Zm9yLXRoZS1uZXdlc3Q"), by=carol)

    close(account=account, by=carol)
    with pytest.raises(AccountError, match="уже закрыт"):
        close(account=account, by=carol)

    account.refresh_from_db()
    assert account.closed_at is not None
    assert list(account.keys.filter(revoked_at=None)) == []
    assert entries(rubtsovsk)[1:] == [("account.closed", {"keys": 1})]
