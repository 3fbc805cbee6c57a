"""A pause in the middle of sending: after its answer nothing leaves, after its end all leave once, whoever dies."""

import time
from pathlib import Path

from tests.chaos.city import City, Tally
from tests.chaos.clocks import CALL_SECONDS, GRACE_SECONDS, LEASE_SECONDS
from tests.chaos.disturbances import SLOW_ANSWER
from tests.chaos.worker_processes import Crew
from tests.waiting import wait_until

SETTLE_SECONDS = 300.0
# Whoever holds a lease of a killed worker's act has given up by then, and each doubt has been looked up.
HELD_SECONDS = LEASE_SECONDS + CALL_SECONDS + GRACE_SECONDS + 2
BEFORE_THE_PAUSE = 3
# A call that had left before the answer may be written down by the network a moment after it.
CLOCK_SECONDS = 0.3


def paused_under_kills(city: City, log: Path, *, acts: int) -> Tally:
    """One worker is killed before the pause begins, the other after its answer; two new ones find it in force."""
    texts = [f"Пауза, запись {number}" for number in range(acts)]
    city.sandbox.fault(city.network, city.method, "slow", times=acts * 4, seconds=SLOW_ANSWER)
    with Crew(log) as crew:
        ids = city.plan(texts)
        first, second = crew.fork(), crew.fork()
        wait_until(lambda: len(_out(ids)) >= BEFORE_THE_PAUSE, seconds=SETTLE_SECONDS)
        crew.kill(first)
        answered = _begin(city)
        crew.kill(second)
        for _ in range(2):
            crew.fork()
        time.sleep(HELD_SECONDS)
        _refuse_late_calls(city, answered)
        _end(city, ids)
        city.sandbox.clear_faults(city.network)
        city.wait_until_settled(ids, seconds=SETTLE_SECONDS)
    return city.tally(texts, ids)


def _out(ids: list[int]) -> list[int]:
    from veche.outbox.models import Act

    return list(Act.objects.unscoped().filter(pk__in=ids, state__in=("sent", "confirmed")).values_list("pk", flat=True))


def _begin(city: City) -> float:
    """Begin the pause as its button does. Returns the moment of the answer."""
    from veche.outbox.domain.pause import begin, wait_for_calls

    begin(administration=city.administration, by=city.person, kind="mourning", reason="День траура")
    wait_for_calls(city.administration)
    return time.time()


def _refuse_late_calls(city: City, answered: float) -> None:
    late = [one for one in city.sandbox.calls(city.network, city.method) if one["time"] > answered + CLOCK_SECONDS]
    if late:
        raise SystemExit(f"{len(late)} calls left after the answer of the pause, the first {late[0]}")


def _end(city: City, ids: list[int]) -> None:
    """End the pause and let every publication that waits leave now."""
    from django.db import transaction

    from veche.kernel.clock import now
    from veche.outbox.domain.pause import end, in_force, let_go, mark_paused
    from veche.outbox.models import Act

    with transaction.atomic():
        pause = in_force(city.administration)
        mark_paused(city.administration.pk)
        waiting = list(Act.objects.unscoped().filter(pk__in=ids, state="paused").select_related("account"))
        if not waiting:
            raise SystemExit("the pause held nothing: more acts are needed")
        end(pause=pause, by=city.person)
        for act in waiting:
            let_go(act, at=now())
