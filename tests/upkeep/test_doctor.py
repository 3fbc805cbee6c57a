"""`veche doctor` names what is wrong in plain words, tells what to do, and shows no secret."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import DatabaseError, OperationalError
from pytest_django import Settings

from tests.alarms.mail_server import MailServer
from tests.config.conftest import Command, command
from tests.factories import make_account
from tests.sandbox_process import SandboxProcess
from tests.upkeep.machine import unreadable
from veche.accounts.domain import clients
from veche.accounts.domain.keys import put_key
from veche.accounts.models import Account
from veche.config import schema
from veche.config.first_start import prepare
from veche.config.schedule import PERIODIC
from veche.engine.ticker import enqueue_due
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.kernel.crypto import Keyring, Secret
from veche.staff.models import Administration, Person
from veche.upkeep import doctor as doctors
from veche.upkeep.doctor import database, keys, machine, outside, pulse, site
from veche.upkeep.doctor.finding import Finding

__all__ = ["command"]

PASSWORD = "хитрый-пароль-7"


def bad(findings: Iterable[Finding]) -> dict[str, str]:
    return {finding.about: finding.words for finding in findings if not finding.good}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    prepare(tmp_path / "data")
    return tmp_path / "data"


def test_a_folder_of_its_own_is_well(data: Path) -> None:
    assert bad(machine.look(data)) == {}


def test_where_nothing_is_founded_it_says_so_and_makes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VECHE_DATA", str(tmp_path / "none"))

    assert doctors.doctor() == 1

    assert capsys.readouterr().out == (
        f"✗ Папка данных: {tmp_path / 'none'}: здесь Вече не заведено\n"
        "    → Проверьте VECHE_DATA. Новая установка: veche init.\n\nТребует внимания: 1.\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_what_others_may_read_is_named(data: Path) -> None:
    (data / "keyring").chmod(0o644)

    (found,) = (finding for finding in machine.look(data) if not finding.good)

    assert found.words == f"другие на этом компьютере могут читать: {data / 'keyring'}"
    assert found.todo == f"chmod -R go-rwx {data}"


def test_a_full_disk_is_named(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "LEAST_FREE", 2**80)

    assert list(bad(machine.look(data))) == ["Диск"]


def test_an_unfinished_restore_is_named(data: Path) -> None:
    (data / ".restore").mkdir()

    assert bad(machine.look(data)) == {"Папка данных": "восстановление оборвалось"}


@pytest.mark.django_db
class TestDatabase:
    def test_a_whole_one_is_well(self, rubtsovsk: Administration, alice: Person) -> None:
        assert bad(database.look()) == {}

    def test_a_silent_one_is_named_without_its_words(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse() -> bool:
            raise OperationalError(f"password={PASSWORD}")

        monkeypatch.setattr(schema, "unknown_migrations", refuse)

        assert bad(database.look()) == {"База": "не отвечает (OperationalError)"}

    @pytest.mark.parametrize("words", ["file is not a database", "database disk image is malformed"])
    def test_a_damaged_file_is_named_with_the_way_back(self, monkeypatch: pytest.MonkeyPatch, words: str) -> None:
        def refuse() -> bool:
            raise DatabaseError(words)

        monkeypatch.setattr(schema, "unknown_migrations", refuse)

        [found] = database.look()

        assert "повреждён" in found.words
        assert "veche restore" in found.todo

    def test_an_old_one_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(schema, "migrations_are_missing", lambda: True)

        assert "таблицы от прежней версии" in bad(database.look())["База"]


@pytest.mark.django_db
class TestKeys:
    @pytest.fixture
    def ring(self, settings: Settings, tmp_path: Path) -> Path:
        settings.KEYRING, settings.KEYRING_PATH = "", tmp_path / "keyring"
        Keyring.generate().save(settings.KEYRING_PATH)
        clients.keyring.cache_clear()
        return tmp_path / "keyring"

    @pytest.fixture
    def account(self, ring: Path, rubtsovsk: Administration, ivan: Person) -> Account:
        account = make_account(rubtsovsk, responsible=ivan)
        put_key(account=account, slot="community", secret=Secret("vk1.a.Zm9yLXRoZS1uZXdlc3Qta2V5"), by=ivan)
        return account

    def test_a_keyring_that_opens_everything_is_well(self, account: Account) -> None:
        assert bad(keys.look()) == {}

    def test_a_lost_one_is_named(self, ring: Path, account: Account) -> None:
        ring.unlink()
        clients.keyring.cache_clear()

        (found,) = keys.look()

        assert found.words == ("Файла ключей keyring нет: без него ключи сетей не открыть. Верните его из копии.")
        assert "veche lost-keyring" in found.todo

    def test_an_intact_one_with_a_wrong_mode_needs_a_chmod_and_no_new_one(self, ring: Path, account: Account) -> None:
        ring.chmod(0o644)
        clients.keyring.cache_clear()

        (found,) = keys.look()

        assert found == Finding(
            "Связка ключей",
            "Файл ключей keyring открыт другим пользователям сервера: ему нужны права 0600.",
            f"Выполните от root: chmod 600 {ring}",
        )

    def test_one_of_another_user_needs_a_chown_and_no_new_one(self, ring: Path, account: Account) -> None:
        clients.keyring.cache_clear()
        with unreadable(ring) as user:
            (found,) = keys.look()

        assert found.todo == f"Выполните от root: chown {user} {ring} && chmod 600 {ring}"

    def test_another_one_is_named_with_what_it_does_not_open(self, ring: Path, account: Account) -> None:
        Keyring.generate().save(ring)
        clients.keyring.cache_clear()

        assert bad(keys.look()) == {
            "Связка ключей": (
                "не открывает: аккаунты — Рубцовск официально (ВКонтакте); вторых шагов входа — 1; ключей эфира — 0"
            )
        }

    def test_a_key_that_its_network_refused_is_named(self, account: Account) -> None:
        account.keys.update(refused_at=now())

        assert bad(keys.look()) == {"Ключ, Рубцовск официально (ВКонтакте)": "сеть его не принимает"}


@pytest.mark.django_db
class TestPulse:
    def test_nobody_at_work_is_named(self) -> None:
        assert list(bad(pulse.look())) == ["Расписание", "Обработчик"]

    def test_a_schedule_that_beats_is_well_until_it_stops(self) -> None:
        enqueue_due(PERIODIC[0], now=now().timestamp())

        assert list(bad(pulse.look())) == ["Обработчик"]
        with time_machine.travel(now() + timedelta(minutes=2)):
            assert bad(pulse.look())["Расписание"].startswith("ничего не ставит в очередь с ")


class TestSite:
    @pytest.mark.parametrize(
        ("origin", "tls", "host", "wrong"),
        [
            ("https://veche.example.ru", True, "127.0.0.1", ""),
            ("http://veche.example.ru", False, "127.0.0.1", "без https"),
            ("https://veche.example.ru", False, "127.0.0.1", "VECHE_TLS=0"),
            ("https://veche.example.ru", True, "0.0.0.0", "мимо прокси"),
        ],
    )
    def test_the_address(self, settings: Settings, origin: str, tls: bool, host: str, wrong: str) -> None:
        settings.ORIGIN, settings.TLS, settings.HOST, settings.DEMO = origin, tls, host, False

        found = bad(site.look()).get("Адрес", "")

        assert wrong in found
        assert bool(found) == bool(wrong)

    def test_pages_that_were_not_laid_out_are_named(self, settings: Settings, tmp_path: Path) -> None:
        settings.STATIC_ROOT = tmp_path

        assert "Страницы" in bad(site.look())


class TestMail:
    def use(self, settings: Settings, port: int, **more: str) -> None:
        options = {"host": "127.0.0.1", "port": port, "timeout": 5, **more}
        settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}

    def test_a_server_that_answers_is_well_and_gets_no_letter(self, settings: Settings) -> None:
        with MailServer() as server:
            self.use(settings, server.port)
            assert bad(outside.mail()) == {}
            assert server.letters == []

    def test_a_silent_one_is_named_without_a_password(self, settings: Settings) -> None:
        with MailServer() as server:
            port = server.port
        self.use(settings, port, username="veche", password=PASSWORD)

        found = list(outside.mail())

        assert bad(found) == {"Почта": "сервер не отвечает (ConnectionRefusedError)"}
        assert PASSWORD not in "".join(map(str, found))

    def test_none_at_all_is_named(self, settings: Settings) -> None:
        settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}

        assert bad(outside.mail()) == {"Почта": "сервер не назван, писем не будет"}


@pytest.mark.django_db
class TestNetworks:
    @pytest.fixture
    def vk(self, sandbox: SandboxProcess, rubtsovsk: Administration, alice: Person) -> Account:
        return make_account(rubtsovsk, responsible=alice)

    def test_one_that_answers_is_well_and_so_is_the_clock(self, vk: Account) -> None:
        found = {finding.about: finding.words for finding in outside.networks()}

        assert found == {"Сеть ВКонтакте": "отвечает", "Часы": "идут как у сетей"}

    def test_a_silent_one_is_named_with_its_hour(self, vk: Account, settings: Settings) -> None:
        settings.NETWORKS = settings.NETWORKS | {"vk": settings.NETWORKS["vk"] | {"url": "http://127.0.0.1:9"}}
        settings.TIME_ZONE = "Asia/Barnaul"
        Account.objects.update(unreachable_since="2026-11-25T05:04:00Z")

        assert bad(outside.networks())["Сеть ВКонтакте"].startswith("нет связи с 25.11 12:04 (")

    def test_a_clock_that_is_late_is_named(self, vk: Account) -> None:
        with time_machine.travel(now() - timedelta(hours=1)):
            found = bad(outside.networks())

        assert found["Часы"].startswith(("расходятся с сетями на 35", "расходятся с сетями на 36"))

    def test_a_clock_that_went_back_is_named(self, rubtsovsk: Administration, alice: Person) -> None:
        with time_machine.travel(now() + timedelta(days=1)):
            from veche.staff.domain.sign_in import note

            note(alice, "staff.signed_in")

        assert Entry.objects.of(rubtsovsk).exists()
        assert "часы этого компьютера отстали" in bad(outside.networks())["Часы"]


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("VECHE_DATABASE_URL", "postgres://veche:secret@db:port/veche", "postgres://имя:пароль@узел:5432/база"),
        ("VECHE_DATABASE_URL", "oracle://veche@db/veche", "postgres://имя:пароль@узел:5432/база"),
        ("VECHE_EMAIL_URL", "pigeon://veche:secret@mail:25", "smtp+tls://имя:пароль@узел:587"),
        ("VECHE_VK_PROXY", "socks5://veche:secret@gate:1080", "http://узел:порт"),
        ("VECHE_ORIGIN", "https://[press", "https://узел, а задано 'https://[press'"),
        ("VECHE_ORIGIN", "press.example.ru", "https://узел, а задано 'press.example.ru'"),
        ("VECHE_TIME_ZONE", "Asia/Rubtsovsk", "имя часового пояса вроде Asia/Barnaul, а задано 'Asia/Rubtsovsk'"),
    ],
)
def test_a_setting_that_cannot_be_read_is_named(
    command: Command, data: Path, name: str, value: str, wanted: str
) -> None:
    words = command("-m", "veche.cli", "doctor", VECHE_DATA=str(data), **{name: value}).communicate(timeout=60)[1]

    assert words == f"Настройка неверна: {name}: не разобрать, нужно {wanted}.\n"
