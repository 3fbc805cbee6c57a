"""What the machine has already: Python, uv, Node, Chromium, PostgreSQL, snac. Looks and tries, installs nothing.

Everything found has been run once: a pyenv shim of a version that is not there, or Ubuntu's `chromium-browser`
that only tells about a snap, stands on PATH and does not work.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".venv-tools"
# Public packages that `make bench` measures beside our engines.
RIVALS = TOOLS / "rivals"

PYTHON_OLDEST = (3, 12)
NODE_OLDEST = 20
UV_OLDEST = (0, 6)


def answer(*command: str | Path) -> str:
    """What the command prints; empty when it cannot run, fails, or says nothing within 30 s."""
    try:
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def on_path(*names: str) -> list[Path]:
    """Every executable of these names, in the order of the names, then of PATH."""
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    folders += [Path("/usr/local/bin"), Path("/usr/bin")]
    found = [folder / name for name in names for folder in folders if os.access(folder / name, os.X_OK)]
    return list(dict.fromkeys(found))


def numbers(text: str) -> tuple[int, ...]:
    """The first dotted number in a text: «uv 0.13.9 (…)» → (0, 13, 9)."""
    match = re.search(r"\d+(?:\.\d+)*", text)
    return tuple(int(part) for part in match.group().split(".")) if match else ()


def python() -> Path | None:
    """A CPython of the system that is new enough for the product."""
    ask = "import platform, sys; print(platform.python_implementation(), *sys.version_info[:2])"
    for path in on_path("python3.13", "python3.12", "python3.14", "python3"):
        name, *version = answer(path, "-c", ask).split() or [""]
        if name == "CPython" and tuple(int(part) for part in version) >= PYTHON_OLDEST:
            return path
    return None


def uv() -> Path | None:
    """uv on PATH, or the one that `scripts.bring` put beside the product."""
    own = [TOOLS / "uv" / "bin" / "uv", TOOLS / "pipx" / "bin" / "uv"]
    for path in [*own, *on_path("uv")]:
        if numbers(answer(path, "--version")) >= UV_OLDEST:
            return path
    return None


def node() -> Path | None:
    """The folder that holds a working `node` (20 or newer) and `npm`."""
    for path in [TOOLS / "node" / "bin" / "node", *on_path("node")]:
        new_enough = numbers(answer(path, "--version"))[:1] >= (NODE_OLDEST,)
        if new_enough and numbers(answer(path.with_name("npm"), "--version")):
            return path.parent
    return None


def chromium() -> Path | None:
    """A Chromium that starts: VECHE_CHROMIUM, a headless shell, the system's, or the one that playwright downloaded."""
    named = os.environ.get("VECHE_CHROMIUM")
    candidates = [
        *([Path(named)] if named else []),
        *_headless_shells(),
        *on_path("chromium", "chromium-browser", "google-chrome-stable", "google-chrome"),
        *sorted(_playwright().glob("chromium-*/chrome-linux*/chrome"), reverse=True),
    ]
    return next((path for path in candidates if numbers(answer(path, "--version"))), None)


def has_headless_shell() -> bool:
    """Whether the Chromium without windows is installed: with it, browser tests use half the processor time."""
    return any(numbers(answer(path, "--version")) for path in _headless_shells())


def _headless_shells() -> list[Path]:
    downloaded = _playwright().glob("chromium_headless_shell-*/*linux*/*headless?shell")
    return [*on_path("chromium-headless-shell"), *sorted(downloaded, reverse=True)]


def _playwright() -> Path:
    return Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")


def postgresql() -> Path | None:
    """The folder of PostgreSQL's server programs, the newest version first; Debian keeps it off PATH."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: numbers(str(path)))
    candidates = [*reversed(installed), *(path.parent for path in on_path("initdb"))]
    usable = (folder for folder in candidates if numbers(answer(folder / "postgres", "--version")))
    return next((folder for folder in usable if (folder / "initdb").exists()), None)


def snac() -> Path | None:
    """snac, a small server of Mastodon's API: VECHE_SNAC, the one that `scripts.bring` unpacked, or the system's."""
    named = os.environ.get("VECHE_SNAC")
    candidates = [*([Path(named)] if named else []), TOOLS / "snac" / "usr" / "bin" / "snac", *on_path("snac")]
    return next((path for path in candidates if _tells_itself(path)), None)


def _tells_itself(path: Path) -> bool:
    """Without a command snac prints its name, its version and its commands, and fails."""
    try:
        done = subprocess.run([str(path)], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.stdout.startswith("snac ")
