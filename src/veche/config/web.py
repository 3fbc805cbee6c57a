"""The web process: granian, one worker with a few threads behind its porch."""

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
        interface=Interfaces.RSGI,
        workers=1,
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
    from veche.config.wsgi import application  # noqa: I001, PLC0415 -- loaded in the child only; it sets Django up
    from django.conf import settings  # noqa: PLC0415
    from veche.config.middleware import largest_body  # noqa: PLC0415
    from veche.config.porch import Porch  # noqa: PLC0415
    from veche.kernel import garbage  # noqa: PLC0415
    import veche.config.urls  # noqa: F401, PLC0415 -- every screen, before the first request

    garbage.settle()
    always: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return Porch(application, threads=THREADS, most=largest_body, always=always)
