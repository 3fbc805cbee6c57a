"""The data folder and the two keys that are made once, before anything else starts. Imports no Django."""

import os
import secrets
from pathlib import Path

# Here a restore puts its data together (upkeep.restore): what lies in it has not been doubted yet.
UNFINISHED = ".restore"


# What tells an installation from a folder that is about to become one.
_OF_AN_INSTALLATION = ("secret_key", "keyring", "veche.sqlite3", "journal-heads", "media")


class NotReady(Exception):
    """Nothing may start on this folder; the text is Russian."""


def prepare(data: Path) -> None:
    """Make the folder (0700), `keyring` and `secret_key` (0600) if they are missing; an existing file is never changed.

    A keyring that is lost later is not made anew: the keys it sealed must stay an error until it is brought back, also
    when the secret is lost with it.
    """
    if (data / UNFINISHED).exists():
        raise NotReady(
            f"Восстановление из копии в {data} не закончено, запускать рано. Дождитесь его; если оно оборвалось, "
            "очистите папку (на PostgreSQL и базу) и повторите veche restore."
        )
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    _refuse_root(data)
    if (data / "secret_key").exists():
        return
    if not is_founded(data):
        from veche.kernel.crypto import Keyring  # noqa: PLC0415 -- slow import, needed once

        _write_once(data / "keyring", Keyring.generate().to_text())
    _write_once(data / "secret_key", secrets.token_urlsafe(64) + "\n")


def _refuse_root(data: Path) -> None:
    """What root writes into the folder of another user, that user's services cannot read."""
    owner = data.stat().st_uid
    if os.geteuid() == 0 and owner != 0:
        raise NotReady(
            f"Папка {data} принадлежит не root, а команда запущена от root: её файлы стали бы закрыты для служб. "
            "Ничего не сделано. Запустите её через /usr/local/sbin/veche (deploy/veche)."
        )


def is_founded(data: Path) -> bool:
    return any((data / name).exists() for name in _OF_AN_INSTALLATION)


def _write_once(path: Path, words: str) -> None:
    """O_EXCL: of two processes that start together one writes, the other reads what it wrote."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(words)
