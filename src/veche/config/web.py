"""The web process: granian's loop inside it, a few threads behind its gateway.

One process, not two: granian's own supervisor would hold 31 MB more, and `veche run` or systemd starts a dead web anew.
"""

import asyncio
import signal
import tempfile
from pathlib import Path
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server.embed import Server

THREADS = 4
# A press service sends photos all at once and videos one after another: so many bodies above 2.5 MB come in at a time,
# of all of them no more than so many of the largest.
LARGE_BODIES = 12
LARGEST_BODIES = 3
# Pages that are being answered may end; whoever is slower loses the connection.
LAST_SECONDS = 10


def serve(*, host: str, port: int) -> int:
    """Serve until SIGTERM or SIGINT. 1 when the server ended by itself: whoever started us starts us again."""
    return 0 if asyncio.run(_told_to_end(host, port)) else 1


async def _told_to_end(host: str, port: int) -> bool:
    gateway = _gateway()
    server = Server(
        gateway,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.error,
    )
    told = asyncio.Event()

    def end() -> None:
        told.set()
        # granian's embedded server has no types.
        server.stop()  # type: ignore[no-untyped-call]

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, end)
    await server.serve()
    await gateway.emptied(LAST_SECONDS)
    return told.is_set()


def _gateway() -> Any:
    from veche.config.wsgi import application  # noqa: I001, PLC0415 -- it sets Django up, which must stay out of other commands
    from django.conf import settings  # noqa: PLC0415
    from veche.config.middleware import largest_body  # noqa: PLC0415
    from veche.config.gateway import WsgiGateway, LargeBodyLimit  # noqa: PLC0415
    from veche.kernel import memory_tuning  # noqa: PLC0415
    import veche.config.urls  # noqa: F401, PLC0415 -- every screen, before the first request

    memory_tuning.tune_memory()
    _keep_temporary_files_in(settings.TEMPORARY_ROOT)
    always: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    room = LargeBodyLimit(bodies=LARGE_BODIES, size=LARGEST_BODIES * settings.LARGEST_UPLOAD)
    return WsgiGateway(application, threads=THREADS, most=largest_body, always=always, room=room)


def _keep_temporary_files_in(folder: Path) -> None:
    """For this process only. The system's temporary folder is in memory on Debian 13; a form may be a gigabyte."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    tempfile.tempdir = str(folder)
