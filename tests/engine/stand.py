"""A real worker process on the tests' database: `python -m tests.engine.stand <seconds to stop> <periodic rows>`."""

import json
import sys

import django

from veche.engine.schedule import Chore, Periodic


def main() -> int:
    django.setup()
    from veche.engine.worker import run

    stop_seconds, rows = float(sys.argv[1]), json.loads(sys.argv[2])
    return run(
        queues=["house", "vk", "telegram"],
        periodics=[Periodic(**{**row, "args": tuple(row["args"])}) for row in rows],
        chores=[Chore("engine.reap", 0.5, "veche.engine.reaper.reap")],
        stop_seconds=stop_seconds,
    )


if __name__ == "__main__":
    sys.exit(main())
