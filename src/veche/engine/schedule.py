"""The types of schedule rows; the rows are in `config/schedule.py`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Periodic:
    """A task enqueued every `every_seconds`, unless the one before it still waits or runs.

    With `at_hour` it is enqueued once a day at that hour of the city (`zone` of the worker), or as soon as a worker
    runs again. `task_path` names a `@task` without arguments or with the given ones; `queue` is one of
    settings.TASK_QUEUES.
    """

    name: str
    every_seconds: float
    task_path: str
    queue: str
    args: tuple[str, ...] = ()
    at_hour: int | None = None

    def __post_init__(self) -> None:
        if self.at_hour is not None and self.every_seconds != 86_400:
            raise ValueError("an hour is for what happens once a day")


@dataclass(frozen=True, slots=True)
class Chore:
    """A short function of the engine that each worker calls itself, so that no busy lane can delay it."""

    name: str
    every_seconds: float
    function_path: str
