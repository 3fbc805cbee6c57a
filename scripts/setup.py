"""`python3 -m scripts.setup run|dev|test|bench`: everything that a fresh clone needs, again only what changed.

`run`: .venv with the locked packages and the command `veche`, and the front end. `dev`: the tools of `make check`
too. `test`: Chromium and PostgreSQL too. `bench`: `dev`, and the public packages to measure beside our own. Runs
under the machine's own python3, before anything is installed.
"""

from __future__ import annotations

import fcntl
import os
import sys
import time
from pathlib import Path

from scripts import bring, find
from scripts.stamps import Stamps, digest

VENV = find.ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = find.ROOT / "requirements"
FRONTEND = find.ROOT / "frontend"
BUNDLE = find.ROOT / "src" / "veche" / "web" / "static" / "dist"
STAMPS = Stamps(VENV / "setup.json")

# The whole environment for uv: no Python from elsewhere, no project file of the machine's user in the way.
UV = {"UV_PYTHON_DOWNLOADS": "never", "VIRTUAL_ENV": str(VENV)}


class Failed(Exception):
    """A step ended badly; its own output, above, says why."""


def must(done: bool, step: str) -> None:
    """Stops at the first step that did not succeed."""
    if not done:
        raise Failed(step)


def make_venv() -> None:
    """A virtual environment of the system's Python; made anew when that Python has gone."""
    if PYTHON.exists():
        return
    python = bring.python()
    bring.say(f"making .venv with {python}")
    must(bring.run(bring.uv(), "venv", "-q", "--clear", "--python", python, VENV, environment=UV), "uv venv")


def sync_packages(wish: str) -> None:
    """Exactly the locked packages. Where the tools of `dev` are installed, `run` leaves them."""
    level = "dev" if wish == "dev" or STAMPS.read().get("level") == "dev" else "run"
    locks = {"run": [REQUIREMENTS / "run.txt"], "dev": [REQUIREMENTS / "dev.txt"]}[level]
    wanted = digest(locks)
    if STAMPS.fresh("packages", wanted):
        return
    bring.say(f"installing the locked packages ({level})")
    sync = (bring.uv(), "pip", "sync", "-q", "--compile-bytecode", "--require-hashes", "--python", PYTHON)
    must(bring.run(*sync, *locks, environment=UV), "uv pip sync")
    STAMPS.put("packages", wanted)
    STAMPS.put("level", level)
    STAMPS.put("command", "")


def install_command() -> None:
    """The command `veche`, editable; the build backend comes from the lock, hence no isolation."""
    wanted = digest([find.ROOT / "pyproject.toml"])
    if STAMPS.fresh("command", wanted) and (VENV / "bin" / "veche").exists():
        return
    install = (bring.uv(), "pip", "install", "-q", "--no-deps", "--no-build-isolation", "--python", PYTHON)
    must(bring.run(*install, "-e", ".", environment=UV), "uv pip install -e .")
    STAMPS.put("command", wanted)


def frontend_sources() -> list[Path]:
    """Every file of frontend/ but the packages that npm put there, and the styles of the networks' badges."""
    own = [path for path in FRONTEND.iterdir() if path.name != "node_modules"]
    inside = [path for folder in own if folder.is_dir() for path in folder.rglob("*")]
    badges = find.ROOT.glob("src/veche/networks/*/badge.css")
    return [path for path in [*own, *inside, *badges] if path.is_file()]


def build_frontend() -> None:
    """The packages of package-lock.json, without running their scripts, then the bundle."""
    if not (FRONTEND / "build.mjs").exists():
        return
    lock, modules = FRONTEND / "package-lock.json", FRONTEND / "node_modules"
    sources = digest(frontend_sources())
    if STAMPS.fresh("bundle", sources) and BUNDLE.exists():
        return
    path = {"PATH": f"{bring.node()}{os.pathsep}{os.environ['PATH']}"}
    if not STAMPS.fresh("npm", digest([lock])) or not modules.exists():
        bring.say("installing the front end's packages")
        install = ("npm", "--prefix", FRONTEND, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
        must(bring.run(*install, environment=path), "npm ci")
        STAMPS.put("npm", digest([lock]))
    bring.say("building the front end")
    must(bring.run("node", FRONTEND / "build.mjs", environment=path), "node frontend/build.mjs")
    STAMPS.put("bundle", sources)


def bring_rivals() -> None:
    """What `make bench` measures beside our engines, apart from the product; the bench goes on without them."""
    lock, interpreter = REQUIREMENTS / "bench.txt", find.RIVALS / "bin" / "python"
    wanted = digest([lock])
    if STAMPS.fresh("rivals", wanted) and interpreter.exists():
        return
    bring.say("installing the packages to measure beside our own")
    made = bring.run(bring.uv(), "venv", "-q", "--clear", "--python", PYTHON, find.RIVALS, environment=UV)
    sync = (bring.uv(), "pip", "sync", "-q", "--compile-bytecode", "--require-hashes", "--python", interpreter)
    if made and bring.run(*sync, lock, environment=UV):
        STAMPS.put("rivals", wanted)
    else:
        bring.say("they cannot be had here: their rows will be left out")


def bring_for_tests() -> None:
    """Chromium and PostgreSQL; who lacks both is told of both at once. And snac, which may be missing."""
    if bring.snac() is None:
        bring.say("snac2 cannot be had here: the tests of Mastodon on a real server will be left out")
    missing = []
    for bring_one in (bring.chromium, bring.postgresql):
        try:
            bring_one()
        except bring.Missing as problem:
            missing.append(str(problem))
    if missing:
        raise bring.Missing("\n\n".join(missing))


def set_up(wish: str) -> None:
    """All steps of a wish, one after another, and never two at once in one checkout."""
    lock = os.open(find.ROOT, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    make_venv()
    sync_packages("run" if wish == "run" else "dev")
    install_command()
    build_frontend()
    if wish == "test":
        bring_for_tests()
    if wish == "bench":
        bring_rivals()


def main(words: list[str]) -> int:
    """The command line; 2 = a wish that does not exist, 1 = a step failed or something is missing."""
    if len(words) != 1 or words[0] not in {"run", "dev", "test", "bench"}:
        print(__doc__, file=sys.stderr)
        return 2
    started, before = time.monotonic(), STAMPS.read()
    try:
        set_up(words[0])
    except (bring.Missing, Failed) as problem:
        print(f"\nsetup stopped / установка остановлена:\n{problem}", file=sys.stderr)
        return 1
    if STAMPS.read() != before:
        bring.say(f"ready in {time.monotonic() - started:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
