"""Conditions of a machine that a test cannot wait for: another owner, a full disk."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from veche.kernel.files import current_user

NOBODY = 65534


@contextmanager
def unreadable(path: Path) -> Iterator[str]:
    """Make `path` unreadable: root drops its rights, an ordinary user removes its own. Yields the user."""
    if os.geteuid() == 0:
        os.seteuid(NOBODY)
        try:
            yield current_user()
        finally:
            os.seteuid(0)
        return
    mode = path.stat().st_mode
    path.chmod(0)
    try:
        yield current_user()
    finally:
        path.chmod(mode)


def no_room(*_: Any, **__: Any) -> NoReturn:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
