"""A private PostgreSQL for the tests: a cluster in a temporary folder, removed when the run ends.

python -m tests.pg COMMAND …: run the command with VECHE_DATABASE_URL set
with cluster() as url: the same from Python

Durability is off (a power cut may lose the tests' data). As root the server runs as `postgres` or `nobody`, because it
refuses to run as root.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psycopg

from scripts import find
from tests import tables
from tests.numbering import count_apart_in_postgresql
from tests.ports import free_port

SPEED = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "120"}


# Every pytest worker copies it.
TEMPLATE = "veche_template"

INITDB = ("-U", "veche", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")

# Settings of a durable server for measurements: each commit reaches the disk.
LASTING = {"max_connections": "120"}


@contextmanager
def cluster(*, lasting: bool = False, home: Path | None = None, like: Path | None = None) -> Iterator[str]:
    """The URL of an empty database `veche` on 127.0.0.1; the server is stopped and its folder removed at the end.

    `lasting`: durable, for measurements. `home`: a persistent folder with the databases of earlier runs. `like`: the
    folder of a stopped server whose databases are copied.
    """
    programs = find.postgresql()
    if programs is None:
        raise SystemExit("PostgreSQL's server programs are missing: run «make setup-test».")
    folder = home or Path(tempfile.mkdtemp(prefix="veche-pg-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        _hand_over(folder)
        if like:
            _copy(like, folder)
        port = _start(programs, folder, LASTING if lasting else SPEED)
        try:
            yield f"postgres://veche@127.0.0.1:{port}/veche"
        finally:
            _as_owner(programs / "pg_ctl", "-D", folder / "data", "-m", "fast" if home else "immediate", "-w", "stop")
    finally:
        if home is None:
            shutil.rmtree(folder, ignore_errors=True)


def database(server: str, name: str) -> str:
    """The URL of a new empty database of that server."""
    return copied(server, "template1", name)


def copied(server: str, template: str, name: str) -> str:
    """The URL of a new database of that server, copied from an unused one with tables."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
    return f"{server.rsplit('/', 1)[0]}/{name}"


def _start(programs: Path, home: Path, settings: dict[str, str]) -> int:
    """Start the server and return its port."""
    data, port = home / "data", free_port()
    known = data.is_dir()
    if not known:
        _as_owner(programs / "initdb", "-D", data, *INITDB)
    options = [*(f"-c {name}={value}" for name, value in settings.items()), f"-k {home}", "-h 127.0.0.1", f"-p {port}"]
    _as_owner(programs / "pg_ctl", "-D", data, "-l", home / "log", "-o", " ".join(options), "-w", "start")
    if not known:
        _as_owner(programs / "createdb", "-h", home, "-p", port, "-U", "veche", "veche")
    return port


def _owner() -> str | None:
    """The user of the server, if it cannot be ours."""
    if os.geteuid() != 0:
        return None
    everybody = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in everybody else "nobody"


def _hand_over(home: Path) -> None:
    if owner := _owner():
        shutil.chown(home, owner)


def _as_owner(*command: object) -> None:
    owner = _owner()
    prefix = ["runuser", "-u", owner, "--"] if owner else []
    words = [*prefix, *(str(part) for part in command)]
    done = subprocess.run(words, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(words)}\n{done.stdout}")


def with_tables(engine: str = "") -> Path:
    """The folder of a stopped server whose database TEMPLATE has this engine's tables: copy it, never start it."""
    programs = find.postgresql()
    version = find.numbers(find.answer(programs / "postgres", "--version")) if programs else ()
    engine = engine or os.environ.get("VECHE_ENGINE") or "database"
    return tables.kept(f"postgresql-{'.'.join(map(str, version))}-{engine}", partial(_make_tables, engine))


def _make_tables(engine: str, unfinished: Path, older: Path | None) -> None:
    """Create the tables in a folder where the server may run; it need not reach the folder of its programs.

    Another engine adds its tables to the common ones.
    """
    if older is None and engine != "database":
        older = with_tables("database")
    home = Path(tempfile.mkdtemp(prefix="veche-pg-"))
    try:
        with cluster(home=home, like=older) as url:
            made = f"{url.rsplit('/', 1)[0]}/{TEMPLATE}" if older else database(url, TEMPLATE)
            tables.migrate(made, VECHE_ENGINE=engine)
        _copy(home, unfinished)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _copy(home: Path, to: Path) -> None:
    """Copy with owners and rights, without which the server refuses its folder."""
    to.mkdir(exist_ok=True)
    subprocess.run(["cp", "-a", home / "data", to], check=True)


def main(command: list[str]) -> int:
    """Run the command and return its exit code."""
    # A stop from outside must end the server too, through the context manager.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with cluster(like=with_tables()) as url:
        count_apart_in_postgresql(f"{url.rsplit('/', 1)[0]}/{TEMPLATE}")
        environment = {**os.environ, "VECHE_DATABASE_URL": url, "VECHE_TEST_TEMPLATE": TEMPLATE}
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
