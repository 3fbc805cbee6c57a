"""A stormy day of comments in all four networks, until the worker has screened the last of them."""

import json
import time

import httpx2

from tests.bench.city import City
from tests.bench.processes import cpu_seconds, family
from veche.demo.chain.sandbox_client import NETWORKS

SEED, SECONDS = 7, 10
# The worker has finished after so many quiet checks in a row.
LOOK_SECONDS, QUIET_SECONDS, LOOKS = 2, 0.3, 3


def stormy_day(city: City) -> None:
    """One network after another, because the training networks play one day at a time."""
    control = json.loads((city.data / "sandbox.json").read_text(encoding="utf-8"))["control"]
    for network in NETWORKS:
        order = {"mood": "stormy", "seconds": SECONDS, "seed": SEED}
        httpx2.post(f"{control}/{network}/day", json=order).raise_for_status()
        time.sleep(SECONDS + 1)
    _until_quiet(family(city.pids["worker"]))


def _until_quiet(pids: list[int]) -> None:
    quiet = 0
    while quiet < LOOKS:
        before = cpu_seconds(pids)
        time.sleep(LOOK_SECONDS)
        quiet = quiet + 1 if cpu_seconds(pids) - before < QUIET_SECONDS else 0
