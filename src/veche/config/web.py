"""The web process: granian, one WSGI worker with a few threads."""

import os
from collections.abc import Callable
from functools import partial
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from veche.config.supervisor import die_with

THREADS = 4


def serve(*, host: str, port: int) -> int:
    """Serve until SIGTERM or SIGINT. SystemExit with 1 when the worker died: whoever started us starts us again."""
    server = Granian(
        "veche.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        http=HTTPModes.http1,
        websockets=False,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
    )
    server.serve(target_loader=partial(_load, os.getpid()), wrap_loader=False)
    return 0


def _load(parent: int) -> Callable[..., Any]:
    """In granian's own child process: it must not go on serving when its parent is killed."""
    die_with(parent)
    from veche.config.wsgi import application  # noqa: PLC0415 -- loaded in the child only

    return application
