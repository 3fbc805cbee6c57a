"""PostgreSQL's client programs, from the server's package or postgresql-client."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

INSTALLED = Path("/usr/lib/postgresql")
# Sessions in clear, tries of the last minutes, files half arrived and tasks of the past: none belongs into a copy. The
# promises of `outbox` rest on its own rows.
LEFT_OUT = (
    *("django_session", "staff_browsersession", "staff_attempt", "media_upload"),
    *("django_tasks_*", "procrastinate_*"),
)


def left_out(tables: Iterable[str]) -> list[str]:
    """Tables whose rows are not copied."""
    return sorted(table for table in tables if any(fnmatchcase(table, pattern) for pattern in LEFT_OUT))


class DumpFailed(Exception):
    """The message is Russian, with the program's last line, which names no password."""


def dump(database: Mapping[str, Any], target: Path) -> None:
    """Dump the database consistently in PostgreSQL's own format, while others write."""
    without = [f"--exclude-table-data={table}" for table in LEFT_OUT]
    _run("pg_dump", database, "--format=custom", "--no-owner", "--no-privileges", *without, f"--file={target}")


def load(database: Mapping[str, Any], source: Path) -> None:
    """Load into an empty database, all or nothing."""
    options = ("--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error")
    _run("pg_restore", database, *options, f"--dbname={database['NAME']}", str(source))


def program(name: str) -> Path:
    """The newest installed version: an older pg_dump refuses a newer server."""
    folders = sorted(INSTALLED.glob("*/bin"), key=lambda folder: _number(folder.parent.name), reverse=True)
    for candidate in (folder / name for folder in folders):
        if os.access(candidate, os.X_OK):
            return candidate
    if found := shutil.which(name):
        return Path(found)
    raise DumpFailed(
        f"На этом компьютере нет программы {name}. Ничего не сделано: поставьте пакет postgresql-client той же версии, "
        "что у сервера, и повторите."
    )


def _run(name: str, database: Mapping[str, Any], *options: str) -> None:
    command = [str(program(name)), "--no-password", *options]
    done = subprocess.run(command, env=_environment(database), capture_output=True, text=True, check=False)  # noqa: S603 -- a program of the system, our own words
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["без объяснений"])[-1]
        raise DumpFailed(f"{name} не справился: {said}")


def _environment(database: Mapping[str, Any]) -> dict[str, str]:
    """Name and password as environment variables, as command lines are public on a machine."""
    names = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "NAME": "PGDATABASE"}
    known = {variable: str(database[name]) for name, variable in names.items() if database.get(name)}
    options = database.get("OPTIONS") or {}
    tls = {f"PG{name.upper()}": str(options[name]) for name in ("sslmode", "sslrootcert") if name in options}
    return {**os.environ, **known, **tls, "LC_MESSAGES": "C"}


def _number(name: str) -> int:
    return int(name) if re.fullmatch(r"\d+", name) else 0
