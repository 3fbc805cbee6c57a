"""`veche backup FILE`: everything but the keyring in one file, while web and worker run."""

import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from veche.journal.domain.heads import kept_heads
from veche.kernel.clock import now
from veche.kernel.copies import note_failed, note_made
from veche.kernel.crypto import CryptoError, Keyring
from veche.kernel.files import current_user
from veche.kernel.outages import Outage, outage_of
from veche.upkeep import archive, media_store, postgresql, snapshot


def backup(path: Path, *, shared: bool = False) -> int:
    """Make a copy and return the exit code. `path` then holds a complete, verified copy or nothing.

    `shared`: media go into a folder beside it, with those of earlier copies.
    """
    try:
        if path.exists():
            sys.stderr.write(f"Файл {path} уже есть, он не тронут: назовите другой.\n")
            return 1
        made = _write(path, shared=shared)
    except snapshot.NothingToCopy as error:
        sys.stderr.write(f"Копия не сделана. {error}\n")
    except (postgresql.DumpFailed, archive.ArchiveWrong) as error:
        sys.stderr.write(f"Копия не сделана. {error}\n")
        _note_failed(str(error))
    except (OSError, sqlite3.Error, DatabaseError) as error:
        why = why_not(error, path.absolute().parent)
        sys.stderr.write(f"Копия не сделана. {why}\n")
        _note_failed(why)
    else:
        _tell(path, made)
        note_made(settings.DATA, at=made.taken_at, path=path.absolute())
        return 0
    return 1


def why_not(error: Exception, folder: Path) -> str:
    """Why no copy was made and what to do; for the letter and the doctor as well."""
    user = current_user()
    if outage_of(error) is Outage.DATABASE:
        return "База не отвечает: проверьте её и VECHE_DATABASE_URL и повторите."
    if isinstance(error, FileNotFoundError) and not folder.exists():
        return f"Папки {folder} нет. От root: install -d -o {user} -g {user} -m 0700 {folder}, и повторите."
    if isinstance(error, PermissionError):
        return f"Пользователь {user} не может писать в {folder}. От root: chown -R {user}: {folder}, и повторите."
    return f"{error}. Вече работает дальше: проверьте место на диске и повторите."


def _note_failed(why: str) -> None:
    """Record the failure for the doctor and the letter to IT; that may fail too, on a full disk."""
    with suppress(OSError):
        note_failed(settings.DATA, at=now(), why=why)


def _write(path: Path, *, shared: bool) -> archive.Manifest:
    """Write heads and time first, then the database, then the files: each may only be older than the next.

    A file is stored before the row that names it, under the hash of its content, so it is found later.
    """
    with tempfile.TemporaryDirectory(prefix=".veche-copy-", dir=path.absolute().parent) as folder:
        about = archive.Manifest(
            version=version("veche"),
            taken_at=now(),
            engine=connection.vendor,
            migrations=snapshot.applied_migrations(),
            heads=kept_heads(),
        )
        name = archive.DATABASES[connection.vendor]
        database = Path(folder) / name
        snapshot.take(database)
        if not shared:
            return archive.write(path.absolute(), about, chain([(name, database)], _media()))
        made = archive.write(path.absolute(), about, [(name, database)], shared=_media())
    _prune(path.absolute().parent)
    return made


def _prune(folder: Path) -> None:
    """Remove unused media; nothing if some copy cannot be read, as its needs are unknown."""
    with suppress(archive.ArchiveWrong, OSError):
        media_store.prune(folder / archive.STORE, set().union(*map(_named_by, folder.glob("*.zip"))))


def _named_by(path: Path) -> set[str]:
    with archive.open_archive(path) as copy:
        return {member.sha256 for member in copy.manifest.shared or ()}


def _media() -> Iterator[tuple[str, Path]]:
    root = Path(settings.MEDIA_ROOT)
    for file in sorted(root.rglob("*")):
        # What begins with a dot is being written at this moment.
        if file.is_file() and not file.is_symlink() and not file.name.startswith("."):
            yield f"{archive.MEDIA}{file.relative_to(root).as_posix()}", file


def _tell(path: Path, made: archive.Manifest) -> None:
    size = f"{path.stat().st_size / 1024 / 1024:.1f}".replace(".", ",")
    beside = f" Снимки лежат рядом, в папке {archive.STORE}: уносите её вместе с копией.\n" if made.shared else ""
    sys.stdout.write(
        f"Копия готова и прочитана заново: {path}, {size} МБ, файлов: {len(made.everything) - 1}.\n"
        f"{beside.lstrip()}"
        "Связки ключей в ней нет. Держите её отдельно: veche backup --keyring ФАЙЛ.\n"
    )


def backup_keyring(path: Path) -> int:
    """Copy the keyring alone, readable by its owner only. Returns the exit code."""
    if path.exists():
        sys.stderr.write(f"Файл {path} уже есть, он не тронут: назовите другой.\n")
        return 1
    try:
        keyring = Keyring.parse(settings.KEYRING) if settings.KEYRING else Keyring.load(settings.KEYRING_PATH)
        keyring.save(path)
    except (CryptoError, OSError) as error:
        sys.stderr.write(f"Связка не скопирована. {error}\n")
        return 1
    sys.stdout.write(
        f"Связка скопирована: {path}. Вместе с копией данных она открывает ключи сетей: храните их в разных местах.\n"
    )
    return 0
