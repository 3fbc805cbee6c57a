"""Enter, replace and revoke keys; a wrong key gets one sentence and changes nothing."""

from datetime import timedelta

import pytest

from tests.factories import make_account
from veche.accounts.domain.clients import key_binding, keyring, open_account, secrets_of
from veche.accounts.domain.key_forms import what_is_wrong
from veche.accounts.domain.keys import put_key, revoke_key
from veche.accounts.domain.register import close
from veche.accounts.errors import AccountError
from veche.accounts.models import Account, Key, Passport
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.kernel.crypto import CryptoError, SealBroken, Secret, open_sealed
from veche.networks.protocol import Slot
from veche.staff.models import Administration, Person

GOOD = "vk1.a.Zm9yLXRoZS1uZXdlc3Qta2V5"
ANOTHER = "vk1.a.YW5vdGhlci1rZXktb2YtdGhlLWNpdHk"


@pytest.fixture
def account(rubtsovsk: Administration, alice: Person) -> Account:
    return make_account(rubtsovsk, responsible=alice)


def living(account: Account) -> list[Key]:
    return list(Key.objects.of(account.administration_id).filter(account=account, revoked_at=None))


def test_a_new_key_takes_the_place_of_the_old_one(account: Account, ivan: Person):
    old = put_key(account=account, slot="admin", secret=Secret(GOOD), by=ivan)

    new = put_key(account=account, slot="admin", secret=Secret(f"  {ANOTHER}\n"), by=ivan, owner_name="Редактор")

    old.refresh_from_db()
    assert (living(account), old.sealed) == ([new], "")
    assert secrets_of(account) == {Slot.ADMIN: Secret(ANOTHER)}
    assert list(Entry.objects.of(account.administration).order_by("number").values_list("verb", "facts")) == [
        ("key.added", {"key": str(old.pk), "slot": "admin"}),
        ("key.added", {"key": str(new.pk), "slot": "admin"}),
    ]


def test_what_was_wrong_with_the_old_key_is_forgotten(account: Account, ivan: Person):
    Account.objects.filter(pk=account.pk).update(trouble="отозван", poll_after=now(), poll_failures=4)

    put_key(account=account, slot="admin", secret=Secret(GOOD), by=ivan)

    account.refresh_from_db()
    assert account.trouble == ""
    assert account.poll_after is None
    assert account.poll_failures == 0


def test_a_revoked_key_opens_nothing_and_is_revoked_once(account: Account, ivan: Person):
    key = put_key(account=account, slot="admin", secret=Secret(GOOD), by=ivan)

    revoke_key(key=key, by=ivan)
    revoke_key(key=key, by=ivan)

    assert secrets_of(account) == {}
    assert list(Entry.objects.of(account.administration).order_by("number").values_list("verb", flat=True)) == [
        "key.added",
        "key.revoked",
    ]


def test_the_passport_does_not_promise_what_went_with_the_key(account: Account, ivan: Person):
    key = put_key(account=account, slot="admin", secret=Secret(GOOD), by=ivan)
    put_key(account=account, slot="community", secret=Secret(ANOTHER), by=ivan)
    able = {"mode": "auto", "why": "", "slot": "admin", "steps": []}
    abilities = {"edit": able, "publish_text": {**able, "slot": "community"}, "story": {**able, "mode": "absent"}}
    owner = {"administration": account.administration, "account": account}
    Passport.objects.create(**owner, abilities=abilities, checked_at=now())

    revoke_key(key=key, by=ivan)

    account.refresh_from_db()
    known = Passport.objects.get(account=account).abilities
    assert {name: one["mode"] for name, one in known.items()} == {
        "edit": "by_hand",
        "publish_text": "auto",
        "story": "absent",
    }
    assert known["edit"]["why"].startswith("Ключ отозван.")
    assert account.check_asked_at is not None


def test_a_key_moved_to_another_row_does_not_open(account: Account, rubtsovsk: Administration, ivan: Person):
    other = make_account(rubtsovsk, responsible=ivan, title="Спорт")
    mine = put_key(account=account, slot="admin", secret=Secret(GOOD), by=ivan)
    theirs = put_key(account=other, slot="admin", secret=Secret(ANOTHER), by=ivan)
    Key.objects.filter(pk=theirs.pk).update(sealed=mine.sealed)

    with pytest.raises(SealBroken):
        open_account(other)
    with pytest.raises(CryptoError):
        open_sealed(keyring(), mine.sealed, aad=key_binding(theirs))


def place(slot: str) -> tuple[str, str]:
    """Network and slot: «max bot», or a slot that belongs to one network alone."""
    network, _, name = slot.rpartition(" ")
    return network or ("telegram" if name == "bot" else "vk"), name


@pytest.mark.parametrize(
    ("slot", "typed", "start"),
    [
        ("ok admin", GOOD, "Это ключ другой сети: ВКонтакте."),
        ("ok admin", "short", "Это не access_token Одноклассников."),
        ("ok application", "0A1B2C3D4E5F", "Это не публичный ключ приложения"),
        ("ok secret", "CBAFJIICABABABABA", "Это не секретный ключ"),
        ("max bot", GOOD, "Это ключ другой сети: ВКонтакте."),
        ("max bot", "7000000001:AA" + "b" * 33, "Это ключ другой сети: Телеграм."),
        ("max bot", "short", "Это не ключ бота MAX."),
        ("admin", "   ", "Ключ пустой."),
        ("admin", "vk1.a.abc def ghi jkl mno", "В ключе пробел"),
        (
            "admin",
            "vk2.a.Zm9yLXRoZS1uZXdlc3Qta2V5",
            "Это ключ от VK ID, таким VK не даёт ни публиковать, ни удалять (отказ 1051).",
        ),
        ("community", "12345:AA" + "x" * 33, "Это ключ другой сети: Телеграм."),
        ("community", "vk1.a.short", "Это не ключ ВКонтакте"),
        ("bot", GOOD, "Это ключ другой сети: ВКонтакте."),
        ("bot", "12345:кириллица-вместо-латиницы-в-ключе-бота", "Это не ключ бота"),
    ],
)
def test_a_wrong_key_is_told_without_repeating_it(slot: str, typed: str, start: str):
    wrong = what_is_wrong(*place(slot), Secret(typed))

    assert wrong is not None
    assert wrong.first.startswith(start)
    assert wrong.replacing == wrong.first.removesuffix(".") + "; прежний ключ действует."
    assert not typed.strip() or typed not in wrong.replacing


@pytest.mark.parametrize(
    ("slot", "typed"),
    [
        ("admin", GOOD),
        ("community", "a1" * 42 + "f"),
        ("bot", "7000000001:AA" + "b" * 33),
        ("ok admin", "-s-8z2zWLWmGUWX0KVGKUSZ2MPFHzW2TLU-oS3aTtQiHvWz1u.gorX1"),
        ("ok application", "CBAFJIICABABABABA"),
        ("ok secret", "0A1B2C3D4E5F0A1B2C3D4E5F"),
        ("ok secret", "c59d0031b14ba6773ecc1731eefd5f34"),
        ("max bot", "f9LHodD0cOJf4_DkJGeq8BkDgc5vgSwZocVrn44oirfMzUQ4mv5k"),
    ],
)
def test_keys_as_the_networks_give_them_are_taken(slot: str, typed: str):
    assert what_is_wrong(*place(slot), Secret(typed)) is None


def test_a_refused_key_changes_nothing(account: Account, ivan: Person):
    kept = put_key(account=account, slot="admin", secret=Secret(GOOD), by=ivan)
    wrong = [("admin", "vk2.a.x", None), ("bot", ANOTHER, None), ("admin", ANOTHER, now() - timedelta(days=1))]

    for slot, secret, expires_at in wrong:
        with pytest.raises(AccountError):
            put_key(account=account, slot=slot, secret=Secret(secret), by=ivan, expires_at=expires_at)

    assert (living(account), Entry.objects.of(account.administration).count()) == ([kept], 1)


def test_a_day_that_has_passed_is_told_with_the_former_key_only_where_there_is_a_good_one(
    account: Account, ivan: Person
):
    said = []
    for refused_at in (None, now(), None):
        with pytest.raises(AccountError) as refusal:
            put_key(account=account, slot="admin", secret=Secret(ANOTHER), by=ivan, expires_at=now())
        said.append(str(refusal.value))
        put_key(account=account, slot="admin", secret=Secret(GOOD), by=ivan)
        Key.objects.of(account.administration).update(refused_at=refused_at)

    alone = "Этот срок уже прошёл. Возьмите новый ключ или исправьте дату."
    assert said == [
        alone,
        "Этот срок уже прошёл. Возьмите новый ключ или исправьте дату; прежний ключ действует.",
        alone,
    ]


def test_a_closed_account_takes_no_key(account: Account, ivan: Person):
    put_key(account=account, slot="admin", secret=Secret(GOOD), by=ivan)
    close(account=account, by=ivan)
    account.refresh_from_db()

    with pytest.raises(AccountError, match="закрыт"):
        put_key(account=account, slot="admin", secret=Secret(ANOTHER), by=ivan)
    assert living(account) == []
