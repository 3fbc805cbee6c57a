"""The tables of `veche manage migrate`: twenty seconds once for each state of the program, a copy afterwards.

python -m tests.tables creates those of SQLite before any test's time is counted

Stored in build/tables under a digest of the program, with a list of the migrations. If only migrations were added since
older tables, a copy of these is upgraded like an installation: two seconds. Tables of former states are deleted after a
day.
"""

import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

from veche.config.first_start import prepare

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "build" / "tables"
A_DAY = 24 * 60 * 60
IMPORTED = re.compile(r"^(?:from|import) (veche[\w.]*)", re.MULTILINE)


def migrate(url: str, **environment: str) -> None:
    """Create the tables by `veche manage migrate`."""
    command = [sys.executable, "-m", "veche.cli", "manage", "migrate", "--verbosity", "0"]
    subprocess.run(command, env={**os.environ, "VECHE_DATABASE_URL": url, **environment}, check=True)


def sqlite() -> Path:
    """A file to copy and never open."""
    return kept("sqlite3", _make_tables)


def _make_tables(unfinished: Path, older: Path | None) -> None:
    if older:
        shutil.copyfile(older, unfinished)
    migrate(f"sqlite:///{unfinished}", VECHE_ENGINE="database")


def found(data: Path) -> None:
    """Create a data folder as the first `veche prepare` does."""
    prepare(data)
    shutil.copyfile(sqlite(), data / "veche.sqlite3")
    (data / "veche.sqlite3").chmod(0o600)


def kept(kind: str, make: Callable[[Path, Path | None], None]) -> Path:
    """The first process creates it, others wait. `make` also gets the newest one that the migrations of now upgrade."""
    KEPT.mkdir(parents=True, exist_ok=True)
    found = KEPT / f"{code()}.{kind}"
    with (KEPT / f"{kind}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not found.exists():
            unfinished = KEPT / f"unfinished.{kind}"
            forget(unfinished)
            make(unfinished, upgradable(kind))
            migrations_of(found).write_text(json.dumps(migrations()), encoding="utf-8")
            unfinished.rename(found)
            forget_older(kind)
    return found


def upgradable(kind: str) -> Path | None:
    """The newest tables whose migrations, with all that they import, are as now; others may have been added since."""
    older = sorted(KEPT.glob(f"*.{kind}"), key=lambda path: path.stat().st_mtime, reverse=True)
    return next((one for one in older if _applied(one).items() <= migrations().items()), None)


def _applied(tables: Path) -> dict[str, str]:
    if not migrations_of(tables).exists():
        return {"": "unknown"}
    listed: dict[str, str] = json.loads(migrations_of(tables).read_text(encoding="utf-8"))
    return listed


def migrations_of(tables: Path) -> Path:
    """The list of the migrations that created these tables."""
    return tables.with_name(f"{tables.name}.json")


@cache
def code() -> str:
    """Digest of the program, its packages and Python."""
    return digest_of([*ROOT.glob("src/veche/**/*.py"), *ROOT.glob("requirements/*.txt")])


@cache
def migrations() -> dict[str, str]:
    """Digests of the migrations and their imports, by file; of Python and the packages under an empty name."""
    written = list(ROOT.glob("src/veche/*/migrations/*.py"))
    names = {name for path in written for name in IMPORTED.findall(path.read_text(encoding="utf-8"))}
    modules = [ROOT / "src" / f"{name.replace('.', '/')}.py" for name in names]
    packages = [ROOT / "src" / name.replace(".", "/") / "__init__.py" for name in names]
    read = {*written, *filter(Path.exists, [*modules, *packages])}
    each = {str(path.relative_to(ROOT)): sha256(path.read_bytes()).hexdigest() for path in read}
    return each | {"": digest_of(ROOT.glob("requirements/*.txt"))}


def digest_of(paths: Iterable[Path]) -> str:
    digest = sha256(f"{sys.version} {sys.prefix}".encode())
    for path in sorted(paths):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:20]


def forget_older(kind: str) -> None:
    for path in KEPT.glob(f"*.{kind}"):
        if path.stat().st_mtime < time.time() - A_DAY:
            forget(path)
            forget(migrations_of(path))


def forget(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


if __name__ == "__main__":
    sqlite()
