"""`veche restore FILE`: make an installation from a copy, in an empty data folder.

It is assembled in `VECHE_DATA/.restore`; while that folder exists no other command starts (`first_start`), so nothing
is sent before its acts are marked as doubtful.
"""

import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from django.db.utils import Error as DatabaseError

from veche.config.environment import data_folder
from veche.config.first_start import UNFINISHED, NotReady
from veche.kernel.crypto import CryptoError, Keyring
from veche.kernel.files import current_user, write_atomically
from veche.upkeep import archive, postgresql
from veche.upkeep.archive import ArchiveWrong
from veche.upkeep.restored_copy import Report

# A disk's own folder may stand in an empty one.
_NOTHING = frozenset({"lost+found"})


class CannotRestore(Exception):
    """The message is Russian: why not, what was kept, what to do."""


def restore(path: Path, *, keyring: Path | None = None) -> int:
    """Restore and return the exit code. Nothing is written until every byte of the copy is verified."""
    data = data_folder()
    staging = data / UNFINISHED
    try:
        _refuse_used(data)
        sealing = Keyring.load(keyring) if keyring else None
        with archive.open_archive(path) as copy:
            copy.check()
            _set_up(staging)
            _refuse_unfit(copy.manifest, data)
            report = _bring_back(copy, staging, sealing)
        _move_into_place(staging, data)
    except (CannotRestore, NotReady, ArchiveWrong, CryptoError, postgresql.DumpFailed) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except DatabaseError as error:
        sys.stderr.write(
            f"Не восстановлено, база ответила: {' '.join(str(error).split())}. Копия цела: проверьте "
            f"VECHE_DATABASE_URL, очистите {data} (на PostgreSQL и базу) и повторите.\n"
        )
        return 1
    except OSError as error:
        sys.stderr.write(why_not(error, data))
        return 1
    _tell(report)
    return 0 if report.journal_whole else 1


def why_not(error: OSError, data: Path) -> str:
    """What the disk refused, and the command that helps."""
    user = current_user()
    if not isinstance(error, PermissionError):
        return f"Не восстановлено: {error}. Копия цела: освободите место, очистите {data} и повторите.\n"
    if str(error.filename).startswith(str(data)):
        return (
            f"Не восстановлено: пользователь {user} не может писать в {data}. Копия цела. От root: "
            f"install -d -o {user} -g {user} -m 0700 {data}, и повторите.\n"
        )
    return (
        f"Не восстановлено: пользователь {user} не может открыть {error.filename}. Копия цела. От root: положите туда, "
        f"куда он входит (/var/backups/veche), отдайте ему, chown {user}: ФАЙЛ, и повторите.\n"
    )


def _refuse_used(data: Path) -> None:
    present = {entry.name for entry in data.iterdir()} - _NOTHING if data.exists() else set()
    if UNFINISHED in present:
        raise CannotRestore(
            f"Прошлое восстановление в {data} оборвалось. Очистите папку (на PostgreSQL и базу) и повторите."
        )
    if present:
        raise CannotRestore(
            f"Папка {data} не пуста, в ней ничего не изменено. Восстановите в пустую: назовите её в VECHE_DATA."
        )


def _set_up(staging: Path) -> None:
    """Set up Django on the folder where the data are assembled."""
    os.environ["VECHE_DATA"] = str(staging)
    import django  # noqa: PLC0415 -- slow import, and it reads VECHE_DATA

    django.setup()


def _refuse_unfit(manifest: archive.Manifest, data: Path) -> None:
    from django.db import connection  # noqa: PLC0415 -- needs Django set up

    from veche.config import schema  # noqa: PLC0415 -- needs Django set up

    if manifest.engine != connection.vendor:
        raise CannotRestore(
            f"Копия сделана с базы {manifest.engine}, а VECHE_DATABASE_URL ведёт к {connection.vendor}. "
            "Ничего не изменено: поправьте VECHE_DATABASE_URL."
        )
    if schema.unknown_of(manifest.migrations):
        raise CannotRestore(
            f"Копию сделала другая версия Вече ({manifest.version}), в ней есть изменения базы, которых эта программа "
            "не знает. Ничего не изменено: поставьте ту версию или более новую и повторите."
        )
    if _database_is_used():
        raise CannotRestore("База не пуста, в ней ничего не изменено. Восстановите в пустую: VECHE_DATABASE_URL.")
    if not _fits(manifest.size, data):
        raise CannotRestore(f"На диске не хватает места: нужно {manifest.size // 2**20 + 1} МБ. Ничего не изменено.")


def _database_is_used() -> bool:
    from django.db import connection  # noqa: PLC0415 -- needs Django set up

    if connection.vendor == "sqlite":
        return Path(connection.settings_dict["NAME"]).exists()
    return bool(connection.introspection.table_names())


def _fits(size: int, data: Path) -> bool:
    there = next(folder for folder in (data, *data.parents) if folder.exists())
    return shutil.disk_usage(there).free > size * 1.1


def _bring_back(copy: archive.Archive, staging: Path, keyring: Keyring | None) -> Report:
    from veche.upkeep.revive import revive  # noqa: PLC0415 -- needs Django set up

    staging.mkdir(mode=0o700, parents=True)
    # Sessions and links signed by the former key end here. Made before `first_start` could make a keyring too: a lost
    # keyring must stay an error until it is brought back.
    write_atomically(staging / "secret_key", f"{secrets.token_urlsafe(64)}\n".encode())
    if keyring is not None:
        keyring.save(staging / "keyring")
    _extract(copy, staging)
    return revive(copy.manifest)


def _extract(copy: archive.Archive, staging: Path) -> None:
    from django.db import connection  # noqa: PLC0415 -- needs Django set up

    for member in copy.manifest.everything:
        if member.name.startswith(archive.MEDIA):
            copy.extract(member, staging / member.name)
        elif connection.vendor == "sqlite":
            copy.extract(member, Path(connection.settings_dict["NAME"]))
        else:
            copy.extract(member, staging / member.name)
            postgresql.load(connection.settings_dict, staging / member.name)
            (staging / member.name).unlink()


def _move_into_place(staging: Path, data: Path) -> None:
    """Move the files; `staging` goes last, and until then nothing starts."""
    for entry in sorted(staging.iterdir()):
        entry.rename(data / entry.name)
    staging.rmdir()


def _tell(report: Report) -> None:
    for line in _lines(report):
        sys.stdout.write(f"{line}\n")


def _lines(report: Report) -> Iterator[str]:
    files = len(report.manifest.everything) - 1
    yield f"Восстановлено из копии от {report.taken}, файлов: {files}. Всем нужно войти заново."
    yield report.keyring
    yield from report.journals
    yield f"Отправок, которые сначала проверим в сетях: {report.doubted}. Второй раз ничего не уйдёт."
    yield (
        "Всё заморожено. Выключите прежнюю установку, если она ещё работает, запустите эту, посмотрите «Отправки» и "
        "план (снятое после копии снова стоит в плане) и разморозьте."
    )
