"""`make audit`: known vulnerabilities of what the locks pin: Python's by `uv audit`, the front end's by `npm audit`.

Where the advisories cannot be reached, one plain line says so, and the check goes on without.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from scripts import bring, find
from scripts.locks import pinned

if TYPE_CHECKING:
    from collections.abc import Sequence

LOCKS = ("run", "dev", "uv", "node")
# Ids of advisories that do not concern us, each with the reason beside it.
IGNORED: tuple[str, ...] = ()
FOUND = 1
# A closed network is told quickly.
PATIENCE = {"UV_HTTP_TIMEOUT": "10", "UV_HTTP_CONNECT_TIMEOUT": "5", "UV_HTTP_RETRIES": "0"}


def python(locks: Sequence[str] = LOCKS, *, service: str = "") -> bool:
    """Whether all is well, as far as it could be asked. `service`: another OSV than the public one."""
    with tempfile.TemporaryDirectory() as folder:
        _write_project(Path(folder), locks)
        command = [str(bring.uv()), "audit", "--frozen", "--preview-features", "audit-command"]
        command += [word for one in IGNORED for word in ("--ignore", one)]
        command += ["--service-url", service] if service else []
        done = _run(command, Path(folder), PATIENCE)
    if done.returncode == FOUND:
        print(done.stdout)
        return False
    _say("Python", "" if done.returncode == 0 else _last_line(done.stderr))
    return True


def front_end() -> bool:
    where = {"PATH": os.pathsep.join((str(bring.node()), os.environ.get("PATH", "")))}
    command = ["npm", "audit", "--package-lock-only", "--json", "--fetch-retries=0", "--fetch-timeout=10000"]
    done = _run(command, find.ROOT / "frontend", where)
    try:
        told = json.loads(done.stdout)
    except ValueError:
        told = {"message": _last_line(done.stderr)}
    if found := told.get("vulnerabilities"):
        print(json.dumps(found, indent=1, ensure_ascii=False))
        return False
    _say("npm", "" if "vulnerabilities" in told else str(told.get("message", "no answer")))
    return True


def _write_project(folder: Path, locks: Sequence[str]) -> None:
    """A project of uv with exactly the locked packages: uv reads no other lock than its own.

    uv asks the registry about the packages' status too. Nothing listens at this one, so that it is refused at once; a
    name that does not exist is waited for ten seconds in a closed network.
    """
    packages = pinned(*locks)
    wanted = ", ".join(f'"{one.name}=={one.version}"' for one in packages)
    names = ", ".join(f'{{ name = "{one.name}", version = "{one.version}" }}' for one in packages)
    root = 'name = "locked"\nversion = "0"\n'
    python = 'requires-python = ">=3.12"\n'
    (folder / "pyproject.toml").write_text(f"[project]\n{root}{python}dependencies = [{wanted}]\n", encoding="utf-8")
    rows = [
        f'name = "{one.name}"\nversion = "{one.version}"\nsource = {{ registry = "http://127.0.0.1:9/simple" }}\n'
        for one in packages
    ]
    rows = [f'{root}source = {{ virtual = "." }}\ndependencies = [{names}]\n', *rows]
    lock = f"version = 1\nrevision = 3\n{python}" + "".join(f"\n[[package]]\n{row}" for row in rows)
    (folder / "uv.lock").write_text(lock, encoding="utf-8")


def _run(command: list[str], folder: Path, more: dict[str, str]) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **bring.certificates(), **more}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def _say(whose: str, why_not: str) -> None:
    words = f"skipped, the advisories cannot be reached ({why_not})" if why_not else "no known vulnerability"
    print(f"audit, {whose}: {words}")


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1].strip() if lines else "no answer"


if __name__ == "__main__":
    results = [python(), front_end()]
    sys.exit(0 if all(results) else 1)
