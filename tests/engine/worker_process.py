"""A real worker on the tests' database, in its own process (tests/engine/forked.py).

`sys.argv[1:]`: seconds to stop, periodic rows, stall.

`stall`: a worker without a heartbeat for so many seconds is dead; 0 for the engine's default.
"""

import json
import sys

from veche.engine.schedule import Chore, Periodic


def main() -> int:
    from django.conf import settings

    from veche.engine.worker import run

    if settings.ENGINE == "procrastinate":
        from veche.engine import jobs

        jobs.STALLED_SECONDS = float(sys.argv[3]) or jobs.STALLED_SECONDS

    stop_seconds, rows = float(sys.argv[1]), json.loads(sys.argv[2])
    return run(
        queues=["house", "vk", "telegram"],
        zone=lambda: "UTC",
        periodics=[Periodic(**{**row, "args": tuple(row["args"])}) for row in rows],
        chores=[
            Chore("engine.beat", 0.5, "veche.engine.port.beat"),
            Chore("engine.reap", 0.5, "veche.engine.port.reap"),
        ],
        stop_seconds=stop_seconds,
    )
