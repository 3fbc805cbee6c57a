"""What a storm is made of, the same for our own workers and for the careless sender: whims of a network, and kills."""

import random
import subprocess
import time
from collections.abc import Callable, Sequence

from tests.chaos.crew import Crew
from tests.sandbox_process import SandboxProcess

# What a storm throws in besides killing: (fault, seconds).
WEATHER = (("lost_after_apply", 0.0), ("dropped", 0.0), ("applied_late", 2.0), ("refused_before_apply", 0.0))
# Seconds from when a process is up to when it is killed.
BETWEEN_KILLS = (0.5, 3.0)
# One call in so many meets a whim of the network.
FAIR_CALLS = 11
# Each answer takes this long, so that a kill finds a call on its way more often than not.
SLOW_ANSWER = 0.15

type Start = Callable[[], subprocess.Popen[bytes]]


def order_weather(sandbox: SandboxProcess, network: str, method: str, dice: random.Random, *, calls: int) -> None:
    """The faults wait in the sandbox in this order; each call uses up the next."""
    for _ in range(calls // (FAIR_CALLS + 1) + 1):
        sandbox.fault(network, method, "slow", times=FAIR_CALLS, seconds=SLOW_ANSWER)
        fault, seconds = dice.choice(WEATHER)
        sandbox.fault(network, method, fault, times=1, seconds=seconds)


def kill_at_random(crew: Crew, starts: Sequence[Start], dice: random.Random, *, while_: Callable[[], bool]) -> int:
    """Kill one of the processes after another, each time starting a fresh one in its place. Returns the kills."""
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
