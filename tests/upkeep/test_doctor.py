"""`veche doctor` reports faults in plain words with remedies, and shows no secret."""

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from pytest_django import Settings

from tests.factories import make_account, make_bot
from tests.upkeep.machine_conditions import NOBODY, unreadable
from veche.accounts.domain import clients
from veche.accounts.domain.keys import put_key
from veche.accounts.models import Account
from veche.alarms.models import Bot
from veche.config.environment import VARIABLES
from veche.config.first_start import prepare
from veche.kernel.clock import now
from veche.kernel.crypto import Keyring, Secret
from veche.kernel.files import write_atomically
from veche.staff.models import Administration, Person
from veche.upkeep import doctor as doctors
from veche.upkeep.doctor import bots, keys, machine, settings_file
from veche.upkeep.doctor.finding import Finding
from veche.upkeep.init import as_lines

PASSWORD = "хитрый-пароль-7"


def bad(findings: Iterable[Finding]) -> dict[str, str]:
    return {finding.about: finding.words for finding in findings if not finding.good}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    prepare(tmp_path / "data")
    return tmp_path / "data"


def test_a_folder_of_its_own_is_well(data: Path) -> None:
    assert bad(machine.check(data)) == {}


def test_where_nothing_is_founded_it_says_so_and_makes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VECHE_DATA", str(tmp_path / "none"))

    assert doctors.doctor(tmp_path / "veche.env") == 1

    assert capsys.readouterr().out == (
        f"✗ Папка данных: {tmp_path / 'none'}: здесь Вече не заведено\n"
        "    → Проверьте VECHE_DATA. Новая установка: veche init.\n\nТребует внимания: 1.\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_what_others_may_read_is_named(data: Path) -> None:
    (data / "keyring").chmod(0o644)

    (found,) = (finding for finding in machine.check(data) if not finding.good)

    assert found.words == f"другие на этом компьютере могут читать: {data / 'keyring'}"
    assert found.todo == f"chmod -R go-rwx {data}"


def test_a_data_folder_behind_a_link_is_judged_itself(data: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(data)

    assert bad(machine.check(tmp_path / "link")) == {}

    (data / "keyring").chmod(0o640)
    (found,) = (finding for finding in machine.check(tmp_path / "link") if not finding.good)
    assert (found.words, found.todo) == (
        f"другие на этом компьютере могут читать: {data / 'keyring'}",
        f"chmod -R go-rwx {data}",
    )


def test_a_link_where_the_services_have_their_folder_is_named(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """systemd refuses to start: `StateDirectory=` of the units accepts no link."""
    link = tmp_path / "link"
    link.symlink_to(data)
    monkeypatch.setattr(machine, "STATE", link)

    (found,) = (finding for finding in machine.check(link) if not finding.good)

    assert found.words == f"{link} — ссылка на {data}: службы с ней не запускаются"
    assert found.todo.startswith(f"rm {link} && mkdir {link} && mount --bind {data} {link}")
    assert bad(machine.check(data)) == {}


@pytest.mark.parametrize("name", ["media", "static", "journal-heads", "tmp"])
def test_a_folder_that_cannot_be_written_is_named(data: Path, name: str) -> None:
    (data / name).mkdir(mode=0o500)

    (found,) = (finding for finding in machine.check(data) if not finding.good)

    assert found.words == f"сюда не записать: {data / name}"
    assert found.todo.startswith(f"Верните права: chmod u+rwX {data / name};")


def test_a_lost_secret_is_named_and_is_no_new_installation(data: Path) -> None:
    (data / "secret_key").unlink()

    (found,) = (finding for finding in machine.check(data) if not finding.good)

    assert (found.about, found.words) == ("Ключ сессий", f"файла {data / 'secret_key'} нет")
    assert "всем придётся войти заново" in found.todo


def test_a_secret_that_was_cut_is_named(data: Path) -> None:
    (data / "secret_key").write_bytes(b"")

    assert bad(machine.check(data)) == {"Ключ сессий": f"файл {data / 'secret_key'} пуст или обрезан"}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
@pytest.mark.parametrize("name", ["keyring", "secret_key", "static/staticfiles.json", "veche.sqlite3-wal"])
def test_a_file_of_another_owner_is_named_and_ends_in_no_traceback(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (data / name).parent.mkdir(mode=0o700, exist_ok=True)
    (data / name).touch(mode=0o600)
    os.chown(data / name, NOBODY, -1)
    monkeypatch.setenv("VECHE_DATA", str(data))

    assert doctors.doctor(tmp_path / "veche.env") == 1

    assert capsys.readouterr().out.endswith(
        f"✗ Папка данных: не принадлежит пользователю root: {data / name}\n"
        f"    → chown -R root: {data}. Команды запускайте через /usr/local/sbin/veche. Остальное пока не проверено.\n\n"
        "Требует внимания: 1.\n"
    )


def test_a_folder_of_another_user_is_named(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VECHE_DATA", str(data))

    with unreadable(data) as user:
        code = doctors.doctor(tmp_path / "veche.env")

    assert code == 1
    assert f"✗ Папка данных: {data} закрыта от пользователя {user}" in capsys.readouterr().out


class TestSettingsFile:
    @pytest.fixture
    def file(self, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        for variable in VARIABLES:
            monkeypatch.delenv(variable.name, raising=False)
        settings = {"VECHE_DATA": str(data), "VECHE_EMAIL_URL": f"smtp://veche:{PASSWORD}@mail.example.test"}
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        write_atomically(tmp_path / "veche.env", as_lines(settings).encode())
        return tmp_path / "veche.env"

    def test_a_private_one_is_well_and_so_is_none(self, file: Path, data: Path, tmp_path: Path) -> None:
        assert bad(settings_file.check(file, data)) == {}
        assert list(settings_file.check(tmp_path / "none", data)) == []

    def test_one_that_others_may_read_is_named(self, file: Path, data: Path) -> None:
        file.chmod(0o640)

        assert list(settings_file.check(file, data)) == [
            Finding("Файл настроек", f"{file} могут читать другие, а в нём пароли", f"chmod 600 {file}")
        ]

    def test_one_that_the_services_may_not_read_is_named(self, file: Path, data: Path) -> None:
        with unreadable(file) as user:
            (found,) = settings_file.check(file, data)

        assert found.words == f"{file}: не прочитать (PermissionError)"
        assert found.todo == f"Выполните от root: chown {user} {file} && chmod 600 {file}"

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
    def test_one_of_another_owner_is_named(self, file: Path, data: Path) -> None:
        os.chown(file, NOBODY, -1)

        assert list(settings_file.check(file, data)) == [
            Finding("Файл настроек", f"{file} не принадлежит пользователю root", f"chown root {file}")
        ]

    def test_other_settings_than_those_of_the_services_are_named_without_a_value(
        self, file: Path, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("VECHE_EMAIL_URL")
        monkeypatch.setenv("VECHE_DATABASE_URL", f"postgres://veche:{PASSWORD}@127.0.0.1/veche")

        (found,) = settings_file.check(file, data)

        assert found.words == (f"проверка идёт с другими настройками, чем {file}: VECHE_DATABASE_URL, VECHE_EMAIL_URL")
        assert PASSWORD not in str(found)

    def test_a_name_that_no_setting_has_is_named(self, file: Path, data: Path) -> None:
        with file.open("a", encoding="utf-8") as more:
            more.write("VECHE_EMIAL_URL='x'\nVECHE_SECRET_KEY_FILE='/x'\nLANG='C'\n")

        (found,) = settings_file.check(file, data)

        assert found.words == f"{file}: таких настроек нет: VECHE_EMIAL_URL"
        assert "VECHE_EMAIL_URL" in found.todo


def test_a_full_disk_is_named(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "LEAST_FREE", 2**80)

    assert list(bad(machine.check(data))) == ["Диск"]


def test_an_unfinished_restore_is_named(data: Path, tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    for folder in (data, begun):
        (folder / ".restore").mkdir(parents=True)

    assert bad(machine.check(data)) == {"Папка данных": "восстановление оборвалось"}
    assert bad(machine.check(begun)) == {"Папка данных": f"{begun}: восстановление не закончено"}


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
        assert bad(keys.check()) == {}

    def test_a_lost_one_is_named(self, ring: Path, account: Account) -> None:
        ring.unlink()
        clients.keyring.cache_clear()

        (found,) = keys.check()

        assert found.words == ("Файла ключей keyring нет: без него ключи сетей не открыть. Верните его из копии.")
        assert "veche lost-keyring" in found.todo

    def test_an_intact_one_with_a_wrong_mode_needs_a_chmod_and_no_new_one(self, ring: Path, account: Account) -> None:
        ring.chmod(0o644)
        clients.keyring.cache_clear()

        (found,) = keys.check()

        assert found == Finding(
            "Связка ключей",
            "Файл ключей keyring открыт другим пользователям сервера: ему нужны права 0600.",
            f"Выполните от root: chmod 600 {ring}",
        )

    def test_one_of_another_user_needs_a_chown_and_no_new_one(self, ring: Path, account: Account) -> None:
        clients.keyring.cache_clear()
        with unreadable(ring) as user:
            (found,) = keys.check()

        assert found.todo == f"Выполните от root: chown {user} {ring} && chmod 600 {ring}"

    def test_another_one_is_named_with_what_it_does_not_open(self, ring: Path, account: Account) -> None:
        Keyring.generate().save(ring)
        clients.keyring.cache_clear()

        assert bad(keys.check()) == {
            "Связка ключей": (
                "не открывает: аккаунты — Рубцовск официально (ВКонтакте); второй шаг входа, людей — 1; "
                "ключей эфира — 0"
            )
        }

    def test_one_that_is_past_its_day_is_named(self, account: Account) -> None:
        account.keys.update(expires_at=datetime(2026, 11, 25, 20, tzinfo=UTC))

        with time_machine.travel("2026-11-25T19:00:00Z"):
            assert bad(keys.check()) == {}
        with time_machine.travel("2026-11-25T21:00:00Z"):
            assert bad(keys.check()) == {
                "Ключ, Рубцовск официально (ВКонтакте)": "Ключ сообщества: срок вышел 26.11.2026"
            }

    def test_a_key_that_its_network_refused_is_named(self, account: Account) -> None:
        account.keys.update(refused_at=now())

        assert bad(keys.check()) == {"Ключ, Рубцовск официально (ВКонтакте)": "сеть его не принимает"}

    def test_a_bot_that_is_silent_or_does_not_open_is_named(
        self, ring: Path, rubtsovsk: Administration, ivan: Person
    ) -> None:
        clients.keyring.cache_clear()
        bot = make_bot(rubtsovsk, by=ivan)
        about = f"Бот для сотрудников, {rubtsovsk}, {bot}"
        well = bad(bots.check())
        with time_machine.travel("2026-11-25T19:00:00Z"):
            Bot.objects.filter(pk=bot.pk).update(trouble="Сеть не отвечает.", troubled_since=now())
        silent = bad(bots.check())
        Keyring.generate().save(ring)
        clients.keyring.cache_clear()

        assert (well, silent) == ({}, {about: "молчит с 26.11 02:00: Сеть не отвечает."})
        assert bad(bots.check()) == {about: "ключ не открывается"}
