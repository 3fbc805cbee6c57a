"""Wait until a started worker has done everything that became due before."""

import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg

SECONDS, LOOK_EVERY_SECONDS = 600, 2.0
# The schedule enqueues tasks every few seconds: a lane has caught up if none waits longer than this.
LATE = timedelta(seconds=5)
LOOKS = 3
_LATE = """
SELECT COUNT(*) FROM django_tasks_database_dbtaskresult
 WHERE status IN ('READY', 'RUNNING') AND enqueued_at < '{moment}'
   AND (run_after < '{moment}' OR run_after > '9000-01-01')
"""


def wait(data: Path, url: str) -> float | None:
    """Seconds until no lane was late in `LOOKS` checks in a row; None if that took too long."""
    started, quiet = time.monotonic(), 0
    while time.monotonic() < started + SECONDS:
        quiet = 0 if late(data, url) else quiet + 1
        if quiet == LOOKS:
            return time.monotonic() - started
        time.sleep(LOOK_EVERY_SECONDS)
    return None


def late(data: Path, url: str) -> int:
    """Tasks of the default engine that wait or run longer than `LATE`."""
    moment = f"{datetime.now(UTC) - LATE:%Y-%m-%d %H:%M:%S}"
    query = _LATE.format(moment=f"{moment}+00" if url else moment)
    opened = psycopg.connect(url) if url else sqlite3.connect(f"file:{data / 'veche.sqlite3'}?mode=ro", uri=True)
    with closing(opened) as database:
        (found,) = database.execute(query).fetchone() or (0,)
    return int(found)
