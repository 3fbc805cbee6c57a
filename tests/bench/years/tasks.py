"""`python -m tests.bench.years.tasks`: seconds of each periodic task over the city that VECHE_DATA names, as JSON.

Silent networks are not called: the database is measured.
"""

import json
import os
import sys
import time
from statistics import median
from typing import Any

import django

TIMES = 3
# Nightly tasks, which read everything: the journal's chain, the keys, the evidence.
NIGHTLY = 86_400


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "veche.config.settings")
    django.setup()
    from veche.config.schedule import PERIODIC

    rows = [_row(periodic) for periodic in PERIODIC if periodic.every_seconds < NIGHTLY]
    json.dump(rows, sys.stdout)


def _row(periodic: Any) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils.module_loading import import_string

    work = import_string(periodic.task_path).func
    taken, queries = [], 0
    for _ in range(TIMES):
        started = time.perf_counter()
        with CaptureQueriesContext(connection) as captured:
            work(*periodic.args)
        taken.append((time.perf_counter() - started) * 1000)
        queries = len(captured)
    return {
        "задача": periodic.name,
        "каждые, с": periodic.every_seconds,
        "мс (медиана)": median(taken),
        "запросов": queries,
    }


if __name__ == "__main__":
    main()
