"""Refusals of `veche restore` and `veche backup`, before anything is changed."""

from datetime import UTC, datetime
from errno import EACCES, ENOSPC
from pathlib import Path

import pytest

from tests.config.conftest import Command, command
from tests.upkeep.machine_conditions import unreadable
from veche.kernel.files import current_user
from veche.upkeep.archive import Manifest, write
from veche.upkeep.backup import backup
from veche.upkeep.restore import why_not

pytestmark = pytest.mark.sweep

__all__ = ["command"]

VECHE = ("-m", "veche.cli")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Well-formed; the refusals do not depend on its contents."""
    about = Manifest("0.1.0", datetime(2026, 11, 25, tzinfo=UTC), "sqlite", (), {})
    write(tmp_path / "copy.zip", about, [("database.sqlite3", Path(__file__))])
    return tmp_path / "copy.zip"


def test_a_restore_changes_nothing_that_it_refuses(command: Command, copy: Path, tmp_path: Path) -> None:
    whole = copy.read_bytes()
    half = tmp_path / "half.zip"
    half.write_bytes(whole[: len(whole) // 2])
    half.chmod(0o600)
    data, empty = tmp_path / "data", tmp_path / "empty"
    data.mkdir()
    (data / "veche.sqlite3").write_bytes(b"what was here before")

    used = _ended(command(*VECHE, "restore", str(copy)))
    cut = _ended(command(*VECHE, "restore", str(half), VECHE_DATA=str(empty)))
    other = _ended(
        command(*VECHE, "restore", str(copy), VECHE_DATA=str(empty), VECHE_DATABASE_URL="postgres://x@127.0.0.1:1/x")
    )
    keyless = _ended(command(*VECHE, "restore", str(copy), "--keyring", str(half), VECHE_DATA=str(empty)))

    assert used == (
        1,
        f"Папка {data} не пуста, в ней ничего не изменено. Восстановите в пустую: назовите её в VECHE_DATA.\n",
    )
    assert cut == (1, "Файл half.zip обрезан, испорчен или не копия Вече. Ничего не изменено: возьмите целую копию.\n")
    assert other[0] == 1
    assert other[1].startswith(
        "Копия сделана с базы sqlite, а VECHE_DATABASE_URL ведёт к postgresql. Ничего не изменено"
    )
    assert keyless == (1, "Файл half.zip не похож на связку ключей.\n")
    assert [(path.name, path.read_bytes()) for path in data.iterdir()] == [("veche.sqlite3", b"what was here before")]
    assert not empty.exists()


def test_a_good_copy_is_not_blamed_for_a_wrong_setting(command: Command, copy: Path, tmp_path: Path) -> None:
    code, errors = _ended(command(*VECHE, "restore", str(copy), VECHE_TIME_ZONE="Asia/Rubtsovsk"))

    assert code == 1
    assert errors.startswith("Настройка неверна: VECHE_TIME_ZONE: не разобрать, нужно имя часового пояса")
    assert not (tmp_path / "data").exists()


def test_what_the_database_refuses_is_said(command: Command, copy: Path, tmp_path: Path) -> None:
    """Well packed, but its database is none."""
    code, errors = _ended(command(*VECHE, "restore", str(copy)))

    assert code == 1
    assert errors == (
        "Не восстановлено, база ответила: file is not a database. Копия цела: проверьте VECHE_DATABASE_URL, очистите "
        f"{tmp_path / 'data'} (на PostgreSQL и базу) и повторите.\n"
    )


def test_nothing_starts_while_a_restore_is_unfinished(command: Command, tmp_path: Path) -> None:
    (tmp_path / "data" / ".restore").mkdir(parents=True)

    codes = [_ended(command(*VECHE, *words)) for words in (["worker"], ["restore", "x.zip"])]

    assert [code for code, _ in codes] == [1, 1]
    assert codes[0][1].startswith(f"Восстановление из копии в {tmp_path / 'data'} не закончено, запускать рано.")
    assert codes[1][1].startswith(f"Прошлое восстановление в {tmp_path / 'data'} оборвалось.")


def test_a_copy_never_takes_the_place_of_a_file(command: Command, copy: Path) -> None:
    before = copy.read_bytes()

    assert _ended(command(*VECHE, "backup", str(copy))) == (
        1,
        f"Файл {copy} уже есть, он не тронут: назовите другой.\n",
    )
    assert copy.read_bytes() == before


def test_where_nothing_is_installed_there_is_nothing_to_copy(command: Command, tmp_path: Path) -> None:
    code, errors = _ended(command(*VECHE, "backup", str(tmp_path / "copy.zip")))

    assert (code, errors) == (
        1,
        "Копия не сделана. База пуста: копировать нечего. Проверьте VECHE_DATA и VECHE_DATABASE_URL.\n",
    )
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_without_pg_dump_it_says_what_to_install(command: Command, tmp_path: Path) -> None:
    words = "from veche.upkeep import postgresql as p; p.INSTALLED = p.Path('/none'); p.program('pg_dump')"
    process = command("-c", words, PATH=str(tmp_path))
    _, errors = process.communicate()

    assert errors.rstrip().endswith(
        "На этом компьютере нет программы pg_dump. Ничего не сделано: поставьте пакет postgresql-client той же версии, "
        "что у сервера, и повторите."
    )


def _ended(process) -> tuple[int, str]:
    _, errors = process.communicate()
    return process.returncode, errors


def test_a_copy_into_a_folder_that_is_shut_is_told_as_failed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with unreadable(tmp_path) as user:
        code = backup(tmp_path / "copy.zip")

    told = f"Пользователь {user} не может писать в {tmp_path}. От root: chown -R {user}: {tmp_path}, и повторите."
    assert (code, capsys.readouterr().err) == (1, f"Копия не сделана. {told}\n")


def test_what_is_shut_is_named_with_the_command_that_opens_it(tmp_path: Path) -> None:
    """Root may read everything, so the error is raised here."""
    data, user = tmp_path / "data", current_user()

    copy = why_not(PermissionError(EACCES, "Permission denied", "/srv/copy.zip"), data)
    folder = why_not(PermissionError(EACCES, "Permission denied", str(data)), data)
    full = why_not(OSError(ENOSPC, "No space left on device"), data)

    assert copy == (
        f"Не восстановлено: пользователь {user} не может открыть /srv/copy.zip. Копия цела. От root: положите туда, "
        f"куда он входит (/var/backups/veche), отдайте ему, chown {user}: ФАЙЛ, и повторите.\n"
    )
    assert folder == (
        f"Не восстановлено: пользователь {user} не может писать в {data}. Копия цела. От root: "
        f"install -d -o {user} -g {user} -m 0700 {data}, и повторите.\n"
    )
    assert full == (
        f"Не восстановлено: [Errno 28] No space left on device. Копия цела: освободите место, очистите {data} и "
        "повторите.\n"
    )


@pytest.mark.parametrize(
    "words",
    [
        ["administration"],
        ["prepare"],
        ["rotate-keys"],
        ["manage", "confirm_role"],
    ],
)
def test_a_database_that_is_away_is_told_without_a_trace(command: Command, words: list[str]) -> None:
    code, errors = _ended(command(*VECHE, *words, VECHE_DATABASE_URL="postgres://x@127.0.0.1:1/x"))

    assert (code, errors) == (1, "База не отвечает. Что с ней, скажет veche doctor; запустите её и повторите.\n")


def test_a_copy_of_a_database_that_is_away_blames_no_disk(command: Command, tmp_path: Path) -> None:
    wish = command(*VECHE, "backup", str(tmp_path / "copy.zip"), VECHE_DATABASE_URL="postgres://x@127.0.0.1:1/x")

    assert _ended(wish) == (
        1,
        "Копия не сделана. База не отвечает: проверьте её и VECHE_DATABASE_URL и повторите.\n",
    )
