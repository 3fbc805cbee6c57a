"""A lost keyring: everything but the networks' keys works, and each account is given a new key."""

from io import StringIO
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.factories import make_account, make_act, make_message
from tests.people import PASSWORD
from tests.upkeep.machine_conditions import no_room, unreadable
from veche.accounts.domain import clients
from veche.accounts.domain.keys import put_key
from veche.accounts.domain.sealed import unopened
from veche.accounts.models import Account
from veche.config.rotate_keys import rotate_keys
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.kernel.crypto import Keyring, Secret
from veche.moderation.domain.examine import examine
from veche.moderation.domain.rule import delete
from veche.moderation.models import Evidence, Ruling
from veche.networks.protocol import Done
from veche.outbox.domain.confidential import sealed_of
from veche.outbox.models import Act
from veche.staff.adapter import SecondFactor
from veche.staff.models import Administration, Person
from veche.upkeep.backup import backup_keyring
from veche.upkeep.lost_keyring import lost_keyring

pytestmark = pytest.mark.django_db

GOOD = Secret("vk1.a.Zm9yLXRoZS1uZXdlc3Qta2V5")


@pytest.fixture
def ring(settings: Settings, tmp_path: Path) -> Path:
    settings.KEYRING, settings.KEYRING_PATH = "", tmp_path / "keyring"
    Keyring.generate().save(settings.KEYRING_PATH)
    clients.keyring.cache_clear()
    return tmp_path / "keyring"


@pytest.fixture
def account(ring: Path, rubtsovsk: Administration, ivan: Person) -> Account:
    account = make_account(rubtsovsk, responsible=ivan)
    put_key(account=account, slot="community", secret=GOOD, by=ivan)
    secret = {"secret": SecondFactor().encrypt("JBSWY3DPEHPK3PXP")}
    for kind in ("totp", "recovery_codes"):  # two rows of one person, who is counted once
        Authenticator.objects.update_or_create(user=ivan, type=kind, defaults={"data": secret})
    return account


def lose(ring: Path) -> None:
    ring.unlink()
    clients.keyring.cache_clear()


def test_what_it_sealed_is_given_up_openly(
    ring: Path, account: Account, rubtsovsk: Administration, ivan: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    lose(ring)
    assert unopened(rubtsovsk) == [account]

    assert lost_keyring(yes=True) == 0

    said = capsys.readouterr().out
    assert "Ключей ждут аккаунты: 1." in said
    assert "Второй шаг входа заново настроят люди: 1." in said
    assert account.keys.filter(revoked_at=None).count() == 0
    assert not Authenticator.objects.filter(user=ivan).exists()
    assert list(Entry.objects.of(rubtsovsk).order_by("number").values_list("verb", flat=True))[-2:] == [
        "keys.lost",
        "staff.second_factor_reset",
    ]
    put_key(account=account, slot="community", secret=GOOD, by=ivan)
    assert (list(Keyring.load(ring)), unopened(rubtsovsk)) == (["k1"], [])


def test_who_signs_in_meanwhile_is_told_why_their_code_does_not_help(
    ring: Path, account: Account, ivan: Person
) -> None:
    lose(ring)
    browser = Client()
    browser.post("/me/login/", {"login": ivan.email, "password": PASSWORD})

    page = browser.post(reverse("mfa_authenticate"), {"code": "123456"}, follow=True)

    assert page.status_code == 200
    assert "Код проверить нечем: связки ключей на сервере нет." in page.content.decode()


def test_another_keyring_is_the_same_as_none(ring: Path, account: Account, rubtsovsk: Administration) -> None:
    Keyring.generate().save(ring)
    clients.keyring.cache_clear()
    other = ring.read_bytes()
    ring.with_name("keyring.old").write_bytes(b"kept by an earlier run")

    assert lost_keyring(yes=True) == 0

    assert unopened(rubtsovsk) == []
    assert ring.with_name("keyring.old").read_bytes() == b"kept by an earlier run"
    assert ring.with_name("keyring.old-2").read_bytes() == other


def test_an_intact_keyring_that_others_may_read_is_not_given_up(
    ring: Path, account: Account, ivan: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    before = ring.read_bytes()
    ring.chmod(0o640)
    clients.keyring.cache_clear()

    assert lost_keyring(yes=True) == 1

    assert capsys.readouterr().err == (
        "Файл ключей keyring открыт другим пользователям сервера: ему нужны права 0600. Связка не потеряна, ничего не "
        f"изменено. Выполните от root: chmod 600 {ring}, потом veche doctor.\n"
    )
    assert (ring.read_bytes(), sorted(path.name for path in ring.parent.iterdir())) == (before, ["keyring"])
    assert account.keys.filter(revoked_at=None).count() == 1
    assert Authenticator.objects.filter(user=ivan, type="totp").exists()


def test_an_intact_keyring_of_another_user_is_not_given_up(
    ring: Path, account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    clients.keyring.cache_clear()
    with unreadable(ring) as user:
        code = lost_keyring(yes=True)

    assert code == 1
    assert capsys.readouterr().err == (
        f"Файл ключей keyring есть, но пользователю {user} его не прочитать. Связка не потеряна, ничего не изменено. "
        f"Выполните от root: chown {user} {ring} && chmod 600 {ring}, потом veche doctor.\n"
    )
    clients.keyring.cache_clear()
    assert (unopened(account.administration), account.keys.filter(revoked_at=None).count()) == ([], 1)


@pytest.mark.parametrize(("answer", "code", "keys"), [("", 1, 1), ("да", 1, 1), ("Забыть", 0, 0)])
def test_it_asks_before_it_acts(
    ring: Path,
    account: Account,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answer: str,
    code: int,
    keys: int,
) -> None:
    lose(ring)
    monkeypatch.setattr("sys.stdin", StringIO(f"{answer}\n" if answer else ""))

    assert lost_keyring() == code

    assert (
        "ключи (аккаунтов: 1), второй шаг входа с запасными кодами (людей: 1), ключи эфира (0)"
        in capsys.readouterr().out
    )
    assert (account.keys.filter(revoked_at=None).count(), ring.exists()) == (keys, code == 0)


def test_a_full_disk_leaves_everything_as_it_was(ring: Path, account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    Keyring.generate().save(ring)
    clients.keyring.cache_clear()
    other = ring.read_bytes()
    monkeypatch.setattr("veche.kernel.files._write", no_room)

    with pytest.raises(OSError, match="No space left"):
        lost_keyring(yes=True)

    assert (ring.read_bytes(), sorted(path.name for path in ring.parent.iterdir())) == (other, ["keyring"])
    assert account.keys.filter(revoked_at=None).count() == 1


def test_a_keyring_that_opens_everything_is_left_alone(
    ring: Path, account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    before = ring.read_bytes()

    assert lost_keyring(yes=True) == 1

    assert "забывать нечего" in capsys.readouterr().err
    assert (ring.read_bytes(), account.keys.filter(revoked_at=None).count()) == (before, 1)


def test_the_keyring_is_copied_for_its_owner_alone(ring: Path, tmp_path: Path) -> None:
    assert [backup_keyring(tmp_path / "copy") for _ in range(2)] == [0, 1]

    assert (tmp_path / "copy").read_bytes() == ring.read_bytes()
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o600


def test_a_lost_keyring_is_not_copied(ring: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lose(ring)

    assert backup_keyring(tmp_path / "copy") == 1

    assert capsys.readouterr().err == (
        "Связка не скопирована. Файла ключей keyring нет: без него ключи сетей не открыть. Верните его из копии.\n"
    )
    assert not (tmp_path / "copy").exists()


def test_a_key_that_nobody_was_shown_is_given_up_too(ring: Path, account: Account) -> None:
    """Otherwise every later `veche rotate-keys` would fail on it."""
    act = make_act(account)
    done = Done("1", confidential=Secret("a stream's key"))
    Act.objects.of(account.administration).filter(pk=act.pk).update(**sealed_of(act, done))
    lose(ring)

    assert lost_keyring(yes=True) == 0

    act.refresh_from_db()
    assert act.sealed == ""
    assert rotate_keys() == 0


def test_evidence_that_its_digests_prove_is_sealed_anew_with_a_date(
    ring: Path, account: Account, rubtsovsk: Administration, alice: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    whole, changed = (delete(message=make_message(account), by=alice, ground="insult") for _ in range(2))
    lose(ring)
    bare = delete(message=make_message(account), by=alice, ground="insult")
    Ruling.objects.filter(pk=changed.pk).update(ground="spam")
    assert examine(rubtsovsk).problems == [f"{called(changed)}: основание."]

    assert lost_keyring(yes=True) == 0

    assert "сходятся по контрольным суммам и закрыты новой связкой: 2; не сходятся: 1." in (capsys.readouterr().out)
    assert examine(rubtsovsk).problems == [f"{called(changed)}: основание."]
    sealed = Evidence.objects.exclude(resealed_at=None)
    assert {one.ruling_id for one in sealed} == {whole.pk, bare.pk}
    entry = Entry.objects.of(rubtsovsk).latest("number")
    day = now().date()
    assert (entry.verb, entry.facts) == ("evidence.sealed_anew", {"since": day.isoformat(), "sealed": 2, "left": 1})

    sealed.update(resealed_at=None)
    assert examine(rubtsovsk).problems[0] == f"{called(whole)}: печать связки ключей."


def called(ruling: Ruling) -> str:
    return f"Решение об удалении № {ruling.pk}, с журналом не сходится"
