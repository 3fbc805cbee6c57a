"""What a row of the schedule is; the rows themselves stand in `config/schedule.py`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Periodic:
    """A task enqueued every `every_seconds`, unless the one before it still waits or runs.

    `task_path` names a `@task` without arguments or with the given ones; `queue` is one of settings.TASK_QUEUES.
    """

    name: str
    every_seconds: float
    task_path: str
    queue: str
    args: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chore:
    """A short function of the engine's own that each worker calls itself, so that no busy lane can delay it."""

    name: str
    every_seconds: float
    function_path: str
