"""A new key in the keyring: everything sealed is sealed again under it, and nothing is lost."""

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.factories import make_account, make_act
from veche.accounts.domain import clients
from veche.accounts.domain.clients import seal_webhook_secret, secrets_of, webhook_secret_of
from veche.accounts.domain.keys import put_key, revoke_key
from veche.accounts.domain.rotate import reseal_keys
from veche.accounts.models import Account, Key
from veche.config.rotate_keys import rotate_keys
from veche.journal.models import Entry
from veche.kernel.crypto import CryptoError, Keyring, Secret
from veche.networks.protocol import Done, Slot
from veche.outbox.domain.confidential import sealed_of, take
from veche.outbox.models import Act
from veche.staff.models import Administration, Person

GOOD = Secret("vk1.a.Zm9yLXRoZS1uZXdlc3Qta2V5")


@pytest.fixture
def ring(settings: Settings, tmp_path: Path) -> Path:
    """The keyring in its file, as in an installation."""
    settings.KEYRING, settings.KEYRING_PATH = "", tmp_path / "keyring"
    Keyring.generate().save(settings.KEYRING_PATH)
    clients.keyring.cache_clear()
    return tmp_path / "keyring"


@pytest.fixture
def account(ring: Path, rubtsovsk: Administration, ivan: Person) -> Account:
    made = make_account(rubtsovsk, responsible=ivan)
    made.webhook_secret = seal_webhook_secret(made, Secret("webhook-word"))
    made.save(update_fields=("webhook_secret",))
    revoke_key(key=put_key(account=made, slot="community", secret=GOOD, by=ivan), by=ivan)
    put_key(account=made, slot="admin", secret=GOOD, by=ivan)
    return made


def sealed_under(account: Account) -> set[str]:
    account.refresh_from_db()
    keys = Key.objects.of(account.administration_id).filter(account=account, revoked_at=None)
    return {text.partition(".")[0] for text in (account.webhook_secret, *keys.values_list("sealed", flat=True))}


def test_everything_comes_under_the_newest_key(ring: Path, account: Account, capsys: pytest.CaptureFixture[str]):
    code = rotate_keys()

    assert code == 0
    assert sealed_under(account) == {"k2"}
    assert list(Keyring.load(ring)) == ["k2", "k1"]
    assert "Ключей сетей: 2," in capsys.readouterr().out
    last = Entry.objects.of(account.administration).order_by("-number").values_list("verb", "actor", "facts")[0]
    assert [*last] == ["keys.resealed", None, {"number": 2, "under": "k2"}]


def test_a_process_that_read_the_file_before_goes_on(ring: Path, account: Account):
    assert secrets_of(account) == {Slot.ADMIN: GOOD}  # from here on it has k1 only

    rotate_keys()
    account.refresh_from_db()

    assert (secrets_of(account), webhook_secret_of(account)) == ({Slot.ADMIN: GOOD}, "webhook-word")


def test_a_second_run_writes_nothing_when_all_is_under_it(ring: Path, account: Account):
    keyring = Keyring.load(ring).add()

    first = reseal_keys(keyring=keyring, administration=account.administration)
    second = reseal_keys(keyring=keyring, administration=account.administration)

    entries = Entry.objects.of(account.administration).filter(verb="keys.resealed")
    assert first == 2
    assert second == 0
    assert entries.count() == 1


def test_one_broken_secret_stops_all_and_changes_nothing(
    ring: Path, account: Account, capsys: pytest.CaptureFixture[str]
):
    sealed = Key.objects.get(account=account, revoked_at=None).sealed
    account.webhook_secret = account.webhook_secret[:-4] + "AAAA"
    account.save(update_fields=("webhook_secret",))

    code = rotate_keys()

    assert (code, Key.objects.get(account=account, revoked_at=None).sealed) == (1, sealed)
    assert "Ничего не перешифровано" in capsys.readouterr().err


def test_another_city_is_left_alone(ring: Path, account: Account, other_city: Administration):
    assert reseal_keys(keyring=Keyring.load(ring).add(), administration=other_city) == 0
    assert sealed_under(account) == {"k1"}


def test_a_keyring_that_lost_its_keys_is_an_error(ring: Path, account: Account):
    with pytest.raises(CryptoError):
        reseal_keys(keyring=Keyring({"k9": b"x" * 32}), administration=account.administration)


def test_what_nobody_has_been_shown_yet_comes_under_it_too(ring: Path, account: Account):
    act = make_act(account)
    done = Done("1", "https://vk.com/video-1_1", confidential=Secret("a stream's key"))
    Act.objects.of(account.administration).filter(pk=act.pk).update(**sealed_of(act, done))

    assert rotate_keys() == 0

    act.refresh_from_db()
    assert (act.sealed.partition(".")[0], take(act)) == ("k2", Secret("a stream's key"))
    told = Entry.objects.of(account.administration).filter(verb="keys.resealed").values_list("facts", flat=True)
    assert [*told] == [{"number": 3, "under": "k2"}]
