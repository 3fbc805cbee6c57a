"""The disturbances of a storm, the same for our workers and the careless sender: faults of a network, and kills."""

import random
import time
from collections.abc import Callable, Sequence

from tests.chaos.worker_processes import Crew, Worker
from tests.sandbox_process import SandboxProcess

# Faults of a storm: (fault, seconds).
WEATHER = (("lost_after_apply", 0.0), ("dropped", 0.0), ("applied_late", 2.0), ("refused_before_apply", 0.0))
# Seconds between a process' start and its kill.
BETWEEN_KILLS = (1.0, 4.5)
# One call of so many gets a fault.
FAIR_CALLS = 11
# Each answer takes this long, so that kills mostly hit a call in progress.
SLOW_ANSWER = 0.15

type Start = Callable[[], Worker]


def order_weather(sandbox: SandboxProcess, network: str, method: str, dice: random.Random, *, calls: int) -> None:
    """Order faults; the sandbox uses one per call, in this order."""
    for _ in range(calls // (FAIR_CALLS + 1) + 1):
        sandbox.fault(network, method, "slow", times=FAIR_CALLS, seconds=SLOW_ANSWER)
        fault, seconds = dice.choice(WEATHER)
        sandbox.fault(network, method, fault, times=1, seconds=seconds)


def kill_at_random(crew: Crew, starts: Sequence[Start], dice: random.Random, *, while_: Callable[[], bool]) -> int:
    """Kill one of the processes after another, and restart each. Returns the number of kills."""
    kills = 0
    processes = [start() for start in starts]
    while while_():
        victim = dice.randrange(len(processes))
        crew.wait_until_up(processes[victim])
        time.sleep(dice.uniform(*BETWEEN_KILLS))
        kills += processes[victim].poll() is None
        crew.kill(processes[victim])
        processes[victim] = starts[victim]()
    return kills
