"""The trials: each disturbs the workers or the network of a city, and counts its wall."""

import os
import random
import signal
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from tests.chaos.city import City, Tally
from tests.chaos.clocks import CALL_SECONDS, GRACE_SECONDS, LEASE_SECONDS
from tests.chaos.disturbances import kill_at_random, order_weather
from tests.chaos.worker import POINTS
from tests.chaos.worker_processes import Crew, wait_for_death, wait_for_stop

SETTLE_SECONDS = 300.0


def kills_at_points(city: City, log: Path, *, acts: int) -> Iterator[tuple[str, Tally]]:
    """R1: kill -9 at each point, then start a new worker."""
    for point in POINTS:
        texts = [f"Точка {point}, запись {number}" for number in range(acts)]
        with Crew(log) as crew:
            ids = city.plan(texts)
            if not wait_for_death(crew.fork(CHAOS_DIE_AT=point), 30):
                raise SystemExit(f"no worker died at {point}")
            fresh = crew.fork()
            city.wait_until_settled(ids, seconds=SETTLE_SECONDS)
            crew.end(fresh)
        yield point, city.tally(texts, ids)


def stopped_past_lease(city: City, log: Path) -> Iterator[tuple[str, Tally]]:
    """R3: SIGSTOP in the middle of an act, another worker continues, SIGCONT long after the lease."""
    for point in ("act.claimed", "http.connected", "http.answered"):
        texts = [f"Остановка {point}, запись {number}" for number in range(3)]
        with Crew(log) as crew:
            ids = city.plan(texts)
            sleeper = crew.fork(CHAOS_STOP_AT=point)
            if not wait_for_stop(sleeper, 30):
                raise SystemExit(f"no worker stopped at {point}")
            crew.fork()
            time.sleep(LEASE_SECONDS + CALL_SECONDS + GRACE_SECONDS + 2)
            os.kill(sleeper.pid, signal.SIGCONT)
            time.sleep(1)
            city.wait_until_settled(ids, seconds=SETTLE_SECONDS)
        yield point, city.tally(texts, ids)


def applied_late(city: City, log: Path, *, acts: int) -> Tally:
    """The network applies each call after our time-out."""
    texts = [f"С опозданием, запись {number}" for number in range(acts)]
    city.sandbox.fault(city.network, city.method, "applied_late", times=acts, seconds=CALL_SECONDS + 0.5)
    with Crew(log) as crew:
        ids = city.plan(texts)
        crew.fork()
        city.wait_until_settled(ids, seconds=SETTLE_SECONDS + acts * 3)
    city.sandbox.clear_faults(city.network)
    return city.tally(texts, ids)


def silent_neighbour(city: City, silent: City, log: Path, *, round_: int) -> tuple[Tally, float, float]:
    """One network never answers; the other's acts must not wait.

    Returns the tally and the longest wait of an act in seconds: while both networks answer, and while one is silent.
    """
    texts = [f"Сосед молчит {round_}, запись {number}" for number in range(10)]
    with Crew(log) as crew:
        crew.fork()
        city.wait_until_settled(city.plan([f"Разминка {round_}"]), seconds=SETTLE_SECONDS)
        usual = city.plan([f"Сосед отвечает {round_}, запись {number}" for number in range(10)])
        city.wait_until_settled(usual, seconds=SETTLE_SECONDS)
        city.sandbox.fault(silent.network, "*", "slow", times=200, seconds=30)
        silent.plan([f"Молчание {round_}, запись {number}" for number in range(10)])
        time.sleep(CALL_SECONDS)
        ids = city.plan(texts)
        city.wait_until_settled(ids, seconds=SETTLE_SECONDS)
    city.sandbox.clear_faults(silent.network)
    return city.tally(texts, ids), _longest_wait(usual), _longest_wait(ids)


def _longest_wait(ids: list[int]) -> float:
    """The longest time between the starts of consecutive acts, since an act waits for earlier ones in its lane."""
    from veche.outbox.models import Act

    called = Act.objects.unscoped().filter(pk__in=ids, first_call_at__isnull=False).order_by("first_call_at")
    acts = [(act.due_at, act.first_call_at) for act in called if act.first_call_at]
    moments = [max(due for due, _call in acts), *(call for _due, call in acts)]
    return max((later - sooner).total_seconds() for sooner, later in pairwise(moments))


def random_kills(city: City, log: Path, *, acts: int, seed: int) -> tuple[Tally, int]:
    """R2: two workers killed at random while the network has faults. Returns the tally and the number of kills."""
    dice = random.Random(seed)
    texts = [f"Буря {seed}, запись {number}" for number in range(acts)]
    with Crew(log) as crew:
        ids = city.plan(texts)
        order_weather(city.sandbox, city.network, city.method, dice, calls=acts * 2)
        kills = kill_at_random(crew, [crew.fork, crew.fork], dice, while_=lambda: _unsent(ids))
        city.sandbox.clear_faults(city.network)
        city.wait_until_settled(ids, seconds=SETTLE_SECONDS + acts)
    return city.tally(texts, ids), kills


def _unsent(ids: list[int]) -> bool:
    from veche.outbox.models import Act

    return Act.objects.unscoped().filter(pk__in=ids, state__in=("planned", "preparing", "sending")).exists()
