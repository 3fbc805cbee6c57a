"""The data folder and the two keys that are made once, before anything else starts. Imports no Django."""

import base64
import os
import secrets
from pathlib import Path


def prepare(data: Path) -> None:
    """Make the folder (0700), `secret_key` and `keyring` (0600) if they are missing; an existing file is never changed."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write_once(data / "secret_key", secrets.token_urlsafe(64))
    _write_once(data / "keyring", f"k1:{base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()}")


def _write_once(path: Path, words: str) -> None:
    """O_EXCL: of two processes that start together one writes, the other reads what it wrote."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(words + "\n")
