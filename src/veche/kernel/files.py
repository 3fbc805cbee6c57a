"""Atomic file writes that survive a power cut."""

import os
import pwd
import secrets
from pathlib import Path

MEGABYTE = 1024 * 1024


def write_atomically(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Write beside the target, sync, rename, sync the folder. Raises `OSError` and leaves no partial file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{secrets.token_hex(12)}.part")
    try:
        _write(draft, content, mode)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def _write(path: Path, content: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(descriptor, left) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """A new or renamed file survives a power cut only after this."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def current_user() -> str:
    """The name of the user this process runs as; the number if it has no name."""
    return user_name(os.geteuid())


def user_name(number: int) -> str:
    """A user's name on this machine, or the number itself."""
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)
