import resource
from concurrent.futures import ThreadPoolExecutor

from veche.kernel.frame_memory import call_with_room

CALLS = 200


def test_deep_calls_map_no_memory_of_their_own():
    """Without it there is a depth at which each call maps memory; a Python that keeps a spare chunk needs no module."""
    with ThreadPoolExecutor() as threads:  # a thread has chunks of its own
        alone = threads.submit(most_faults).result()
        with_room = threads.submit(call_with_room, most_faults).result()

    assert {"alone": alone >= CALLS, "with room": with_room >= CALLS} == {"alone": True, "with room": False}


def most_faults() -> int:
    """Page faults of so many calls at the worst of all depths."""
    return max(faults_at(depth) for depth in range(150))


def faults_at(depth: int) -> int:
    if depth:
        return faults_at(depth - 1)
    before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
    for _ in range(CALLS):
        larger_than_a_step_down()
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before


def larger_than_a_step_down() -> int:
    a = b = c = d = e = f = g = h = i = j = k = m = n = o = p = q = 1
    return a + b + c + d + e + f + g + h + i + j + k + m + n + o + p + q
